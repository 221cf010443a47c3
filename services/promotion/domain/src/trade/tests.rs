use ocop_places::built_in;
mod bounds;
mod changes;

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
fn a_match_says_why_with_the_figures() {
    let listing = sauce(1, Star::Four, 700, 100_000);
    let deal = deal_of(&listing, 900, "2026-12-01", "2027-02-28");
    let deals = [&deal];
    let ranked = rank(
        &built_in(),
        &demand(),
        &[alone(&listing, &deals, 2)],
        today(),
    );
    let [found] = ranked.as_slice() else {
        panic!("{ranked:?}");
    };
    let said: Vec<(u32, u32, &str)> = found
        .factors
        .iter()
        .map(|factor| (factor.points, factor.most, factor.why.as_str()))
        .collect();
    let expected = [
        (
            31,
            40,
            "2 of 3 words of the name; certified until 2029-05-31, on 67 of 67 days until 2027-02-05; 4 stars",
        ),
        (
            15,
            25,
            "1200 lít can still be made by 2027-02-05, 2000 are sought",
        ),
        (
            15,
            15,
            "made in Bình Sơn, Quảng Ngãi: the commune of delivery",
        ),
        (
            15,
            20,
            "sold at 100000 VND for one lít, 80000 to 120000 are paid",
        ),
    ];
    assert_eq!(said, expected);
    assert_eq!((found.score(), &found.left), (76, &Some(litres(1_200))));
}

#[test]
fn the_price_of_an_offer_counts_instead_of_that_of_the_listing() {
    let listing = sauce(1, Star::Four, 700, 200_000);
    let id = Uuid::from_u128(850);
    let offer = Offer::make(id, &demand(), &listing, proposal(700, false), today()).unwrap();
    let points = |offer| {
        let candidate = Candidate {
            offer,
            ..alone(&listing, &[], 0)
        };
        let ranked = rank(&built_in(), &demand(), &[candidate], today());
        (ranked[0].factors[3].points, ranked[0].offer_id)
    };
    assert_eq!(points(None), (0, None));
    assert_eq!(points(Some(&offer)), (16, Some(id)));
}

