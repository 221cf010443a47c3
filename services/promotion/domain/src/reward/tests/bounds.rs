//! The very day, the last đồng of a budget, and approvals that do not hold any more.

use super::*;

#[test]
fn a_decision_to_pay_may_be_of_the_day_of_the_recognition_and_a_payment_of_the_day_of_the_decision()
{
    let mut reward = reward_after(&[first(Star::Four)]);
    let on = day("2025-06-20");
    assert!(reward.approve("1/QĐ-UBND", on).is_ok());
    assert_eq!(reward.pay("UNC-01", on), Ok(()));
}

#[test]
fn an_approval_of_another_amount_or_by_another_scheme_does_not_hold() {
    let mut reward = reward_after(&[first(Star::Four)]);
    approve(&mut reward);
    let again = recognition(1, RecognitionKind::SameStar, Star::Four, "2025-06-20");
    let stale = apply(&mut reward, &again, 2).unwrap();
    assert_eq!(stale.owed.vnd, 150 * MILLION);

    let mut reward = reward_after(&[first(Star::Four)]);
    approve(&mut reward);
    let other = Scheme {
        id: Uuid::from_u128(501),
        ..bac_giang()
    };
    let stale = reward.settle(&built_in(), Some(&other)).unwrap();
    assert_eq!(stale.owed.scheme_id, bac_giang().id);
    assert_eq!(reward.state(), State::Due);
}

#[test]
fn of_a_recognition_that_ended_later_no_more_is_owed_than_was_paid() {
    let mut reward = reward_after(&[first(Star::Three)]);
    approve(&mut reward);
    pay(&mut reward);
    apply(&mut reward, &first(Star::Four), 2);
    assert_eq!(reward.open(), 100 * MILLION);
    apply(&mut reward, &ended(first(Star::Four), false), 3);
    assert_eq!((reward.state(), reward.open()), (State::Paid, 0));
    assert_eq!(reward.owed.unwrap().vnd, 50 * MILLION);
}

#[test]
fn an_event_carries_the_reward_or_the_scheme_and_no_events_before_it() {
    let mut reward = reward_after(&[first(Star::Three)]);
    approve(&mut reward);
    for event in &reward.events {
        assert_eq!(event.fact.reward.events, []);
    }
    let mut scheme = bac_giang();
    scheme.update(Terms {
        name: "Thưởng".into(),
        ..scheme.terms.clone()
    });
    for event in &scheme.events {
        assert_eq!(event.fact.scheme.events, []);
    }
}

fn published(scheme: &Scheme) -> Vec<String> {
    let published = scheme.events.iter().map(|event| event.change.to_string());
    published.collect()
}

#[test]
fn terms_that_are_put_right_are_told_and_the_same_terms_are_not() {
    let mut scheme = bac_giang();
    scheme.update(bac_giang().terms);
    assert_eq!(published(&scheme), ["added"]);
    let terms = Terms {
        name: "Thưởng".into(),
        ..bac_giang().terms
    };
    scheme.update(terms.clone());
    assert_eq!(scheme.terms, terms);
    assert_eq!(published(&scheme), ["added", "updated"]);
}

#[test]
fn a_budget_is_used_to_its_last_dong_and_lowered_to_what_is_approved() {
    let mut scheme = bac_giang();
    let budget = (2025, Payer::Province);
    scheme.set_budget(budget, 200, "DT".into()).unwrap();
    assert_eq!(scheme.commit(budget, 150), Ok(()));
    for other in [(2026, Payer::Province), (2025, Payer::Lower)] {
        assert!(scheme.commit(other, 1).is_err());
    }
    assert!(scheme.commit(budget, 51).is_err());
    assert_eq!(scheme.commit(budget, 50), Ok(()));
    assert_eq!(scheme.set_budget(budget, 200, "DT-2".into()), Ok(()));
    assert_eq!(scheme.budgets.len(), 1);
    assert_eq!(scheme.budgets[0].document, "DT-2");
    let approval = Approval {
        number: "1987/QĐ-UBND".into(),
        on: day("2025-07-01"),
        owed: Owed {
            scheme_id: scheme.id,
            payer: Payer::Province,
            vnd: 50,
        },
    };
    scheme.release(2026, &approval);
    assert_eq!(scheme.budgets[0].committed, 200);
    scheme.release(2025, &approval);
    assert_eq!(scheme.budgets[0].committed, 150);
    assert_eq!(
        published(&scheme)[1..],
        [
            "budget_set",
            "budget_used",
            "budget_used",
            "budget_set",
            "budget_used"
        ]
    );
}

#[test]
fn schemes_that_share_one_day_overlap() {
    let (places, scheme) = (built_in(), bac_giang());
    let with = |from: &str, to: &str| {
        let mut other = bac_giang();
        other.terms.period = Period {
            from: day(from),
            to: day(to),
        };
        other
    };
    for (from, to, overlap) in [
        ("2025-12-31", "2026-12-31", true),
        ("2026-01-01", "2026-12-31", false),
        ("2023-01-01", "2024-01-01", true),
        ("2023-01-01", "2023-12-31", false),
    ] {
        assert_eq!(
            scheme.overlaps(&places, &with(from, to)),
            overlap,
            "{from} {to}"
        );
    }
}

#[test]
fn of_a_province_that_is_not_known_the_same_code_of_the_same_day_is_the_same_place() {
    let unknown = |code: &str, on| Scheme {
        province_code: code.into(),
        said_on: day(on),
        ..bac_giang()
    };
    let (places, here) = (built_in(), unknown("999", "2024-01-01"));
    assert!(here.overlaps(&places, &here));
    assert!(!here.overlaps(&places, &unknown("998", "2024-01-01")));
    assert!(!here.overlaps(&places, &unknown("999", "2024-01-02")));
}

#[test]
fn a_scheme_of_one_day_makes_sense_and_one_that_pays_nothing_does_not() {
    let mut terms = bac_giang().terms;
    terms.period.to = terms.period.from;
    assert_eq!(terms.problems(), []);
    terms.amounts.clear();
    assert_eq!(terms.problems(), [TermsProblem::NoAmounts]);
}
