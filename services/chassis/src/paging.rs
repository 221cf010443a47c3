//! Pages of a list: bounded in rows and in bytes, and a token for the next one (AIP-158).
//!
//! A list is ordered by one unique key, so a token holds only the key after which the next page begins:
//! a row added or removed meanwhile makes no other row appear twice or vanish. Tokens are sealed: they
//! tell nothing of rows that their holder may not see, and whoever makes one up is refused. A token is
//! good for the caller, the rpc and the filter that it was given for.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ocop_proto::request::Paged;
use uuid::Uuid;

use crate::grpc::{FieldError, Violations};
use crate::sealing::{CannotSeal, Sealer};

/// Rows on the pages of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows {
    /// If the caller gives no size.
    pub(crate) usual: u64,
    /// At most.
    pub(crate) most: u64,
}

impl Rows {
    /// What is usual for a list.
    pub(crate) const USUAL: Self = Self {
        usual: 50,
        most: 500,
    };
}

/// Bytes on a page at most, unless a single row has more: clients take messages of 4 MiB.
const MAX_PAGE_BYTES: usize = 1 << 20;

/// Bytes of the filter's digest in a token: enough that no other filter fits by accident.
const DIGEST_BYTES: usize = 8;

/// The part of a list that is requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Rows to return at most.
    pub size: u64,
    /// The key after which the page begins; `None` for the first page.
    pub after: Option<String>,
}

/// The tokens of a list, for one caller and one filter.
pub(crate) struct Tokens<'a> {
    sealer: &'a Sealer,
    subject: &'a str,
    rpc: &'a str,
    filter: [u8; DIGEST_BYTES],
}

impl<'a> Tokens<'a> {
    /// Of the list that `rpc` gives `subject` for a request. Those of an anonymous caller are good for
    /// every other one.
    pub(crate) fn new(
        sealer: &'a Sealer,
        subject: &'a str,
        rpc: &'a str,
        request: &impl Paged,
    ) -> Self {
        let mut filter = [0; DIGEST_BYTES];
        let whole = digest(&SHA256, &request.unpaged().encode_to_vec());
        filter.copy_from_slice(&whole.as_ref()[..DIGEST_BYTES]);
        Self {
            sealer,
            subject,
            rpc,
            filter,
        }
    }

    fn place(&self) -> [&[u8]; 2] {
        [self.subject.as_bytes(), self.rpc.as_bytes()]
    }

    /// The token of the page after a key; an empty one if there is none.
    pub(crate) fn seal(&self, key: &str) -> Result<String, CannotSeal> {
        if key.is_empty() {
            return Ok(String::new());
        }
        let plain = [&self.filter, key.as_bytes()].concat();
        let sealed = self.sealer.seal(&self.place(), &plain)?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    fn open(&self, token: &str) -> Result<String, FieldError> {
        let wrong = |reason, description: &str| FieldError {
            reason,
            description: description.to_owned(),
        };
        let malformed = || wrong("MALFORMED", "is not a token that this list gave you");
        let sealed = URL_SAFE_NO_PAD.decode(token).map_err(|_| malformed())?;
        let plain = self.sealer.open(&self.place(), &sealed);
        let plain = plain.map_err(|_| malformed())?;
        let (made_for, key) = plain.split_at_checked(DIGEST_BYTES).ok_or_else(malformed)?;
        if made_for != self.filter {
            return Err(wrong(
                "OTHER_FILTER",
                "belongs to a list with other filters; ask for the first page again",
            ));
        }
        String::from_utf8(key.to_vec()).map_err(|_| malformed())
    }
}

impl Page {
    /// Reads the paging fields of a request. Violations go to `page_size` and `page_token`.
    pub(crate) fn of(
        violations: &mut Violations,
        rows: Rows,
        tokens: &Tokens,
        request: &impl Paged,
    ) -> Self {
        let size = match u64::try_from(request.page_size()) {
            Ok(0) => rows.usual,
            Ok(size) if size <= rows.most => size,
            _ => {
                let rule = format!("must be 0 to {}", rows.most);
                violations.add("page_size", "OUT_OF_RANGE", rule);
                rows.usual
            }
        };
        let after = match request.page_token() {
            "" => None,
            token => violations.check("page_token", tokens.open(token)),
        };
        Self { size, after }
    }

    /// Cuts `rows`, of which one more than the size was fetched, and gives the key after which
    /// the next page begins, or an empty text on the last.
    pub fn cut<T>(&self, rows: &mut Vec<T>, key: impl Fn(&T) -> String) -> String {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        if rows.len() <= size {
            return String::new();
        }
        rows.truncate(size);
        rows.last().map(key).unwrap_or_default()
    }

    /// The id after which the page begins, in a list that is ordered by ids.
    pub fn after_id(&self) -> Option<Uuid> {
        self.after.as_deref()?.parse().ok()
    }

    /// The page with so many fewer rows that it should have few enough bytes, if as it is it has too many.
    pub(crate) fn smaller(&self, bytes: usize) -> Option<Self> {
        if bytes <= MAX_PAGE_BYTES || self.size <= 1 {
            return None;
        }
        // A little less than in proportion: rows differ in length.
        let (bytes, most) = (bytes as u64, MAX_PAGE_BYTES as u64);
        let size = (self.size * most / bytes * 7 / 8).clamp(1, self.size / 2);
        Some(Self {
            size,
            ..self.clone()
        })
    }

    /// Rows to fetch: one more than the page holds, which shows whether there is another.
    pub fn fetch(&self) -> u64 {
        self.size + 1
    }
}

#[cfg(test)]
mod tests {
    use ocop_proto::catalog::v1::ListProductsRequest;

