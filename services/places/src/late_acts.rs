//! Acts that are added after their first day.

use crate::tests::{TODAY, codes, day, known, said};
use crate::{Facts, Kind, NotInForce, Places};

/// An act of 1 January 2026 that divides Long Phụng (21409) and merges Mộ Đức (21400) into Lân Phong (21433).
fn with_an_act() -> Places {
    let units = "code,name,kind,type,parent_code,valid_from,valid_to,decision,ended_by\n\
         21409,Long Phụng,commune,xã,51,2025-07-01,2025-12-31,,9/NQ\n\
         21400,Mộ Đức,commune,xã,51,2025-07-01,2025-12-31,,9/NQ\n\
         21990,Long Phụng Đông,commune,xã,51,2026-01-01,,9/NQ,\n\
         21991,Long Phụng Tây,commune,xã,51,2026-01-01,,9/NQ,\n";
    let successors = "from_code,from_valid_to,to_code,part\n\
         21409,2025-12-31,21990,part\n21409,2025-12-31,21991,part\n21400,2025-12-31,21433,whole\n";
    let places = known().with(&Facts::read(units, successors).unwrap());
    assert_eq!(places.check(), Ok(()));
    places
}

#[test]
fn what_was_said_with_an_old_code_after_its_last_day_lies_in_the_successor() {
    let before = known();
    let late = said("21400", "2026-05-01");
    assert_eq!(codes(before.on(late, day(TODAY))), ["21400"]);
    let places = with_an_act();
    assert_eq!(places.unit("21400", late.on), None);
    assert_eq!(places.meant(late).unwrap().name, "Mộ Đức");
    assert_eq!(codes(places.on(late, day(TODAY))), ["21433"]);
    assert_eq!(codes(places.on(late, day("2025-12-31"))), ["21400"]);
    for (unit, on, lies) in [
        ("21433", TODAY, true),
        ("51", TODAY, true),
        ("21400", "2025-12-31", true),
        ("533", "2024-01-01", true),
        ("21400", TODAY, false),
        ("21990", TODAY, false),
    ] {
        assert_eq!(places.lies_in(late, said(unit, on)), lies, "{unit} on {on}");
        let area = places.area(said(unit, on));
        assert_eq!(area.holds("51", late.code, late.on), lies, "{unit} on {on}");
    }
}

#[test]
fn what_was_said_late_of_a_divided_unit_may_lie_in_each_successor() {
    let places = with_an_act();
    let late = said("21409", "2026-05-01");
    assert_eq!(codes(places.on(late, day(TODAY))), ["21990", "21991"]);
    assert!(places.lies_in(late, said("51", TODAY)));
    assert!(!places.lies_in(late, said("21990", TODAY)));
}

#[test]
fn a_unit_that_was_said_after_its_last_day_holds_what_its_successors_hold() {
    let places = with_an_act();
    let in_lan_phong = said("21433", TODAY);
    // A question must name a unit of its day; what is kept of somebody's wishes means what the unit became.
    assert!(!places.lies_in(in_lan_phong, said("21400", TODAY)));
    assert!(places.lies_in_said(in_lan_phong, said("21400", TODAY)));
    assert!(places.area(said("21400", TODAY)).is_empty());
    assert_eq!(
        places.area_said(said("21400", TODAY)),
        places.area(said("21433", TODAY))
    );
    let divided = said("21409", TODAY);
    for part in ["21990", "21991"] {
        assert!(places.lies_in_said(said(part, TODAY), divided));
        assert!(places.area_said(divided).holds("51", part, day(TODAY)));
    }
    assert!(places.lies_in_said(said("21409", "2025-12-01"), divided));
    assert!(!places.lies_in_said(in_lan_phong, divided));
    assert!(!places.lies_in_said(in_lan_phong, said("99999", TODAY)));
}

#[test]
fn a_code_that_was_never_given_yet_means_nothing() {
    let places = with_an_act();
    assert_eq!(places.meant(said("21990", "2025-12-31")), None);
    assert_eq!(places.meant(said("99999", TODAY)), None);
}

#[test]
fn a_code_that_goes_on_at_once_names_a_successor_of_the_unit_that_had_it() {
    let places = known();
    let ended = places
        .units()
        .iter()
        .filter(|unit| unit.kind != Kind::District);
    for unit in ended {
        let next = unit.period.next_day();
        let Some(next) = next.and_then(|next| places.unit(&unit.code, next)) else {
            continue;
        };
        let successors = places.successors(unit);
        assert!(
            successors.iter().any(|(to, _)| *to == next),
            "{}",
            unit.code
        );
    }
}

#[test]
fn a_question_that_names_no_unit_of_its_day_is_told_what_the_unit_became() {
    let places = known();
    let ask = |code, on| places.in_force(said(code, on));
    assert_eq!(ask("62", "2024-01-01").unwrap().name, "Kon Tum");
    let refused = ask("62", TODAY).unwrap_err();
    let NotInForce::OtherDays(unit) = &refused else {
        panic!("{refused}");
    };
    assert_eq!(unit.successors, ["51 Quảng Ngãi"]);
    assert_eq!(unit.period, "..2025-06-30");
    let unknown = NotInForce::Unknown {
        code: "99".to_owned(),
        on: day(TODAY),
    };
    assert_eq!(ask("99", TODAY), Err(unknown));
}
