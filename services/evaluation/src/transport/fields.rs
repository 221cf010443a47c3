//! Values that many messages carry, read and written in one place.

use chrono::NaiveDate;
use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::step::TakeStep;
use crate::domain::certificate::product_code::code_key;
use crate::domain::criteria::star::Star;

/// A day; empty for none.
pub(crate) fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// An id; empty for none.
pub(crate) fn id(id: Option<Uuid>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// The number of a star; 0 for none.
pub(crate) fn stars(star: Option<Star>) -> u32 {
    star.map_or(0, |star| star.number().into())
}

/// Reads a star that must be given.
pub(crate) fn star(v: &mut Violations, field: &str, number: u32) -> Option<Star> {
    let number = v.within(field, number, 3..=5)?;
    u8::try_from(number)
        .ok()
        .and_then(|number| Star::try_from(number).ok())
}

/// Reads a text to look for; `None` if there is none.
pub(crate) fn given(v: &mut Violations, field: &str, text: &str, most: usize) -> Option<String> {
    let text = v.search(field, text, most);
    text.filter(|text| !text.is_empty())
}

/// Reads a product code to look for; `None` if there is none.
pub(crate) fn product_code(v: &mut Violations, field: &str, text: &str) -> Option<String> {
    let text = given(v, field, text, 50)?;
    if code_key(&text).is_empty() {
        let rule = "is what stands where there is no product code, and names none";
        v.add(field, "MALFORMED", rule);
        return None;
    }
    Some(text)
}

/// Reads an id that may be left out.
pub(crate) fn optional_id(v: &mut Violations, field: &str, text: &str) -> Option<Uuid> {
    (!text.is_empty()).then(|| v.uuid(field, text)).flatten()
}

/// Reads the code of a province that there was on the first day for which something is said, or is today if that is yet to come.
pub(crate) fn province_from(
    v: &mut Violations,
    caller: &Caller,
    (field, text): (&str, &str),
    first: Option<NaiveDate>,
) -> Option<String> {
    let today = caller.units.day();
    let on = first.map_or(today, |first| first.min(today));
    v.province_of(caller.units.places(), (field, text), on)
}

/// Reads a step of the aggregate with an id.
pub(crate) fn step<S>(
    v: &mut Violations,
    caller: Caller,
    id: &str,
    read: impl FnOnce(&mut Violations) -> Option<S>,
) -> Option<TakeStep<S>> {
    let id = v.uuid("id", id);
    let step = read(v);
    Some(TakeStep {
        caller,
        id: id?,
        step: step?,
    })
}
