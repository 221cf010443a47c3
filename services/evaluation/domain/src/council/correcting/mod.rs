//! What was recorded wrongly of a council's appointment, put right on record: its decision, its day, and who sat on it from
//! the beginning. Members who come or go later are an amendment. What was voted and counted is asked again.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Council, CouncilProblem, Member};
use crate::correction::{self, Grounds};

/// What is put right; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    pub decision_number: Option<String>,
    pub appointed_on: Option<NaiveDate>,
    /// Everybody who sat on it from the beginning.
    pub members: Option<Vec<Member>>,
}

/// What rests on the council as it was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relied {
    /// The subjects of who cast ballots before it.
    pub voters: BTreeSet<String>,
    /// The first and the last day of its minutes, once it has counted.
    pub minutes: Option<(NaiveDate, NaiveDate)>,
}

/// Why nothing of a council is corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    Council(Vec<CouncilProblem>),
    Correction(correction::Refusal),
}

impl Council {
    /// Puts values right, all of them or none. Corrections are kept, each with what it was before.
    ///
    /// # Errors
    /// A council that would be none, on that day or later; a member who voted would not have sat on it; it has counted,
    /// and other members or another chair would have; minutes before its first day; or nothing would be another.
    pub fn correct(
        &mut self,
        values: &Values,
        relied: &Relied,
        grounds: &Grounds,
    ) -> Result<(), Refused> {
        let mut after = self.clone();
        if let Some(number) = &values.decision_number {
            after.decision_number.clone_from(number);
        }
        if let Some(on) = values.appointed_on {
            if let Some(first) = after.rules.first_mut() {
                first.from = on;
            }
            after.appointed_on = on;
        }
        if let Some(members) = &values.members {
            after.sit_from_the_beginning(members);
        }
        let mut problems = after.appointment_problems(self, relied);
        after.check_from(after.appointed_on, &mut problems);
        if !problems.is_empty() {
            return Err(Refused::Council(problems));
        }
        let fields = self.correctable().into_iter().zip(after.correctable());
        let fields = fields.map(|((field, before), (_, after))| (field, before, after));
        grounds
            .record(&mut after.corrections, fields)
            .map_err(Refused::Correction)?;
        *self = after;
        Ok(())
    }

    /// Has these members sit from the beginning. The day on which one left stays.
    fn sit_from_the_beginning(&mut self, members: &[Member]) {
        let before = std::mem::take(&mut self.members);
        let left_on = |subject: &str| {
            let mut first = before.iter().filter(|member| member.joined_on.is_none());
            let known = first.find(|member| member.subject == subject);
            known.and_then(|member| member.left_on)
        };
        self.members = members
            .iter()
            .map(|member| Member {
                joined_on: None,
                left_on: left_on(&member.subject),
                ..member.clone()
            })
            .collect();
        let later = before.into_iter();
        self.members
            .extend(later.filter(|member| member.joined_on.is_some()));
    }

    /// What stands against the appointment as corrected.
    fn appointment_problems(&self, before: &Self, relied: &Relied) -> Vec<CouncilProblem> {
        let mut problems = Vec::new();
        let last = self.appointed_on;
        let later = self.rules.iter().skip(1).map(|rules| rules.from);
        let moves = self.members.iter();
        let moves = moves.flat_map(|member| [member.joined_on, member.left_on]);
        let first_change = later.chain(moves.flatten()).min();
        if let Some(from) = first_change.filter(|from| *from <= last) {
            problems.push(CouncilProblem::NotLater { from, last });
        }
        let away = relied.voters.iter().filter(|voter| !self.knows(voter));
        problems.extend(away.cloned().map(CouncilProblem::Voted));
        if let Some((first, last)) = relied.minutes {
            if first < self.appointed_on {
                let appointed_on = self.appointed_on;
                problems.push(CouncilProblem::Counted {
                    on: first,
                    appointed_on,
                });
            }
            let sat = |council: &Self, day| -> BTreeSet<(String, bool)> {
                let members = council.members_on(day);
                let sat = members.map(|member| {
                    let chair = member.role == super::MemberRole::Chair;
                    (member.subject.clone(), chair)
                });
                sat.collect()
            };
            if sat(self, first) != sat(before, first) || sat(self, last) != sat(before, last) {
                problems.push(CouncilProblem::CountedByOthers { first, last });
            }
        }
        for delegation in &self.delegations {
            let (from, until) = (delegation.from, delegation.until);
            let subject = &delegation.member;
            if self.member_on(subject, from).is_none() {
                let subject = subject.clone();
                problems.push(CouncilProblem::NotSitting {
                    subject,
                    from,
                    until,
                });
            }
        }
        problems
    }

    /// What can be corrected of it, by the fields of the contract.
    fn correctable(&self) -> [(&'static str, String); 3] {
        let mut first: Vec<String> = self
            .members
            .iter()
            .filter(|member| member.joined_on.is_none())
            .map(Member::in_words)
            .collect();
        first.sort_unstable();
        [
            ("decision_number", self.decision_number.clone()),
            ("appointed_on", self.appointed_on.to_string()),
            ("members", first.join("; ")),
        ]
    }
}

impl Member {
    /// Who it is, for the record of corrections.
    fn in_words(&self) -> String {
        let Self {
            subject,
            full_name,
            organisation,
            role,
            ..
        } = self;
        let sector = self
            .sector
            .map_or_else(String::new, |sector| format!(", {sector}"));
        format!("{subject}: {full_name}, {organisation}, {role}{sector}")
    }
}

#[cfg(test)]
mod tests;
