use super::*;

const SMALL: &str = r#"
    number = 26
    regulation = "R2026"
    name = ["Thử", "Trial"]
    samples = 0
    [[part]]
    head = ["A", 3, "Phần", "Part"]
    sections = [["8", 3, "Mục", "Section"]]
    criteria = [["8", 3, "Hỏi", "Question", [
        [1, "***", "", ""], [3, "", "", ""], [1, "", "", ""], [3, "", "", ""]]]]
    [[branch]]
    criterion = "8"
    a = "ab"
    b = "cd"
"#;

#[test]
fn answers_are_lettered_and_fall_into_their_cases() {
    let set = read(SMALL).unwrap();
    let question = set.criterion("8").unwrap();
    let letters: String = question
        .answers
        .iter()
        .map(|answer| answer.letter)
        .collect();
    assert_eq!(letters, "abcd");
    let cases: Vec<_> = question.answers.iter().map(|answer| answer.case).collect();
    assert_eq!(
        cases,
        [Some(Case::A), Some(Case::A), Some(Case::B), Some(Case::B)]
    );
    assert_eq!(question.answers[0].minimum_star, Some(Star::Three));
}

#[test]
fn two_asterisks_are_no_mark() {
    let error = read(&SMALL.replace("\"***\"", "\"**\"")).unwrap_err();
    assert_eq!(
        error,
        Unreadable::Mark {
            criterion: "8".into(),
            mark: "**".into()
        }
    );
}

#[test]
fn a_criterion_outside_every_section_is_refused() {
    let error = read(&SMALL.replace("[[\"8\", 3, \"Mục\"", "[[\"9\", 3, \"Mục\"")).unwrap_err();
    assert_eq!(error, Unreadable::Homeless("8".into()));
}

#[test]
fn a_condition_on_a_criterion_that_is_not_there_is_refused() {
    let text = format!("{SMALL}\n[[applies_if]]\ncriterion = \"8\"\nneeds = [\"7\", 1]\n");
    assert_eq!(read(&text), Err(Unreadable::NoCriterion("7".into())));
}

#[test]
fn a_word_out_of_place_is_reported_with_its_line() {
    let Err(Unreadable::Shape(message)) = read(&format!("nubmer = 1\n{SMALL}")) else {
        panic!("an unknown key was read")
    };
    assert!(message.contains("line 1"), "{message}");
}
