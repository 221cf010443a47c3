//! Changes of what is sought, and invitations to sessions.

use super::*;

fn changes(demand: &Demand) -> Vec<DemandChange> {
    demand.events.iter().map(|event| event.change).collect()
}

#[test]
fn a_buyer_seeks_less_or_more_but_not_less_than_is_in_deals() {
    let mut demand = demand();
    demand.take(800, false, today()).unwrap();
    let to = |quantity| TermsPatch {
        quantity: Some(quantity),
        ..TermsPatch::default()
    };
    let too_little = demand.change(to(799), today());
    assert_eq!(too_little, Err(Refusal::LessThanAgreed { agreed: 800 }));
    demand.change(to(800), today()).unwrap();
    assert!(demand.is_fulfilled());
    demand.change(to(2_500), today()).unwrap();
    assert_eq!((demand.is_fulfilled(), demand.left()), (false, 1_700));
    // The same again is no change.
    demand.change(to(2_500), today()).unwrap();
    let expected = [
        DemandChange::Opened,
        DemandChange::AgreedChanged,
        DemandChange::Changed,
        DemandChange::Changed,
    ];
    assert_eq!(changes(&demand), expected);
}

#[test]
fn a_demand_of_which_more_is_in_deals_than_was_asked_stays_as_it_is_or_grows_to_what_is_in_them() {
    let mut demand = demand();
    demand.take(2_300, true, today()).unwrap();
    let to = |quantity| TermsPatch {
        quantity: Some(quantity),
        note: Some("chai thuỷ tinh".into()),
        ..TermsPatch::default()
    };
    assert!(demand.change(to(1_999), today()).is_err());
    demand.change(to(2_000), today()).unwrap();
    let agreed = Err(Refusal::LessThanAgreed { agreed: 2_300 });
    assert_eq!(demand.change(to(2_299), today()), agreed);
    demand.change(to(2_300), today()).unwrap();
}

#[test]
fn days_and_prices_of_a_change_are_in_order_and_its_last_day_is_not_over() {
    let mut demand = demand();
    let ends = |to: &str| TermsPatch {
        to: Some(day(to)),
        ..TermsPatch::default()
    };
    let early = demand.change(ends("2026-11-30"), today());
    assert_eq!(early, Err(Refusal::OutOfOrder));
    let long = demand.change(ends("2029-12-05"), today());
    assert_eq!(long, Err(Refusal::PeriodTooLong));
    let over = TermsPatch {
        from: Some(day("2026-11-01")),
        ..ends("2026-11-20")
    };
    let over = demand.change(over, today());
    assert_eq!(over, Err(Refusal::Expired(day("2026-11-20"))));
    let prices = TermsPatch {
        price: Some(Bounds {
            from: Some(100_000),
            to: Some(99_999),
        }),
        ..TermsPatch::default()
    };
    let crossed = demand.change(prices, today());
    assert_eq!(crossed, Err(Refusal::PricesOutOfOrder));
    demand.change(ends("2026-12-31"), today()).unwrap();
    assert_eq!(demand.terms.period.to, day("2026-12-31"));
    let late = demand.change(ends("2027-03-31"), day("2027-01-01"));
    assert_eq!(late, Err(Refusal::Expired(day("2026-12-31"))));
}

#[test]
fn an_offer_of_each_month_follows_the_time_of_the_demand_and_one_over_all_of_it_does_not() {
    let mut demand = demand();
    let listing = sauce(1, Star::Three, 1_000, 90_000);
    let offered = |per_month| {
        let proposal = proposal(300, per_month);
        Offer::make(Uuid::from_u128(1), &demand, &listing, proposal, today()).unwrap()
    };
    let (mut monthly, mut whole) = (offered(true), offered(false));
    assert_eq!(monthly.total.quantity, 900);
    let shorter = TermsPatch {
        to: Some(day("2026-12-31")),
        ..TermsPatch::default()
    };
    demand.change(shorter, today()).unwrap();
    monthly.follow(&demand, today());
    whole.follow(&demand, today());
    assert_eq!((monthly.total.quantity, whole.total.quantity), (300, 300));
    let last = |offer: &Offer| offer.events.last().unwrap().change;
    assert_eq!(last(&monthly), OfferChange::TotalChanged);
    assert_eq!(last(&whole), OfferChange::Made);
    let mut answered = monthly.clone();
    answered.decline("đủ hàng".into()).unwrap();
    demand
        .change(
            TermsPatch {
                to: Some(day("2027-02-28")),
                ..TermsPatch::default()
            },
            today(),
        )
        .unwrap();
    answered.follow(&demand, today());
    assert_eq!(answered.total.quantity, 300);
}

