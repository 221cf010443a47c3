//! Ballots: the form of a set filled in by one council member. The form of the decision is at once
//! the criteria and the ballot (Appendix II).
//!
//! A ballot belongs to one vote of one council: where the members vote anew, their earlier ballots
//! stay as they are and are not counted again. Who may look at it is in [`secrecy`].

pub mod secrecy;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::council::conflict::{self, Conflict};
use crate::council::withdrawal::Withdrawal;
use crate::council::{Council, Refusal};
use crate::criteria::answers::{Answers, Given};
use crate::criteria::scoring::total;
use crate::criteria::{self, Case, CriteriaSet};

/// A ballot that was cast. What it says never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    pub id: Uuid,
    /// The dossier it scores.
    pub dossier_id: Uuid,
    /// The council in which it was cast.
    pub council_id: Uuid,
    /// Which vote on the dossier it belongs to, from 1.
    pub attempt: u32,
    /// The subject of the member.
    pub member: String,
    pub answers: Answers,
    pub total: u32,
    pub comment: String,
    pub cast_at: DateTime<Utc>,
    /// Its member took it back: it does not count, and the member may cast another.
    pub withdrawn: Option<Withdrawal>,
}

/// A vote that is under way on a dossier, which alone says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenVote {
    /// The dossier voted on.
    pub dossier_id: Uuid,
    /// Its number among the votes on the dossier, from 1.
    pub attempt: u32,
}

/// What a member hands in.
#[derive(Clone, Debug)]
pub struct Submission<'a> {
    pub id: Uuid,
    /// The subject of the member.
    pub member: &'a str,
    /// The answers, not looked at yet.
    pub answers: &'a [Given],
    pub comment: &'a str,
    pub at: DateTime<Utc>,
    /// The day of that instant in Viet Nam.
    pub on: NaiveDate,
}

/// What a vote is held on, as it stands when a ballot is handed in.
#[derive(Clone, Copy, Debug)]
pub struct Voting<'a> {
    pub vote: OpenVote,
    /// The council before which it is.
    pub council: &'a Council,
    /// The set it is scored by.
    pub set: &'a CriteriaSet,
    /// The case that the dossier is of, which every ballot answers.
    pub case: Option<Case>,
    /// Every ballot on the dossier so far.
    pub cast: &'a [Ballot],
    /// The conflicts of interest declared in it.
    pub conflicts: &'a [Conflict],
}

impl Ballot {
    /// Casts a ballot in the vote that is under way.
    ///
    /// # Errors
    /// No member of the council; a conflict of interest; a second ballot in this vote; or
    /// [`criteria::Refusal::Answers`] with everything wrong with the answers.
    pub fn cast(voting: Voting<'_>, submission: Submission<'_>) -> Result<Self, Refusal> {
        let Voting {
            vote, council, set, ..
        } = voting;
        let subject = || submission.member.to_owned();
        if council
            .member_on(submission.member, submission.on)
            .is_none()
        {
            return Err(Refusal::NotAMember { subject: subject() });
        }
        if conflict::of(voting.conflicts, submission.member).is_some() {
            return Err(Refusal::ConflictDeclared { subject: subject() });
        }
        let attempt = vote.attempt;
        let mut now = of_vote(voting.cast, council.id, attempt);
        if now.any(|ballot| ballot.member == submission.member) {
            return Err(Refusal::VotedAlready { subject: subject() });
        }
        let answers = Answers::parse_for(set, submission.answers, voting.case)
            .map_err(criteria::Refusal::Answers)?;
        Ok(Self {
            id: submission.id,
            dossier_id: vote.dossier_id,
            council_id: council.id,
            attempt,
            member: subject(),
            total: total(set, &answers),
            answers,
            comment: submission.comment.to_owned(),
            cast_at: submission.at,
            withdrawn: None,
        })
    }

    /// Takes back a member's ballot in the vote that is under way, which only the member itself can. `cast` are the
    /// ballots on the dossier so far.
    ///
    /// # Errors
    /// The member has none in this vote.
    pub fn withdraw(
        vote: OpenVote,
        council: Uuid,
        cast: &[Self],
        withdrawal: Withdrawal,
    ) -> Result<Self, Refusal> {
        let subject = &withdrawal.by;
        let mut now = of_vote(cast, council, vote.attempt);
        let ballot = now.find(|ballot| ballot.member == *subject);
        let ballot = ballot.ok_or_else(|| Refusal::NoBallot {
            subject: subject.clone(),
        })?;
        Ok(Self {
            withdrawn: Some(withdrawal),
            ..ballot.clone()
        })
    }
}

/// Those of the ballots on a dossier that were cast in one vote of one council and not taken back.
pub fn of_vote(ballots: &[Ballot], council: Uuid, attempt: u32) -> impl Iterator<Item = &Ballot> {
    ballots.iter().filter(move |ballot| {
        ballot.council_id == council && ballot.attempt == attempt && ballot.withdrawn.is_none()
    })
}

#[cfg(test)]
pub(crate) mod tests;
