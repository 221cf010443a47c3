//! Programmes: their days, their money and their end.

use super::*;

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
