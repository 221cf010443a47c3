mod bounds;
mod notices;

use super::*;
use crate::samples::at;

const DAY: Duration = Duration::from_secs(24 * 3600);

fn secret(text: &str) -> SealedSecret {
    SealedSecret::new(text.into())
}

fn key() -> SealedKey {
    SealedKey {
        public: "whpk_one".into(),
        private: secret("whsk_one"),
    }
}

fn noon() -> DateTime<Utc> {
    at("2026-11-24T12:00:00Z")
}

fn subscription() -> Subscription {
    let target = Target::parse("https://songtra.example/ocop", Reach::PUBLIC).unwrap();
    Subscription::create(
        Uuid::from_u128(7),
        Uuid::from_u128(100),
        (target, Settings::named("Kho Sông Trà".into())),
        (secret("one"), Signing::V1),
    )
}

fn disabled(reason: Disabled, since: &str) -> SubscriptionState {
    let since = at(since);
    SubscriptionState::Disabled { reason, since }
}

#[test]
fn a_secret_is_never_printed() {
    let secret = SecretText::new("whsec_one".into());
    assert!(!format!("{secret:?}").contains("whsec_one"));
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
    assert_eq!(gone.state, disabled(Disabled::Gone, "2026-11-24T12:00:00Z"));
    assert!(!gone.is_active());
}

#[test]
fn a_receiver_that_fails_is_left_alone_as_long_as_it_has_failed_and_at_most_five_minutes() {
    let mut failing = subscription();
    let seconds = |n: u64| noon() + Duration::from_secs(n);
    let mut fail = |at| {
        failing.record(&Outcome::answered(500), false, at, 5 * DAY);
        failing.rests_until
    };
    assert_eq!(fail(noon()), None);
    assert_eq!(fail(seconds(2)), Some(seconds(4)));
    assert_eq!(fail(seconds(4)), Some(seconds(8)));
    // What was on its way meanwhile and ends with a shorter rest shortens none.
    assert_eq!(fail(seconds(3)), Some(seconds(8)));
    assert_eq!(fail(seconds(9_000)), Some(seconds(9_300)));
    failing.record(&Outcome::answered(204), false, seconds(9_301), 5 * DAY);
    assert_eq!(failing.rests_until, None);
}

#[test]
fn a_receiver_is_left_alone_for_as_long_as_it_asks_up_to_an_hour() {
    let asks = |seconds: u64| Outcome::Answered {
        status: 429,
        retry_after: Some(Duration::from_secs(seconds)),
        body: String::new(),
    };
    for (asked, until) in [(60, 60), (1_000_000, 3_600)] {
        let mut subscription = subscription();
        subscription.record(&asks(asked), false, noon(), 5 * DAY);
        let until = noon() + Duration::from_secs(until);
        assert_eq!(subscription.rests_until, Some(until));
        // Another URL has asked for nothing.
        let elsewhere = Target::parse("https://songtra.example/2", Reach::PUBLIC).unwrap();
        subscription
            .update(Some(elsewhere), SettingsPatch::default(), None)
            .unwrap();
        assert_eq!(subscription.rests_until, None);
    }
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
        disabled(Disabled::FailedTooLong, "2026-11-20T00:00:01Z")
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
    subscription.record(&Outcome::answered(410), false, noon(), DAY);
    subscription.record(&Outcome::answered(410), false, noon(), DAY);
    assert_eq!(subscription.enable(), Ok(()));
    assert_eq!(subscription.events.len(), 3);
    subscription.pause(noon()).unwrap();
    assert_eq!(subscription.enable(), Err(Refusal::Paused));
}

#[test]
fn a_pause_ends_by_resuming_and_says_since_when_it_was() {
    let mut subscription = subscription();
    assert_eq!(subscription.resume(), Err(Refusal::Active));
    subscription.pause(noon()).unwrap();
    assert!(!subscription.is_active() && !subscription.gives_up());
    assert_eq!(subscription.pause(noon()), Err(Refusal::Paused));
    // What comes in of an attempt under way changes nothing.
    subscription.record(&Outcome::answered(410), true, noon(), DAY);
    assert_eq!(subscription.resume(), Ok(noon()));
    assert!(subscription.is_active());
}

#[test]
fn a_paused_subscription_may_be_disabled_and_then_gives_up_what_waits() {
    let mut subscription = subscription();
    subscription.pause(noon()).unwrap();
    assert_eq!(subscription.disable(noon()), Ok(()));
    assert!(subscription.gives_up());
    assert_eq!(subscription.disable(noon()), Err(Refusal::Disabled));
    assert_eq!(subscription.resume(), Err(Refusal::Disabled));
}

#[test]
fn nothing_can_be_done_with_a_deleted_subscription() {
    let mut deleted = subscription();
    deleted.delete(noon()).unwrap();
    let happened = deleted.events.len();
    let refused = [
        deleted.delete(noon()),
        deleted.disable(noon()),
        deleted.enable(),
        deleted.pause(noon()),
        deleted.resume().map(|_| ()),
        deleted.update(None, SettingsPatch::default(), None),
        deleted.rotate_secret((secret("two"), key()), DAY, noon()),
    ];
    assert_eq!(refused, [Err(Refusal::Deleted); 7]);
    assert_eq!(deleted.events.len(), happened);
}

#[test]
fn an_update_changes_what_is_given_and_is_an_event_only_if_it_changes_something() {
    let mut subscription = subscription();
    let same = subscription.target.clone();
    subscription
        .update(Some(same.clone()), SettingsPatch::default(), None)
        .unwrap();
    assert_eq!(subscription.events.len(), 1);
    let renamed = SettingsPatch {
        description: Some("Kho mới".into()),
        ..SettingsPatch::default()
    };
    subscription.update(None, renamed, None).unwrap();
    assert_eq!(subscription.target, same);
    assert_eq!(
        subscription.events.last().unwrap().fact.description,
        "Kho mới"
    );
}

