use chrono::NaiveDate;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn term(from: &str, to: &str) -> Term {
    Term {
        from: Some(day(from)),
        to: (!to.is_empty()).then(|| day(to)),
    }
}

fn contract(output_percent: u32, from: &str, to: &str) -> LinkageContract {
    LinkageContract {
        partner: "Công ty Sen Việt".to_owned(),
        output_percent,
        term: term(from, to),
    }
}

fn vietgap(number: &str) -> AreaCertificate {
    AreaCertificate {
        scheme: Scheme::Vietgap,
        name: String::new(),
        number: number.to_owned(),
        issuer: "Trung tâm chứng nhận".to_owned(),
        valid: term("2025-01-01", "2026-12-31"),
    }
}

fn profile() -> Profile {
    Profile {
        crop: "Tỏi Lý Sơn".to_owned(),
        square_metres: 125_000,
        code_valid: term("2024-01-01", "2027-06-30"),
        holders: vec![Uuid::from_u128(1)],
        products: Vec::new(),
        certificates: vec![vietgap("VG-1")],
        contracts: vec![contract(60, "2026-01-01", "2026-12-31")],
        marks: Vec::new(),
    }
}

fn registered(profile: Profile) -> Result<GrowingArea, Refusal> {
    let on = "2026-11-20".parse().unwrap();
    let location = Location::find(&ocop_places::built_in(), "21040", on).unwrap();
    let code = Code {
        text: "VN-51OR-0001".to_owned(),
        issuer: "Chi cục Trồng trọt".to_owned(),
    };
    GrowingArea::register(Uuid::nil(), code, &location, profile)
}

#[test]
fn an_area_is_marked_as_one_thing_once_on_a_day_and_what_ends_of_its_marks_is_listed() {
    let mark = |kind, from: &str, to: &str| AreaMark {
        kind,
        paper: "01/GXN-TTBVTV".to_owned(),
        paper_sha256: String::new(),
        valid: term(from, to),
    };
    let marked = |marks| registered(Profile { marks, ..profile() });
    use MarkKind::{Circular, Green};
    let refused = marked(vec![
        mark(Green, "2025-01-01", "2026-06-30"),
        mark(Green, "2026-06-30", ""),
    ]);
    assert_eq!(refused, Err(Refusal::MarksOverlap(Green)));
    let area = marked(vec![
        mark(Green, "2025-01-01", "2026-06-30"),
        mark(Circular, "2026-01-01", "2026-12-31"),
        mark(Green, "2026-07-01", ""),
    ]);
    let lapses = area.unwrap().lapses();
    let marks = lapses.iter().filter(|lapse| lapse.paper == Paper::Mark);
    let names: Vec<&str> = marks.map(|lapse| lapse.name.as_str()).collect();
    assert_eq!(names, ["green 01/GXN-TTBVTV", "circular 01/GXN-TTBVTV"]);
}

#[test]
fn contracts_take_no_more_than_the_output_of_an_area_on_any_day() {
    let mut too_much = profile();
    too_much
        .contracts
        .push(contract(41, "2026-12-31", "2027-12-31"));
    let refused = registered(too_much.clone()).unwrap_err();
    assert_eq!(
        refused,
        Refusal::MoreThanTheOutput {
            on: day("2026-12-31"),
            percent: 101
        }
    );
    too_much.contracts[1] = contract(41, "2027-01-01", "");
    assert!(registered(too_much).is_ok());
}

#[test]
fn a_certificate_is_recorded_once() {
    let mut twice = profile();
    twice.certificates.push(vietgap("VG-1"));
    let refused = registered(twice).unwrap_err();
    assert_eq!(refused.reason(), "AREA_CERTIFICATE_TWICE");
    assert_eq!(Refusal::Unknown(Uuid::nil()).reason(), "AREA_UNKNOWN");
}

#[test]
fn a_code_and_each_certificate_lapse_for_themselves() {
    let area = registered(profile()).unwrap();
    let lapses: Vec<_> = area
        .lapses()
        .into_iter()
        .map(|lapse| (lapse.paper, lapse.name, lapse.last_day))
        .collect();
    assert_eq!(
        lapses,
        [
            (Paper::Code, "VN-51OR-0001".to_owned(), day("2027-06-30")),
            (
                Paper::Certificate,
                "vietgap VG-1".to_owned(),
                day("2026-12-31")
            ),
        ]
    );
}

#[test]
fn an_update_changes_what_it_names_and_says_so_once() {
    let mut area = registered(profile()).unwrap();
    let patch = AreaPatch {
        holders: Some(vec![
            Uuid::from_u128(2),
            Uuid::from_u128(1),
            Uuid::from_u128(2),
        ]),
        valid_to: Some(None),
        ..AreaPatch::default()
    };
    let changed = patch.apply(&area.profile);
    area.update(changed.clone()).unwrap();
    area.update(changed).unwrap();
    assert_eq!(
        area.profile.holders,
        [Uuid::from_u128(1), Uuid::from_u128(2)]
    );
    assert_eq!(area.profile.crop, "Tỏi Lý Sơn");
    assert_eq!(area.profile.code_valid.to, None);
    assert_eq!(area.events.len(), 2);
    let Some(Event::Updated(fact)) = area.events.last() else {
        panic!("an update");
    };
    assert_eq!(fact.profile, area.profile);
}

#[test]
fn a_term_holds_its_first_and_its_last_day() {
    let term = term("2026-01-01", "2026-12-31");
    assert!(term.holds(day("2026-01-01")) && term.holds(day("2026-12-31")));
    assert!(!term.holds(day("2025-12-31")) && !term.holds(day("2027-01-01")));
    assert!(Term::default().holds(day("1999-01-01")));
}

#[test]
fn contracts_may_take_all_that_an_area_yields() {
    let mut all = profile();
    all.contracts.push(contract(40, "2026-01-01", ""));
    let mut area = registered(all.clone()).unwrap();
    all.contracts[1].output_percent = 41;
    let refused = area.update(all).unwrap_err();
    assert_eq!(refused.reason(), "MORE_THAN_THE_OUTPUT");
    assert_eq!(area.events.len(), 1, "a refusal changes nothing");
}

#[test]
fn a_new_area_names_all_and_lists_everybody_once() {
    let twice = [2, 1, 2].map(Uuid::from_u128).to_vec();
    let whole = AreaPatch {
        crop: Some("Tỏi Lý Sơn".to_owned()),
        square_metres: Some(125_000),
        valid_from: Some(Some(day("2024-01-01"))),
        valid_to: Some(Some(day("2027-06-30"))),
        holders: Some(twice.clone()),
        products: Some(twice),
        certificates: Some(profile().certificates),
        contracts: Some(profile().contracts),
        marks: Some(profile().marks),
    };
    let mut without_crop = whole.clone();
    without_crop.crop = None;
    assert_eq!(without_crop.complete(), None);
    let once = [1, 2].map(Uuid::from_u128).to_vec();
    let expected = Profile {
        holders: once.clone(),
        products: once,
        ..profile()
    };
    assert_eq!(whole.apply(&profile()), expected);
    assert_eq!(whole.complete(), Some(expected));
}
