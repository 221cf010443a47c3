use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const TODAY: &str = "2026-11-20";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(place: &str) -> Spot {
    Spot {
        place_code: place.to_owned(),
        province_code: "51".to_owned(),
        said_on: day(TODAY),
    }
}

fn terms() -> ProgrammeTerms {
    ProgrammeTerms {
        title: "Tập huấn OCOP 2026".to_owned(),
        kind: ProgrammeKind::Training,
        organiser: "Chi cục Phát triển nông thôn".to_owned(),
        budget_vnd: Some(100_000_000),
        from: day("2026-03-01"),
        to: day("2026-12-31"),
    }
}

fn programme() -> Programme {
    Programme::plan(Uuid::from_u128(1), at("51"), terms())
}

fn held_on(on: &str) -> SessionTerms {
    SessionTerms {
        topic: "Bao bì, nhãn mác".to_owned(),
        on: day(on),
        hours: 8,
    }
}

fn session(on: &str) -> Result<Session, Refusal> {
    Session::plan(Uuid::from_u128(2), &programme(), at("21040"), held_on(on))
}

fn came(producers: &[(u128, u32)]) -> BTreeMap<Uuid, u32> {
    let producers = producers.iter();
    producers
        .map(|(producer, persons)| (Uuid::from_u128(*producer), *persons))
        .collect()
}

fn given(granted: Granted, on: &str) -> GrantTerms {
    GrantTerms {
        granted,
        on: day(on),
        purpose: "Tem truy xuất".to_owned(),
        paper: "12/QĐ-SNNMT".to_owned(),
        paper_sha256: String::new(),
    }
}

fn money(vnd: u64) -> Granted {
    Granted::Money { vnd }
}

fn grant(of: &Programme, terms: GrantTerms, others_vnd: u64) -> Result<Grant, Refusal> {
    let ground = ground(of, others_vnd);
    Grant::record(Uuid::from_u128(3), Uuid::from_u128(9), terms, &ground)
}

fn ground(programme: &Programme, others_vnd: u64) -> Ground<'_> {
    Ground {
        programme,
        others_vnd,
        today: day(TODAY),
    }
}

#[test]
fn what_a_programme_does_lies_in_its_days() {
    for (on, lies) in [
        ("2026-02-28", false),
        ("2026-03-01", true),
        ("2026-12-31", true),
        ("2027-01-01", false),
    ] {
        assert_eq!(session(on).is_ok(), lies, "{on}");
    }
    let refused = grant(&programme(), given(money(1), "2026-02-28"), 0).unwrap_err();
    assert_eq!(refused.reason(), "OUTSIDE_THE_PROGRAMME");
    let mut moved = session("2026-05-20").unwrap();
    let refused = moved.update(&programme(), at("21040"), held_on("2027-01-01"));
    assert_eq!(refused.unwrap_err().reason(), "OUTSIDE_THE_PROGRAMME");
}

#[test]
fn a_programme_keeps_the_days_and_the_money_of_what_was_done_in_it() {
    let mut programme = programme();
    let done = Done {
        first: Some(day("2026-05-20")),
        last: Some(day("2026-06-01")),
        granted_vnd: 60_000_000,
    };
    for (from, to, budget_vnd, refused) in [
        (
            "2026-05-21",
            "2026-12-31",
            None,
            Some("OUTSIDE_THE_PROGRAMME"),
        ),
        (
            "2026-03-01",
            "2026-05-31",
            None,
            Some("OUTSIDE_THE_PROGRAMME"),
        ),
        (
            "2026-05-20",
            "2026-06-01",
            Some(59_999_999),
            Some("OVER_BUDGET"),
        ),
        ("2026-05-20", "2026-06-01", Some(60_000_000), None),
    ] {
        let changed = ProgrammeTerms {
            from: day(from),
            to: day(to),
            budget_vnd,
            ..terms()
        };
        let updated = programme.update(changed, &done);
        assert_eq!(updated.err().map(|refusal| refusal.reason()), refused);
    }
    let same = programme.terms.clone();
    programme.update(same, &done).unwrap();
    let steps = programme.events.iter().map(|event| match event {
        Event::Programme(step, _) => step.to_string(),
        other => panic!("{other:?}"),
    });
    assert_eq!(steps.collect::<Vec<_>>(), ["planned", "updated"]);
}

