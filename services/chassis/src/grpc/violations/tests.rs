use super::*;

#[test]
fn everything_wrong_is_reported_at_once() {
    let mut v = Violations::new();
    v.required_text("name", "  ", 10);
    v.optional_text("story", "dài quá", 3);
    v.optional_text("note", "a\u{0}b", 9);
    v.uuid("id", "7");
    v.date("on", "2026-02-30");
    v.date("to", "2026-6-5");
    v.known::<crate_enum::Kind>("kind", 9);
    v.within("star", 6, 3..=5);
    let error = v.finish().unwrap_err();
    let reasons: Vec<_> = error
        .violations
        .iter()
        .map(|violation| violation.reason)
        .collect();
    assert_eq!(
        reasons,
        [
            "REQUIRED",
            "TOO_LONG",
            "CONTROL_CHARACTER",
            "MALFORMED",
            "MALFORMED",
            "MALFORMED",
            "UNKNOWN_VALUE",
            "OUT_OF_RANGE"
        ]
    );
}

mod crate_enum {
    #[derive(Debug)]
    pub(super) struct Kind;
    impl TryFrom<i32> for Kind {
        type Error = ();
        fn try_from(number: i32) -> Result<Self, ()> {
            if number == 1 { Ok(Self) } else { Err(()) }
        }
    }
}

#[test]
fn what_is_wrong_is_named_a_hundred_times_and_counted_from_there() {
    let mut v = Violations::new();
    for index in 0..4_000_000 {
        v.within(&format!("criteria_sets[{index}]"), 99, 1..=26);
    }
    let error = v.finish().unwrap_err();
    assert_eq!(error.violations.len(), 100);
    assert_eq!(error.metadata["violations_left_out"], "3999900");
    assert!(
        error
            .message
            .ends_with("(and 3999999 more; see the details)"),
        "{}",
        error.message
    );
}

#[test]
fn dates_lie_in_years_that_mean_something() {
    let mut v = Violations::new();
    let read = |v: &mut Violations, text: &str| v.optional_date("on", text).map(|date| date.year());
    assert_eq!(read(&mut v, "1900-01-01"), Some(1900));
    assert_eq!(read(&mut v, "2200-12-31"), Some(2200));
    for typed in [
        "0014-07-22",
        "0999-01-01",
        "1899-12-31",
        "2201-01-01",
        "+12026-01-01",
        "-0001-01-01",
    ] {
        assert_eq!(read(&mut v, typed), None, "{typed}");
    }
    assert_eq!(v.finish().unwrap_err().violations.len(), 6);
}

#[test]
fn a_day_that_has_not_come_is_told_from_today() {
    let mut v = Violations::new();
    let today = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
    assert_eq!(v.not_in_future("on", "2026-11-29", today), Some(today));
    assert_eq!(v.not_in_future("on", "2026-11-30", today), None);
    assert_eq!(v.not_in_future("on", "", today), None);
    let reasons = v.finish().unwrap_err().violations;
    let reasons: Vec<_> = reasons.iter().map(|violation| violation.reason).collect();
    assert_eq!(reasons, ["IN_FUTURE", "REQUIRED"]);
}

#[test]
fn a_text_that_turns_the_direction_of_writing_is_refused_and_one_that_hides_something_loses_it() {
    let mut v = Violations::new();
    assert_eq!(
        v.required_text("name", "Mười\u{200b}\u{a0}Quý", 9)
            .as_deref(),
        Some("Mười Quý")
    );
    for turned in ["a\u{202e}b", "a\u{2066}b", "a\0b", "a\u{9f}b"] {
        assert_eq!(v.required_text("name", turned, 9), None, "{turned:?}");
    }
    let reasons = v.finish().unwrap_err().violations;
    assert!(
        reasons
            .iter()
            .all(|violation| violation.reason == "CONTROL_CHARACTER")
    );
}

#[test]
fn a_reader_that_gives_nothing_and_says_nothing_is_a_fault_of_the_program() {
    let fault = Violations::new().finish_with(None::<()>).unwrap_err();
    assert_eq!(fault.code, Code::Internal);
    let mut v = Violations::new();
    let read = v.uuid("id", "7");
    let wrong = v.finish_with(read).unwrap_err();
    assert_eq!(wrong.code, Code::InvalidArgument);
    assert_eq!(Violations::new().finish_with(Some(7)), Ok(7));
}

#[test]
fn decomposed_vietnamese_comes_out_composed_and_counts_its_letters() {
    let mut v = Violations::new();
    let decomposed = "Nu\u{31b}o\u{31b}\u{301}c ma\u{306}\u{301}m";
    assert_eq!(
        v.required_text("name", decomposed, 8).as_deref(),
        Some("Nước mắm")
    );
    assert!(v.finish().is_ok());
}

#[test]
fn a_mask_names_fields_or_all_of_them() {
    let mask = |paths: &[&str]| pbjson_types::FieldMask {
        paths: paths.iter().map(|p| (*p).to_owned()).collect(),
    };
    let mut v = Violations::new();
    assert_eq!(
        v.mask("update_mask", Some(&mask(&["name"])), &["name", "story"]),
        ["name"]
    );
    assert_eq!(
        v.mask("update_mask", Some(&mask(&["*"])), &["name", "story"]),
        ["name", "story"]
    );
    assert!(v.finish().is_ok());
    let mut v = Violations::new();
    v.mask("update_mask", Some(&mask(&["id", "name"])), &["name"]);
    v.mask("update_mask", None, &["name"]);
    assert_eq!(v.finish().unwrap_err().violations.len(), 2);
}
