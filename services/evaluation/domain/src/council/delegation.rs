//! Who presides. The chair is a leader of the province's People's Committee and may have another member preside, and stays
//! responsible (Article 7.3); a chair who has a conflict of interest in a dossier must, where the council's rules ask for
//! the vote of whoever presides.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Council, CouncilProblem, Member, MemberRole};

/// Most delegations that one council keeps.
pub const MOST: usize = 200;

/// Sessions that a member presides over in the chair's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// The subject of the member.
    pub member: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    pub reason: String,
    /// The subject of who recorded it.
    pub recorded_by: String,
    pub recorded_at: DateTime<Utc>,
}

impl Council {
    /// Has a member preside on some days. What was recorded last for a day holds, so that a mistake is put right by the
    /// delegation that should have been there; the chair itself may be named.
    ///
    /// # Errors
    /// Everything wrong: days that do not follow each other or lie before the appointment; no member on these days; too
    /// many delegations.
    pub fn delegate(&mut self, delegation: Delegation) -> Result<(), Vec<CouncilProblem>> {
        let Delegation { from, until, .. } = delegation;
        let mut problems = Vec::new();
        if until < from || from < self.appointed_on {
            let appointed_on = self.appointed_on;
            problems.push(CouncilProblem::DelegationDays {
                from,
                until,
                appointed_on,
            });
        }
        let mut named = self
            .members
            .iter()
            .filter(|member| member.subject == delegation.member);
        if !named.any(|member| member.sits_on(from) && member.sits_on(until)) {
            let subject = delegation.member.clone();
            problems.push(CouncilProblem::NotSitting {
                subject,
                from,
                until,
            });
        }
        if self.delegations.len() >= MOST {
            problems.push(CouncilProblem::TooManyDelegations);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        self.delegations.push(delegation);
        Ok(())
    }

    /// Who presides over a session of a day: the member to whom the chair left it, or the chair. A member who has left
    /// the council meanwhile does not preside.
    pub fn presiding_on(&self, day: NaiveDate) -> Option<&Member> {
        let delegated = self
            .delegations
            .iter()
            .rev()
            .find(|delegation| delegation.from <= day && day <= delegation.until)
            .and_then(|delegation| self.member_on(&delegation.member, day));
        delegated.or_else(|| {
            self.members_on(day)
                .find(|member| member.role == MemberRole::Chair)
        })
    }
}
