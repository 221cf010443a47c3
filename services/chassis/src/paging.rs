//! Pages of a list: a bounded size, and an opaque token bound to the filter it was made for
//! (AIP-158).
//!
//! A list is ordered by one unique key, so a token holds only the key after which the next page begins:
//! a row added or removed meanwhile makes no other row appear twice or vanish.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ocop_proto::request::Paged;
use prost::Message;
use uuid::Uuid;

use crate::grpc::{FieldError, Violations};

/// Rows on a page if the caller gives no size.
const DEFAULT_PAGE_SIZE: u64 = 50;

/// Rows on a page at most.
const MAX_PAGE_SIZE: u64 = 500;

/// Bytes of the filter's digest in a token: enough that no other filter fits by accident.
const DIGEST_BYTES: usize = 8;

/// The part of a list that is requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Rows to return at most.
    pub size: u64,
    /// The key after which the page begins; `None` for the first page.
    pub after: Option<String>,
    filter: [u8; DIGEST_BYTES],
}

impl Page {
    /// Reads the paging fields of a request. Violations go to `page_size` and `page_token`.
    pub fn of(violations: &mut Violations, request: &impl Paged) -> Self {
        let (size, token) = (request.page_size(), request.page_token());
        Self::parse(violations, size, token, &request.unpaged())
    }

    /// Reads the paging fields of a list request. `filter` is the request with those fields cleared.
    /// Violations go to `page_size` and `page_token`.
    pub fn parse(
        violations: &mut Violations,
        size: i32,
        token: &str,
        filter: &impl Message,
    ) -> Self {
        let filter = digest_of(filter);
        let size = match u64::try_from(size) {
            Ok(0) => DEFAULT_PAGE_SIZE,
            Ok(size) if size <= MAX_PAGE_SIZE => size,
            _ => {
                violations.add(
                    "page_size",
                    "OUT_OF_RANGE",
                    format!("must be 0 to {MAX_PAGE_SIZE}"),
                );
                DEFAULT_PAGE_SIZE
            }
        };
        let after = if token.is_empty() {
            None
        } else {
            violations.check("page_token", key_in(token, filter))
        };
        Self {
            size,
            after,
            filter,
        }
    }

    /// Cuts `rows`, of which one more than the size was fetched, and gives the token of
    /// the next page, or an empty text on the last.
    pub fn cut<T>(&self, rows: &mut Vec<T>, key: impl Fn(&T) -> String) -> String {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        if rows.len() <= size {
            return String::new();
        }
        rows.truncate(size);
        rows.last()
            .map(|last| token(self.filter, &key(last)))
            .unwrap_or_default()
    }

    /// The id after which the page begins, in a list that is ordered by ids.
    pub fn after_id(&self) -> Option<Uuid> {
        self.after.as_deref()?.parse().ok()
    }

    /// Rows to fetch: one more than the page holds, which tells whether there is another.
    pub fn fetch(&self) -> u64 {
        self.size + 1
    }
}

fn digest_of(filter: &impl Message) -> [u8; DIGEST_BYTES] {
    let mut short = [0; DIGEST_BYTES];
    short.copy_from_slice(&digest(&SHA256, &filter.encode_to_vec()).as_ref()[..DIGEST_BYTES]);
    short
}

fn token(filter: [u8; DIGEST_BYTES], key: &str) -> String {
    URL_SAFE_NO_PAD.encode([filter.as_slice(), key.as_bytes()].concat())
}

fn key_in(token: &str, filter: [u8; DIGEST_BYTES]) -> Result<String, FieldError> {
    let wrong = |reason, description: &str| FieldError {
        reason,
        description: description.to_owned(),
    };
    let malformed = || wrong("MALFORMED", "is not a token that this list gave");
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| malformed())?;
    let (made_for, key) = bytes.split_at_checked(DIGEST_BYTES).ok_or_else(malformed)?;
    if made_for != filter {
        return Err(wrong(
            "OTHER_FILTER",
            "belongs to a list with other filters; ask for the first page again",
        ));
    }
    String::from_utf8(key.to_vec()).map_err(|_| malformed())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Any message will do for a filter.
    fn filter(text: &str) -> String {
        text.to_owned()
    }

    fn first(size: i32) -> Page {
        Page::parse(&mut Violations::new(), size, "", &filter("a"))
    }

    #[test]
    fn a_token_leads_to_the_rows_after_its_page() {
        let page = first(2);
        let mut rows = vec![1, 2, 3];
        let next = page.cut(&mut rows, ToString::to_string);
        assert_eq!(rows, [1, 2]);
        let mut violations = Violations::new();
        let second = Page::parse(&mut violations, 2, &next, &filter("a"));
        assert!(violations.finish().is_ok());
        assert_eq!(second.after.as_deref(), Some("2"));
        assert_eq!(second.cut(&mut vec![3], ToString::to_string), "");
    }

    #[test]
    fn a_token_of_another_filter_is_refused() {
        let next = first(1).cut(&mut vec![1, 2], ToString::to_string);
        let mut violations = Violations::new();
        Page::parse(&mut violations, 1, &next, &filter("b"));
        let error = violations.finish().unwrap_err();
        assert_eq!(error.violations[0].reason, "OTHER_FILTER");
    }

    #[test]
    fn a_negative_size_and_a_mangled_token_are_both_reported() {
        let mut violations = Violations::new();
        Page::parse(&mut violations, -1, "§", &filter("a"));
        let error = violations.finish().unwrap_err();
        assert_eq!(error.violations.len(), 2);
    }
}
