use ocop_places::built_in;
mod bounds;
mod changes;
mod matching;
mod properties;

use proptest::prelude::*;

use super::*;
use crate::listing::{Amount, Branch, Price, Star};
use crate::samples::{certificate, day, fish_sauce, granted, listing, set, today};

fn litres(quantity: u64) -> Amount {
    Amount {
        quantity,
        unit: "lít".into(),
    }
}

/// 2,000 litres of fish sauce for the season of Tết, delivered to Bình Sơn.
fn terms(volume: u64) -> Terms {
    Terms {
        wanted: Wanted {
            sets: [set(9)].into(),
            words: "nước mắm nhĩ".into(),
            ..Wanted::default()
        },
        volume: litres(volume),
        price: Bounds {
            from: Some(80_000),
            to: Some(120_000),
        },
        delivery: Delivery {
            province_code: "51".into(),
            place_code: Some("21040".into()),
            said_on: today(),
            address: "Kho Dung Quất".into(),
        },
        period: Period {
            from: day("2026-12-01"),
            to: day("2027-02-05"),
        },
        note: String::new(),
    }
}

fn demand_of(volume: u64) -> Demand {
    let buyer = (Uuid::from_u128(100), "Siêu thị Sông Trà".into());
    Demand::open(Uuid::from_u128(800), buyer, terms(volume), today()).unwrap()
}

fn demand() -> Demand {
    demand_of(2_000)
}

/// The n-th fish sauce, of which so many litres are made in a month, at a price.
fn sauce(n: u128, star: Star, per_month: u64, vnd: u64) -> Listing {
    let mut listing = listing(&[granted(&certificate(n, star, "2026-06-01"))]);
    listing.product.id = Uuid::from_u128(n);
    listing.product.trade.capacity_per_month = Some(litres(per_month));
    listing.product.trade.wholesale_price = Some(Price {
        vnd,
        per: "Lít".into(),
    });
    listing
}

fn proposal(quantity: u64, per_month: bool) -> Proposal {
    Proposal {
        quantity,
        per_month,
        price_vnd: 95_000,
        note: String::new(),
    }
}

fn deal_of(listing: &Listing, quantity: u64, from: &str, to: &str) -> Deal {
    Deal::agree(
        Uuid::from_u128(900),
        (Uuid::from_u128(100), "Siêu thị Sông Trà".into()),
        (
            Goods::of(listing).unwrap(),
            Origin::Document("12/HĐ".into()),
        ),
        (litres(quantity), 95_000),
        (
            Period {
                from: day(from),
                to: day(to),
            },
            today(),
        ),
    )
}

fn deal(quantity: u64) -> Deal {
    let listing = sauce(1, Star::Three, 1_000, 100_000);
    deal_of(&listing, quantity, "2026-12-01", "2027-02-05")
}

fn delivered(month: &str, quantity: u64) -> Delivered {
    Delivered {
        month: month.parse().unwrap(),
        quantity,
        reported_on: today(),
    }
}

fn alone<'a>(listing: &'a Listing, deals: &'a [&'a Deal], words: u32) -> Candidate<'a> {
    Candidate {
        listing,
        deals,
        offer: None,
        words: (words, 3),
    }
}

fn score(demand: &Demand, candidate: Candidate<'_>) -> u32 {
    rank(&built_in(), demand, &[candidate], today())[0].score()
}

#[test]
fn months_are_counted_through_the_turn_of_the_year() {
    let period = terms(1).period;
    let months: Vec<String> = period
        .months_from(today())
        .map(|month| month.to_string())
        .collect();
    assert_eq!(months, ["2026-12", "2027-01", "2027-02"]);
    assert_eq!(period.months_from(day("2027-01-31")).count(), 2);
    assert_eq!(period.months_from(day("2027-03-01")).count(), 0);
    for wrong in [
        "2026-13", "2026-0", "26-01", "2026-1", "2026", "0000-01", "+026-01",
    ] {
        assert_eq!(wrong.parse::<Month>(), Err(NoMonth), "{wrong}");
    }
    let month: Month = "2026-12".parse().unwrap();
    assert_eq!(month.plus(2).first_day(), day("2027-02-01"));
    assert_eq!(month.plus(-12).to_string(), "2025-12");
    assert_eq!(month.since(month.plus(-12)), 12);
}

