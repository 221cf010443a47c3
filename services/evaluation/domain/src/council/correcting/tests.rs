use super::super::tests::council_of;
use super::*;
use crate::council::MemberRole;
use crate::council::amendment::Amendment;
use crate::council::delegation::Delegation;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn grounds() -> Grounds {
    Grounds {
        reason: "Ghi nhầm quyết định".into(),
        by: "lan".into(),
        at: chrono::DateTime::UNIX_EPOCH,
    }
}

fn correct(council: &mut Council, values: Values, relied: &Relied) -> Result<(), Refused> {
    council.correct(&values, relied, &grounds())
}

fn voted(members: &[&str], minutes: Option<(&str, &str)>) -> Relied {
    Relied {
        voters: members.iter().map(ToString::to_string).collect(),
        minutes: minutes.map(|(first, last)| (day(first), day(last))),
    }
}

fn members_without(council: &Council, subject: &str) -> Values {
    let members = council.members.iter();
    let left = members.filter(|member| member.subject != subject);
    Values {
        members: Some(left.cloned().collect()),
        ..Values::default()
    }
}

#[test]
fn number_and_day_of_the_appointment_are_put_right_and_the_old_ones_stay_on_record() {
    let mut council = council_of(5);
    let values = Values {
        decision_number: Some("13/QĐ-UBND".into()),
        appointed_on: Some(day("2026-06-02")),
        members: None,
    };
    correct(&mut council, values, &Relied::default()).unwrap();
    assert_eq!(council.decision_number, "13/QĐ-UBND");
    assert_eq!(council.rules[0].from, day("2026-06-02"));
    let corrected: Vec<_> = council
        .corrections
        .iter()
        .map(|one| (one.field.as_str(), one.before.as_str(), one.after.as_str()))
        .collect();
    assert_eq!(
        corrected,
        [
            ("decision_number", "12/QĐ-UBND", "13/QĐ-UBND"),
            ("appointed_on", "2026-06-01", "2026-06-02")
        ]
    );
    let again = Values {
        decision_number: Some("13/QĐ-UBND".into()),
        ..Values::default()
    };
    let nothing = correction::Refusal::NothingToCorrect;
    assert_eq!(
        correct(&mut council, again, &Relied::default()),
        Err(Refused::Correction(nothing))
    );
}

#[test]
fn who_sat_on_it_from_the_beginning_is_put_right_as_long_as_nobody_taken_off_has_voted() {
    let mut council = council_of(5);
    let values = members_without(&council, "m5");
    let refused = correct(&mut council, values.clone(), &voted(&["m5"], None));
    let problems = vec![CouncilProblem::Voted("m5".into())];
    assert_eq!(refused, Err(Refused::Council(problems)));
    correct(&mut council, values, &voted(&["m1", "m2"], None)).unwrap();
    assert!(!council.knows("m5"));
    let [correction] = council.corrections.as_slice() else {
        panic!("one correction");
    };
    assert_eq!(correction.field, "members");
    assert!(correction.before.contains("m5: Ủy viên 5"));
}

#[test]
fn once_the_council_has_counted_only_what_changes_no_count_is_put_right() {
    let mut council = council_of(5);
    let counted = voted(&["m1", "m2", "m3"], Some(("2026-06-10", "2026-06-20")));
    let by_others = || CouncilProblem::CountedByOthers {
        first: day("2026-06-10"),
        last: day("2026-06-20"),
    };
    let fewer = members_without(&council, "m5");
    let refused = correct(&mut council, fewer, &counted);
    assert_eq!(refused, Err(Refused::Council(vec![by_others()])));
    let mut another_chair = council.members.clone();
    another_chair[0].role = MemberRole::Member;
    another_chair[1].role = MemberRole::Chair;
    let values = Values {
        members: Some(another_chair),
        ..Values::default()
    };
    let refused = correct(&mut council, values, &counted);
    assert_eq!(refused, Err(Refused::Council(vec![by_others()])));
    let late = Values {
        appointed_on: Some(day("2026-06-11")),
        ..Values::default()
    };
    let before = CouncilProblem::Counted {
        on: day("2026-06-10"),
        appointed_on: day("2026-06-11"),
    };
    let refused = correct(&mut council, late, &counted);
    assert_eq!(refused, Err(Refused::Council(vec![before])));

    let mut renamed = council.members.clone();
    renamed[4].full_name = "Trần Thị Năm".into();
    let values = Values {
        appointed_on: Some(day("2026-06-10")),
        members: Some(renamed),
        ..Values::default()
    };
    correct(&mut council, values, &counted).unwrap();
    assert_eq!(council.members[4].full_name, "Trần Thị Năm");
}

