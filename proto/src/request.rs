//! What requests, and the answers to them, have in common. `build.rs` implements the traits for every message that has the fields.

use prost::Message;

/// A request that carries an id of its caller's choice: the same id again gets the first answer again.
pub trait Idempotent: Message {
    /// The field `request_id`, as it came.
    fn request_id(&self) -> &str;

    /// The field `validate_only` (AIP-163), if there is one: whether nothing of it is to be kept.
    fn validate_only(&self) -> bool {
        false
    }
}

/// A request for a list, which says how much of each row it wants (AIP-157).
pub trait Viewed {
    /// The field `view`, as it came. Of a list whose rows have no long texts, the full one.
    fn wanted_view(&self) -> i32;
}

/// A list whose rows may have long texts.
pub trait LongTexts {
    /// Empties the fields that hold them.
    fn leave_long_texts_out(&mut self);
}

/// A request that changes nothing.
pub trait Question: Message {
    /// The ids of other things by which it selects, each with its field, such as `producer_id`: those that are given.
    fn ids(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }

    /// The pairs of bounds of which the upper one lies before the lower one, as they came: the fields of both, the lower first.
    fn backwards(&self) -> Vec<(&'static str, &'static str)> {
        Vec::new()
    }
}

/// A value that may be a bound of what is asked for.
trait Bound {
    /// Whether it lies after another. What is not given, or has no form that can be compared, does not.
    fn is_after(&self, other: &Self) -> bool;
}

/// A day or a month.
impl Bound for String {
    fn is_after(&self, other: &Self) -> bool {
        let (this, other) = (self.trim(), other.trim());
        let is_day = |text: &str| {
            let mut letters = text.bytes().enumerate();
            letters.all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            })
        };
        matches!(this.len(), 7 | 10)
            && this.len() == other.len()
            && is_day(this)
            && is_day(other)
            && this > other
    }
}

impl Bound for Option<pbjson_types::Timestamp> {
    fn is_after(&self, other: &Self) -> bool {
        let at = |given: &pbjson_types::Timestamp| (given.seconds, given.nanos);
        let (this, other) = (self.as_ref().map(at), other.as_ref().map(at));
        this.zip(other).is_some_and(|(this, other)| this > other)
    }
}

fn is_after<B: Bound>(lower: &B, upper: &B) -> bool {
    lower.is_after(upper)
}

/// A request for a page of a list (AIP-158).
pub trait Paged: Question + Viewed + Sized {
    /// The field `page_size`; 0 if the caller leaves it to the service.
    fn page_size(&self) -> i32;

    /// The field `page_token`; empty for the first page.
    fn page_token(&self) -> &str;

    /// The request with both fields cleared: what a page token is bound to.
    #[must_use]
    fn unpaged(&self) -> Self;
}

/// A page of a list.
pub trait PageOf: Message + LongTexts {
    /// The field `next_page_token`; empty on the last page.
    fn next_page_token_mut(&mut self) -> &mut String;
}

include!(concat!(env!("OUT_DIR"), "/requests.rs"));
#[expect(
    clippy::collapsible_if,
    reason = "generated: a part that is there has one condition or several"
)]
mod questions {
    use super::*;

    include!(concat!(env!("OUT_DIR"), "/questions.rs"));
}
include!(concat!(env!("OUT_DIR"), "/views.rs"));
