//! Answers given to a criteria set: one for each criterion, parsed with every mistake reported.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Case, CriteriaSet, Criterion};

/// What was chosen for a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Choice {
    /// None of the answers: 0 points.
    Nothing,
    /// The answer of this letter.
    Letter(char),
}

/// A text that is neither `none` nor one small letter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no choice: write the letter of an answer, or \"none\"")]
pub struct NotAChoice(pub String);

impl FromStr for Choice {
    type Err = NotAChoice;

    fn from_str(text: &str) -> Result<Self, NotAChoice> {
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            _ if text == "none" => Ok(Self::Nothing),
            (Some(letter @ 'a'..='z'), None) => Ok(Self::Letter(letter)),
            _ => Err(NotAChoice(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Choice {
    type Error = NotAChoice;

    fn try_from(text: String) -> Result<Self, NotAChoice> {
        text.parse()
    }
}

impl From<Choice> for String {
    fn from(choice: Choice) -> Self {
        choice.to_string()
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("none"),
            Self::Letter(letter) => write!(f, "{letter}"),
        }
    }
}

/// An answer as a caller gives it, not looked at yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Code of the criterion.
    pub criterion: String,
    /// Letter of the answer, or `none`.
    pub option: String,
}

/// Something wrong with the answers given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerProblem {
    /// The set has no such criterion.
    #[error("the set has no criterion {criterion}")]
    UnknownCriterion {
        /// What was named.
        criterion: String,
    },
    /// The criterion has no such answer.
    #[error("criterion {criterion} has no answer {option:?}")]
    UnknownAnswer {
        /// The criterion.
        criterion: String,
        /// What was chosen.
        option: String,
    },
    /// The criterion was answered more than once.
    #[error("criterion {criterion} is answered more than once")]
    Duplicate {
        /// The criterion.
        criterion: String,
    },
    /// The criterion was not answered.
    #[error("criterion {criterion} is not answered")]
    Missing {
        /// The criterion.
        criterion: String,
    },
    /// Points for a criterion that does not apply, such as the telling of a story that is not there.
    #[error("criterion {criterion} does not apply: criterion {needs} gives less than {points}")]
    DoesNotApply {
        /// The criterion.
        criterion: String,
        /// The one it depends on.
        needs: String,
        /// What that must give at least.
        points: u32,
    },
    /// An answer for another case than the answers before it (set 26).
    #[error("criterion {criterion} is answered for another case than those before it")]
    MixedCases {
        /// The criterion.
        criterion: String,
    },
    /// A council's agreed answer on a criterion without a star mark.
    #[error("criterion {criterion} carries no star mark: there is nothing to agree on")]
    NotMarked {
        /// The criterion.
        criterion: String,
    },
}

/// Answers by code of criterion. Made by [`Answers::parse`] they are whole; the answers that a
/// council agreed on are those of the marked criteria only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Choice>);

impl Answers {
    /// One answer for each criterion of a set.
    ///
    /// # Errors
    /// Every problem, in the order of the answers given, then in the order of the set.
    pub fn parse(set: &CriteriaSet, given: &[Given]) -> Result<Self, Vec<AnswerProblem>> {
        let (answers, mut problems) = Self::some(set, given, |_| true);
        for criterion in set.criteria() {
            let code = &criterion.code;
            if !given.iter().any(|line| line.criterion == *code) {
                problems.push(AnswerProblem::Missing {
                    criterion: code.clone(),
                });
            }
        }
        problems.extend(answers.conflicts(set));
        if problems.is_empty() {
            Ok(answers)
        } else {
            Err(problems)
        }
    }

    /// The answers that a council agreed on, which are about marked criteria only.
    ///
    /// # Errors
    /// Every problem, in the order of the answers given.
    pub fn parse_agreed(set: &CriteriaSet, given: &[Given]) -> Result<Self, Vec<AnswerProblem>> {
        let (answers, problems) = Self::some(set, given, Criterion::is_marked);
        if problems.is_empty() {
            Ok(answers)
        } else {
            Err(problems)
        }
    }

    fn some(
        set: &CriteriaSet,
        given: &[Given],
        wanted: impl Fn(&Criterion) -> bool,
    ) -> (Self, Vec<AnswerProblem>) {
        let (mut answers, mut problems) = (BTreeMap::new(), Vec::new());
        for line in given {
            let code = line.criterion.clone();
            let Some(criterion) = set.criterion(&code) else {
                problems.push(AnswerProblem::UnknownCriterion { criterion: code });
                continue;
            };
            if !wanted(criterion) {
                problems.push(AnswerProblem::NotMarked { criterion: code });
                continue;
            }
            let choice = line.option.parse().ok().filter(|choice| match choice {
                Choice::Nothing => true,
                Choice::Letter(letter) => criterion.answer(*letter).is_some(),
            });
            let Some(choice) = choice else {
                let option = line.option.clone();
                problems.push(AnswerProblem::UnknownAnswer {
                    criterion: code,
                    option,
                });
                continue;
            };
            if answers.insert(code.clone(), choice).is_some() {
                problems.push(AnswerProblem::Duplicate { criterion: code });
            }
        }
        (Self(answers), problems)
    }

    /// What fits each criterion but not the other answers.
    fn conflicts(&self, set: &CriteriaSet) -> Vec<AnswerProblem> {
        let mut problems = Vec::new();
        let mut case: Option<Case> = None;
        for criterion in set.criteria() {
            let code = &criterion.code;
            if let Some(needs) = &criterion.applies_if
                && self.raw_points(criterion) > 0
                && !self.applies(set, criterion)
            {
                problems.push(AnswerProblem::DoesNotApply {
                    criterion: code.clone(),
                    needs: needs.criterion.clone(),
                    points: needs.points,
                });
            }
            let chosen = self.answer(criterion).and_then(|answer| answer.case);
            match (case, chosen) {
                (None, _) => case = chosen,
                (Some(first), Some(other)) if first != other => {
                    problems.push(AnswerProblem::MixedCases {
                        criterion: code.clone(),
                    });
                }
                _ => {}
            }
        }
        problems
    }

    /// What was chosen for a criterion.
    pub fn choice(&self, criterion: &str) -> Option<Choice> {
        self.0.get(criterion).copied()
    }

    /// Every choice by code of criterion, in the order of the codes as text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Choice)> {
        self.0.iter().map(|(code, choice)| (code.as_str(), *choice))
    }

    /// The points that a criterion gives: 0 if nothing was chosen or the criterion does not apply.
    pub fn points(&self, set: &CriteriaSet, criterion: &Criterion) -> u32 {
        if self.applies(set, criterion) {
            self.raw_points(criterion)
        } else {
            0
        }
    }

    /// Adds or replaces a choice. It is not checked against any set.
    pub(crate) fn set(&mut self, criterion: &str, choice: Choice) {
        self.0.insert(criterion.to_owned(), choice);
    }

    fn applies(&self, set: &CriteriaSet, criterion: &Criterion) -> bool {
        criterion.applies_if.as_ref().is_none_or(|needs| {
            let other = set.criterion(&needs.criterion);
            other.is_some_and(|other| self.raw_points(other) >= needs.points)
        })
    }

    fn raw_points(&self, criterion: &Criterion) -> u32 {
        self.answer(criterion).map_or(0, |answer| answer.points)
    }

    fn answer<'a>(&self, criterion: &'a Criterion) -> Option<&'a super::Answer> {
        match self.choice(&criterion.code)? {
            Choice::Nothing => None,
            Choice::Letter(letter) => criterion.answer(letter),
        }
    }
}

#[cfg(test)]
mod tests;
