//! The very day and month, exact prices and amounts, and what events carry.

use super::*;

#[test]
fn a_deal_is_not_delivered_before_it_is_agreed_and_nothing_is_sought_for_more_than_three_years() {
    let (first, last) = (day("2026-12-01"), day("2027-02-05"));
    let period = Period {
        from: first,
        to: last,
    };
    assert_eq!(period.require_after(last), Ok(()));
    let agreed = last.succ_opt().unwrap();
    let refused = Err(Refusal::DeliveredBeforeAgreed(agreed));
    assert_eq!(period.require_after(agreed), refused);
    let backwards = Period {
        from: last,
        to: first,
    };
    assert_eq!(backwards.require_after(first), Err(Refusal::OutOfOrder));
    let to = |to| TermsPatch {
        to: Some(day(to)),
        ..TermsPatch::default()
    };
    let three_years = demand().change(to("2029-12-01"), today());
    assert_eq!(three_years, Ok(()));
    let more = demand().change(to("2029-12-02"), today());
    assert_eq!(more, Err(Refusal::PeriodTooLong));
}

#[test]
fn a_deal_is_worth_its_volume_at_its_price_and_serves_the_demand_of_its_offer() {
    let recorded = deal(1_000);
    assert_eq!(recorded.value_vnd(), 95_000_000);
    assert_eq!(recorded.demand_id(), None);
    let demand_id = demand().id;
    let agreed = Deal {
        origin: Origin::Offer {
            demand_id,
            offer_id: Uuid::from_u128(850),
        },
        ..recorded
    };
    assert_eq!(agreed.demand_id(), Some(demand_id));
}

#[test]
fn deliveries_are_of_the_month_of_the_agreement_to_the_present_one() {
    let mut deal = deal(1_000);
    let today = day("2026-12-31");
    assert_eq!(deal.agreed_on, day("2026-11-24"));
    for (month, expected) in [
        ("2026-10", Err(Refusal::BeforeDeal)),
        ("2026-11", Ok(())),
        ("2026-12", Ok(())),
        ("2027-01", Err(Refusal::MonthNotCome)),
    ] {
        let reported = deal.report(delivered(month, 10), false, today);
        assert_eq!(reported, expected, "{month}");
    }
    let months = deal.deliveries.iter().map(|one| one.month.to_string());
    assert_eq!(months.collect::<Vec<_>>(), ["2026-11", "2026-12"]);
    let changes = deal.events.iter().map(|event| event.change);
    let reported = DealChange::DeliveryReported;
    assert_eq!(
        changes.collect::<Vec<_>>(),
        [DealChange::Agreed, reported, reported]
    );
    deal.report(delivered("2026-12", 20), true, today).unwrap();
    let published = deal.events.last().unwrap();
    assert_eq!(published.change, DealChange::DeliveryCorrected);
    assert_eq!(published.fact.deal.delivered(), 30);
    assert_eq!(deal.delivered(), 30);
}

#[test]
fn a_deal_that_ends_says_how_much_will_not_be_delivered() {
    let mut cancelled = deal(1_000);
    cancelled
        .report(delivered("2026-11", 400), false, today())
        .unwrap();
    assert_eq!(cancelled.cancel("lỗi nhãn".into()), Ok(600));
    let published = cancelled.events.last().unwrap();
    assert_eq!(published.change, DealChange::Cancelled);
    assert_eq!(published.fact.deal.state, cancelled.state);
    assert_eq!(cancelled.outstanding(), 0);
    let mut completed = deal(1_000);
    assert_eq!(completed.complete("đủ".into(), today()), Ok(1_000));
    let published = completed.events.last().unwrap();
    assert_eq!(published.change, DealChange::Completed);
    assert_eq!(published.fact.deal.events, []);
}

#[test]
fn a_demand_is_sought_on_its_last_day() {
    let last = terms(10).period.to;
    let buyer = (Uuid::from_u128(100), String::new());
    let mut demand = Demand::open(Uuid::from_u128(1), buyer, terms(10), last).unwrap();
    assert_eq!(demand.require_sought(last), Ok(()));
    assert_eq!(demand.take(10, false, last), Ok(()));
    demand.give_back(0);
    let [opened, fulfilled] = demand.events.as_slice() else {
        panic!("{:?}", demand.events);
    };
    assert_eq!(opened.change, DemandChange::Opened);
    assert_eq!(fulfilled.change, DemandChange::Fulfilled);
    assert_eq!(fulfilled.fact.demand.agreed, 10);
    assert_eq!(fulfilled.fact.demand.events, []);
    demand.withdraw("đủ hàng".into(), last).unwrap();
    assert!(!demand.is_fulfilled());
    let published = demand.events.last().unwrap();
    assert_eq!(published.change, DemandChange::Withdrawn);
    assert_eq!(demand.take(1, true, last), Err(Refusal::Withdrawn));
}

