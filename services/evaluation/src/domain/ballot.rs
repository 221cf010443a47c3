//! Ballots: the form of a set filled in by one council member. The form of the decision is at once
//! the criteria and the ballot (Appendix II).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::council::Council;
use super::criteria::CriteriaSet;
use super::criteria::answers::{Answers, Given};
use super::dossier::Dossier;
use super::refusal::Refusal;
use super::scoring::total;

/// A ballot that was cast. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// Its id.
    pub id: Uuid,
    /// The dossier it scores.
    pub dossier_id: Uuid,
    /// The subject of the member.
    pub member: String,
    /// One answer for each criterion.
    pub answers: Answers,
    /// Sum of the points.
    pub total: u32,
    /// The member's remarks.
    pub comment: String,
    /// When it was cast.
    pub cast_at: DateTime<Utc>,
}

/// What a member hands in.
#[derive(Clone, Debug)]
pub struct Vote<'a> {
    /// The id its ballot is to have.
    pub id: Uuid,
    /// The subject of the member.
    pub member: &'a str,
    /// The answers, not looked at yet.
    pub answers: &'a [Given],
    /// The member's remarks.
    pub comment: &'a str,
}

impl Ballot {
    /// Casts a ballot on a dossier that stands before its council. `cast` are the ballots on the
    /// dossier so far.
    ///
    /// # Errors
    /// Not before the council, no member of it, a second vote, or [`Refusal::Answers`] with
    /// everything wrong with the answers.
    pub fn cast(
        dossier: &Dossier,
        council: &Council,
        set: &CriteriaSet,
        cast: &[Self],
        vote: Vote<'_>,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        dossier.may_be_scored()?;
        let member = vote.member;
        if council.member(member).is_none() {
            return Err(Refusal::NotAMember {
                subject: member.to_owned(),
            });
        }
        if cast.iter().any(|ballot| ballot.member == member) {
            return Err(Refusal::VotedAlready {
                subject: member.to_owned(),
            });
        }
        let answers = Answers::parse(set, vote.answers).map_err(Refusal::Answers)?;
        Ok(Self {
            id: vote.id,
            dossier_id: dossier.id,
            member: member.to_owned(),
            total: total(set, &answers),
            answers,
            comment: vote.comment.to_owned(),
            cast_at: now,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::council::tests::council_of;
    use crate::domain::dossier::tests::{in_round, scored};
    use crate::domain::scoring::tests::{best_but, best_of, given, set};

    /// A ballot of a member with these answers.
    pub(crate) fn ballot(set: &CriteriaSet, member: &str, answers: Answers) -> Ballot {
        Ballot {
            id: Uuid::from_u128(0xB0),
            dossier_id: Uuid::from_u128(0xD0),
            member: member.to_owned(),
            total: total(set, &answers),
            answers,
            comment: String::new(),
            cast_at: DateTime::UNIX_EPOCH,
        }
    }

    fn cast(
        dossier: &Dossier,
        before: &[Ballot],
        member: &str,
        answers: &[Given],
    ) -> Result<Ballot, Refusal> {
        let vote = Vote {
            id: Uuid::from_u128(1),
            member,
            answers,
            comment: "Mùi rất thơm",
        };
        Ballot::cast(
            dossier,
            &council_of(5),
            &set(9),
            before,
            vote,
            DateTime::UNIX_EPOCH,
        )
    }

    #[test]
    fn a_member_scores_a_dossier_in_its_round() {
        let set = set(9);
        let answers = best_but(&set, &[("11", 1)]);
        let ballot = cast(&in_round(), &[], "m2", &given(&answers)).unwrap();
        assert_eq!((ballot.total, ballot.answers), (98, answers));
    }

    #[test]
    fn a_second_vote_of_the_same_member_is_refused() {
        let set = set(9);
        let first = ballot(&set, "m2", best_of(&set));
        let second = cast(&in_round(), &[first], "m2", &given(&best_of(&set)));
        assert_eq!(
            second,
            Err(Refusal::VotedAlready {
                subject: "m2".into()
            })
        );
    }

    #[test]
    fn a_stranger_does_not_vote() {
        let vote = cast(&in_round(), &[], "m6", &given(&best_of(&set(9))));
        assert_eq!(
            vote,
            Err(Refusal::NotAMember {
                subject: "m6".into()
            })
        );
    }

    #[test]
    fn a_ballot_that_is_not_whole_is_refused_with_all_its_faults() {
        let Err(Refusal::Answers(problems)) = cast(&in_round(), &[], "m2", &[]) else {
            panic!("an empty ballot was taken")
        };
        assert_eq!(problems.len(), 31);
    }

    #[test]
    fn nobody_votes_after_the_count() {
        let vote = cast(&scored(), &[], "m5", &given(&best_of(&set(9))));
        assert!(matches!(vote, Err(Refusal::WrongState { .. })));
    }
}
