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
