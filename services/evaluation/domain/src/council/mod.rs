//! Councils that evaluate and rank (hội đồng đánh giá, phân hạng; Article 7.3, at the centre 7.4).
//!
//! The decision says who sits on a council. How many must vote, whether the chair must, and how far
//! their totals may lie apart is left to each council's own regulation ([`Rules`]), which may be
//! written anew for the time to come ([`amendment`]). So both rules and members have dates, and a
//! dossier is counted by what holds on the day of its minutes.

pub mod advisory_team;
pub mod amendment;
pub mod ballot;
pub mod composition;
pub mod conflict;
pub mod correcting;
pub mod delegation;
mod refusal;
pub mod round;
mod rules;
pub mod tally;
pub mod withdrawal;

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::Display;
use uuid::Uuid;

use crate::correction::Correction;
use advisory_team::AdvisoryTeam;
use composition::Sector;
use delegation::Delegation;
pub use refusal::Refusal;
pub use rules::{DEFAULT_MAXIMUM_SPREAD, DEFAULT_QUORUM_PERCENT, Rules};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MemberRole {
    /// Chair (chủ tịch hội đồng).
    Chair,
    /// Secretary member (ủy viên thư ký).
    Secretary,
    /// Member (ủy viên).
    Member,
}

/// Who appointed the council.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A province (Article 7.3).
    #[default]
    Province,
    /// The ministry (Article 7.4).
    Centre,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The subject of the member's token.
    pub subject: String,
    pub full_name: String,
    pub organisation: String,
    pub role: MemberRole,
    /// What the member stands for; `None` if nobody said so.
    #[serde(default)]
    pub sector: Option<Sector>,
    /// The first day in the council; `None` for a member from the beginning.
    #[serde(default)]
    pub joined_on: Option<NaiveDate>,
    /// The first day no longer in the council; `None` while in it.
    #[serde(default)]
    pub left_on: Option<NaiveDate>,
}

impl Member {
    /// Whether it is in the council on a day.
    pub fn sits_on(&self, day: NaiveDate) -> bool {
        self.joined_on.is_none_or(|joined| joined <= day)
            && self.left_on.is_none_or(|left| day < left)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Council {
    pub id: Uuid,
    /// Who appointed it.
    pub level: Level,
    /// Code of its province; empty at the centre.
    pub province_code: String,
    /// Number of the decision that appointed it.
    pub decision_number: String,
    pub appointed_on: NaiveDate,
    /// Its members, with those who left. Somebody who came back stands here twice.
    pub members: Vec<Member>,
    /// Its rules, oldest first; never empty.
    pub rules: Vec<Rules>,
    /// Days on which the chair had somebody else preside, in the order of recording.
    #[serde(default)]
    pub delegations: Vec<Delegation>,
    /// Appointments of the advisory team, in the order of their days.
    #[serde(default)]
    pub advisory_teams: Vec<AdvisoryTeam>,
    /// What of the appointment was put right, oldest first.
    #[serde(default)]
    pub corrections: Vec<Correction>,
}

/// Something wrong with a council or with a change of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CouncilProblem {
    #[error("a council has one chair, not {0}")]
    Chairs(usize),
    #[error("a council has at most one secretary, not {0}")]
    Secretaries(usize),
    #[error("{0} is a member twice")]
    Twice(String),
    #[error("a quorum is 1 to 100 percent, not {0}")]
    Quorum(u32),
    #[error("the council has {members} members; its rules ask for {minimum}")]
    TooSmall { members: usize, minimum: u32 },
    #[error("a council of a province has a province code, the centre's has none")]
    Place,
    #[error("a council has rules")]
    NoRules,
    #[error("a change from {from} does not follow the one from {last}")]
    NotLater { from: NaiveDate, last: NaiveDate },
    #[error("{0} is not in the council and cannot leave it")]
    NotThere(String),
    #[error("nothing changes: neither rules nor members are given")]
    Nothing,
    #[error("{subject} is not a member from {from} to {until} and cannot preside then")]
    NotSitting {
        subject: String,
        from: NaiveDate,
        until: NaiveDate,
    },
    #[error(
        "a delegation from {from} to {until} does not lie after the appointment on {appointed_on}"
    )]
    DelegationDays {
        from: NaiveDate,
        until: NaiveDate,
        appointed_on: NaiveDate,
    },
    #[error("{0} has cast a ballot before the council and must stay a member of it")]
    Voted(String),
    #[error("the council counted on {on}, before {appointed_on}")]
    Counted {
        on: NaiveDate,
        appointed_on: NaiveDate,
    },
    #[error(
        "the council counted from {first} to {last}, which other members or another chair would have done"
    )]
    CountedByOthers { first: NaiveDate, last: NaiveDate },
    #[error("an advisory team has members")]
    NobodyInTeam,
    #[error("one member leads an advisory team, not {0}")]
    TeamLeaders(usize),
    #[error(
        "no more than {} appointments of an advisory team are kept of one council",
        advisory_team::MOST
    )]
    TooManyTeams,
    #[error(
        "no more than {} delegations are kept of one council",
        delegation::MOST
    )]
    TooManyDelegations,
}