fn signing(subscription: &Subscription, now: DateTime<Utc>) -> Vec<&str> {
    subscription
        .secrets
        .signing(now)
        .map(|(secret, _)| secret.as_str())
        .collect()
}

#[test]
fn while_a_secret_is_rotated_both_sign() {
    let mut subscription = subscription();
    subscription
        .rotate_secret((secret("two"), key()), DAY, noon())
        .unwrap();
    assert_eq!(signing(&subscription, noon()), ["two", "one"]);
    let later = noon() + DAY;
    assert_eq!(subscription.secrets.previous_until(noon()), Some(later));
    assert_eq!(signing(&subscription, later), ["two"]);
    assert_eq!(subscription.secrets.previous_until(later), None);
}

#[test]
fn a_leaked_secret_ends_at_once_with_all_before_it() {
    let mut subscription = subscription();
    subscription
        .rotate_secret((secret("two"), key()), DAY, noon())
        .unwrap();
    subscription
        .rotate_secret((secret("three"), key()), Duration::ZERO, noon())
        .unwrap();
    assert_eq!(signing(&subscription, noon()), ["three"]);
}

#[test]
fn no_more_than_four_secrets_sign_at_once() {
    let mut subscription = subscription();
    for name in ["two", "three", "four"] {
        subscription
            .rotate_secret((secret(name), key()), DAY, noon())
            .unwrap();
    }
    let later = noon() + DAY / 2;
    let refused = subscription.rotate_secret((secret("five"), key()), DAY, later);
    assert_eq!(refused, Err(Refusal::TooManySecrets(noon() + DAY)));
    // Each signs as long as was said.
    let all = ["four", "three", "two", "one"];
    assert_eq!(signing(&subscription, later), all);
    let mut leaked = subscription.clone();
    leaked
        .rotate_secret((secret("five"), key()), Duration::ZERO, later)
        .unwrap();
    assert_eq!(signing(&leaked, later), ["five"]);
    let ended = noon() + DAY;
    subscription
        .rotate_secret((secret("five"), key()), DAY, ended)
        .unwrap();
    assert_eq!(signing(&subscription, ended), ["five", "four"]);
}

#[test]
fn a_partner_makes_no_more_subscriptions_than_its_quota() {
    assert_eq!(Quota(2).admit(1), Ok(()));
    assert_eq!(Quota(2).admit(2), Err(Refusal::QuotaUsedUp(2)));
}

#[test]
fn a_receiver_that_fails_for_a_day_is_told_once_until_it_succeeds() {
    let mut subscription = subscription();
    subscription.events.clear();
    let limit = Duration::from_hours(120);
    let begin = at("2026-11-24T12:00:00Z");
    let fail = |subscription: &mut Subscription, hours| {
        let then = begin + chrono::TimeDelta::hours(hours);
        subscription.record(&Outcome::answered(500), false, then, limit);
        subscription.events.len()
    };
    assert_eq!(fail(&mut subscription, 0), 0);
    assert_eq!(fail(&mut subscription, 23), 0);
    assert_eq!(fail(&mut subscription, 24), 1);
    assert_eq!(fail(&mut subscription, 30), 1);
    assert_eq!(subscription.events[0].change, Change::Failing);
    let later = begin + chrono::TimeDelta::hours(31);
    subscription.record(&Outcome::answered(200), false, later, limit);
    assert!(!subscription.told_failing && subscription.is_active());
    assert_eq!(fail(&mut subscription, 40), 1);
    assert_eq!(fail(&mut subscription, 64), 2);
}

#[test]
fn another_url_has_to_be_verified_anew_and_nothing_else_does() {
    let mut subscription = subscription();
    subscription.verified_at = Some(at("2026-11-24T12:00:00Z"));
    let renamed = SettingsPatch {
        description: Some("Kho Sông Trà".into()),
        ..SettingsPatch::default()
    };
    subscription.update(None, renamed, None).unwrap();
    let same = subscription.target.clone();
    subscription
        .update(Some(same), SettingsPatch::default(), None)
        .unwrap();
    assert!(subscription.verified_at.is_some());
    let other = Target::parse("https://songtra.example/khac", Reach::PUBLIC).unwrap();
    subscription
        .update(Some(other), SettingsPatch::default(), None)
        .unwrap();
    assert_eq!(subscription.verified_at, None);
}

#[test]
fn a_change_of_schemes_is_told_and_brings_a_key_that_rotates_with_the_secret() {
    let mut subscription = subscription();
    let both = Some((Schemes::Both, key()));
    subscription
        .update(None, SettingsPatch::default(), both.clone())
        .unwrap();
    subscription
        .update(None, SettingsPatch::default(), both)
        .unwrap();
    let changes: Vec<Change> = subscription.events.iter().map(|one| one.change).collect();
    assert_eq!(changes, [Change::Created, Change::Updated]);
    let other = SealedKey {
        public: "whpk_two".into(),
        ..key()
    };
    subscription
        .rotate_secret((secret("two"), other), DAY, noon())
        .unwrap();
    let keys = subscription.signing.keys().unwrap().signing(noon());
    let keys: Vec<&str> = keys.map(|(key, _)| key.public.as_str()).collect();
    assert_eq!(keys, ["whpk_two", "whpk_one"]);
    assert_eq!(signing(&subscription, noon()), ["two", "one"]);
}