    use super::*;
    use crate::sealing::Keyring;

    fn request(search: &str, page_token: &str) -> ListProductsRequest {
        ListProductsRequest {
            search: search.to_owned(),
            page_token: page_token.to_owned(),
            ..Default::default()
        }
    }

    fn first(size: u64) -> Page {
        Page { size, after: None }
    }

    /// The page that a token leads to, for a caller and a filter; or the reason of its violation.
    fn opened(
        sealer: &Sealer,
        (subject, rpc, search): (&str, &str, &str),
        token: &str,
    ) -> Result<Option<String>, &'static str> {
        let request = request(search, token);
        let tokens = Tokens::new(sealer, subject, rpc, &request);
        let mut violations = Violations::new();
        let page = Page::of(&mut violations, Rows::USUAL, &tokens, &request);
        match violations.finish() {
            Ok(()) => Ok(page.after),
            Err(error) => Err(error.violations[0].reason),
        }
    }

    #[test]
    fn a_token_leads_to_the_rows_after_its_page_and_tells_nothing_of_them() {
        let sealer = Keyring::ephemeral().unwrap().sealer("page token");
        let mut rows = vec![1, 2, 3];
        let next = first(2).cut(&mut rows, |row| format!("row {row}"));
        assert_eq!((rows, next.as_str()), (vec![1, 2], "row 2"));
        assert_eq!(first(2).cut(&mut vec![3], ToString::to_string), "");

        let request = request("mắm", "");
        let tokens = Tokens::new(&sealer, "lan", "/a/List", &request);
        let (token, again) = (tokens.seal(&next).unwrap(), tokens.seal(&next).unwrap());
        assert_ne!(token, again, "equal rows do not give equal tokens");
        let plain = URL_SAFE_NO_PAD.decode(&token).unwrap();
        assert!(!plain.windows(3).any(|bytes| bytes == b"row"));
        let after = opened(&sealer, ("lan", "/a/List", "mắm"), &token);
        assert_eq!(after, Ok(Some("row 2".to_owned())));
        assert_eq!(tokens.seal("").unwrap(), "");
    }

    #[test]
    fn a_token_is_good_for_its_caller_its_rpc_and_its_filter_only() {
        let sealer = Keyring::ephemeral().unwrap().sealer("page token");
        let request = request("mắm", "");
        let token = Tokens::new(&sealer, "lan", "/a/List", &request)
            .seal("7")
            .unwrap();
        let opened_by = |who| opened(&sealer, who, &token);
        assert_eq!(opened_by(("hoa", "/a/List", "mắm")), Err("MALFORMED"));
        assert_eq!(opened_by(("lan", "/b/List", "mắm")), Err("MALFORMED"));
        assert_eq!(opened_by(("lan", "/a/List", "muối")), Err("OTHER_FILTER"));
    }

    #[test]
    fn what_is_no_token_never_gives_the_first_page() {
        let sealer = Keyring::ephemeral().unwrap().sealer("page token");
        let who = ("lan", "/a/List", "mắm");
        let request = request("mắm", "");
        let token = Tokens::new(&sealer, who.0, who.1, &request)
            .seal("7")
            .unwrap();
        let (shorter, of_another) = (&token[..token.len() - 4], Keyring::ephemeral().unwrap());
        let other = of_another.sealer("page token");
        let foreign = Tokens::new(&other, who.0, who.1, &request)
            .seal("7")
            .unwrap();
        for made_up in [
            "§",
            "1",
            " ",
            "AAAA",
            shorter,
            &foreign,
            &URL_SAFE_NO_PAD.encode("7"),
        ] {
            assert_eq!(opened(&sealer, who, made_up), Err("MALFORMED"), "{made_up}");
        }
    }

    #[test]
    fn a_size_that_is_none_is_refused() {
        let sealer = Keyring::ephemeral().unwrap().sealer("page token");
        for (size, read) in [(0, Some(50)), (500, Some(500)), (501, None), (-1, None)] {
            let request = ListProductsRequest {
                page_size: size,
                ..Default::default()
            };
            let tokens = Tokens::new(&sealer, "lan", "/a/List", &request);
            let mut violations = Violations::new();
            let page = Page::of(&mut violations, Rows::USUAL, &tokens, &request);
            assert_eq!(violations.finish().ok().map(|()| page.size), read);
        }
    }

    #[test]
    fn a_page_with_too_many_bytes_is_made_smaller_until_it_fits_or_has_one_row() {
        // Rows of 100 KiB: ten fit.
        let mut page = first(500);
        while let Some(smaller) = page.smaller((usize::try_from(page.size).unwrap() * 100) << 10) {
            assert!(smaller.size < page.size);
            page = smaller;
        }
        assert!((5..=10).contains(&page.size), "{}", page.size);
        let mut page = first(500);
        while let Some(smaller) = page.smaller(MAX_PAGE_BYTES + 1) {
            page = smaller;
        }
        assert_eq!(page.size, 1);
        assert_eq!(first(50).smaller(MAX_PAGE_BYTES), None);
    }

    proptest::proptest! {
        /// `make fuzz` tries more of them.
        #[test]
        fn fuzz_what_is_made_up_opens_nothing(made_up in ".{1,200}", bytes in proptest::collection::vec(0u8.., 0..200)) {
            let sealer = Keyring::ephemeral().unwrap().sealer("page token");
            for token in [made_up, URL_SAFE_NO_PAD.encode(bytes)] {
                let opened = opened(&sealer, ("lan", "/a/List", "mắm"), &token);
                let first_page = token.is_empty().then_some(None).ok_or("MALFORMED");
                proptest::prop_assert_eq!(opened, first_page);
            }
        }
    }
}