impl Council {
    /// Looks a council over before it is recorded.
    ///
    /// # Errors
    /// Everything wrong with it.
    pub fn check(&self) -> Result<(), Vec<CouncilProblem>> {
        let mut problems = Vec::new();
        if (self.level == Level::Centre) != self.province_code.is_empty() {
            problems.push(CouncilProblem::Place);
        }
        if self.rules.is_empty() {
            problems.push(CouncilProblem::NoRules);
        }
        self.check_from(self.appointed_on, &mut problems);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// Notes what is wrong on a day and on every later day on which something changes.
    fn check_from(&self, from: NaiveDate, problems: &mut Vec<CouncilProblem>) {
        let moves = self
            .members
            .iter()
            .flat_map(|member| [member.joined_on, member.left_on]);
        let changes = self.rules.iter().map(|rules| Some(rules.from));
        let mut days: BTreeSet<NaiveDate> = moves.chain(changes).flatten().collect();
        days.insert(from);
        for day in days.range(from..) {
            for problem in self.problems_on(*day) {
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
        }
    }

    fn problems_on(&self, day: NaiveDate) -> Vec<CouncilProblem> {
        let mut problems = Vec::new();
        let count = |role| {
            self.members_on(day)
                .filter(|member| member.role == role)
                .count()
        };
        let (chairs, secretaries) = (count(MemberRole::Chair), count(MemberRole::Secretary));
        if chairs != 1 {
            problems.push(CouncilProblem::Chairs(chairs));
        }
        if secretaries > 1 {
            problems.push(CouncilProblem::Secretaries(secretaries));
        }
        let mut seen = HashSet::new();
        for member in self.members_on(day) {
            if !seen.insert(&member.subject) {
                problems.push(CouncilProblem::Twice(member.subject.clone()));
            }
        }
        let rules = self.rules_on(day);
        if !(1..=100).contains(&rules.quorum_percent) {
            problems.push(CouncilProblem::Quorum(rules.quorum_percent));
        }
        if !rules.enough(seen.len()) {
            problems.push(CouncilProblem::TooSmall {
                members: seen.len(),
                minimum: rules.minimum_members,
            });
        }
        problems
    }

    pub fn members_on(&self, day: NaiveDate) -> impl Iterator<Item = &Member> {
        self.members
            .iter()
            .filter(move |member| member.sits_on(day))
    }

    pub fn member_on(&self, subject: &str, day: NaiveDate) -> Option<&Member> {
        self.members_on(day)
            .find(|member| member.subject == subject)
    }

    /// Whether a subject is a member on a day or was one before.
    pub fn had_joined(&self, subject: &str, day: NaiveDate) -> bool {
        let mut times = self
            .members
            .iter()
            .filter(|member| member.subject == subject);
        times.any(|member| member.joined_on.is_none_or(|joined| joined <= day))
    }

    /// Whether a subject is or was in the council.
    pub fn knows(&self, subject: &str) -> bool {
        self.members.iter().any(|member| member.subject == subject)
    }

    /// The rules that hold on a day: the latest that began by then. Before the first begin, as on a
    /// day before the council was appointed, they are the first.
    pub fn rules_on(&self, day: NaiveDate) -> Rules {
        let begun = self.rules.iter().rev().find(|rules| rules.from <= day);
        let held = begun.or(self.rules.first());
        held.copied().unwrap_or_else(|| Rules::usual(day))
    }
}

#[cfg(test)]
pub(crate) mod tests;