#[test]
fn nothing_more_is_planned_or_granted_in_a_closed_programme_and_what_was_done_is_put_right() {
    let mut open = programme();
    let mut given_before = grant(&open, given(money(5), TODAY), 0).unwrap();
    let mut held = session("2026-05-20").unwrap();
    open.close("hết kinh phí".to_owned(), day(TODAY)).unwrap();
    let closed = open;
    let refusal = Refusal::ProgrammeClosed(day(TODAY));
    let planned = Session::plan(Uuid::nil(), &closed, at("21040"), held_on("2026-12-01"));
    assert_eq!(planned.unwrap_err(), refusal);
    let granted = grant(&closed, given(money(1), TODAY), 5);
    assert_eq!(granted.unwrap_err(), refusal);
    let mut again = closed.clone();
    assert_eq!(
        again.close("lần nữa".to_owned(), day(TODAY)),
        Err(refusal.clone())
    );
    assert_eq!(again.update(terms(), &Done::default()), Err(refusal));
    held.record_attendance(came(&[(9, 2)]), "", day(TODAY))
        .unwrap();
    let corrected = given(money(4), TODAY);
    assert_eq!(given_before.correct(corrected, &ground(&closed, 0)), Ok(()));
}

#[test]
fn nobody_attends_a_session_that_was_not_held_and_one_that_was_attended_stays() {
    let mut session = session("2026-11-21").unwrap();
    let refused = session.record_attendance(came(&[(9, 2)]), "", day("2026-11-20"));
    assert_eq!(refused, Err(Refusal::NotHeldYet(day("2026-11-21"))));
    session
        .record_attendance(came(&[(9, 2)]), "", day("2026-11-21"))
        .unwrap();
    assert_eq!(session.persons(), 2);
    let refused = session.update(&programme(), at("21040"), held_on("2026-11-22"));
    assert_eq!(refused, Err(Refusal::Attended));
    assert_eq!(session.cancel("mưa bão".to_owned()), Err(Refusal::Attended));
    // The place may still be put right.
    let elsewhere = session.update(&programme(), at("21043"), held_on("2026-11-21"));
    assert_eq!(elsewhere, Ok(()));
    session
        .record_attendance(BTreeMap::new(), "ghi nhầm lớp", day("2026-11-21"))
        .unwrap();
    assert_eq!(session.cancel("mưa bão".to_owned()), Ok(()));
    let refused = session.record_attendance(came(&[(9, 2)]), "", day("2026-11-21"));
    assert_eq!(refused, Err(Refusal::SessionCancelled));
    assert_eq!(
        session.cancel("lần nữa".to_owned()),
        Err(Refusal::SessionCancelled)
    );
}

#[test]
fn whoever_was_left_out_is_added_and_what_was_recorded_is_changed_with_a_reason() {
    let mut held = session("2026-05-20").unwrap();
    let mut record = |producers: &[(u128, u32)], reason: &str| {
        held.record_attendance(came(producers), reason, day(TODAY))
    };
    assert_eq!(record(&[(9, 2)], ""), Ok(()));
    assert_eq!(record(&[(9, 2)], ""), Ok(()), "the same again");
    assert_eq!(record(&[(8, 1), (9, 2)], ""), Ok(()));
    assert_eq!(record(&[(8, 1), (9, 3)], ""), Err(Refusal::ReasonMissing));
    assert_eq!(record(&[(8, 1)], ""), Err(Refusal::ReasonMissing));
    assert_eq!(record(&[(8, 1)], "điểm danh nhầm"), Ok(()));
    // The same again is no event.
    assert_eq!(held.events.len(), 4);
    let differing = held.differing(&came(&[(7, 1), (8, 2)]));
    assert_eq!(differing, [7, 8].map(Uuid::from_u128).into());
}

#[test]
fn producers_that_are_merged_attended_together() {
    let mut held = session("2026-05-20").unwrap();
    held.record_attendance(came(&[(9, 2), (8, 1)]), "", day(TODAY))
        .unwrap();
    held.follow_merge(Uuid::from_u128(8), Uuid::from_u128(9));
    assert_eq!(held.attended, came(&[(9, 3)]));
    assert_eq!(held.events.len(), 3);
    held.follow_merge(Uuid::from_u128(8), Uuid::from_u128(9));
    assert_eq!(held.events.len(), 3);
    let mut given = grant(&programme(), given(money(5), TODAY), 0).unwrap();
    given.follow_merge(Uuid::from_u128(7));
    assert_eq!(given.producer, Uuid::from_u128(7));
    assert_eq!(given.events.len(), 2);
}

