mod days;
mod full;

use proptest::prelude::*;

use super::*;
use crate::listing::Star;
use crate::samples::{certificate, day, fish_sauce, granted, listing, revoked, today};

fn fair() -> Campaign {
    let terms = Terms {
        name: "Hội chợ OCOP Quảng Ngãi".into(),
        kind: Kind::Fair,
        reach: Reach::Province,
        venue: "Quảng trường Phạm Văn Đồng".into(),
        organiser: "Sở Công Thương".into(),
        from: day("2026-11-20"),
        to: day("2026-11-26"),
    };
    Campaign::plan(Uuid::from_u128(600), ("51".into(), today()), terms)
}

fn open() -> Listing {
    listing(&[granted(&certificate(1, Star::Three, "2026-06-01"))])
}

fn producer() -> Uuid {
    fish_sauce().producer_id
}

fn admit(campaign: &mut Campaign, listing: &Listing, on: NaiveDate) -> Result<(), Refusal> {
    let listings = [(listing.product.id, listing)].into();
    campaign.admit(producer(), &[listing.product.id], &listings, on)
}

fn outcome(millions: u64) -> Outcome {
    Outcome {
        sales_vnd: millions * 1_000_000,
        contracts: 2,
        contracts_vnd: 300_000_000,
        document: "15/BB-SCT".into(),
        recorded_on: today(),
    }
}

fn changes(campaign: &Campaign) -> Vec<String> {
    let changes = campaign.events.iter().map(|event| event.change.to_string());
    changes.collect()
}

#[test]
fn a_producer_takes_part_with_certified_products_of_its_own() {
    let mut fair = fair();
    admit(&mut fair, &open(), today()).unwrap();
    admit(&mut fair, &open(), today()).unwrap();
    assert_eq!(changes(&fair), ["planned", "joined"]);
    let certificate = certificate(1, Star::Three, "2026-06-01");
    let gone = listing(&[granted(&certificate), revoked(&certificate, "2026-11-01")]);
    let product = gone.product.id;
    assert_eq!(
        admit(&mut fair, &gone, today()),
        Err(Refusal::NotCertified(product))
    );
    let listings = [(product, &gone)].into();
    assert_eq!(fair.uncertified(&listings), [product]);
    let mut of_another = open();
    of_another.product.producer_id = Uuid::from_u128(3);
    assert_eq!(
        admit(&mut fair, &of_another, today()),
        Err(Refusal::OfAnother(product))
    );
}

#[test]
fn nobody_joins_what_is_over() {
    let late = day("2026-11-27");
    assert_eq!(
        admit(&mut fair(), &open(), late),
        Err(Refusal::Over(day("2026-11-26")))
    );
    assert_eq!(admit(&mut fair(), &open(), day("2026-11-26")), Ok(()));
}

#[test]
fn attendance_is_one_event_and_figures_put_right_are_no_new_attendance() {
    let mut fair = fair();
    let unknown = fair.attended(producer(), outcome(40));
    assert_eq!(unknown, Err(Refusal::NotAParticipant(producer())));
    admit(&mut fair, &open(), today()).unwrap();
    let early = Outcome {
        recorded_on: day("2026-11-19"),
        ..outcome(40)
    };
    let refused = fair.attended(producer(), early);
    assert_eq!(refused, Err(Refusal::NotBegun(day("2026-11-20"))));
    for millions in [40, 40, 45] {
        fair.attended(producer(), outcome(millions)).unwrap();
    }
    assert_eq!(
        changes(&fair),
        ["planned", "joined", "attended", "outcome_corrected"]
    );
    assert_eq!(fair.participants[0].outcome, Some(outcome(45)));
    let published = fair.events[2].fact.participant.as_ref().unwrap();
    assert_eq!(published.producer_id, producer());
}

#[test]
fn who_was_there_does_not_leave_and_what_was_attended_is_not_called_off_or_moved() {
    let mut fair = fair();
    admit(&mut fair, &open(), today()).unwrap();
    fair.attended(producer(), outcome(40)).unwrap();
    assert_eq!(fair.dismiss(producer()), Err(Refusal::Attended));
    assert_eq!(fair.call_off("mưa bão".into()), Err(Refusal::Attended));
    let moved = Terms {
        to: day("2026-11-30"),
        ..fair.terms.clone()
    };
    assert_eq!(fair.update(moved, today()), Err(Refusal::Attended));
    for other in [
        Terms {
            reach: Reach::International,
            ..fair.terms.clone()
        },
        Terms {
            kind: Kind::Week,
            ..fair.terms.clone()
        },
    ] {
        assert_eq!(fair.update(other, today()), Err(Refusal::Attended));
    }
    let renamed = Terms {
        name: "Hội chợ OCOP".into(),
        ..fair.terms.clone()
    };
    assert_eq!(fair.update(renamed, today()), Ok(()));
}

