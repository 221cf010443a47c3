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

/// A request for a page of a list (AIP-158).
pub trait Paged: Message + Viewed + Sized {
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
include!(concat!(env!("OUT_DIR"), "/views.rs"));
