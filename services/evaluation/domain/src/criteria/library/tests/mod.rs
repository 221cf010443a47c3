use super::*;

mod made_up;
mod minimums;

/// The text of a file of the project.
fn text(name: &str) -> &'static str {
    let found = FILES.iter().find(|(file, _)| *file == name);
    found.unwrap().1
}

#[test]
fn every_file_of_the_folder_is_in_the_library() {
    let library = Library::load().unwrap();
    assert_eq!(library.sets().len(), FILES.len());
    for (file, _) in FILES {
        let (year, number) = file.trim_end_matches(".toml").split_once('/').unwrap();
        let law = format!("R{year}").parse().unwrap();
        let set = library.set(law, number.parse().unwrap());
        assert!(
            set.is_some(),
            "{file} is filed under another year or number"
        );
    }
}

#[test]
fn sets_9_and_10_of_2026_are_there_with_their_31_and_32_criteria() {
    let library = Library::load().unwrap();
    let size = |number| {
        library
            .set(Code::R2026, number)
            .map(|set| set.criteria().count())
    };
    assert_eq!((size(9), size(10), size(27)), (Some(31), Some(32), None));
}

#[test]
fn the_regulation_of_the_day_decides_which_set_counts() {
    let library = Library::load().unwrap();
    let on = |text: &str| {
        library
            .set_on(text.parse().unwrap(), 9)
            .map(|set| set.regulation())
    };
    assert_eq!(on("2026-05-22"), Some(Code::R2026));
    assert_eq!(on("2026-05-21"), None);
}

#[test]
fn a_file_given_twice_is_a_defect() {
    let file = ("2026/09.toml", text("2026/09.toml"));
    let defects = Library::from_files(Regulation::all(), &[file, file]).unwrap_err();
    let twice = Defect::Twice {
        file: "2026/09.toml".into(),
        regulation: Code::R2026,
        number: 9,
    };
    assert_eq!(defects, vec![twice]);
}

#[test]
fn every_defect_of_every_file_is_reported() {
    let wrong = text("2026/09.toml").replacen("[\"1.1\", 5,", "[\"1.1\", 4,", 1);
    let files = [("broken", "number ="), ("wrong", wrong.as_str())];
    let defects = Library::from_files(Regulation::all(), &files).unwrap_err();
    assert!(matches!(
        defects[0],
        Defect::Unreadable { ref file, .. } if file == "broken"
    ));
    assert_eq!(defects.len(), 3);
}
