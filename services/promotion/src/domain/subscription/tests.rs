use super::*;
use crate::domain::{address::Reach, samples::at};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn secret(text: &str) -> SecretText {
    SecretText::new(text.into())
}

fn subscription(changes: &[MatchChange]) -> Subscription {
    let target = Target::parse("https://songtra.example.vn/ocop", Reach::PUBLIC).unwrap();
    Subscription::create(
        Uuid::from_u128(7),
        Uuid::from_u128(100),
        target,
        changes.iter().copied().collect(),
        secret("whsec_one"),
    )
}

fn signing(subscription: &Subscription, now: &str) -> Vec<String> {
    subscription
        .signing(at(now))
        .map(|secret| secret.reveal().to_owned())
        .collect()
}

#[test]
fn an_empty_list_of_events_asks_for_all() {
    assert!(
        MatchChange::ALL
            .into_iter()
            .all(|change| subscription(&[]).asks_for(change))
    );
    let upgrades = subscription(&[MatchChange::Upgraded]);
    assert!(upgrades.asks_for(MatchChange::Upgraded) && !upgrades.asks_for(MatchChange::Opened));
}

#[test]
fn the_old_secret_signs_beside_the_new_one_until_the_overlap_ends() {
    let mut rotated = subscription(&[]);
    rotated.rotate(secret("whsec_two"), at("2026-11-24T12:00:00Z"), DAY);
    assert_eq!(
        signing(&rotated, "2026-11-25T11:59:59Z"),
        ["whsec_two", "whsec_one"]
    );
    assert_eq!(signing(&rotated, "2026-11-25T12:00:00Z"), ["whsec_two"]);
    rotated.rotate(secret("whsec_three"), at("2026-11-30T00:00:00Z"), DAY);
    assert_eq!(rotated.secrets.len(), 2, "what signs no more is forgotten");
}

#[test]
fn a_secret_is_never_printed() {
    assert!(!format!("{:?}", subscription(&[])).contains("whsec_one"));
}

#[test]
fn gone_disables_at_once() {
    let mut gone = subscription(&[]);
    gone.note(
        &Outcome::answered(410),
        false,
        at("2026-11-24T12:00:00Z"),
        5 * DAY,
    );
    assert_eq!(gone.state, SubscriptionState::Disabled(Disabled::Gone));
    assert!(!gone.asks_for(MatchChange::Opened));
}

#[test]
fn failing_too_long_disables_only_with_a_delivery_used_up() {
    let mut failing = subscription(&[]);
    failing.note(
        &Outcome::TimedOut,
        false,
        at("2026-11-01T00:00:00Z"),
        5 * DAY,
    );
    failing.note(
        &Outcome::TimedOut,
        true,
        at("2026-11-04T00:00:00Z"),
        5 * DAY,
    );
    failing.note(
        &Outcome::TimedOut,
        false,
        at("2026-11-20T00:00:00Z"),
        5 * DAY,
    );
    assert_eq!(failing.state, SubscriptionState::Active);
    failing.note(
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
    let mut failing = subscription(&[]);
    failing.note(
        &Outcome::TimedOut,
        false,
        at("2026-11-01T00:00:00Z"),
        5 * DAY,
    );
    failing.note(
        &Outcome::answered(204),
        false,
        at("2026-11-19T00:00:00Z"),
        5 * DAY,
    );
    failing.note(
        &Outcome::TimedOut,
        true,
        at("2026-11-20T00:00:00Z"),
        5 * DAY,
    );
    assert_eq!(failing.state, SubscriptionState::Active);
}

#[test]
fn only_a_disabled_subscription_is_enabled() {
    let mut subscription = subscription(&[]);
    assert_eq!(subscription.enable(), Err(Refusal::SubscriptionActive));
    subscription.disable(Disabled::ByOwner);
    subscription.disable(Disabled::Gone);
    assert_eq!(
        subscription.state,
        SubscriptionState::Disabled(Disabled::ByOwner)
    );
    assert_eq!(subscription.enable(), Ok(()));
    assert_eq!(subscription.events.len(), 3);
}