#[test]
fn a_demand_takes_no_more_than_it_asks_unless_that_is_said() {
    let mut demand = demand();
    demand.take(1_200, false, today()).unwrap();
    let refused = demand.take(801, false, today());
    assert_eq!(refused, Err(Refusal::MoreThanAsked { left: 800 }));
    demand.take(800, false, today()).unwrap();
    assert!(demand.is_fulfilled());
    demand.take(100, true, today()).unwrap();
    assert_eq!(demand.agreed, 2_100);
    demand.give_back(100);
    assert!(demand.is_fulfilled());
    demand.give_back(300);
    assert_eq!((demand.left(), demand.is_fulfilled()), (300, false));
    let changes = demand.events.iter().map(|event| event.change.to_string());
    let changes: Vec<String> = changes.collect();
    let expected = [
        "opened",
        "agreed_changed",
        "fulfilled",
        "agreed_changed",
        "agreed_changed",
        "reopened",
    ];
    assert_eq!(changes, expected);
}

#[test]
fn a_demand_ends_after_its_last_day_and_what_is_withdrawn_takes_nothing() {
    let mut over = demand();
    let (last, next) = (day("2027-02-05"), day("2027-02-06"));
    assert!(!over.expire(last));
    assert_eq!(over.take(1, false, next), Err(Refusal::Expired(last)));
    assert!(over.expire(next) && !over.expire(next));
    assert_eq!(over.state, DemandState::Expired);
    let mut withdrawn = demand();
    withdrawn.withdraw("đủ hàng".into(), today()).unwrap();
    assert_eq!(withdrawn.take(1, true, today()), Err(Refusal::Withdrawn));
    assert!(!withdrawn.expire(next));
    let late = Demand::open(
        Uuid::from_u128(1),
        (Uuid::from_u128(100), String::new()),
        terms(1),
        next,
    );
    assert_eq!(late.unwrap_err(), Refusal::Expired(last));
}

#[test]
fn an_offer_of_each_month_counts_for_all_months_of_the_demand() {
    let listing = sauce(1, Star::Three, 400, 100_000);
    let id = Uuid::from_u128(850);
    let mut offer = Offer::make(id, &demand(), &listing, proposal(400, true), today()).unwrap();
    assert_eq!(offer.total, litres(1_200));
    let more = offer.accept(1_201, Uuid::from_u128(900));
    assert_eq!(more, Err(Refusal::MoreThanOffered { offered: 1_200 }));
    offer.accept(1_000, Uuid::from_u128(900)).unwrap();
    assert_eq!(offer.decline("đắt".into()), Err(Refusal::OfferAnswered));
    assert_eq!(
        offer.withdraw("hết hàng".into()),
        Err(Refusal::OfferAnswered)
    );
}

#[test]
fn only_a_certified_product_of_the_kind_is_offered() {
    let make = |demand: &Demand, listing: &Listing| {
        let proposal = proposal(1, false);
        Offer::make(Uuid::from_u128(850), demand, listing, proposal, today()).map(|offer| offer.id)
    };
    let three = sauce(1, Star::Three, 400, 100_000);
    let mut asks_four = demand();
    asks_four.terms.wanted.star = Some(Star::Four);
    assert_eq!(make(&asks_four, &three), Err(Refusal::NotWanted));
    let mut asks_drinks = demand();
    asks_drinks.terms.wanted.sets.clear();
    asks_drinks.terms.wanted.branches.insert(Branch::Drinks);
    assert_eq!(make(&asks_drinks, &three), Err(Refusal::NotWanted));
    asks_drinks.terms.wanted.branches.insert(Branch::Food);
    assert!(make(&asks_drinks, &three).is_ok());
    let bare = Listing::of(fish_sauce());
    let id = bare.product.id;
    assert_eq!(make(&demand(), &bare), Err(Refusal::NotCertified(id)));
    let mut full = demand();
    full.take(2_000, false, today()).unwrap();
    assert_eq!(make(&full, &three), Err(Refusal::Fulfilled));
}

