//! A programme of the office, and what the tests of its themes share.

mod grants;
mod programmes;
mod sessions;

use std::collections::BTreeMap;

use chrono::NaiveDate;
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
