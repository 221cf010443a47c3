//! Who may look at a ballot. The decision says nothing; councils' own regulations keep ballots secret
//! until the session closes, so that nobody votes after another's example. A session closes with a
//! count that has a result: where the members must vote anew, the first ballots stay secret too.

use super::Ballot;
use crate::council::conflict::Conflict;

/// What somebody may see of a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// All of it.
    Whole,
    /// That it was cast, by whom and when.
    Sealed,
    /// Nothing.
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
mod tests {
    use super::*;
    use crate::council::ballot::tests::ballot;
    use crate::council::conflict::tests::conflict;
    use crate::criteria::scoring::tests::{best_of, set};

    const NOBODY: Viewer<'_> = Viewer {
        subject: "x",
        office: false,
        oversight: false,
        member: false,
    };

    fn sights(counted: u32) -> [Sight; 5] {
        let set = set(9);
        let ballot = ballot(&set, "m1", best_of(&set));
        let viewers = [
            Viewer {
                subject: "m1",
                member: true,
                ..NOBODY
            },
            Viewer {
                subject: "m2",
                member: true,
                ..NOBODY
            },
            Viewer {
                office: true,
                ..NOBODY
            },
            Viewer {
                oversight: true,
                ..NOBODY
            },
            NOBODY,
        ];
        viewers.map(|viewer| viewer.sight(&ballot, counted))
    }

    #[test]
    fn before_the_count_a_ballot_is_for_its_member_and_the_office_knows_that_it_was_cast() {
        let nothing = Sight::Nothing;
        assert_eq!(
            sights(0),
            [Sight::Whole, nothing, Sight::Sealed, nothing, nothing]
        );
    }

    #[test]
    fn after_the_count_a_ballot_is_open_to_all_but_strangers() {
        let whole = Sight::Whole;
        assert_eq!(sights(1), [whole, whole, whole, whole, Sight::Nothing]);
        // An earlier vote is open with the last one.
        assert_eq!(sights(2), sights(1));
    }

    #[test]
    fn a_conflict_is_seen_by_its_member_and_the_office_and_later_by_all() {
        let member = Viewer {
            subject: "m2",
            member: true,
            ..NOBODY
        };
        let office = Viewer {
            office: true,
            ..NOBODY
        };
        let sees = |viewer: Viewer<'_>, closed| viewer.sees_conflict(&conflict("m1"), closed);
        assert_eq!((sees(member, false), sees(member, true)), (false, true));
        assert_eq!((sees(office, false), sees(NOBODY, true)), (true, false));
    }
}