#[test]
fn an_offer_is_taken_whole_and_each_answer_is_told() {
    let listing = sauce(1, Star::Three, 400, 100_000);
    let id = Uuid::from_u128(850);
    let make = || Offer::make(id, &demand(), &listing, proposal(700, false), today()).unwrap();
    assert_eq!(make().total, litres(700));
    let deal_id = Uuid::from_u128(900);
    let [mut accepted, mut declined, mut withdrawn] = [make(), make(), make()];
    accepted.accept(700, deal_id).unwrap();
    declined.decline("đắt".into()).unwrap();
    withdrawn.withdraw("hết hàng".into()).unwrap();
    for (offer, change, state) in [
        (
            accepted,
            OfferChange::Accepted,
            OfferState::Accepted(deal_id),
        ),
        (
            declined,
            OfferChange::Declined,
            OfferState::Declined("đắt".into()),
        ),
        (
            withdrawn,
            OfferChange::Withdrawn,
            OfferState::Withdrawn("hết hàng".into()),
        ),
    ] {
        assert_eq!(offer.state, state);
        let changes = offer.events.iter().map(|event| event.change);
        assert_eq!(changes.collect::<Vec<_>>(), [OfferChange::Made, change]);
        let published = &offer.events[1].fact.offer;
        assert_eq!((&published.state, &published.events), (&state, &Vec::new()));
    }
}

#[test]
fn a_price_counts_in_full_at_the_lowest_half_at_the_highest_and_not_a_quarter_above() {
    let points = |vnd| {
        let listing = sauce(1, Star::Three, 700, vnd);
        let ranked = rank(&built_in(), &demand(), &[alone(&listing, &[], 0)], today());
        ranked[0].factors[3].points
    };
    for (vnd, expected) in [
        (50_000, 20),
        (80_000, 20),
        (100_000, 15),
        (120_000, 10),
        (120_001, 9),
        (135_000, 5),
        (147_000, 1),
        (150_000, 0),
        (900_000, 0),
    ] {
        assert_eq!(points(vnd), expected, "{vnd}");
    }
}

#[test]
fn any_price_counts_in_full_where_none_is_named_and_from_nothing_where_no_lowest_is() {
    let listing = sauce(1, Star::Three, 700, 60_000);
    let answer = |from, to| {
        let mut demand = demand();
        demand.terms.price = Bounds { from, to };
        let ranked = rank(&built_in(), &demand, &[alone(&listing, &[], 0)], today());
        let factor = &ranked[0].factors[3];
        (factor.points, factor.why.clone())
    };
    let sold = "sold at 60000 VND for one lít";
    assert_eq!(
        answer(None, None),
        (20, format!("{sold}, any price is taken"))
    );
    let up_to = format!("{sold}, up to 120000 are paid");
    assert_eq!(answer(None, Some(120_000)), (15, up_to));
}

#[test]
fn what_is_made_in_the_commune_the_province_or_elsewhere_counts_15_10_or_nothing() {
    let listing = sauce(1, Star::Three, 700, 100_000);
    for (province, commune, points) in [
        ("51", Some("21040"), 15),
        ("51", Some("21364"), 10),
        ("51", None, 10),
        ("48", None, 0),
    ] {
        let mut demand = demand();
        demand.terms.delivery.province_code = province.into();
        demand.terms.delivery.place_code = commune.map(Into::into);
        let ranked = rank(&built_in(), &demand, &[alone(&listing, &[], 0)], today());
        assert_eq!(
            ranked[0].factors[2].points, points,
            "{province} {commune:?}"
        );
    }
}

