//! Answers given to a criteria set: one for each criterion, parsed with every mistake reported.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::sheet::Sheet;
use super::{Case, CriteriaSet, Criterion};

/// What was chosen for a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub enum Choice {
    /// None of the answers: 0 points.
    Nothing,
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

/// From its text as that stands: a dossier has dozens of them, and a page of a list fifty dossiers.
impl<'de> Deserialize<'de> for Choice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Choice;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the letter of an answer, or \"none\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Choice, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text)
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
    #[error("the set has no criterion {criterion}")]
    UnknownCriterion { criterion: String },
    #[error("the answer in place {position} names no criterion")]
    NoCriterion {
        /// Its place among the answers given, from 0.
        position: usize,
    },
    #[error("criterion {criterion} is named without an answer")]
    NoOption { criterion: String },
    #[error("something is said on criterion {criterion}, which the set does not have")]
    UnknownStatement { criterion: String },
    #[error("criterion {criterion} has no answer {option:?}")]
    UnknownAnswer { criterion: String, option: String },
    #[error("criterion {criterion} is answered more than once")]
    Duplicate { criterion: String },
    #[error("criterion {criterion} is not answered")]
    Missing { criterion: String },
    #[error("criterion {criterion} does not apply: criterion {needs} gives less than {points}")]
    DoesNotApply {
        criterion: String,
        needs: String,
        points: u32,
    },
    #[error("criterion {criterion} is answered for another case than those before it")]
    MixedCases { criterion: String },
    #[error("criterion {criterion} is answered for another case than the dossier is of")]
    OtherCase { criterion: String },
    #[error("criterion {criterion} carries no star mark: there is nothing to agree on")]
    NotMarked { criterion: String },
}

/// Answers by code of criterion. Made by [`Answers::parse`] they are whole; those of a draft may be half of them, and
/// the answers that a council agreed on are those of the marked criteria only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Choice>);

impl Answers {
    /// One answer for each criterion of a set.
    ///
    /// # Errors
    /// Every problem, in the order of the answers given, then in the order of the set.
    pub fn parse(set: &CriteriaSet, given: &[Given]) -> Result<Self, Vec<AnswerProblem>> {
        Self::parse_for(set, given, None)
    }

    /// The same for the case that a dossier is of.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and answers of another case.
    pub fn parse_for(
        set: &CriteriaSet,
        given: &[Given],
        case: Option<Case>,
    ) -> Result<Self, Vec<AnswerProblem>> {
        Ok(Self::of(&Sheet::parse_for(set, pairs_of(given), case)?))
    }

    /// The answers that a council agreed on, which are about marked criteria only.
    ///
    /// # Errors
    /// Every problem, in the order of the answers given.
    pub fn parse_agreed(set: &CriteriaSet, given: &[Given]) -> Result<Self, Vec<AnswerProblem>> {
        Self::parse_some(set, given, Criterion::is_marked)
    }

    /// The answers of a draft, which may be half of them. Each names an answer that its criterion has; whether they
    /// are whole and fit together is asked when the dossier is lodged.
    ///
    /// # Errors
    /// Every problem, in the order of the answers given.
    pub fn parse_draft(set: &CriteriaSet, given: &[Given]) -> Result<Self, Vec<AnswerProblem>> {
        Self::parse_some(set, given, |_| true)
    }

    fn parse_some(
        set: &CriteriaSet,
        given: &[Given],
        included: impl Fn(&Criterion) -> bool,
    ) -> Result<Self, Vec<AnswerProblem>> {
        let filled = Sheet::fill(set, pairs_of(given), included);
        let mut problems = filled.problems;
        problems.retain(|problem| !matches!(problem, AnswerProblem::Missing { .. }));
        if problems.is_empty() {
            Ok(Self::of(&filled.sheet))
        } else {
            Err(problems)
        }
    }

    /// Everything that keeps these from being whole under a set, for a case if one is said.
    pub fn problems(&self, set: &CriteriaSet, case: Option<Case>) -> Vec<AnswerProblem> {
        let options: Vec<(&str, String)> = self
            .iter()
            .map(|(code, choice)| (code, choice.to_string()))
            .collect();
        let given = options
            .iter()
            .map(|(code, option)| (*code, option.as_str()));
        Sheet::parse_for(set, given, case).err().unwrap_or_default()
    }

    pub fn of(sheet: &Sheet<'_>) -> Self {
        let rows = sheet.rows().iter();
        let given = rows.filter_map(|row| Some((row.criterion.code.clone(), row.choice?)));
        Self(given.collect())
    }

    /// What was chosen for a criterion.
    pub fn choice(&self, criterion: &str) -> Option<Choice> {
        self.0.get(criterion).copied()
    }

    /// Every choice by code of criterion, in the order of the codes as text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Choice)> {
        self.0.iter().map(|(code, choice)| (code.as_str(), *choice))
    }

    /// Those of the choices that a set has too.
    pub fn fitting(&self, set: &CriteriaSet) -> Self {
        let fits = |(code, choice): &(&String, &Choice)| {
            set.criterion(code).is_some_and(|criterion| match choice {
                Choice::Nothing => true,
                Choice::Letter(letter) => criterion.answer(*letter).is_some(),
            })
        };
        let kept = self.0.iter().filter(fits);
        Self(kept.map(|(code, choice)| (code.clone(), *choice)).collect())
    }

    /// Adds or replaces a choice. It is not checked against any set.
    pub(crate) fn set(&mut self, criterion: &str, choice: Choice) {
        self.0.insert(criterion.to_owned(), choice);
    }
}

fn pairs_of(given: &[Given]) -> impl Iterator<Item = (&str, &str)> {
    given
        .iter()
        .map(|line| (line.criterion.as_str(), line.option.as_str()))
}

#[cfg(test)]
mod tests;