#[test]
fn what_is_due_of_a_deal_is_parted_evenly_and_what_is_late_is_due_now() {
    let mut deal = deal(1_000);
    let due = |deal: &Deal, on: &str| -> Vec<u64> {
        let months = Month::of(day("2026-11-01")).through(Month::of(day("2027-03-01")));
        months.map(|month| deal.due_in(month, day(on))).collect()
    };
    assert_eq!(due(&deal, "2026-11-24"), [0, 334, 333, 333, 0]);
    deal.report(delivered("2026-12", 400), false, day("2026-12-31"))
        .unwrap();
    assert_eq!(due(&deal, "2027-01-02"), [0, 0, 300, 300, 0]);
    assert_eq!(due(&deal, "2027-03-09"), [0, 0, 0, 0, 600]);
    deal.cancel("lỗi nhãn".into()).unwrap();
    assert_eq!(due(&deal, "2027-01-02"), [0, 0, 0, 0, 0]);
}

#[test]
fn deliveries_are_reported_by_month_and_put_right_for_a_reason() {
    let mut deal = deal(1_000);
    let later = day("2027-01-20");
    let mut report = |month: &str, quantity, has_reason| {
        deal.report(delivered(month, quantity), has_reason, later)
    };
    assert_eq!(report("2027-02", 1, false), Err(Refusal::MonthNotCome));
    assert_eq!(report("2026-10", 1, false), Err(Refusal::BeforeDeal));
    report("2026-12", 500, false).unwrap();
    report("2026-12", 500, false).unwrap();
    assert_eq!(report("2026-12", 400, false), Err(Refusal::ReasonMissing));
    report("2026-12", 400, true).unwrap();
    let left = report("2027-01", 601, false);
    assert_eq!(left, Err(Refusal::MoreThanAgreed { left: 600 }));
    report("2027-01", 600, false).unwrap();
    assert_eq!(deal.state, DealState::Completed(later, None));
    // What completed it may be found to be wrong.
    deal.report(delivered("2027-01", 500), true, later).unwrap();
    assert_eq!((deal.outstanding(), &deal.state), (100, &DealState::Open));
    assert_eq!(deal.complete("đủ dùng".into(), later), Ok(100));
    assert_eq!(deal.cancel("thôi".into()), Err(Refusal::DealEnded));
    let ended = deal.report(delivered("2027-01", 600), true, later);
    assert_eq!(ended, Err(Refusal::DealEnded));
}

#[test]
fn who_met_whom_is_recorded_once_with_deals_of_the_two() {
    let plan = Plan {
        name: "Kết nối cung cầu Tết 2027".into(),
        venue: "Trung tâm hội nghị".into(),
        organiser: "Sở Công Thương".into(),
        held_on: today(),
    };
    let mut session = Session::plan(Uuid::from_u128(700), ("51".into(), today()), plan);
    let deal = deal(500);
    let meeting = |outcome, deals: &[Uuid]| Meeting {
        partner_id: deal.partner_id,
        partner_name: deal.partner_name.clone(),
        producer_id: deal.goods.producer_id,
        producer_name: deal.goods.producer_name.clone(),
        outcome,
        note: String::new(),
        deals: deals.to_vec(),
    };
    let early = session.meet(meeting(Outcome::Introduced, &[]), &[], day("2026-11-23"));
    assert_eq!(early, Err(Refusal::SessionNotHeld(today())));
    for (outcome, deals) in [
        (Outcome::Introduced, &[][..]),
        (Outcome::Introduced, &[]),
        (Outcome::Deal, &[deal.id]),
    ] {
        session
            .meet(meeting(outcome, deals), &[&deal], today())
            .unwrap();
    }
    let changes = session.events.iter().map(|event| event.change.to_string());
    let changes: Vec<String> = changes.collect();
    assert_eq!(changes, ["planned", "met", "meeting_corrected"]);
    let of_another = Meeting {
        producer_id: Uuid::from_u128(5),
        ..meeting(Outcome::Deal, &[deal.id])
    };
    let refused = session.meet(of_another, &[&deal], today());
    assert_eq!(refused, Err(Refusal::DealOfOthers(deal.id)));
    let unknown = session.meet(meeting(Outcome::Deal, &[Uuid::nil()]), &[&deal], today());
    assert_eq!(unknown, Err(Refusal::DealUnknown(Uuid::nil())));
    assert_eq!(session.call_off("bão".into()), Err(Refusal::SessionHeld));
}
