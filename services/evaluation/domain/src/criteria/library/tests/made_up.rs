//! A regulation and a set that nobody has written: what a new decision would bring, as files.

use crate::criteria::file::Unreadable;
use crate::criteria::library::{Defect, Library};
use crate::criteria::regulation::{Regulation, file};
use crate::criteria::scoring::{Found, assess};
use crate::criteria::sheet::Sheet;
use crate::criteria::star::Star;

const LAW: &str = r#"
    [[regulation]]
    code = "R2031"
    instruments = ["1/2031/QĐ-TTg"]
    in_force_from = "2031-01-01"
    parts = [50, 20, 30]
    floors = [20, 40, 60, 80]
    decided_by = ["province", "centre", "centre"]
    validity_months = 48
    last_day = "eve"
    filing_opens_days = 90
    filing_closes_days = 30
    grace_days = 0
    reminder_days = [90, 30]
    cut_off_day_in_time = false
    least_ballots = { number = 3, more_than_percent = 50 }
    withdrawal_revives = true
    forward_without_minimums = false
    lodge_before_end = true
"#;

const SET: &str = r#"
    number = 9
    regulation = "R2031"
    name = ["Nước mắm", "Fish sauce"]
    samples = 3
    [[part]]
    head = ["A", 50, "Phần", "Part"]
    sections = [["1", 50, "Mục", "Section"]]
    criteria = [["1", 50, "Hỏi", "Question", [[20, "***", "Vừa", "Some"], [50, "****", "Nhiều", "Much"]]]]
    [[part]]
    head = ["B", 20, "Phần", "Part"]
    sections = [["2", 20, "Mục", "Section"]]
    criteria = [["2", 20, "Hỏi", "Question", [[20, "", "Có", "Yes"]]]]
    [[part]]
    head = ["C", 30, "Phần", "Part"]
    sections = [["3", 30, "Mục", "Section"]]
    criteria = [["3", 30, "Hỏi", "Question", [[15, "", "Vừa", "Some"], [30, "", "Nhiều", "Much"]]]]
"#;

fn library() -> (&'static [Regulation], Library) {
    let laws: &[Regulation] = file::read(LAW).unwrap().leak();
    (
        laws,
        Library::from_files(laws, &[("2031/09.toml", SET)]).unwrap(),
    )
}

#[test]
fn a_new_regulation_and_its_set_are_files_and_a_ballot_is_scored_under_them() {
    let (laws, library) = library();
    let set = library.set(laws[0].code, 9).unwrap();
    let given = [("1", "a"), ("2", "a"), ("3", "b")];
    let sheet = Sheet::parse(set, given.into_iter()).unwrap();
    let assessment = assess(&sheet, Found::default());
    // 70 points: four stars by the bands of this regulation, three by its marks.
    assert_eq!(assessment.total, 70);
    assert_eq!(assessment.by_score.star(), Some(Star::Four));
    assert_eq!(assessment.by_minimum, Some(Star::Three));
    assert_eq!(assessment.star, Some(Star::Three));
    let gaps: Vec<_> = assessment.gaps(laws[0].floors).collect();
    assert_eq!((gaps[0].star, gaps[0].points_short), (Star::Four, 0));
    assert_eq!((gaps[1].star, gaps[1].points_short), (Star::Five, 10));
    assert_eq!(gaps[0].missing[0].needs, 50);
}

#[test]
fn a_certificate_of_the_new_regulation_ends_on_the_eve_after_48_months() {
    let (laws, _) = library();
    let last = laws[0].last_day_of_term("2031-03-01".parse().unwrap());
    assert_eq!(last.to_string(), "2035-02-28");
}

#[test]
fn a_set_of_a_regulation_that_the_other_file_does_not_have_is_a_defect() {
    let (laws, _) = library();
    let set = SET.replace("R2031", "R2032");
    let defects = Library::from_files(laws, &[("2031/09.toml", &set)]).unwrap_err();
    assert_eq!(
        defects,
        [Defect::Unreadable {
            file: "2031/09.toml".into(),
            why: Unreadable::NoRegulation("R2032".into())
        }]
    );
}
