use super::*;
use crate::samples::at;

const DAY: Duration = Duration::from_secs(24 * 3600);

fn secret(text: &str) -> SecretText {
    SecretText::new(text.into())
}

fn subscription() -> Subscription {
    let target = Target::parse("https://songtra.example/ocop", Reach::PUBLIC).unwrap();
    Subscription::create(
        Uuid::from_u128(7),
        Uuid::from_u128(100),
        target,
        secret("whsec_one"),
    )
}

#[test]
fn a_secret_is_never_printed() {
    assert!(!format!("{:?}", subscription()).contains("whsec_one"));
}

#[test]
fn gone_disables_at_once() {
    let mut gone = subscription();
    gone.record(
        &Outcome::answered(410),
        false,
        at("2026-11-24T12:00:00Z"),
        5 * DAY,
    );
    assert_eq!(gone.state, SubscriptionState::Disabled(Disabled::Gone));
    assert!(!gone.is_active());
}

#[test]
fn failing_too_long_disables_only_with_a_delivery_used_up() {
    let mut failing = subscription();
    failing.record(
        &Outcome::TimedOut,
        false,
        at("2026-11-01T00:00:00Z"),
        5 * DAY,
    );
    failing.record(
        &Outcome::TimedOut,
        true,
        at("2026-11-04T00:00:00Z"),
        5 * DAY,
    );
    failing.record(
        &Outcome::TimedOut,
        false,
        at("2026-11-20T00:00:00Z"),
        5 * DAY,
    );
    assert!(failing.is_active());
    failing.record(
        &Outcome::TimedOut,
        true,
        at("2026-11-20T00:00:01Z"),
        5 * DAY,
    );
    assert_eq!(
        failing.state,
        SubscriptionState::Disabled(Disabled::FailedTooLong)
    );
}

#[test]
fn a_success_starts_the_count_again() {
    let mut failing = subscription();
    failing.record(
        &Outcome::TimedOut,
        false,
        at("2026-11-01T00:00:00Z"),
        5 * DAY,
    );
    failing.record(
        &Outcome::answered(204),
        false,
        at("2026-11-19T00:00:00Z"),
        5 * DAY,
    );
    failing.record(
        &Outcome::TimedOut,
        true,
        at("2026-11-20T00:00:00Z"),
        5 * DAY,
    );
    assert!(failing.is_active());
}

#[test]
fn only_a_disabled_subscription_is_enabled() {
    let mut subscription = subscription();
    assert_eq!(subscription.enable(), Err(Refusal::Active));
    let noon = at("2026-11-24T12:00:00Z");
    subscription.record(&Outcome::answered(410), false, noon, DAY);
    subscription.record(&Outcome::answered(410), false, noon, DAY);
    assert_eq!(
        subscription.state,
        SubscriptionState::Disabled(Disabled::Gone)
    );
    assert_eq!(subscription.enable(), Ok(()));
    assert_eq!(subscription.events.len(), 3);
}