#[test]
fn what_is_not_known_in_the_unit_counts_nothing_and_says_so() {
    let mut listing = sauce(1, Star::Three, 700, 100_000);
    listing.product.trade.capacity_per_month = Some(Amount {
        quantity: 500,
        unit: "chai".into(),
    });
    listing.product.trade.wholesale_price = None;
    let ranked = rank(&built_in(), &demand(), &[alone(&listing, &[], 0)], today());
    let whys = ranked[0].factors.iter().map(|factor| factor.why.as_str());
    let whys: Vec<&str> = whys.collect();
    assert_eq!(whys[1], "the capacity in lít is not known");
    assert_eq!(whys[3], "the price of one lít is not known");
    assert_eq!(ranked[0].left, None);
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

proptest! {
    #[test]
    fn whatever_is_offered_and_ended_no_more_is_agreed_than_is_asked(
        asked in 1_u64..1_000,
        steps in prop::collection::vec((0_u8..4, 0_u64..600), 0..40),
    ) {
        let mut demand = demand_of(asked);
        let mut deals: Vec<Deal> = Vec::new();
        for (step, quantity) in steps {
            match step {
                0 | 1 => {
                    let quantity = quantity + 1;
                    if demand.take(quantity, false, today()).is_ok() {
                        deals.push(deal(quantity));
                    }
                }
                2 => {
                    if let Some(deal) = deals.last_mut() {
                        let part = quantity.min(deal.outstanding());
                        let _ = deal.report(delivered("2026-11", part), true, today());
                    }
                }
                _ => {
                    if let Some(mut deal) = deals.pop() {
                        let kept = deal.delivered();
                        if let Ok(back) = deal.cancel("thôi".into()) {
                            demand.give_back(back);
                        }
                        if kept > 0 {
                            deals.insert(0, deal);
                        }
                    }
                }
            }
            // What is in deals is what was delivered of them and what is to be.
            let held: u64 = deals.iter().map(|deal| deal.delivered() + deal.outstanding()).sum();
            prop_assert_eq!(demand.agreed, held);
            prop_assert!(demand.agreed <= asked);
            prop_assert_eq!(demand.is_fulfilled(), demand.agreed == asked);
        }
    }

    #[test]
    fn what_is_due_of_a_deal_adds_up_to_what_is_outstanding(
        quantity in 1_u64..100_000, months in 0_i32..24, later in 0_i64..900, reported in 0_u64..100_000,
    ) {
        let listing = sauce(1, Star::Three, 1_000, 100_000);
        let last = Month::of(day("2026-12-01")).plus(months).first_day().to_string();
        let mut deal = deal_of(&listing, quantity, "2026-12-01", &last);
        let _ = deal.report(delivered("2026-11", reported), false, today());
        let on = today() + chrono::Duration::days(later);
        let all = Month::of(today()).through(Month::of(today()).plus(100));
        let due: u64 = all.map(|month| deal.due_in(month, on)).sum();
        prop_assert_eq!(due, deal.outstanding());
    }

    #[test]
    fn capacity_left_is_never_more_than_there_is_and_shrinks_with_every_deal(
        per_month in 0_u64..2_000, volumes in prop::collection::vec(1_u64..5_000, 0..6),
    ) {
        let listing = sauce(1, Star::Three, per_month, 100_000);
        let deals: Vec<Deal> = volumes.iter().map(|volume| deal(*volume)).collect();
        let mut before = per_month * 3;
        for count in 0..=deals.len() {
            let some: Vec<&Deal> = deals.iter().take(count).collect();
            let period = terms(1).period;
            let left = capacity_left(&litres(per_month), &some, period, today());
            prop_assert!(left <= before);
            before = left;
        }
        let all: Vec<&Deal> = deals.iter().collect();
        let ranked = rank(&built_in(), &demand(), &[alone(&listing, &all, 0)], today());
        prop_assert!(ranked[0].score() <= 100);
    }

    #[test]
    fn the_order_of_matches_does_not_depend_on_the_order_of_listings(
        sauces in prop::collection::vec((3_u32..6, 0_u64..2_000, 50_000_u64..200_000, 0_u32..4), 1..12),
        turn in 0_usize..12,
    ) {
        let listings: Vec<(Listing, u32)> = sauces
            .iter()
            .zip(1_u128..)
            .map(|((star, per_month, vnd, words), n)| {
                (sauce(n, Star::try_from(*star).unwrap(), *per_month, *vnd), *words)
            })
            .collect();
        let mut candidates: Vec<Candidate<'_>> =
            listings.iter().map(|(listing, words)| alone(listing, &[], *words)).collect();
        let first = rank(&built_in(), &demand(), &candidates, today());
        let middle = turn % candidates.len();
        candidates.rotate_left(middle);
        candidates.reverse();
        prop_assert_eq!(&first, &rank(&built_in(), &demand(), &candidates, today()));
        prop_assert!(first.is_sorted_by_key(|one| std::cmp::Reverse(one.score())));
    }

    #[test]
    fn a_better_price_fit_or_capacity_never_lowers_the_score(
        vnd in 1_u64..300_000, cheaper in 0_u64..100_000, words in 0_u32..3, per_month in 0_u64..2_000, more in 0_u64..500,
    ) {
        let demand = demand();
        let as_is = sauce(1, Star::Three, per_month, vnd);
        let before = score(&demand, alone(&as_is, &[], words));
        let cheap = sauce(1, Star::Three, per_month, vnd.saturating_sub(cheaper));
        prop_assert!(score(&demand, alone(&cheap, &[], words)) >= before);
        prop_assert!(score(&demand, alone(&as_is, &[], words + 1)) > before);
        let starred = sauce(1, Star::Four, per_month, vnd);
        prop_assert!(score(&demand, alone(&starred, &[], words)) > before);
        let able = sauce(1, Star::Three, per_month + more, vnd);
        prop_assert!(score(&demand, alone(&able, &[], words)) >= before);
    }
}
