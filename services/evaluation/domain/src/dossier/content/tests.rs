use super::*;
use crate::criteria::answers::Choice;
use crate::criteria::scoring::tests::{best_of, set};

#[test]
fn what_the_forms_ask_for_is_named_where_it_is_missing() {
    let mut content = Content::default();
    let first = DossierKind::First;
    assert_eq!(content.missing(first, 5).len(), 10);
    content.form.samples = 5;
    content.form.declared_true = true;
    assert_eq!(content.missing(first, 5).len(), 8);
    assert_eq!(content.missing(first, 6).len(), 9);
    assert_eq!(
        content.missing(DossierKind::Upgrade, 5).last(),
        Some(&"report.changes")
    );
}

#[test]
fn a_new_dossier_starts_from_the_last_but_is_declared_true_anew() {
    let garlic = set(10);
    let mut last = Content {
        self_assessment: best_of(&set(9)),
        ..Content::default()
    };
    last.form.declared_true = true;
    last.report.plan = "Mở thêm đại lý".to_owned();
    last.report.changes = "Nhãn mới".to_owned();
    let reused = last.clone().reused(&garlic);
    assert!(!reused.form.declared_true && reused.report.changes.is_empty());
    assert_eq!(reused.report.plan, last.report.plan);
    assert!(reused.self_assessment.iter().all(|(code, choice)| {
        let criterion = garlic.criterion(code).unwrap();
        match choice {
            Choice::Nothing => true,
            Choice::Letter(letter) => criterion.answer(letter).is_some(),
        }
    }));
}

/// A change of answers, and of statements on criteria that no set has.
fn change(answers: &[(&str, &str)], statements: &[&str]) -> Change {
    let given = answers.iter().map(|(criterion, option)| Given {
        criterion: (*criterion).to_owned(),
        option: (*option).to_owned(),
    });
    let statements = statements.iter();
    Change {
        self_assessment: Some(given.collect()),
        statements: Some(
            statements
                .map(|code| ((*code).to_owned(), Statement::default()))
                .collect(),
        ),
        ..Change::default()
    }
}

#[test]
fn everything_wrong_with_a_change_is_said_at_once() {
    let set = set(9);
    let handed_in = change(&[], &["99"]).of(Content::default(), &set, Asked::Whole);
    let Err(Refusal::Answers(problems)) = handed_in else {
        panic!("it is refused");
    };
    assert_eq!(problems.len(), 1 + set.criteria().count());
}

#[test]
fn a_draft_is_saved_by_halves_but_names_answers_that_there_are() {
    let set = set(9);
    let half = change(&[("1.1", "a"), ("5.2", "b")], &["3.5"]);
    let saved = half.of(Content::default(), &set, Asked::Draft).unwrap();
    assert_eq!(saved.self_assessment.iter().count(), 2);
    let wrong = change(
        &[("1.1", "z"), ("77", "a"), ("1.2", ""), ("1.3", "a")],
        &["99"],
    );
    assert_eq!(
        wrong.of(Content::default(), &set, Asked::Draft),
        Err(Refusal::Answers(vec![
            AnswerProblem::UnknownAnswer {
                criterion: "1.1".into(),
                option: "z".into()
            },
            AnswerProblem::UnknownCriterion {
                criterion: "77".into()
            },
            AnswerProblem::NoOption {
                criterion: "1.2".into()
            },
            AnswerProblem::UnknownStatement {
                criterion: "99".into()
            },
        ]))
    );
}

#[test]
fn what_was_saved_before_is_asked_for_too_when_it_is_handed_in() {
    let set = set(9);
    let half = change(&[("1.1", "a")], &[]);
    let saved = half.of(Content::default(), &set, Asked::Draft).unwrap();
    let nothing = Change::default().of(saved, &set, Asked::Whole);
    let Err(Refusal::Answers(problems)) = nothing else {
        panic!("it is refused");
    };
    assert_eq!(problems.len(), set.criteria().count() - 1);
}

#[test]
fn evidence_used_twice_is_named_once() {
    let mut content = Content::default();
    for code in ["3.5", "2.3"] {
        let statement = Statement {
            text: String::new(),
            evidence: vec![Uuid::from_u128(2), Uuid::from_u128(1)],
        };
        content.statements.insert(code.to_owned(), statement);
    }
    assert_eq!(content.evidence(), [Uuid::from_u128(1), Uuid::from_u128(2)]);
}
