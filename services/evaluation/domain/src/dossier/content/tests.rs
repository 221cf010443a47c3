use super::*;
use crate::criteria::answers::Choice;
use crate::criteria::scoring::tests::{best_of, set};

#[test]
fn what_the_forms_ask_for_is_named_where_it_is_missing() {
    let mut content = Content::default();
    assert_eq!(content.missing(5).len(), 10);
    content.form.samples = 5;
    content.form.declared_true = true;
    assert_eq!(content.missing(5).len(), 8);
    assert_eq!(content.missing(6).len(), 9);
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

#[test]
fn everything_wrong_with_a_change_is_said_at_once() {
    let change = Change {
        self_assessment: Some(Vec::new()),
        statements: Some([("99".to_owned(), Statement::default())].into()),
        ..Change::default()
    };
    let set = set(9);
    let Err(Refusal::Answers(problems)) = change.of(Content::default(), &set) else {
        panic!("it is refused");
    };
    assert_eq!(problems.len(), 1 + set.criteria().count());
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
