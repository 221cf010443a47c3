//! Texts and numbers that nobody meant, given to the readers of fields. `make fuzz` tries more of them.

use ocop_harness::fuzz::{runner, texts};
use ocop_proto::limits::{MAX_VIOLATIONS, is_forbidden};
use proptest::prelude::*;

use super::{Violations, instant};
use crate::text;

const CASES: u32 = 2_000;

/// The value, and whether something was noted.
fn read<T>(reader: impl FnOnce(&mut Violations) -> Option<T>) -> (Option<T>, bool) {
    let mut violations = Violations::new();
    let read = reader(&mut violations);
    (read, violations.finish().is_err())
}

#[test]
fn a_text_is_stored_in_one_form_or_refused() {
    let run = runner(CASES).run(&texts(), |given| {
        let (stored, refused) = read(|v| v.optional_text("name", &given, 200));
        prop_assert_eq!(stored.is_none(), refused);
        if let Some(stored) = stored {
            prop_assert_eq!(&text::stored(&stored), &stored, "the same form again");
            prop_assert!(stored.chars().count() <= 200);
            prop_assert!(!stored.chars().any(is_forbidden));
            let folded = text::folded(&stored);
            prop_assert_eq!(&text::folded(&folded), &folded);
        }
        Ok(())
    });
    run.unwrap();
}

#[test]
fn an_id_an_etag_and_a_date_are_read_back_as_they_were_written_or_refused() {
    let run = runner(CASES).run(&texts(), |given| {
        let (id, refused) = read(|v| v.uuid("id", &given));
        prop_assert_eq!(id.is_none(), refused);
        let (etag, refused) = read(|v| v.etag("etag", &given));
        prop_assert_eq!(etag.is_none(), refused);
        if let Some(etag) = etag {
            prop_assert_eq!(etag.to_string(), given.as_str());
        }
        let (date, refused) = read(|v| v.date("date", &given));
        prop_assert_eq!(date.is_none(), refused);
        if let Some(date) = date {
            prop_assert_eq!(date.to_string(), given.trim());
        }
        Ok(())
    });
    run.unwrap();
}

#[test]
fn an_instant_of_any_numbers_is_of_this_time_or_refused() {
    let numbers = (any::<i64>(), any::<i32>());
    let near = (-10_000_000_000_i64..10_000_000_000, -1..1_000_000_001);
    let run = runner(CASES).run(&prop_oneof![numbers, near], |(seconds, nanos)| {
        let given = pbjson_types::Timestamp { seconds, nanos };
        let (at, refused) = read(|v| instant(v, "time", Some(&given)));
        prop_assert_eq!(at.is_none(), refused);
        if let Some(at) = at {
            prop_assert_eq!(at.timestamp(), seconds);
        }
        Ok(())
    });
    run.unwrap();
}

#[test]
fn a_field_mask_of_any_words_names_fields_that_may_change_and_few_violations() {
    let paths = prop::collection::vec(texts(), 0..150);
    let run = runner(CASES / 10).run(&paths, |paths| {
        let mask = pbjson_types::FieldMask { paths };
        let mut violations = Violations::new();
        let named = violations.mask("update_mask", Some(&mask), &["name", "place_code"]);
        prop_assert!(
            named
                .iter()
                .all(|name| ["name", "place_code"].contains(name))
        );
        if let Err(error) = violations.finish() {
            prop_assert!(error.violations.len() <= MAX_VIOLATIONS);
        }
        Ok(())
    });
    run.unwrap();
}