#[test]
fn a_corrected_council_is_still_one_on_every_later_day() {
    let mut council = council_of(5);
    let amendment = Amendment {
        from: day("2026-07-01"),
        rules: None,
        leaving: vec!["m2".into()],
        joining: Vec::new(),
    };
    council.amend(amendment).unwrap();
    let nobody_presides = members_without(&council, "m1");
    let refused = correct(&mut council, nobody_presides, &Relied::default());
    assert_eq!(
        refused,
        Err(Refused::Council(vec![CouncilProblem::Chairs(0)]))
    );
    let after_the_amendment = Values {
        appointed_on: Some(day("2026-07-01")),
        ..Values::default()
    };
    let (from, last) = (day("2026-07-01"), day("2026-07-01"));
    assert_eq!(
        correct(&mut council, after_the_amendment, &Relied::default()),
        Err(Refused::Council(vec![CouncilProblem::NotLater {
            from,
            last
        }]))
    );
    let values = members_without(&council, "m5");
    correct(&mut council, values, &Relied::default()).unwrap();
    let left = council.members.iter().find(|member| member.subject == "m2");
    assert_eq!(left.unwrap().left_on, Some(day("2026-07-01")));
}

#[test]
fn who_presides_in_the_chairs_place_stays_a_member() {
    let mut council = council_of(5);
    let delegation = Delegation {
        member: "m3".into(),
        from: day("2026-06-10"),
        until: day("2026-06-12"),
        reason: "đi công tác".into(),
        recorded_by: "lan".into(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    council.delegate(delegation).unwrap();
    let values = members_without(&council, "m3");
    let refused = correct(&mut council, values, &Relied::default());
    let problems = vec![CouncilProblem::NotSitting {
        subject: "m3".into(),
        from: day("2026-06-10"),
        until: day("2026-06-12"),
    }];
    assert_eq!(refused, Err(Refused::Council(problems)));
}

#[test]
fn the_members_that_are_put_right_sit_from_the_beginning_and_the_day_on_which_one_left_stays() {
    let mut council = council_of(5);
    let leaving = Amendment {
        from: day("2026-09-01"),
        rules: None,
        leaving: vec!["m5".into()],
        joining: Vec::new(),
    };
    council.amend(leaving).unwrap();
    let members = council.members.iter().map(|member| crate::council::Member {
        full_name: format!("{} (sửa)", member.full_name),
        joined_on: Some(day("2020-01-01")),
        left_on: Some(day("2020-12-31")),
        ..member.clone()
    });
    let values = Values {
        members: Some(members.collect()),
        ..Values::default()
    };
    correct(&mut council, values, &Relied::default()).unwrap();
    let days: Vec<_> = council
        .members
        .iter()
        .map(|member| (member.joined_on, member.left_on))
        .collect();
    let left = Some(day("2026-09-01"));
    assert_eq!(
        days,
        [
            (None, None),
            (None, None),
            (None, None),
            (None, None),
            (None, left)
        ]
    );
    assert!(council.members[0].full_name.ends_with("(sửa)"));
}

#[test]
fn members_who_came_later_stay_and_were_there_after_the_appointment() {
    let mut council = council_of(5);
    let joining = Amendment {
        from: day("2026-09-01"),
        rules: None,
        leaving: Vec::new(),
        joining: vec![Member {
            subject: "m6".into(),
            ..council.members[4].clone()
        }],
    };
    council.amend(joining).unwrap();
    let values = members_without(&council_of(5), "m5");
    correct(&mut council, values, &Relied::default()).unwrap();
    let last = council.members.last().unwrap();
    let joined = (last.subject.as_str(), last.joined_on);
    assert_eq!(joined, ("m6", Some(day("2026-09-01"))));
    assert_eq!(council.members.len(), 5);
    for (appointed_on, refused) in [("2026-08-31", false), ("2026-09-01", true)] {
        let values = Values {
            appointed_on: Some(day(appointed_on)),
            ..Values::default()
        };
        let outcome = correct(&mut council.clone(), values, &Relied::default());
        assert_eq!(outcome.is_err(), refused, "{appointed_on}");
    }
}

#[test]
fn rules_that_changed_later_did_so_after_the_appointment() {
    let mut council = council_of(5);
    let amendment = Amendment {
        from: day("2026-09-01"),
        rules: Some(council.rules[0]),
        leaving: Vec::new(),
        joining: Vec::new(),
    };
    council.amend(amendment).unwrap();
    let appointed = |on: &str| Values {
        appointed_on: Some(day(on)),
        ..Values::default()
    };
    let (from, last) = (day("2026-09-01"), day("2026-09-02"));
    assert_eq!(
        correct(&mut council, appointed("2026-09-02"), &Relied::default()),
        Err(Refused::Council(vec![CouncilProblem::NotLater {
            from,
            last
        }]))
    );
    let moved = correct(&mut council, appointed("2026-08-31"), &Relied::default());
    assert_eq!(moved, Ok(()));
}

#[test]
fn whoever_sat_on_one_of_the_days_of_minutes_is_not_taken_off() {
    let mut council = council_of(5);
    council.members[4].left_on = Some(day("2026-06-15"));
    let counted = voted(&[], Some(("2026-06-10", "2026-06-20")));
    let fewer = members_without(&council, "m5");
    let (first, last) = (day("2026-06-10"), day("2026-06-20"));
    assert_eq!(
        correct(&mut council, fewer, &counted),
        Err(Refused::Council(vec![CouncilProblem::CountedByOthers {
            first,
            last
        }]))
    );
}
