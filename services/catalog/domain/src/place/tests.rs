use ocop_places::built_in;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_code_is_read_by_the_day_for_which_it_is_said() {
    let location = |on| Location::find(&built_in(), "21409", day(on)).unwrap();
    let (old, new) = (location("2021-12-30"), location("2026-11-20"));
    assert_eq!(
        (&*old.place.name, &*new.place.name),
        ("Đức Nhuận", "Long Phụng")
    );
    assert_eq!(old.district.unwrap().name, "Mộ Đức");
    assert_eq!(new.district, None);
    assert_eq!(new.province.code, "51");
}

#[test]
fn units_that_one_event_cannot_carry_are_several_additions_and_what_became_of_one_stays_together() {
    let mut n = 0;
    let mut new_id = || {
        n += 1;
        Uuid::from_u128(n)
    };
    let unit = |number: usize| Place {
        code: format!("{number:05}").parse().unwrap(),
        name: "x".repeat(200).into(),
        kind: PlaceKind::Commune,
        designation: "xã".into(),
        parent: "51".parse().ok(),
        period: ocop_places::Period {
            from: Some(day("2027-01-01")),
            to: None,
        },
        made_by: "y".repeat(200).into(),
        ended_by: "".into(),
    };
    let facts = Facts {
        units: (90_000..91_500).map(unit).collect(),
        successions: Vec::new(),
    };
    let laid = Addition::lay(&mut new_id, 7, &built_in(), facts.clone()).unwrap();
    let positions: Vec<i64> = laid.iter().map(|one| one.position).collect();
    assert_eq!(positions, [7, 8, 9, 10]);
    let all = laid.iter().flat_map(|one| one.facts.units.clone());
    assert_eq!(all.collect::<Vec<_>>(), facts.units);

    let successions = |from: &str, count: usize| {
        let one = |to: usize| Succession {
            from: from.parse().unwrap(),
            ended: day("2027-12-31"),
            to: format!("{to:05}").parse().unwrap(),
            part: ocop_places::Part::Part,
        };
        (0..count).map(one).collect::<Vec<_>>()
    };
    let many = [successions("90000", 1_000), successions("90001", 1_000)].concat();
    let split = parts(Facts {
        units: Vec::new(),
        successions: many,
    });
    let counts: Vec<usize> = split.iter().map(|part| part.successions.len()).collect();
    assert_eq!(counts, [1_000, 1_000]);
}

#[test]
fn all_that_does_not_fit_is_said_at_once() {
    let lines = "code,name,kind,type,parent_code,valid_from,valid_to,decision,ended_by\n\
        5199,Một,commune,xã,51,2027-01-01,,,\n\
        51999,Hai,commune,xã,99,2027-01-01,,,\n";
    let facts = Facts::read(lines, "from_code,from_valid_to,to_code,part\n").unwrap();
    let refused = Addition::lay(Uuid::nil, 1, &built_in(), facts).unwrap_err();
    let Refusal::DoesNotFit(faults) = &refused else {
        panic!("{refused}");
    };
    let codes: Vec<&str> = faults.iter().map(Fault::code).collect();
    assert_eq!(codes, ["5199", "51999"]);
    assert!(refused.to_string().ends_with("(and 1 more)"), "{refused}");
}

#[test]
fn a_unit_that_is_called_what_none_of_its_level_is_does_not_fit() {
    let lines = "code,name,kind,type,parent_code,valid_from,valid_to,decision,ended_by\n\
        51999,Hai,commune,huyện,51,2027-01-01,,,\n";
    let facts = Facts::read(lines, "from_code,from_valid_to,to_code,part\n").unwrap();
    let refused = Addition::lay(Uuid::nil, 1, &built_in(), facts).unwrap_err();
    assert_eq!(refused.reason(), "PLACE_DOES_NOT_FIT");
    assert!(refused.to_string().contains("huyện"), "{refused}");
}

#[test]
fn an_ended_unit_is_refused_with_what_it_became() {
    let refusal = |code| refusal(&built_in(), code, day("2026-11-20"));
    let refused = refusal("533");
    assert_eq!(refused.reason(), "PLACE_NOT_IN_FORCE");
    assert!(
        refused.to_string().contains("21409 Long Phụng"),
        "{refused}"
    );
    assert_eq!(refusal("999").reason(), "PLACE_UNKNOWN");
}

fn unit_with(name: usize) -> Place {
    Place {
        code: "90000".parse().unwrap(),
        name: "x".repeat(name).into(),
        kind: PlaceKind::Commune,
        designation: "".into(),
        parent: "51".parse().ok(),
        period: ocop_places::Period::default(),
        made_by: "".into(),
        ended_by: "".into(),
    }
}

#[test]
fn an_addition_is_as_large_as_an_event_may_be_and_none_is_empty() {
    let sizes = |names: &[usize]| -> Vec<usize> {
        let facts = Facts {
            units: names.iter().map(|name| unit_with(*name)).collect(),
            successions: Vec::new(),
        };
        parts(facts).iter().map(|part| part.units.len()).collect()
    };
    let half = MOST_BYTES / 2 - 250;
    assert_eq!(sizes(&[half, half]), [2]);
    assert_eq!(sizes(&[half, half + 1]), [1, 1]);
    assert_eq!(sizes(&[MOST_BYTES]), [1]);
}

#[test]
fn what_does_not_fit_is_told_apart_by_its_reason() {
    for (line, reason) in [
        ("21040,Hai,commune,xã,51,2026-01-01,,,", "PLACE_EXISTS"),
        (
            "51999,Hai,commune,xã,99,2027-01-01,,,",
            "PLACE_PARENT_WRONG",
        ),
        ("5199,Một,commune,xã,51,2027-01-01,,,", "PLACE_DOES_NOT_FIT"),
    ] {
        let lines = format!(
            "code,name,kind,type,parent_code,valid_from,valid_to,decision,ended_by\n{line}\n"
        );
        let facts = Facts::read(&lines, "from_code,from_valid_to,to_code,part\n").unwrap();
        let refused = Addition::lay(Uuid::nil, 1, &built_in(), facts).unwrap_err();
        assert_eq!(refused.reason(), reason, "{refused}");
    }
    let known = Refusal::Exists("21040".to_owned());
    assert_eq!(known.reason(), "PLACE_EXISTS");
}
