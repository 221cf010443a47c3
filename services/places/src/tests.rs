use std::sync::Arc;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn said<'a>(code: &'a str, on: &str) -> Said<'a> {
    Said { code, on: day(on) }
}

pub(crate) fn codes(units: Vec<&Unit>) -> Vec<&str> {
    units.into_iter().map(|unit| unit.code.as_str()).collect()
}

pub(crate) fn known() -> Arc<Places> {
    built_in()
}

pub(crate) const TODAY: &str = "2026-11-28";

#[test]
fn the_units_that_come_with_the_program_fit_together_and_are_as_many_as_the_law_counts() {
    assert_eq!(check(), Ok(()));
    assert_eq!(known().units().len(), 14_163);
    assert_eq!(known().successions().len(), 10_647);
}

#[test]
fn a_code_names_another_unit_since_the_mergers() {
    let places = known();
    let named = |code, on| places.unit(code, day(on)).unwrap().name.clone();
    assert_eq!(named("21409", "2021-12-30"), "Đức Nhuận");
    assert_eq!(named("21409", "2025-07-01"), "Long Phụng");
    assert_eq!(named("52", "2025-06-30"), "Bình Định");
    assert_eq!(named("52", TODAY), "Gia Lai");
    let chain = |on| codes(places.chain(said("21409", on)));
    assert_eq!(chain("2021-12-30"), ["21409", "533", "51"]);
    assert_eq!(chain(TODAY), ["21409", "51"]);
    assert_eq!(places.unit("533", day("2025-07-01")), None);
}

#[test]
fn kon_tum_lies_in_quang_ngai_since_the_merger_and_nowhere_else_before() {
    let places = known();
    let lies = |place, within| places.lies_in(place, within);
    let kon_tum = said("62", "2024-05-01");
    assert!(lies(kon_tum, said("51", TODAY)));
    assert!(!lies(kon_tum, said("51", "2025-06-30")));
    assert!(lies(kon_tum, said("62", "2024-01-01")));
    assert!(!lies(kon_tum, said("62", TODAY)));
    // What is said of Quảng Ngãi today may lie in what was Kon Tum or not.
    assert!(!lies(said("51", TODAY), said("62", "2024-01-01")));
    assert!(!lies(said("51", TODAY), said("51", "2024-01-01")));
}

#[test]
fn what_lay_in_an_ended_district_lies_in_the_province_of_its_communes() {
    let places = known();
    let district = said("533", "2022-01-01");
    assert!(places.lies_in(district, said("51", TODAY)));
    assert!(!places.lies_in(district, said("21400", TODAY)));
    assert!(!places.lies_in(district, said("533", TODAY)));
    let possible = codes(places.on(district, day(TODAY)));
    assert_eq!(possible, ["21400", "21409", "21421", "21433"]);
    // Lý Sơn became a special zone as a whole.
    assert_eq!(
        codes(places.on(said("536", "2022-01-01"), day(TODAY))),
        ["21548"]
    );
}

#[test]
fn a_divided_commune_lies_for_certain_only_in_what_holds_all_its_parts() {
    let places = known();
    let divided = said("00007", "2024-01-01");
    assert_eq!(codes(places.on(divided, day(TODAY))), ["00008", "00025"]);
    assert!(places.lies_in(divided, said("01", TODAY)));
    assert!(!places.lies_in(divided, said("00008", TODAY)));
}

#[test]
fn a_commune_of_today_lies_in_the_district_from_which_all_of_it_came() {
    let places = known();
    assert!(places.lies_in(said("21409", TODAY), said("533", "2024-01-01")));
    assert!(places.lies_in(said("21409", TODAY), said("51", "2024-01-01")));
    assert!(!places.lies_in(said("21409", TODAY), said("534", "2024-01-01")));
}

#[test]
fn a_unit_that_changed_twice_is_followed_through_both_changes() {
    let places = known();
    // Bắc Giang became part of Bắc Ninh in 2025, and that a city in 2026.
    assert!(places.lies_in(said("24", "2024-01-01"), said("24", TODAY)));
    assert!(places.lies_in(said("27", "2024-01-01"), said("24", TODAY)));
    assert!(places.lies_in(said("27", "2024-01-01"), said("24", "2026-01-01")));
    let kep = codes(places.on(said("07399", TODAY), day("2025-12-31")));
    assert_eq!(kep, ["07399"]);
}

#[test]
fn the_area_of_a_province_is_the_provinces_that_became_it() {
    let area = known().area(said("51", TODAY));
    assert!(area.places.is_empty());
    let spans = area.provinces.iter();
    let spans: Vec<_> = spans
        .map(|span| (span.codes.join(" "), span.period.to_string()))
        .collect();
    // Kon Tum's code names nothing else since: said later, it still means Kon Tum.
    let expected = [("62", ".."), ("51", "..2025-06-30"), ("51", "2025-07-01..")];
    assert_eq!(
        spans,
        expected.map(|(codes, days)| (codes.to_owned(), days.to_owned()))
    );
}

#[test]
fn in_old_units_a_province_holds_the_communes_that_came_of_it() {
    let area = known().area(said("62", "2024-01-01"));
    assert!(area.holds("62", "611", day("2022-01-01")));
    let spans = area.places.iter();
    let today = spans
        .filter(|span| span.period.holds(day(TODAY)))
        .flat_map(|span| &span.codes)
        .filter(|code| known().unit(code, day(TODAY)).is_some())
        .count();
    assert_eq!(today, 40);
    assert_eq!(known().area(said("62", TODAY)), Area::default());
}

