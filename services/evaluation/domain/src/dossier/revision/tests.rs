use super::*;
use crate::criteria::scoring::tests::{best_but, best_of, set};
use crate::dossier::content::Statement;
use uuid::Uuid;

fn revision(number: u32, content: Content) -> Revision {
    Revision {
        number,
        lodged_on: "2026-06-01".parse().unwrap(),
        regulation: Code::R2026,
        criteria_set: 9,
        acknowledged: Vec::new(),
        answers_to: String::new(),
        content,
    }
}

#[test]
fn two_revisions_differ_where_a_producer_changed_something_and_nowhere_else() {
    let set = set(9);
    let first = Content {
        self_assessment: best_but(&set, &[("3.5", 1)]),
        ..Content::default()
    };
    let mut second = Content {
        self_assessment: best_of(&set),
        ..first.clone()
    };
    second.form.phone = "0255 3000 000".to_owned();
    let proof = Uuid::from_u128(7);
    let said = Statement {
        text: "Giấy chứng nhận nhãn hiệu".to_owned(),
        evidence: vec![proof],
    };
    second.statements.insert("3.5".to_owned(), said);
    let differences = revision(1, first.clone()).compare(&revision(2, second));
    let lines: Vec<String> = differences
        .iter()
        .map(|one| format!("{}: {} → {}", one.field, one.before, one.after))
        .collect();
    assert_eq!(
        lines,
        [
            "form.phone:  → 0255 3000 000".to_owned(),
            "self_assessment.3.5: a → c".to_owned(),
            format!("statements.3.5.evidence:  → {proof}"),
            "statements.3.5.text:  → Giấy chứng nhận nhãn hiệu".to_owned(),
        ]
    );
    assert_eq!(revision(1, first.clone()).compare(&revision(2, first)), []);
}
