//! Conflicts of interest of council members. The decision is silent on a member who is a relative or
//! a consultant of the producer; here the member, or the office for it, declares so before the count.
//! Such a member does not vote on the dossier, a ballot already cast is kept but not counted, and the
//! quorum is of the others. What was declared by mistake is taken back before the count, on record: the member's ballot
//! counts then, or becomes possible.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::ballot::OpenVote;
use super::withdrawal::Withdrawal;
use super::{Council, Refusal};

/// A conflict of interest of one member in one dossier. It is between a person and a product, so it
/// holds before every council that the dossier comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub id: Uuid,
    pub dossier_id: Uuid,
    /// The subject of the member.
    pub member: String,
    /// What stands between the member and a free vote.
    pub reason: String,
    /// The subject of who declared it.
    pub declared_by: String,
    pub declared_at: DateTime<Utc>,
    /// It was taken back: it keeps nobody away any more.
    pub withdrawn: Option<Withdrawal>,
}

impl Conflict {
    /// Declares a conflict in the dossier of a vote that is under way. `before` are those declared so
    /// far; `today` is the day on which `declared` is.
    ///
    /// # Errors
    /// No member of the council; declared already.
    pub fn declare(
        vote: OpenVote,
        council: &Council,
        before: &[Self],
        declared: Self,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        let subject = declared.member.clone();
        if council.member_on(&subject, today).is_none() {
            return Err(Refusal::NotAMember { subject });
        }
        if of(before, &subject).is_some() {
            return Err(Refusal::ConflictKnown { subject });
        }
        Ok(Self {
            dossier_id: vote.dossier_id,
            ..declared
        })
    }

    /// The conflict of a member that is to be taken back in a vote that is under way.
    ///
    /// # Errors
    /// There is none.
    pub fn standing<'a>(
        _: OpenVote,
        declared: &'a [Self],
        member: &str,
    ) -> Result<&'a Self, Refusal> {
        of(declared, member).ok_or_else(|| Refusal::NoConflict {
            subject: member.to_owned(),
        })
    }

    /// The same, taken back.
    #[must_use]
    pub fn withdrawn(&self, withdrawal: Withdrawal) -> Self {
        Self {
            withdrawn: Some(withdrawal),
            ..self.clone()
        }
    }
}

/// The conflict of a member, if one was declared and not taken back.
pub fn of<'a>(conflicts: &'a [Conflict], member: &str) -> Option<&'a Conflict> {
    let mut standing = conflicts
        .iter()
        .filter(|conflict| conflict.withdrawn.is_none());
    standing.find(|conflict| conflict.member == member)
}

#[cfg(test)]
pub(crate) mod tests;