#[test]
fn stars_words_and_the_days_that_are_certified_make_the_fit() {
    for (star, points) in [(Star::Three, 18), (Star::Four, 21), (Star::Five, 25)] {
        let listing = sauce(1, star, 700, 100_000);
        let ranked = rank(&built_in(), &demand(), &[alone(&listing, &[], 0)], today());
        assert_eq!(ranked[0].factors[0].points, points);
        assert_eq!(ranked[0].factors[0].most, 40);
    }
    // Certified on the first 31 of 67 days only, and then on the last day of the time only.
    let mut ends = certificate(1, Star::Three, "2024-01-01");
    assert_eq!(ends.valid_to, day("2026-12-31"));
    let fit = |ends: &crate::listing::Certificate, on| {
        let listing = listing(&[granted(ends)]);
        let factor = &rank(&built_in(), &demand(), &[alone(&listing, &[], 3)], on)[0].factors[0];
        (factor.points, factor.why.clone())
    };
    let (points, why) = fit(&ends, today());
    assert_eq!(points, 15 + 6 + 3);
    assert!(why.contains("on 31 of 67 days until 2027-02-05"), "{why}");
    ends.valid_to = day("2027-02-05");
    let (points, why) = fit(&ends, day("2027-02-05"));
    assert_eq!(points, 15 + 15 + 3);
    assert!(why.contains("on 1 of 1 days"), "{why}");
}

#[test]
fn where_no_words_are_wanted_every_name_suits_and_none_are_spoken_of() {
    let listing = sauce(1, Star::Three, 700, 100_000);
    let candidate = Candidate {
        words: (0, 0),
        ..alone(&listing, &[], 0)
    };
    let ranked = rank(&built_in(), &demand(), &[candidate], today());
    let fit = &ranked[0].factors[0];
    assert_eq!(fit.points, 15 + 15 + 3);
    assert!(fit.why.starts_with("certified until"), "{}", fit.why);
}

#[test]
fn only_deals_in_the_unit_of_the_capacity_take_of_it() {
    let per_month = litres(700);
    let in_litres = deal(900);
    let mut in_bottles = deal(900);
    in_bottles.volume.unit = "chai".into();
    let period = terms(1).period;
    let left = |deals: &[&Deal]| capacity_left(&per_month, deals, period, today());
    assert_eq!(left(&[]), 2_100);
    assert_eq!(left(&[&in_bottles]), 2_100);
    assert_eq!(left(&[&in_litres, &in_bottles]), 1_200);
}

#[test]
fn a_full_session_takes_no_two_more_and_corrects_those_that_it_has() {
    let plan = Plan {
        name: "Kết nối cung cầu".into(),
        venue: "Trung tâm hội nghị".into(),
        organiser: "Sở Công Thương".into(),
        held_on: today(),
    };
    let mut session = Session::plan(Uuid::from_u128(700), ("51".into(), today()), plan);
    let meeting = |n: u128, outcome| Meeting {
        partner_id: Uuid::from_u128(100),
        partner_name: String::new(),
        producer_id: Uuid::from_u128(n),
        producer_name: String::new(),
        outcome,
        note: String::new(),
        deals: Vec::new(),
    };
    let mut called_off = session.clone();
    for n in 0..1_000 {
        session
            .meet(meeting(n, Outcome::Introduced), &[], today())
            .unwrap();
    }
    let more = session.meet(meeting(1_000, Outcome::Introduced), &[], today());
    assert_eq!(more, Err(Refusal::SessionFull));
    let corrected = meeting(5, Outcome::Samples);
    session.meet(corrected.clone(), &[], today()).unwrap();
    assert_eq!(session.meetings[5], corrected);
    assert_eq!(session.meetings[4].outcome, Outcome::Introduced);
    let published = &session.events.last().unwrap().fact;
    assert_eq!(
        (published.meetings, &published.meeting),
        (1_000, &Some(corrected))
    );
    assert!(published.session.meetings.is_empty() && published.session.events.is_empty());

    called_off.call_off("bão".into()).unwrap();
    let published = called_off.events.last().unwrap();
    assert_eq!(published.change, SessionChange::CalledOff);
    let refused = Err(Refusal::SessionCalledOff);
    assert_eq!(called_off.call_off("bão".into()), refused);
    let met = called_off.meet(meeting(1, Outcome::Introduced), &[], today());
    assert_eq!(met, refused);
}

#[test]
fn a_month_is_read_as_it_is_written() {
    for text in ["2026-01", "2026-12", "0001-01"] {
        let month = Month::try_from(text.to_owned()).unwrap();
        assert_eq!(String::from(month), text);
    }
    for wrong in ["2026-00", "2026-+1", "2026-001"] {
        assert_eq!(wrong.parse::<Month>(), Err(NoMonth), "{wrong}");
    }
}
