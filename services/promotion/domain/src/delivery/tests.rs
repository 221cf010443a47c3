use super::*;
use crate::partner::MatchChange;
use crate::samples::at;
use crate::subscription::{Reach, SealedSecret, Settings, Signing, Target};

const MS: Duration = Duration::from_millis(40);

fn noon() -> DateTime<Utc> {
    at("2026-11-24T12:00:00Z")
}

/// The event of a match with that version to that subscription.
fn delivery(subscription: u128, found: u128, version: u64) -> Delivery {
    Delivery::new(
        Uuid::from_u128(subscription * 1000 + found * 100 + u128::from(version)),
        Uuid::from_u128(subscription),
        (Uuid::from_u128(found), version),
        EventKind::Match(MatchChange::Upgraded),
        noon(),
    )
}

fn subscription() -> Subscription {
    let target = Target::parse("https://songtra.example/ocop", Reach::PUBLIC).unwrap();
    let secret = SealedSecret::new("one".into());
    let described = (target, Settings::default());
    let signs = (secret, Signing::V1);
    Subscription::create(Uuid::from_u128(1), Uuid::from_u128(100), described, signs)
}

fn try_once(delivery: &mut Delivery, outcome: Outcome) {
    delivery.record(outcome, noon(), MS, &Schedule::default(), 0.0);
}

fn next(delivery: &Delivery) -> Option<i64> {
    match delivery.state {
        DeliveryState::Pending { next_attempt_at } => {
            Some((next_attempt_at - noon()).num_seconds())
        }
        _ => None,
    }
}

fn versions(due: &[&Delivery]) -> Vec<u64> {
    due.iter()
        .map(|delivery| delivery.aggregate_version)
        .collect()
}

#[test]
fn a_timeout_a_500_and_a_200_make_a_delivery() {
    let mut delivery = delivery(1, 1, 1);
    assert!(delivery.is_due(false, noon()));
    try_once(&mut delivery, Outcome::TimedOut);
    assert_eq!(next(&delivery), Some(5));
    try_once(&mut delivery, Outcome::answered(500));
    assert_eq!(next(&delivery), Some(300));
    try_once(&mut delivery, Outcome::answered(200));
    assert_eq!(delivery.state, DeliveryState::Delivered);
    let numbers: Vec<_> = delivery
        .attempts
        .iter()
        .map(|attempt| (attempt.number, attempt.took_ms))
        .collect();
    assert_eq!(numbers, [(1, 40), (2, 40), (3, 40)]);
}

#[test]
fn a_redirect_is_a_failure() {
    let mut delivery = delivery(1, 1, 1);
    try_once(&mut delivery, Outcome::answered(302));
    assert_eq!(next(&delivery), Some(5));
}

#[test]
fn the_wait_a_receiver_asks_for_is_kept() {
    let mut delivery = delivery(1, 1, 1);
    let retry_after = Some(Duration::from_secs(120));
    try_once(
        &mut delivery,
        Outcome::Answered {
            status: 503,
            retry_after,
            body: String::new(),
        },
    );
    assert_eq!(next(&delivery), Some(120));
}

#[test]
fn ten_failures_exhaust_it() {
    let mut delivery = delivery(1, 1, 1);
    for _ in 0..9 {
        try_once(&mut delivery, Outcome::TimedOut);
        assert!(next(&delivery).is_some());
    }
    try_once(&mut delivery, Outcome::TimedOut);
    assert_eq!(delivery.state, DeliveryState::Exhausted);
}

#[test]
fn gone_ends_it_at_once() {
    let mut delivery = delivery(1, 1, 1);
    try_once(&mut delivery, Outcome::answered(410));
    assert_eq!(delivery.state, DeliveryState::Dropped);
}

#[test]
fn sending_again_starts_the_schedule_anew_and_goes_on_counting() {
    let mut delivery = delivery(1, 1, 1);
    for _ in 0..10 {
        try_once(&mut delivery, Outcome::TimedOut);
    }
    delivery.resend(&subscription(), noon()).unwrap();
    assert_eq!(next(&delivery), Some(0));
    try_once(&mut delivery, Outcome::answered(500));
    assert_eq!(next(&delivery), Some(5));
    assert_eq!(
        delivery.attempts.last().map(|attempt| attempt.number),
        Some(11)
    );
}