fn session() -> Session {
    let plan = Plan {
        name: "Kết nối cung cầu 2026".into(),
        venue: "Nhà văn hoá tỉnh".into(),
        organiser: "Sở Công Thương".into(),
        held_on: day("2026-12-10"),
    };
    Session::plan(Uuid::from_u128(900), ("51".into(), today()), plan)
}

fn invite(session: &Session, on: NaiveDate) -> Result<Invitation, Refusal> {
    let partner = (Uuid::from_u128(100), "Siêu thị Sông Trà".into());
    Invitation::send(Uuid::from_u128(901), session, partner, String::new(), on)
}

#[test]
fn an_invited_partner_answers_and_answers_otherwise_until_the_day_is_over() {
    let mut invitation = invite(&session(), today()).unwrap();
    invitation.answer(Ok(()), today()).unwrap();
    invitation.answer(Ok(()), today()).unwrap();
    let why = Err("trùng lịch".to_owned());
    invitation.answer(why, day("2026-12-10")).unwrap();
    let changes: Vec<_> = invitation.events.iter().map(|one| one.change).collect();
    let expected = [
        InvitationChange::Sent,
        InvitationChange::Accepted,
        InvitationChange::Declined,
    ];
    assert_eq!(changes, expected);
    let late = invitation.answer(Ok(()), day("2026-12-11"));
    assert_eq!(late, Err(Refusal::SessionOver(day("2026-12-10"))));
}

#[test]
fn nobody_is_invited_to_a_session_that_is_over_or_called_off_and_who_was_hears_it_once() {
    let mut session = session();
    let mut invitation = invite(&session, today()).unwrap();
    let over = invite(&session, day("2026-12-11"));
    assert_eq!(over, Err(Refusal::SessionOver(day("2026-12-10"))));
    session.call_off("bão".into()).unwrap();
    assert_eq!(invite(&session, today()), Err(Refusal::SessionCalledOff));
    invitation.call_off("bão".into());
    invitation.call_off("bão lớn".into());
    assert_eq!(invitation.state, InvitationState::CalledOff("bão".into()));
    assert_eq!(invitation.events.len(), 2);
    let answer = invitation.answer(Ok(()), today());
    assert_eq!(answer, Err(Refusal::SessionCalledOff));
}

#[test]
fn the_meetings_of_a_merged_producer_are_those_of_the_kept_one() {
    let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let meeting = |partner: u128, producer_id: Uuid, note: &str| Meeting {
        partner_id: Uuid::from_u128(partner),
        partner_name: String::new(),
        producer_id,
        producer_name: String::new(),
        outcome: Outcome::Introduced,
        note: note.into(),
        deals: Vec::new(),
    };
    let mut session = session();
    let on = session.plan.held_on;
    for met in [
        meeting(10, first, "a"),
        meeting(10, second, "b"),
        meeting(11, first, "c"),
        meeting(12, second, ""),
    ] {
        session.meet(met, &[], on).unwrap();
    }
    session.events.clear();
    session.follow_merge(first, second);
    session.follow_merge(first, second);
    let mut expected = vec![
        meeting(10, second, "b; a"),
        meeting(12, second, ""),
        meeting(11, second, "c"),
    ];
    assert_eq!(session.meetings, expected);
    let corrected: Vec<Meeting> = session
        .events
        .drain(..)
        .filter_map(|event| event.fact.meeting)
        .collect();
    expected.remove(1);
    assert_eq!(corrected, expected);
}
