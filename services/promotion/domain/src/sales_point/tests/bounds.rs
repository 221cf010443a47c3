//! Changes that are published, exact bounds, and points that were given up.

use super::*;

#[test]
fn a_change_of_a_point_is_told_and_one_that_changes_nothing_is_not() {
    let mut point = point();
    point.update(point.terms.clone()).unwrap();
    assert_eq!(point.events.len(), 1);
    let renamed = Terms {
        name: "Điểm OCOP".into(),
        ..point.terms.clone()
    };
    point.update(renamed.clone()).unwrap();
    assert_eq!(point.terms, renamed);
    let [registered, updated] = point.events.as_slice() else {
        panic!("{:?}", point.events);
    };
    assert_eq!(registered.change, Change::Registered);
    assert_eq!(updated.change, Change::Updated);
    assert_eq!(updated.fact.point.terms, renamed);
    assert_eq!(updated.fact.point.events, []);
}

#[test]
fn nothing_is_changed_of_a_point_that_was_given_up() {
    let mut point = point();
    point.close(today(), today()).unwrap();
    let (terms, closed) = (point.terms.clone(), Err(Refusal::Closed(today())));
    assert_eq!(point.update(terms), closed);
    assert_eq!(point.show_from(today(), vec![sauce()]), closed);
    assert_eq!(point.close(today(), today()), closed);
    assert_eq!(point.events.len(), 2);
}

#[test]
fn what_leaves_a_point_is_told_and_what_is_said_for_the_same_day_again_replaces_it() {
    let mut point = point();
    point
        .show_from(day("2026-11-01"), vec![sauce(), garlic()])
        .unwrap();
    point.show_from(day("2026-11-10"), vec![garlic()]).unwrap();
    let changes = point.events.iter().map(|event| event.change);
    let changes: Vec<Change> = changes.collect();
    assert_eq!(
        changes[1..],
        [Change::ProductsChanged, Change::ProductsChanged]
    );
    let mut corrected = self::point();
    for shown in [sauce(), garlic()] {
        corrected.show_from(today(), vec![shown]).unwrap();
    }
    let there = Present {
        shown: garlic(),
        from: today(),
        to: None,
    };
    assert_eq!(corrected.present, [there]);
}

#[test]
fn hours_may_follow_each_other_to_midnight_and_on_other_days() {
    let opening = |weekday, from, to| Opening { weekday, from, to };
    let hours = |openings| Hours {
        openings,
        closed: BTreeSet::new(),
    };
    let sound = hours(vec![
        opening(1, 0, 720),
        opening(1, 720, 1440),
        opening(7, 0, 720),
        opening(7, 720, 1440),
        opening(6, 720, 1440),
        opening(6, 0, 720),
    ]);
    assert_eq!(sound.problems(), []);
    let before = hours(vec![opening(1, 720, 900), opening(1, 420, 721)]);
    assert_eq!(before.problems(), [HoursProblem::Overlap(1)]);
    let no_day = hours(vec![opening(0, 0, 720)]);
    assert_eq!(no_day.problems(), [HoursProblem::Weekday(0)]);
}

#[test]
fn the_poles_and_the_date_line_are_on_the_globe() {
    let location = Location::at(-90.0, 180.0).unwrap();
    assert_eq!(location.micro(), (-90_000_000, 180_000_000));
    assert_eq!(location.degrees(), (-90.0, 180.0));
    let (here, north) = (Location::at(0.0, 108.0), Location::at(1.0, 108.0));
    let metres = here.unwrap().metres_to(&north.unwrap());
    // A degree of latitude at the equator.
    assert!((110_574.0..110_575.0).contains(&metres), "{metres}");
}

#[test]
fn the_rules_know_their_own_codes_only() {
    let rules = rules::points_on(today()).unwrap();
    assert!(rules.has_place("transport_hub") && !rules.has_place("kiosk"));
    assert!(rules.has_product("speciality") && !rules.has_product("pastry"));
    assert!(rules.has_condition("sign") && !rules.has_condition("lift"));
    let first = rules::centres_on(today()).unwrap().from;
    assert!(rules::centres_on(first).is_some());
    assert_eq!(rules::centres_on(first.pred_opt().unwrap()), None);
}

#[test]
fn a_change_of_a_centre_is_told_and_one_that_changes_nothing_is_not() {
    let mut centre = centre();
    centre.update(centre.terms.clone());
    assert_eq!(centre.events.len(), 1);
    let larger = CentreTerms {
        square_metres: 600,
        ..centre.terms.clone()
    };
    centre.update(larger.clone());
    assert_eq!(centre.terms, larger);
    let published = centre.events.last().unwrap();
    assert_eq!(published.change, CentreChange::Updated);
    assert_eq!(published.fact.centre.terms, larger);
    assert_eq!(published.fact.centre.events, []);
}

#[test]
fn a_centre_may_get_every_point_and_be_scored_twice_on_a_day() {
    let rules = rules::centres_on(today()).unwrap();
    let mut centre = centre();
    let other = Scoring {
        document: "02/BB".into(),
        ..scoring("2026-11-20", 15, 15)
    };
    for scoring in [scoring("2026-11-20", 20, 100), other] {
        assert_eq!(centre.score(scoring, rules), Ok(()));
    }
    assert_eq!(centre.scorings.len(), 2);
    assert_eq!(centre.events.last().unwrap().change, CentreChange::Scored);
}

#[test]
fn a_centre_is_scored_as_often_as_is_kept() {
    let rules = rules::centres_on(today()).unwrap();
    let mut centre = centre();
    let minutes = |number: usize| Scoring {
        document: format!("{number}/BB-HĐ"),
        ..scoring("2026-11-20", 15, 80)
    };
    for number in 0..MAX_SCORINGS {
        assert_eq!(centre.score(minutes(number), rules), Ok(()));
    }
    let once_more = centre.score(minutes(MAX_SCORINGS), rules);
    assert_eq!(once_more.unwrap_err().reason(), "TOO_MANY_SCORINGS");
    assert_eq!(centre.scorings.len(), MAX_SCORINGS);
}

#[test]
fn the_same_minutes_again_put_the_points_right_and_the_same_points_are_nothing_new() {
    let rules = rules::centres_on(today()).unwrap();
    let mut centre = centre();
    let mut scored = |display, total| {
        centre
            .score(scoring("2026-11-20", display, total), rules)
            .unwrap();
        let points = centre.scorings.iter().map(|one| (one.display, one.total));
        (points.collect::<Vec<_>>(), centre.events.len())
    };
    assert_eq!(scored(20, 100), (vec![(20, 100)], 2));
    assert_eq!(scored(20, 100), (vec![(20, 100)], 2));
    assert_eq!(scored(18, 85), (vec![(18, 85)], 3));
}
