use super::*;
use crate::criteria::check::{Problem, check};

fn set(text: &str) -> Result<CriteriaSet, Unreadable> {
    read(Regulation::all(), text)
}

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
    let set = set(SMALL).unwrap();
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
    let error = set(&SMALL.replace("\"***\"", "\"**\"")).unwrap_err();
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
    let error = set(&SMALL.replace("[[\"8\", 3, \"Mục\"", "[[\"9\", 3, \"Mục\"")).unwrap_err();
    assert_eq!(error, Unreadable::Homeless("8".into()));
}

#[test]
fn a_condition_on_a_criterion_that_is_not_there_is_refused() {
    let text = format!("{SMALL}\n[[applies_if]]\ncriterion = \"8\"\nneeds = [\"7\", 1]\n");
    assert_eq!(set(&text), Err(Unreadable::NoCriterion("7".into())));
}

#[test]
fn a_word_out_of_place_is_reported_with_its_line() {
    let Err(Unreadable::Shape(message)) = set(&format!("nubmer = 1\n{SMALL}")) else {
        panic!("an unknown key was read")
    };
    assert!(message.contains("line 1"), "{message}");
}

const GROUPED: &str = r#"
    number = 11
    regulation = "R2026"
    name = ["Thử", "Trial"]
    samples = 5
    [[part]]
    head = ["A", 40, "Phần", "Part"]
    sections = [["1", 40, "Mục", "Section"], ["1.1", 15, "Ngoại hình", "Looks"], ["1.2", 25, "Nước", "Liquor"]]
    criteria = [
        ["1.1.1", 15, "Hỏi", "Question", [[15, "", "Có", "Yes"]]],
        ["1.2.1", 10, "Hỏi", "Question", [[10, "", "Có", "Yes"]]],
        ["1.2.2", 15, "Hỏi", "Question", [[15, "", "Có", "Yes"]]]]
    [[part]]
    head = ["B", 25, "Phần", "Part"]
    sections = [["2", 25, "Mục", "Section"]]
    criteria = [["2", 25, "Hỏi", "Question", [[25, "", "Có", "Yes"]]]]
    [[part]]
    head = ["C", 35, "Phần", "Part"]
    sections = [["3", 35, "Mục", "Section"]]
    criteria = [["3", 35, "Hỏi", "Question", [[35, "", "Có", "Yes"]]]]
    [[evidence]]
    kind = "test_results"
    criteria = ["1.1.1", "3"]
    [[evidence]]
    kind = "growth"
    criteria = ["3"]
"#;

#[test]
fn a_sub_heading_holds_the_criteria_that_begin_with_its_code_and_is_no_criterion() {
    let tea = set(GROUPED).unwrap();
    assert_eq!(check(&tea), Ok(()));
    let codes: Vec<&str> = tea.criteria().map(|found| found.code.as_str()).collect();
    assert_eq!(codes, ["1.1.1", "1.2.1", "1.2.2", "2", "3"]);
    let liquor = &tea.parts[0].sections[0].groups[1];
    assert_eq!(
        (liquor.max_points, liquor.label.en.as_str()),
        (25, "Liquor")
    );
    let held: Vec<bool> = codes.iter().map(|code| liquor.holds(code)).collect();
    assert_eq!(held, [false, true, true, false, false]);
    assert_eq!(tea.criterion("1.2"), None);
}

#[test]
fn a_sub_heading_that_does_not_add_up_is_found() {
    let wrong = set(&GROUPED.replace("[\"1.1\", 15,", "[\"1.1\", 14,")).unwrap();
    let sum = Problem::Sum {
        of: "sub-heading 1.1".into(),
        has: 14,
        sum: 15,
    };
    assert_eq!(check(&wrong), Err(vec![sum]));
}

#[test]
fn a_sub_heading_outside_every_section_is_refused() {
    let error = set(&GROUPED.replace("[\"1.1\", 15,", "[\"4.1\", 15,")).unwrap_err();
    assert_eq!(error, Unreadable::Homeless("4.1".into()));
}

#[test]
fn a_criterion_tells_the_evidence_that_proves_it() {
    let tea = set(GROUPED).unwrap();
    let proved_by = |code| tea.criterion(code).unwrap().evidence.as_slice();
    assert_eq!(proved_by("1.1.1"), [EvidenceKind::TestResults]);
    assert_eq!(
        proved_by("3"),
        [EvidenceKind::TestResults, EvidenceKind::Growth]
    );
    assert!(proved_by("2").is_empty());
}

#[test]
fn evidence_of_a_criterion_that_is_not_there_is_refused() {
    let error = set(&GROUPED.replace("\"1.1.1\", \"3\"]", "\"1.1\"]")).unwrap_err();
    assert_eq!(error, Unreadable::NoCriterion("1.1".into()));
}

#[test]
fn a_set_of_a_regulation_that_is_not_known_is_refused() {
    let error = set(&SMALL.replace("R2026", "R2031")).unwrap_err();
    assert_eq!(error, Unreadable::NoRegulation("R2031".into()));
}

#[test]
fn a_criterion_has_at_most_26_answers() {
    let with = |count: usize| {
        let four = r#"[1, "***", "", ""], [3, "", "", ""], [1, "", "", ""], [3, "", "", ""]"#;
        let further = r#", [1, "", "", ""]"#.repeat(count - 4);
        set(&SMALL.replace(four, &format!("{four}{further}")))
    };
    assert!(!matches!(with(26), Err(Unreadable::TooManyAnswers(_))));
    assert!(matches!(with(27), Err(Unreadable::TooManyAnswers(code)) if code == "8"));
}