#[test]
fn no_more_is_granted_than_there_is_and_nothing_on_a_day_to_come() {
    let programme = programme();
    let stamps = |worth_vnd| Granted::InKind {
        what: "2.000 tem truy xuất".to_owned(),
        worth_vnd,
    };
    for (granted, others, on, refused) in [
        (money(40_000_000), 60_000_000, TODAY, None),
        (money(40_000_001), 60_000_000, TODAY, Some("OVER_BUDGET")),
        (money(u64::MAX), u64::MAX, TODAY, Some("OVER_BUDGET")),
        (stamps(Some(40_000_000)), 60_000_000, TODAY, None),
        (
            stamps(Some(40_000_001)),
            60_000_000,
            TODAY,
            Some("OVER_BUDGET"),
        ),
        (stamps(None), 100_000_000, TODAY, None),
        (money(1), 0, "2026-11-21", Some("IN_FUTURE")),
    ] {
        let recorded = grant(&programme, given(granted, on), others);
        assert_eq!(recorded.err().map(|refusal| refusal.reason()), refused);
    }
}

#[test]
fn a_grant_is_corrected_within_the_budget_and_a_cancelled_one_stays_as_it_is() {
    let programme = programme();
    let mut given_once = grant(&programme, given(money(40), TODAY), 0).unwrap();
    let too_much = given(money(100_000_000), TODAY);
    let refused = given_once.correct(too_much, &ground(&programme, 1));
    assert_eq!(refused.unwrap_err().reason(), "OVER_BUDGET");
    let corrected = given(money(30), TODAY);
    for _ in 0..2 {
        let right = given_once.correct(corrected.clone(), &ground(&programme, 1));
        assert_eq!(right, Ok(()));
    }
    assert_eq!(given_once.terms.vnd(), 30);
    given_once.cancel("không giải ngân".to_owned()).unwrap();
    assert_eq!(
        given_once.correct(corrected, &ground(&programme, 1)),
        Err(Refusal::GrantCancelled)
    );
    assert_eq!(
        given_once.cancel("lần nữa".to_owned()),
        Err(Refusal::GrantCancelled)
    );
    assert_eq!(given_once.events.len(), 3);
}

proptest! {
    #[test]
    fn who_attended_is_what_was_said_last_whatever_was_said_before(
        said in prop::collection::vec(prop::collection::vec((0_u128..4, 1_u32..5), 0..5), 1..6)
    ) {
        let mut held = session("2026-05-20").unwrap();
        let mut before = BTreeMap::new();
        for producers in &said {
            let now = came(producers);
            let differing = held.differing(&now);
            let expected: BTreeSet<Uuid> = (0..4)
                .map(Uuid::from_u128)
                .filter(|id| before.get(id) != now.get(id))
                .collect();
            prop_assert_eq!(differing, expected);
            held.record_attendance(now.clone(), "điểm danh lại", day(TODAY)).unwrap();
            prop_assert_eq!(&held.attended, &now);
            let persons: u64 = now.values().map(|persons| u64::from(*persons)).sum();
            prop_assert_eq!(held.persons(), persons);
            before = now;
        }
    }
}

#[test]
fn reasons_of_support_are_stable_words() {
    let id = Uuid::nil();
    for (refusal, word, is_unknown) in [
        (
            Refusal::UnknownProgramme(id),
            "SUPPORT_PROGRAMME_UNKNOWN",
            true,
        ),
        (Refusal::UnknownSession(id), "SUPPORT_SESSION_UNKNOWN", true),
        (Refusal::UnknownGrant(id), "SUPPORT_GRANT_UNKNOWN", true),
        (
            Refusal::ProgrammeClosed(day(TODAY)),
            "PROGRAMME_CLOSED",
            false,
        ),
        (Refusal::NotHeldYet(day(TODAY)), "NOT_HELD_YET", false),
        (Refusal::Attended, "SESSION_ATTENDED", false),
        (Refusal::SessionCancelled, "SESSION_CANCELLED", false),
        (Refusal::ReasonMissing, "REASON_MISSING", false),
        (Refusal::GrantCancelled, "GRANT_CANCELLED", false),
    ] {
        assert_eq!(refusal.reason(), word);
        assert_eq!(refusal.is_unknown(), is_unknown);
    }
}