#[test]
fn history_before_the_program_comes_from_a_file_of_the_same_form() {
    let units = "code,name,kind,type,parent_code,valid_from,valid_to,decision,ended_by\n\
         21406,Đức Thắng,commune,xã,533,,2024-12-31,,\n\
         21403,Đức Lợi,commune,xã,533,,2024-12-31,,\n\
         21406,Thắng Lợi,commune,xã,533,2025-01-01,2025-06-30,1279/NQ-UBTVQH15,1677/NQ-UBTVQH15\n";
    let successors = "from_code,from_valid_to,to_code,part\n\
         21403,2024-12-31,21406,whole\n21406,2024-12-31,21406,whole\n";
    let places = known().with(&Facts::read(units, successors).unwrap());
    assert_eq!(places.check(), Ok(()));
    assert!(places.lies_in(said("21403", "2021-01-01"), said("21409", TODAY)));
    assert_eq!(
        places.unit("21406", day("2021-01-01")).unwrap().name,
        "Đức Thắng"
    );
}

#[test]
fn a_later_act_ends_units_and_says_what_became_of_them() {
    let units = "code,name,kind,type,parent_code,valid_from,valid_to,decision,ended_by\n\
         21409,Long Phụng,commune,xã,51,2025-07-01,2027-12-31,1677/NQ-UBTVQH15,9/NQ\n\
         21409,Long Phụng,commune,phường,51,2028-01-01,,9/NQ,\n";
    let successors = "from_code,from_valid_to,to_code,part\n21409,2027-12-31,21409,whole\n";
    let facts = Facts::read(units, successors).unwrap();
    let places = known().with(&facts);
    assert_eq!(places.check(), Ok(()));
    assert!(places.lies_in(said("21406", "2025-06-30"), said("21409", "2028-01-01")));
    let lost = Facts {
        successions: Vec::new(),
        ..facts
    };
    let lost = known().with(&lost).check();
    assert_eq!(
        lost,
        Err(Fault::NoSuccessor("21409".to_owned(), day("2027-12-31")))
    );
}

#[test]
fn what_does_not_fit_is_named() {
    let header = "code,name,kind,type,parent_code,valid_from,valid_to,decision,ended_by\n";
    let check = |line: &str| {
        let facts = Facts::read(
            &format!("{header}{line}\n"),
            "from_code,from_valid_to,to_code,part\n",
        );
        known().with(&facts.unwrap()).check().unwrap_err()
    };
    let overlap = check("21409,Đức Nhuận,commune,xã,51,2025-01-01,2025-09-01,,");
    assert!(matches!(overlap, Fault::Overlap { .. }), "{overlap}");
    let orphan = check("99999,Đâu đó,commune,xã,533,2025-07-01,,,");
    assert!(matches!(orphan, Fault::Parent { .. }), "{orphan}");
    let short = check("999,Đâu đó,commune,xã,51,2025-07-01,,,");
    assert!(matches!(short, Fault::Digits(..)), "{short}");
    let misread = Facts::read(&format!("{header}21409,Long Phụng,làng,xã,51,,,,\n"), "");
    assert_eq!(misread.unwrap_err().line, 2);
}

#[test]
fn a_unit_is_called_what_units_of_its_level_are() {
    for unit in known().units() {
        assert_eq!(unit.misnamed(), None, "{unit:?}");
    }
    let called = |kind: Kind, designation: &str| {
        let designation = designation.to_owned().into();
        let unit = Unit {
            kind,
            designation,
            ..known().units()[0].clone()
        };
        unit.misnamed().is_none()
    };
    assert!(called(Kind::Province, "Thành phố trực thuộc trung ương"));
    assert!(called(Kind::District, ""));
    for (kind, designation) in [
        (Kind::District, "phường"),
        (Kind::District, "tỉnh"),
        (Kind::Commune, "huyện"),
        (Kind::Commune, "xãm"),
        (Kind::Province, "thị xã"),
        (Kind::Province, "gì đó"),
    ] {
        assert!(!called(kind, designation), "{designation} as a {kind}");
    }
}

#[test]
fn the_files_read_back_as_they_are_written() {
    let places = known();
    let facts = Facts {
        units: places.units().to_vec(),
        successions: places.successions().to_vec(),
    };
    let read = Facts::read(&facts.units_file(), &facts.successors_file());
    assert_eq!(read, Ok(facts));
}

proptest! {
    /// What a query asks by spans is what the rule says of each place.
    #[test]
    fn an_area_holds_what_lies_in_its_unit_and_nothing_else(
        place in 0_usize..14_163, unit in 0_usize..14_163, near in any::<bool>(), later in any::<bool>(),
        said_late in any::<bool>(),
    ) {
        let places = known();
        let of = |unit: &Unit| unit.period.to.or(unit.period.from).unwrap_or(day(TODAY));
        let place = &places.units()[place];
        let in_force = of(place);
        // Half of the time for a day after its last one.
        let on = if said_late { day(TODAY) } else { in_force };
        let other = &places.units()[unit];
        // Half of the time a unit that has to do with the place.
        let when = if later { day(TODAY) } else { day("2024-01-01") };
        let above: Vec<&Unit> = places
            .on(Said { code: &place.code, on }, when)
            .into_iter()
            .flat_map(|unit| places.chain(Said { code: &unit.code, on: when }))
            .collect();
        let (unit, when) = match above.get(unit % above.len().max(1)) {
            Some(unit) if near => (*unit, when),
            _ => (other, of(other)),
        };
        let within = Said { code: &unit.code, on: when };
        let said = Said { code: &place.code, on };
        let chain = places.chain(Said { code: &place.code, on: in_force });
        let province = chain.last().map_or("", |unit| unit.code.as_str());
        prop_assert_eq!(
            places.area(within).holds(province, said.code, said.on),
            places.lies_in(said, within)
        );
    }
}
