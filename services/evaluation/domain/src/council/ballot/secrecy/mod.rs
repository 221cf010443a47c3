//! Who may look at a ballot. The decision says nothing; councils' own regulations keep ballots secret
//! until the session closes, so that nobody votes after another's example. A session closes with a
//! count that has a result: where the members must vote anew, the first ballots stay secret too.

use super::Ballot;
use crate::council::conflict::Conflict;

/// What somebody may see of a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    Whole,
    /// That it was cast, by whom and when.
    Sealed,
    Nothing,
}

/// Who looks. Somebody may be several of these.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    /// The subject of the token.
    pub subject: &'a str,
    /// Whether it is the office in charge.
    pub office: bool,
    /// Whether it is the authority that decides, or an auditor.
    pub oversight: bool,
    /// Whether it is or was a member of the council of the ballot.
    pub member: bool,
}

impl Viewer<'_> {
    /// What may be seen of a ballot on a dossier whose last count was of vote `counted`: one's own
    /// always; after the count the council, the office, the authority and auditors see all; before it
    /// the office sees who has voted, and nobody else anything.
    pub fn sight(&self, ballot: &Ballot, counted: u32) -> Sight {
        let closed = ballot.attempt <= counted;
        if ballot.member == self.subject || closed && self.is_concerned() {
            Sight::Whole
        } else if self.office {
            Sight::Sealed
        } else {
            Sight::Nothing
        }
    }

    /// Whether the ballots are open to the viewer after the count.
    pub fn is_concerned(&self) -> bool {
        self.office || self.oversight || self.member
    }

    /// Whether a conflict of interest in a dossier may be seen; `closed` says whether its vote is
    /// counted. Members see their own before the count.
    pub fn sees_conflict(&self, conflict: &Conflict, closed: bool) -> bool {
        self.office || conflict.member == self.subject || closed && (self.oversight || self.member)
    }
}

#[cfg(test)]
mod tests;
