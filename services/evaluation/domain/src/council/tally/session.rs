//! What a council has before it when it counts, and who may have voted.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ocop_places::Places;
use serde::{Deserialize, Serialize};

use super::TallyProblem;
use crate::council::ballot::{Ballot, of_vote};
use crate::council::conflict::{self, Conflict};
use crate::council::{Council, Rules};
use crate::criteria::CriteriaSet;
use crate::criteria::answers::Given;
use crate::criteria::regulation::DossierKind;

/// How a council comes to its result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// In a meeting (Article 7.3d).
    #[default]
    Meeting,
    /// By written opinions (lấy ý kiến bằng văn bản; Article 7.6d).
    Written,
}

impl Mode {
    /// How a dossier of a kind is decided if nobody says otherwise: a re-evaluation by written
    /// opinions (Article 7.6d), the others in a meeting.
    pub fn usual(kind: DossierKind) -> Self {
        match kind {
            DossierKind::First | DossierKind::Upgrade => Self::Meeting,
            DossierKind::ReEvaluation => Self::Written,
        }
    }
}

/// What a council has before it when it counts.
#[derive(Clone, Copy, Debug)]
pub struct Session<'a> {
    /// The administrative units that are known.
    pub places: &'a Places,
    pub council: &'a Council,
    /// The set the dossier is scored by.
    pub set: &'a CriteriaSet,
    /// Every ballot on the dossier.
    pub ballots: &'a [Ballot],
    /// The conflicts of interest declared in it.
    pub conflicts: &'a [Conflict],
    /// How it comes to its result; as is usual for the kind if `None`.
    pub mode: Option<Mode>,
    /// The agreed answers on marked criteria, not looked at yet.
    pub agreed: &'a [Given],
    /// The day of the minutes: the council's rules and members of that day count.
    pub on: NaiveDate,
}

/// Who may vote on a dossier, and who did.
pub(super) struct Electorate<'a> {
    /// The members of the day and whoever else voted, such as a member who has left since.
    members: BTreeSet<&'a str>,
    /// Those of them with a conflict of interest.
    conflicted: Vec<&'a str>,
    /// Who presides.
    presiding: Option<&'a str>,
    /// The least number of ballots that are a result of this council.
    least: usize,
    /// The ballots that count, by member, so that the order of casting makes no difference.
    pub(super) ballots: Vec<&'a Ballot>,
}

impl<'a> Session<'a> {
    /// Who may vote in a vote on the dossier, and who did.
    pub(super) fn electorate(&self, attempt: u32) -> Electorate<'a> {
        // Whoever has left since its ballot stays; whoever came after the day of the minutes was none of the session.
        let of_session = |ballot: &&Ballot| self.council.had_joined(&ballot.member, self.on);
        let mut ballots: Vec<&Ballot> = of_vote(self.ballots, self.council.id, attempt)
            .filter(of_session)
            .collect();
        let voters = ballots.iter().map(|ballot| ballot.member.as_str());
        let mut members: BTreeSet<&str> = voters.collect();
        let sitting = self.council.members_on(self.on);
        members.extend(sitting.map(|member| member.subject.as_str()));
        let has_conflict = |member: &str| conflict::of(self.conflicts, member).is_some();
        let conflicted: Vec<&str> = members
            .iter()
            .copied()
            .filter(|member| has_conflict(member))
            .collect();
        members.retain(|member| !has_conflict(member));
        ballots.retain(|ballot| !has_conflict(&ballot.member));
        ballots.sort_by(|a, b| (&a.member, a.id).cmp(&(&b.member, b.id)));
        let presiding = self.council.presiding_on(self.on);
        let sitting = self.council.members_on(self.on).count();
        Electorate {
            members,
            conflicted,
            presiding: presiding.map(|member| member.subject.as_str()),
            least: self.set.law.least_ballots.of(sitting),
            ballots,
        }
    }

    /// What is wrong with the way in which the council wants to come to its result.
    pub(super) fn faults(
        &self,
        kind: DossierKind,
        mode: Mode,
    ) -> impl Iterator<Item = TallyProblem> {
        let written = mode == Mode::Written;
        let kind = (written && Mode::usual(kind) == Mode::Meeting)
            .then_some(TallyProblem::KindNeedsMeeting);
        let agreed = (written && !self.agreed.is_empty()).then_some(TallyProblem::AgreedInWriting);
        kind.into_iter().chain(agreed)
    }
}

impl Electorate<'_> {
    /// What stands against a count before the ballots are looked at.
    pub(super) fn problems(&self, rules: Rules) -> Vec<TallyProblem> {
        let mut problems = Vec::new();
        let (may_vote, cast) = (self.members.len(), self.ballots.len());
        let needed = rules.quorum(may_vote).max(self.least);
        if cast < needed {
            problems.push(TallyProblem::Quorum { cast, needed });
        }
        if rules.chair_must_vote
            && let Some(member) = self.presiding
            && !self.voted(member)
        {
            let away = self.conflicted.contains(&member);
            problems.push(if away {
                TallyProblem::ChairKeptAway
            } else {
                TallyProblem::ChairAbsent
            });
        }
        let minimum = rules.minimum(self.least);
        if may_vote < minimum {
            problems.push(TallyProblem::TooFew { may_vote, minimum });
        }
        problems
    }

    fn voted(&self, member: &str) -> bool {
        self.ballots.iter().any(|ballot| ballot.member == member)
    }

    /// Those who might have voted and did not.
    pub(super) fn absent(&self) -> Vec<String> {
        let absent = self.members.iter().filter(|member| !self.voted(member));
        absent.map(|member| (*member).to_owned()).collect()
    }

    /// Who presided.
    pub(super) fn presided_by(&self) -> String {
        self.presiding.unwrap_or_default().to_owned()
    }

    /// Those who might not vote for a conflict of interest.
    pub(super) fn conflicted(&self) -> Vec<String> {
        self.conflicted
            .iter()
            .map(|member| (*member).to_owned())
            .collect()
    }
}
