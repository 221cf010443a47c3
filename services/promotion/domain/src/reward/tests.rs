use ocop_places::built_in;
mod bounds;
mod corrections;
mod properties;

use proptest::prelude::*;

use super::*;
use crate::listing::{Decision, Place, Star};
use crate::samples::{day, fish_sauce, set, today};

const MILLION: u64 = 1_000_000;

/// Resolution 67/2023/NQ-HĐND of Bắc Giang, for the codes of the time before the mergers.
fn bac_giang() -> Scheme {
    use Payer::{Lower, Province};
    use RecognitionKind::{First, SameStar, Upgraded};
    let amount = |kind, star, millions: u64, payer| Amount {
        kind,
        star,
        vnd: millions * MILLION,
        payer,
    };
    let terms = Terms {
        name: "Thưởng sản phẩm OCOP".into(),
        basis: Basis {
            number: "67/2023/NQ-HĐND".into(),
            date: day("2023-12-14"),
            authority: "HĐND tỉnh Bắc Giang".into(),
        },
        period: Period {
            from: day("2024-01-01"),
            to: day("2025-12-31"),
        },
        amounts: vec![
            amount(First, Star::Three, 50, Lower),
            amount(First, Star::Four, 150, Province),
            amount(First, Star::Five, 300, Province),
            amount(SameStar, Star::Three, 20, Lower),
            amount(SameStar, Star::Four, 60, Province),
            amount(Upgraded, Star::Four, 150, Province),
            amount(Upgraded, Star::Five, 300, Province),
        ],
    };
    assert_eq!(terms.problems(), []);
    Scheme::add(
        Uuid::from_u128(500),
        ("24".into(), day("2024-01-01")),
        terms,
    )
}

fn place(code: &str, province: &str, on: &str) -> Place {
    Place {
        code: code.into(),
        name: "Lục Ngạn".into(),
        province_code: province.into(),
        province_name: "Bắc Giang".into(),
        said_on: day(on),
    }
}

fn recognition(id: u128, kind: RecognitionKind, star: Star, decided: &str) -> Recognition {
    Recognition {
        certificate_id: Uuid::from_u128(id),
        product_id: fish_sauce().id,
        product_name: "Vải thiều Lục Ngạn".into(),
        producer_id: fish_sauce().producer_id,
        producer_name: "HTX Vải thiều".into(),
        criteria_set: set(1),
        // Lục Ngạn, a district of Bắc Giang.
        place: place("219", "24", "2024-06-01"),
        star,
        kind: Some(kind),
        decision: Decision {
            number: "1879/QĐ-UBND".into(),
            date: day(decided),
            authority: "UBND tỉnh".into(),
        },
        ending: None,
    }
}

fn first(star: Star) -> Recognition {
    recognition(1, RecognitionKind::First, star, "2025-06-20")
}

fn ended(recognition: Recognition, void: bool) -> Recognition {
    Recognition {
        ending: Some(Ending {
            void,
            reason: "Hồ sơ không đúng".into(),
            decision: Decision {
                number: "9/QĐ-UBND".into(),
                date: day("2025-09-01"),
                authority: "UBND tỉnh".into(),
            },
        }),
        ..recognition
    }
}

/// The reward after these facts, versions 1, 2, 3 …
fn reward_after(facts: &[Recognition]) -> Reward {
    let mut reward = Reward::of(facts[0].clone());
    for (fact, version) in facts.iter().zip(1..) {
        apply(&mut reward, fact, version);
    }
    reward
}

fn apply(reward: &mut Reward, fact: &Recognition, version: u64) -> Option<Approval> {
    let new = reward.apply(fact.clone(), version);
    new.then(|| reward.settle(&built_in(), Some(&bac_giang())))
        .flatten()
}

fn changes(reward: &Reward) -> Vec<String> {
    let changes = reward.events.iter().map(|event| event.change.to_string());
    changes.collect()
}