#[test]
fn of_a_delivery_that_is_sent_again_for_ever_the_last_attempts_and_the_first_accepted_one_are_kept()
{
    let mut delivery = delivery(1, 1, 1);
    try_once(&mut delivery, Outcome::TimedOut);
    try_once(&mut delivery, Outcome::answered(200));
    for _ in 0..3 * MAX_ATTEMPTS_KEPT {
        delivery.resend(&subscription(), noon()).unwrap();
        try_once(&mut delivery, Outcome::TimedOut);
        assert_eq!(next(&delivery), Some(5), "each round begins anew");
    }
    let numbers: Vec<u32> = delivery.attempts.iter().map(|one| one.number).collect();
    assert_eq!(numbers.len(), MAX_ATTEMPTS_KEPT + 1);
    assert_eq!((numbers[0], numbers[1]), (2, 103));
    assert_eq!(
        (numbers.last(), delivery.attempts_made()),
        (Some(&152), 152)
    );
    assert!(delivery.was_accepted() && !delivery.holds_up());
}

#[test]
fn nothing_is_sent_again_to_a_disabled_subscription() {
    let mut disabled = subscription();
    disabled.record(&Outcome::answered(410), false, noon(), Duration::MAX);
    let mut delivery = delivery(1, 1, 1);
    try_once(&mut delivery, Outcome::answered(410));
    assert_eq!(
        delivery.resend(&disabled, noon()),
        Err(subscription::Refusal::Disabled)
    );
    assert_eq!(delivery.state, DeliveryState::Dropped);
}

#[test]
fn a_late_failure_does_not_undo_a_delivery_but_a_late_success_makes_one() {
    let mut delivery = delivery(1, 1, 1);
    try_once(&mut delivery, Outcome::answered(200));
    try_once(&mut delivery, Outcome::TimedOut);
    assert_eq!(delivery.state, DeliveryState::Delivered);
    assert_eq!(delivery.attempts.len(), 2);

    let mut dropped = self::delivery(1, 1, 2);
    try_once(&mut dropped, Outcome::answered(410));
    try_once(&mut dropped, Outcome::answered(200));
    assert_eq!(dropped.state, DeliveryState::Delivered);
}

#[test]
fn a_later_event_of_a_match_does_not_overtake_an_earlier_one() {
    let mut lane = [delivery(1, 1, 2), delivery(1, 1, 1), delivery(1, 1, 3)];
    assert_eq!(versions(&due(&lane, noon())), [1]);
    try_once(&mut lane[1], Outcome::TimedOut);
    assert!(
        due(&lane, noon()).is_empty(),
        "the first waits, and so do the others"
    );
    try_once(&mut lane[1], Outcome::answered(200));
    assert_eq!(versions(&due(&lane, noon())), [2]);
}

#[test]
fn an_exhausted_event_lets_the_later_ones_pass() {
    let mut lane = [delivery(1, 1, 1), delivery(1, 1, 2)];
    for _ in 0..10 {
        try_once(&mut lane[0], Outcome::TimedOut);
    }
    assert_eq!(versions(&due(&lane, noon())), [2]);
}

#[test]
fn other_matches_and_other_subscriptions_do_not_wait() {
    let mut lanes = [delivery(1, 1, 1), delivery(1, 2, 4), delivery(2, 1, 7)];
    try_once(&mut lanes[0], Outcome::TimedOut);
    assert_eq!(versions(&due(&lanes, noon())), [4, 7]);
}

#[test]
fn an_event_that_was_accepted_and_is_sent_again_holds_nothing_up() {
    let mut lane = [delivery(1, 1, 1), delivery(1, 1, 2)];
    try_once(&mut lane[0], Outcome::answered(200));
    lane[0].resend(&subscription(), noon()).unwrap();
    try_once(&mut lane[0], Outcome::TimedOut);
    assert_eq!(versions(&due(&lane, noon())), [2]);
}
