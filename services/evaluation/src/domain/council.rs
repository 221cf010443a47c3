//! Councils of a province that evaluate and rank (hội đồng đánh giá, phân hạng; Article 7.3).
//!
//! The decision says who sits on a council. How many must vote and how far their totals may lie
//! apart is left to each council's own regulation, so these are settings of the council.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Share of members that must vote where the council's regulation says nothing, in percent.
pub const DEFAULT_QUORUM_PERCENT: u32 = 75;

/// How many points the members' totals may lie apart in the regulations that limit it.
pub const DEFAULT_MAXIMUM_SPREAD: u32 = 10;

/// What a member does in the council.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberRole {
    /// Chair (chủ tịch hội đồng).
    Chair,
    /// Secretary member (ủy viên thư ký).
    Secretary,
    /// Member (ủy viên).
    Member,
}

/// A member of a council.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The subject of the member's token.
    pub subject: String,
    /// Full name.
    pub full_name: String,
    /// Where the member comes from.
    pub organisation: String,
    /// What the member does.
    pub role: MemberRole,
}

/// A council.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Council {
    /// Its id.
    pub id: Uuid,
    /// Code of its province.
    pub province_code: String,
    /// Number of the decision that appointed it.
    pub decision_number: String,
    /// The day it was appointed.
    pub appointed_on: NaiveDate,
    /// Its members.
    pub members: Vec<Member>,
    /// Share of members that must vote, in percent.
    pub quorum_percent: u32,
    /// How many points the members' totals may lie apart; `None` for any.
    pub maximum_spread: Option<u32>,
}

/// Something wrong with a council to be appointed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CouncilProblem {
    /// It has no chair, or several.
    #[error("a council has one chair, not {0}")]
    Chairs(usize),
    /// It has several secretaries.
    #[error("a council has at most one secretary, not {0}")]
    Secretaries(usize),
    /// The same person is a member twice.
    #[error("{0} is a member twice")]
    Twice(String),
    /// The quorum is no share.
    #[error("a quorum is 1 to 100 percent, not {0}")]
    Quorum(u32),
}

impl Council {
    /// Looks a council over before it is recorded.
    ///
    /// # Errors
    /// Everything wrong with it.
    pub fn check(&self) -> Result<(), Vec<CouncilProblem>> {
        let mut problems = Vec::new();
        let count = |role| {
            self.members
                .iter()
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
        for member in &self.members {
            if !seen.insert(&member.subject) {
                problems.push(CouncilProblem::Twice(member.subject.clone()));
            }
        }
        if !(1..=100).contains(&self.quorum_percent) {
            problems.push(CouncilProblem::Quorum(self.quorum_percent));
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// The member of a subject.
    pub fn member(&self, subject: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.subject == subject)
    }

    /// How many members must vote.
    pub fn quorum(&self) -> usize {
        let members = self.members.len();
        (members * usize::try_from(self.quorum_percent).unwrap_or(100))
            .div_ceil(100)
            .max(1)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A council of so many members, `m1` its chair, of province 51.
    pub(crate) fn council_of(size: usize) -> Council {
        let member = |n| Member {
            subject: format!("m{n}"),
            full_name: format!("Ủy viên {n}"),
            organisation: "Sở Nông nghiệp và Môi trường".into(),
            role: if n == 1 {
                MemberRole::Chair
            } else {
                MemberRole::Member
            },
        };
        Council {
            id: Uuid::from_u128(0xC0),
            province_code: "51".into(),
            decision_number: "12/QĐ-UBND".into(),
            appointed_on: "2026-06-01".parse().unwrap(),
            members: (1..=size).map(member).collect(),
            quorum_percent: DEFAULT_QUORUM_PERCENT,
            maximum_spread: Some(DEFAULT_MAXIMUM_SPREAD),
        }
    }

    #[test]
    fn three_quarters_of_five_members_are_four() {
        assert_eq!(council_of(5).quorum(), 4);
        assert_eq!(council_of(8).quorum(), 6);
        assert_eq!(
            Council {
                quorum_percent: 100,
                ..council_of(7)
            }
            .quorum(),
            7
        );
    }

    #[test]
    fn everything_wrong_with_a_council_is_said_at_once() {
        let mut council = council_of(3);
        council.members[0].role = MemberRole::Secretary;
        council.members[1].role = MemberRole::Secretary;
        council.members[2].subject = "m1".into();
        council.quorum_percent = 101;
        assert_eq!(
            council.check(),
            Err(vec![
                CouncilProblem::Chairs(0),
                CouncilProblem::Secretaries(2),
                CouncilProblem::Twice("m1".into()),
                CouncilProblem::Quorum(101),
            ])
        );
        assert_eq!(council_of(5).check(), Ok(()));
    }
}
