//! Changes of a council from a day on: new rules, members who leave or join. What was counted before
//! that day stays counted.

use chrono::NaiveDate;

use super::{Council, CouncilProblem, Member, Rules};

/// A change of a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// The first day it holds.
    pub from: NaiveDate,
    /// The rules from then on, if they change; their own day is that of the amendment.
    pub rules: Option<Rules>,
    /// Subjects of members who leave: that day is their first outside.
    pub leaving: Vec<String>,
    /// Members who join: that day is their first in the council. A member whose role changes leaves
    /// and joins.
    pub joining: Vec<Member>,
}

impl Council {
    /// Changes the council from a day on. A ballot that somebody cast before leaving counts.
    ///
    /// # Errors
    /// Everything wrong: nothing changes; rules that do not follow the last ones; a change of members
    /// before the council was appointed or before one who leaves had joined; somebody who leaves
    /// without being there or joins while there; a council that, on that day or later, would be none.
    /// Nothing is changed then.
    pub fn amend(&mut self, amendment: Amendment) -> Result<(), Vec<CouncilProblem>> {
        let Amendment {
            from,
            rules,
            leaving,
            joining,
        } = amendment;
        let mut problems = Vec::new();
        let mut changed = self.clone();
        if rules.is_none() && leaving.is_empty() && joining.is_empty() {
            problems.push(CouncilProblem::Nothing);
        }
        let mut follows = |last: NaiveDate| {
            let problem = CouncilProblem::NotLater { from, last };
            if from <= last && !problems.contains(&problem) {
                problems.push(problem);
            }
        };
        follows(self.appointed_on);
        if let Some(rules) = rules {
            if let Some(last) = self.rules.last() {
                follows(last.from);
            }
            changed.rules.push(Rules { from, ..rules });
        }
        for subject in leaving {
            let mut sitting = changed.members.iter_mut();
            let sitting = sitting.find(|m| m.subject == subject && m.left_on.is_none());
            match sitting {
                None => problems.push(CouncilProblem::NotThere(subject)),
                Some(member) => match member.joined_on {
                    Some(last) if from <= last => {
                        problems.push(CouncilProblem::NotLater { from, last });
                    }
                    _ => member.left_on = Some(from),
                },
            }
        }
        let join = |member| Member {
            joined_on: Some(from),
            left_on: None,
            ..member
        };
        changed.members.extend(joining.into_iter().map(join));
        changed.check_from(from, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        *self = changed;
        Ok(())
    }
}
