use super::AnswerProblem::{
    DoesNotApply, Duplicate, Missing, NoCriterion, NoOption, NotMarked, UnknownAnswer,
    UnknownCriterion,
};
use super::*;
use crate::criteria::Case;
use crate::criteria::scoring::tests::{best_of, given, set};

#[test]
fn a_whole_form_is_accepted() {
    let set = set(9);
    let answers = Answers::parse(&set, &given(&best_of(&set))).unwrap();
    assert_eq!(answers, best_of(&set));
    assert_eq!(answers.choice("1.1"), Some(Choice::Letter('c')));
}

#[test]
fn everything_wrong_with_a_form_is_said_at_once() {
    let set = set(9);
    let mut lines = given(&best_of(&set));
    lines.retain(|line| line.criterion != "8");
    lines.push(Given {
        criterion: "1.1".into(),
        option: "a".into(),
    });
    lines.push(Given {
        criterion: "12".into(),
        option: "a".into(),
    });
    lines
        .iter_mut()
        .find(|line| line.criterion == "1.2")
        .unwrap()
        .option = "d".into();
    lines
        .iter_mut()
        .find(|line| line.criterion == "5.1")
        .unwrap()
        .option = "none".into();
    assert_eq!(
        Answers::parse(&set, &lines).unwrap_err(),
        vec![
            UnknownAnswer {
                criterion: "1.2".into(),
                option: "d".into()
            },
            Duplicate {
                criterion: "1.1".into()
            },
            UnknownCriterion {
                criterion: "12".into()
            },
            Missing {
                criterion: "8".into()
            },
            DoesNotApply {
                criterion: "5.2".into(),
                needs: "5.1".into(),
                points: 1
            },
        ]
    );
}

/// What is wrong with the best answers of set 9 but for these; `None` leaves an answer out.
fn problems_with(changes: &[(&str, Option<&str>)]) -> Vec<AnswerProblem> {
    let set = set(9);
    let mut lines = given(&best_of(&set));
    for (code, option) in changes {
        match option {
            None => lines.retain(|line| line.criterion != *code),
            Some(option) => {
                let mut found = lines.iter_mut().filter(|line| line.criterion == *code);
                found.next().unwrap().option = (*option).to_owned();
            }
        }
    }
    Answers::parse(&set, &lines).unwrap_err()
}

#[test]
fn nothing_is_said_to_follow_from_an_answer_that_is_missing_or_wrong() {
    let criterion = || "5.1".to_owned();
    let missing = Missing {
        criterion: criterion(),
    };
    assert_eq!(problems_with(&[("5.1", None)]), [missing]);
    let empty = NoOption {
        criterion: criterion(),
    };
    assert_eq!(problems_with(&[("5.1", Some(""))]), [empty]);
    let unknown = UnknownAnswer {
        criterion: criterion(),
        option: "z".to_owned(),
    };
    assert_eq!(problems_with(&[("5.1", Some("z"))]), [unknown]);
}

#[test]
fn an_empty_answer_hides_no_other_mistake() {
    let problems = problems_with(&[("1.1", Some("")), ("1.2", Some("z")), ("8", None)]);
    assert_eq!(
        problems,
        [
            NoOption {
                criterion: "1.1".into()
            },
            UnknownAnswer {
                criterion: "1.2".into(),
                option: "z".into()
            },
            Missing {
                criterion: "8".into()
            },
        ]
    );
}

#[test]
fn a_criterion_answered_three_times_is_told_once_and_nothing_follows_from_it() {
    let set = set(9);
    let mut lines = given(&best_of(&set));
    for option in ["none", "a"] {
        lines.push(Given {
            criterion: "5.1".into(),
            option: option.into(),
        });
    }
    lines.push(Given {
        criterion: String::new(),
        option: "a".into(),
    });
    assert_eq!(
        Answers::parse(&set, &lines).unwrap_err(),
        [
            Duplicate {
                criterion: "5.1".into()
            },
            NoCriterion {
                position: lines.len() - 1
            },
        ]
    );
}

#[test]
fn no_answer_applies_is_an_answer_everywhere() {
    let set = set(10);
    let lines: Vec<Given> = set
        .criteria()
        .map(|criterion| Given {
            criterion: criterion.code.clone(),
            option: "none".into(),
        })
        .collect();
    let answers = Answers::parse(&set, &lines).unwrap();
    assert_eq!(Sheet::of(&set, &answers).total(), 0);
}

#[test]
fn a_council_agrees_on_marked_criteria_only() {
    let set = set(9);
    let lines = [("3.5", "a"), ("1.2", "a"), ("3.5", "z")].map(|(criterion, option)| Given {
        criterion: criterion.into(),
        option: option.into(),
    });
    assert_eq!(
        Answers::parse_agreed(&set, &lines).unwrap_err(),
        vec![
            NotMarked {
                criterion: "1.2".into()
            },
            Duplicate {
                criterion: "3.5".into()
            },
            UnknownAnswer {
                criterion: "3.5".into(),
                option: "z".into()
            },
        ]
    );
}

#[test]
fn answers_for_two_cases_do_not_mix() {
    let mut set = set(9);
    for code in ["1.2", "1.3"] {
        let sections = set.parts.iter_mut().flat_map(|part| &mut part.sections);
        let mut criteria = sections.flat_map(|section| &mut section.criteria);
        let criterion = criteria.find(|found| found.code == code).unwrap();
        criterion.answers[0].case = Some(Case::A);
        criterion.answers[1].case = Some(Case::A);
        criterion.answers[2].case = Some(Case::B);
    }
    let mut answers = best_of(&set);
    assert!(Answers::parse(&set, &given(&answers)).is_ok());
    answers.set("1.3", Choice::Letter('b'));
    assert_eq!(
        Answers::parse(&set, &given(&answers)),
        Err(vec![AnswerProblem::MixedCases {
            criterion: "1.3".into()
        }])
    );
}

#[test]
fn a_choice_reads_back_as_it_was_written() {
    for text in ["none", "a", "e"] {
        assert_eq!(text.parse::<Choice>().unwrap().to_string(), text);
    }
    for text in ["", "A", "ab", "1", "đ", "None"] {
        assert_eq!(text.parse::<Choice>(), Err(NotAChoice(text.into())));
    }
}

#[test]
fn what_fits_another_set_is_taken_over_and_the_rest_is_left() {
    let (own, other) = (best_of(&set(9)), set(26));
    let mut answers = own.clone();
    answers.set("1.1", Choice::Letter('z'));
    assert_eq!(own.fitting(&set(9)), own);
    let kept = answers.fitting(&set(9));
    assert_eq!(kept.choice("1.1"), None);
    assert_eq!(kept.iter().count(), own.iter().count() - 1);
    let moved = own.fitting(&other);
    assert!(
        moved
            .iter()
            .all(|(code, _)| other.criterion(code).is_some())
    );
    assert!(moved.iter().count() < own.iter().count());
}
