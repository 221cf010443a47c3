//! Documents that are no longer good, or will not be for as long as they are needed.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Evidence, EvidenceKind};

/// A document whose term does not reach far enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lapse {
    /// Id of the document.
    pub id: Uuid,
    pub kind: EvidenceKind,
    /// Its last good day.
    pub expires_on: NaiveDate,
    /// Whether it is past already on the first day of the term; otherwise it ends inside it.
    pub expired: bool,
}

impl Evidence {
    /// Whether its last good day lies before `day`. A document without an end never expires.
    pub fn expired_on(&self, day: NaiveDate) -> bool {
        self.term.expires_on.is_some_and(|last| last < day)
    }

    /// Whether it is good on the day `from` and no longer on the day `to`.
    pub fn expires_within(&self, from: NaiveDate, to: NaiveDate) -> bool {
        !self.expired_on(from) && self.expired_on(to)
    }
}

/// The documents that have expired on the day `from`, or will have by the day `to`: those first that end first. `from` may be
/// the day a dossier is lodged and `to` the last day of the certificate it asks for.
pub fn lapses<'a>(
    documents: impl IntoIterator<Item = &'a Evidence>,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Lapse> {
    let mut lapses: Vec<Lapse> = documents
        .into_iter()
        .filter(|document| document.expired_on(from) || document.expires_within(from, to))
        .filter_map(|document| {
            Some(Lapse {
                id: document.id,
                kind: document.kind,
                expires_on: document.term.expires_on?,
                expired: document.expired_on(from),
            })
        })
        .collect();
    lapses.sort_by_key(|lapse| (lapse.expires_on, lapse.id));
    lapses
}
