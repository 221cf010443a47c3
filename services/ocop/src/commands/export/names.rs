//! The names of administrative units beside their codes: a code may have named two.

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::clock::Clock;
use ocop_places::{built_in, day_of};
use serde_json::Value;

/// Columns with the name of a unit: the fields with its code, and those with the day for which it was said, the first that
/// the row has.
const NAMES: [(&str, &str, &[&str]); 5] = [
    ("place_name", "place_code", SAID_ON),
    ("province_name", "province_code", SAID_ON),
    ("district_name", "district_code", SAID_ON),
    ("from_place_name", "from_place_code", &["from_place_on"]),
    ("to_place_name", "to_place_code", &["to_place_on"]),
];

/// Fields with a day for which the codes of a row were said.
const SAID_ON: &[&str] = &[
    "place_on",
    "decision.date",
    "decided_on",
    "lodged_on",
    "appointed_on",
    "cut_off",
    "create_time",
];

/// What a column with a name holds; `None` if it is no such column, or the unit is not known.
pub(super) fn name_of(row: &Value, column: &str) -> Option<String> {
    let (_, code, days) = NAMES.iter().find(|(name, ..)| *name == column)?;
    let code = text(row, code)?;
    let day = days.iter().find_map(|field| day(&text(row, field)?));
    let day = day.unwrap_or_else(|| Clock::system(ocop_proto::VIET_NAM).today());
    let places = built_in();
    let units = places.named(&code);
    // A code that only one unit ever had names it on any day.
    let only = match units.as_slice() {
        [unit] => Some(*unit),
        _ => None,
    };
    let unit = places.unit(&code, day).or(only)?;
    Some(unit.name.to_string())
}

fn text(row: &Value, path: &str) -> Option<String> {
    match super::columns::cell(row, path) {
        Value::String(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

/// A day, or that of an instant in Viet Nam.
fn day(text: &str) -> Option<NaiveDate> {
    let instant = || {
        let instant: DateTime<Utc> = text.parse().ok()?;
        Some(day_of(instant))
    };
    text.parse().ok().or_else(instant)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_code_is_named_as_on_the_day_for_which_it_was_said() {
        let of = |day: &str| {
            name_of(
                &json!({"place_code": "21409", "place_on": day}),
                "place_name",
            )
        };
        assert_eq!(of("2021-12-30").as_deref(), Some("Đức Nhuận"));
        assert_eq!(of("2025-10-15").as_deref(), Some("Long Phụng"));
    }

    #[test]
    fn a_province_that_has_ended_keeps_its_name() {
        let row = json!({"province_code": "62", "create_time": "2026-01-01T00:00:00Z"});
        assert_eq!(name_of(&row, "province_name").as_deref(), Some("Kon Tum"));
        assert_eq!(name_of(&row, "product_name"), None);
    }
}