fn approve(reward: &mut Reward) {
    reward
        .approve("1987/QĐ-UBND", day("2025-07-01"))
        .map(|_| ())
        .unwrap();
}

fn pay(reward: &mut Reward) {
    reward.pay("UNC-01", day("2025-07-15")).unwrap();
}

#[test]
fn the_table_of_bac_giang_pays_by_kind_and_star() {
    use RecognitionKind::{First, SameStar, Upgraded};
    let table = [
        (First, Star::Three, Some((50, Payer::Lower))),
        (First, Star::Four, Some((150, Payer::Province))),
        (First, Star::Five, Some((300, Payer::Province))),
        (SameStar, Star::Three, Some((20, Payer::Lower))),
        (SameStar, Star::Four, Some((60, Payer::Province))),
        (SameStar, Star::Five, None),
        (Upgraded, Star::Four, Some((150, Payer::Province))),
        (Upgraded, Star::Five, Some((300, Payer::Province))),
    ];
    for (kind, star, expected) in table {
        let owed = bac_giang().owed(&built_in(), &recognition(1, kind, star, "2024-06-01"));
        let owed = owed.map(|owed| (owed.vnd / MILLION, owed.payer));
        assert_eq!(owed, expected, "{kind} {star:?}");
    }
}

#[test]
fn a_recognition_outside_the_period_or_the_province_is_not_rewarded() {
    let scheme = bac_giang();
    for (decided, pays) in [
        ("2023-12-31", false),
        ("2024-01-01", true),
        ("2025-12-31", true),
        ("2026-01-01", false),
    ] {
        let decided = recognition(1, RecognitionKind::First, Star::Three, decided);
        assert_eq!(scheme.owed(&built_in(), &decided).is_some(), pays);
    }
    let mut elsewhere = first(Star::Three);
    // Quế Võ in what had been Bắc Ninh.
    elsewhere.place = place("258", "27", "2024-06-01");
    assert_eq!(scheme.owed(&built_in(), &elsewhere), None);
}

#[test]
fn the_rules_of_bac_giang_hold_in_its_communes_after_the_merger_and_not_in_the_rest_of_bac_ninh() {
    let on = "2025-08-01";
    let mut decided = recognition(1, RecognitionKind::First, Star::Three, on);
    let places = ocop_places::built_in();
    let in_both = |old: &str| {
        let units = places.inside("24", day(on)).into_iter();
        let of_old = units.map(|unit| unit.code.to_string()).filter(|code| {
            let said = ocop_places::Said { code, on: day(on) };
            let old = ocop_places::Said {
                code: old,
                on: day("2024-01-01"),
            };
            places.lies_in(said, old)
        });
        of_old.collect::<Vec<_>>()
    };
    let (giang, ninh) = (in_both("24"), in_both("27"));
    assert!(!giang.is_empty() && !ninh.is_empty());
    decided.place = place(&giang[0], "24", on);
    assert!(bac_giang().owed(&built_in(), &decided).is_some());
    decided.place = place(&ninh[0], "24", on);
    assert_eq!(bac_giang().owed(&built_in(), &decided), None);
}

#[test]
fn what_is_lowered_taken_over_or_revived_is_not_rewarded() {
    let other = Recognition {
        kind: None,
        ..first(Star::Three)
    };
    let reward = reward_after(&[other]);
    assert_eq!((reward.state(), reward.events.len()), (State::NotOwed, 0));
}