#[test]
fn attendance_that_was_recorded_wrongly_is_taken_back_and_every_event_says_who_was_there() {
    let mut fair = fair();
    admit(&mut fair, &open(), today()).unwrap();
    let refused = fair.withdraw_attendance(producer());
    assert_eq!(refused, Err(Refusal::NotAttended(producer())));
    fair.attended(producer(), outcome(40)).unwrap();
    let renamed = Terms {
        name: "Hội chợ OCOP".into(),
        ..fair.terms.clone()
    };
    fair.update(renamed, today()).unwrap();
    fair.withdraw_attendance(producer()).unwrap();
    let published: Vec<(String, usize)> = fair
        .events
        .iter()
        .map(|event| (event.change.to_string(), event.fact.attended.len()))
        .collect();
    let expected = [
        ("planned", 0),
        ("joined", 0),
        ("attended", 1),
        ("updated", 1),
        ("attendance_withdrawn", 0),
    ];
    assert_eq!(
        published,
        expected.map(|(change, there)| (change.to_owned(), there))
    );
    assert_eq!(fair.call_off("mưa bão".into()), Ok(()));
}

#[test]
fn a_campaign_that_was_called_off_takes_nobody() {
    let mut fair = fair();
    admit(&mut fair, &open(), today()).unwrap();
    fair.dismiss(producer()).unwrap();
    fair.call_off("mưa bão".into()).unwrap();
    assert_eq!(admit(&mut fair, &open(), today()), Err(Refusal::CalledOff));
    assert_eq!(changes(&fair), ["planned", "joined", "left", "called_off"]);
}

/// The n-th product of the n-th producer, certified.
fn of_producer(n: u128) -> Listing {
    let mut listing = open();
    listing.product.id = Uuid::from_u128(n);
    listing.product.producer_id = Uuid::from_u128(1_000 + n);
    listing
}

fn admit_own(campaign: &mut Campaign, listing: &Listing) -> Result<(), Refusal> {
    let product = &listing.product;
    let listings = [(product.id, listing)].into();
    campaign.admit(product.producer_id, &[product.id], &listings, today())
}

#[test]
fn a_change_of_what_is_planned_is_told_and_one_that_changes_nothing_is_not() {
    let mut fair = fair();
    fair.update(fair.terms.clone(), today()).unwrap();
    assert_eq!(changes(&fair), ["planned"]);
    let moved = Terms {
        to: day("2026-11-30"),
        ..fair.terms.clone()
    };
    fair.update(moved.clone(), today()).unwrap();
    assert_eq!(fair.terms, moved);
    assert_eq!(changes(&fair), ["planned", "updated"]);
}

#[test]
fn a_producer_takes_part_again_with_other_products() {
    let mut fair = fair();
    let (one, mut two) = (open(), open());
    two.product.id = Uuid::from_u128(9);
    let products = [one.product.id, two.product.id];
    let listings = [(products[0], &one), (products[1], &two)].into();
    for shown in [&products[..1], &products] {
        fair.admit(producer(), shown, &listings, today()).unwrap();
    }
    assert_eq!(changes(&fair), ["planned", "joined", "joined"]);
    assert_eq!(fair.participants.len(), 1);
    assert_eq!(fair.participants[0].products, products);
}

#[test]
fn a_full_campaign_takes_nobody_more_and_keeps_those_that_it_has() {
    let mut fair = fair();
    let listings: Vec<Listing> = (0..=500).map(of_producer).collect();
    let (last, first) = listings.split_last().unwrap();
    for listing in first {
        admit_own(&mut fair, listing).unwrap();
    }
    assert_eq!(admit_own(&mut fair, last), Err(Refusal::Full));
    assert_eq!(admit_own(&mut fair, &first[0]), Ok(()));
    assert_eq!(fair.participants.len(), MAX_PARTICIPANTS);
}

#[test]
fn what_is_recorded_of_one_producer_is_nobody_elses() {
    let mut fair = fair();
    let (one, two) = (of_producer(1), of_producer(2));
    for listing in [&one, &two] {
        admit_own(&mut fair, listing).unwrap();
    }
    let first_day = Outcome {
        recorded_on: fair.terms.from,
        ..outcome(40)
    };
    let (one, two) = (one.product.producer_id, two.product.producer_id);
    fair.attended(two, first_day.clone()).unwrap();
    assert_eq!(fair.participants[0].outcome, None);
    assert_eq!(fair.participants[1].outcome, Some(first_day));
    fair.dismiss(one).unwrap();
    let left: Vec<Uuid> = fair
        .participants
        .iter()
        .map(|one| one.producer_id)
        .collect();
    assert_eq!(left, [two]);
}

proptest! {
    #[test]
    fn whatever_is_recorded_in_whatever_order_a_producer_attends_at_most_once(
        steps in prop::collection::vec((0_u8..5, 1_u64..4), 0..30),
    ) {
        let mut fair = fair();
        for (step, millions) in steps {
            // What is refused changes nothing.
            let before = fair.clone();
            let done = match step {
                0 => admit(&mut fair, &open(), today()),
                1 => fair.dismiss(producer()),
                2 => fair.attended(producer(), outcome(millions)),
                3 => fair.withdraw_attendance(producer()),
                _ => fair.call_off("hoãn".into()),
            };
            if done.is_err() {
                prop_assert_eq!(&fair, &before);
            }
        }
        let count = |of: &str| changes(&fair).iter().filter(|change| *change == of).count();
        let there = fair.participants.iter().filter(|found| found.outcome.is_some()).count();
        prop_assert_eq!(count("attended"), there + count("attendance_withdrawn"));
        prop_assert!(there == 0 || fair.called_off.is_none());
        let last = &fair.events.last().unwrap().fact;
        prop_assert_eq!(last.attended.len(), there);
    }
}