#[test]
fn a_reward_is_granted_approved_and_paid_once() {
    let mut reward = reward_after(&[first(Star::Four)]);
    assert_eq!((reward.state(), reward.open()), (State::Due, 150 * MILLION));
    assert_eq!(
        reward.pay("UNC-01", today()),
        Err(Refusal::NotApproved(Uuid::from_u128(1)))
    );
    approve(&mut reward);
    let again = reward.approve("1990/QĐ-UBND", today()).map(|_| ());
    assert_eq!(again, Err(Refusal::NotDue(Uuid::from_u128(1))));
    pay(&mut reward);
    assert_eq!(reward.state(), State::Paid);
    let again = reward.pay("UNC-02", today());
    assert_eq!(again, Err(Refusal::NotApproved(Uuid::from_u128(1))));
    // The event of the certificate comes again, and a reminder of its end after it.
    for version in 1..=3 {
        apply(&mut reward, &first(Star::Four), version);
    }
    assert_eq!(reward.balance(), 150 * MILLION);
    assert_eq!(changes(&reward), ["granted", "approved", "paid"]);
}

#[test]
fn a_decision_to_pay_is_not_older_than_the_recognition_nor_a_payment_than_the_decision() {
    let mut reward = reward_after(&[first(Star::Four)]);
    let id = Uuid::from_u128(1);
    let early = reward.approve("1/QĐ-UBND", day("2025-06-19")).map(|_| ());
    assert_eq!(early, Err(Refusal::BeforeRecognition(id)));
    approve(&mut reward);
    let early = reward.pay("UNC-01", day("2025-06-30"));
    assert_eq!(early, Err(Refusal::PaidBeforeApproval(id)));
}

#[test]
fn no_more_is_approved_than_the_budget_of_the_year_holds_until_it_is_raised() {
    let mut scheme = bac_giang();
    let of_2025 = (2025, Payer::Province);
    let exceeded = |left: u64, asked: u64| {
        Err(Refusal::BudgetExceeded {
            year: 2025,
            left: left * MILLION,
            asked: asked * MILLION,
        })
    };
    assert_eq!(scheme.commit(of_2025, 150 * MILLION), exceeded(0, 150));
    scheme
        .set_budget(of_2025, 200 * MILLION, "DT-2025".into())
        .unwrap();
    assert_eq!(scheme.commit(of_2025, 150 * MILLION), Ok(()));
    assert_eq!(scheme.commit(of_2025, 150 * MILLION), exceeded(50, 150));
    let committed = 150 * MILLION;
    assert_eq!(
        scheme.set_budget(of_2025, 100 * MILLION, "DT-2025".into()),
        Err(Refusal::BudgetBelowCommitted { committed })
    );
    scheme
        .set_budget(of_2025, 300 * MILLION, "DT-2025-BS".into())
        .unwrap();
    assert_eq!(scheme.commit(of_2025, 150 * MILLION), Ok(()));
}

#[test]
fn terms_that_make_no_sense_are_told_all_at_once() {
    let sound = bac_giang().terms;
    let mut terms = Terms {
        period: Period {
            from: sound.period.to,
            to: sound.period.from,
        },
        ..sound.clone()
    };
    terms.amounts = vec![sound.amounts[0], sound.amounts[0]];
    terms.amounts[1].vnd = 0;
    terms.amounts.push(Amount {
        star: Star::Three,
        ..sound.amounts[5]
    });
    assert_eq!(
        terms.problems(),
        [
            TermsProblem::PeriodBackwards,
            TermsProblem::Repeated(1),
            TermsProblem::Nothing(1),
            TermsProblem::UpgradeToThree(2)
        ]
    );
}

#[test]
fn schemes_of_one_province_overlap_in_a_common_day_only() {
    let scheme = bac_giang();
    let mut next = bac_giang();
    assert!(scheme.overlaps(&built_in(), &next));
    next.terms.period = Period {
        from: day("2026-01-01"),
        to: day("2030-12-31"),
    };
    assert!(!scheme.overlaps(&built_in(), &next));
    let mut neighbour = bac_giang();
    neighbour.province_code = "27".into();
    assert!(!scheme.overlaps(&built_in(), &neighbour));
    // The province of today holds what had been Bắc Giang.
    let mut merged = bac_giang();
    merged.said_on = day("2025-08-01");
    merged.terms.period.from = day("2025-07-01");
    assert!(scheme.overlaps(&built_in(), &merged));
}
