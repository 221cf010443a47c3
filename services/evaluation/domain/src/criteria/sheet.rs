//! Answers laid beside their criteria, in the order of the law: what scoring and advice work on. A
//! code is looked up once, when the sheet is filled in.

use super::answers::{AnswerProblem, Answers, Choice};
use super::{Answer, Case, CriteriaSet, Criterion};

/// A criterion with what was chosen for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    pub criterion: &'a Criterion,
    /// What was chosen; `None` if it was not answered.
    pub choice: Option<Choice>,
    /// The answer chosen; `None` for none of them.
    pub answer: Option<&'a Answer>,
    /// The points it gives: 0 if nothing was chosen or the criterion does not apply.
    pub points: u32,
}

/// Whether and how a criterion was named among the answers given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Not,
    /// Once, with an answer that it has.
    Well,
    /// Once, with one that it does not have, or with none.
    Badly,
    Twice,
}

impl Named {
    /// The same for what was named before.
    fn or(self, first: Self) -> Self {
        match self {
            Self::Not => first,
            named => named,
        }
    }
}

/// A set filled in, with everything wrong with the answers one by one.
pub(super) struct Filled<'a> {
    pub(super) sheet: Sheet<'a>,
    /// Of each criterion, in the order of the law.
    named: Vec<Named>,
    pub(super) problems: Vec<AnswerProblem>,
}

/// A set filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet<'a> {
    set: &'a CriteriaSet,
    rows: Vec<Row<'a>>,
}

impl<'a> Sheet<'a> {
    /// One answer for each criterion of a set, given as code of the criterion and letter or `none`.
    ///
    /// # Errors
    /// Every problem, in the order of the answers given, then in the order of the set.
    pub fn parse<'g>(
        set: &'a CriteriaSet,
        given: impl Iterator<Item = (&'g str, &'g str)>,
    ) -> Result<Self, Vec<AnswerProblem>> {
        Self::parse_for(set, given, None)
    }

    /// The same for the case that a dossier is of.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and answers of another case.
    pub fn parse_for<'g>(
        set: &'a CriteriaSet,
        given: impl Iterator<Item = (&'g str, &'g str)>,
        of: Option<Case>,
    ) -> Result<Self, Vec<AnswerProblem>> {
        let Filled {
            sheet,
            named,
            mut problems,
        } = Self::fill(set, given, |_| true);
        problems.extend(sheet.conflicts(&named, of));
        if problems.is_empty() {
            Ok(sheet)
        } else {
            Err(problems)
        }
    }

    /// Answers already known to fit. What they lack is left open, what the set does not have is left
    /// out.
    pub fn of(set: &'a CriteriaSet, answers: &Answers) -> Self {
        let mut sheet = Self::empty(set);
        for row in &mut sheet.rows {
            row.choice = answers.choice(&row.criterion.code);
            row.answer = row.choice.and_then(|choice| choice.of(row.criterion));
        }
        sheet.reckon();
        sheet
    }

    /// The answers to the criteria that are `included`, and what is wrong with each. A criterion that
    /// was named but not well answered does not count as missing.
    pub(super) fn fill<'g>(
        set: &'a CriteriaSet,
        given: impl Iterator<Item = (&'g str, &'g str)>,
        included: impl Fn(&Criterion) -> bool,
    ) -> Filled<'a> {
        let mut sheet = Self::empty(set);
        let mut named = vec![Named::Not; sheet.rows.len()];
        let mut problems = Vec::new();
        for (position, (code, option)) in given.enumerate() {
            let criterion = || code.to_owned();
            let Some(at) = set.position(code) else {
                problems.push(match code {
                    "" => AnswerProblem::NoCriterion { position },
                    _ => AnswerProblem::UnknownCriterion {
                        criterion: criterion(),
                    },
                });
                continue;
            };
            let row = &mut sheet.rows[at];
            if !included(row.criterion) {
                let criterion = criterion();
                problems.push(AnswerProblem::NotMarked { criterion });
                continue;
            }
            if matches!(named[at], Named::Well | Named::Badly) {
                let criterion = criterion();
                problems.push(AnswerProblem::Duplicate { criterion });
                named[at] = Named::Twice;
            }
            let choice = option.parse().ok().filter(|choice| match choice {
                Choice::Nothing => true,
                Choice::Letter(_) => choice.of(row.criterion).is_some(),
            });
            let Some(choice) = choice else {
                problems.push(match option {
                    "" => AnswerProblem::NoOption {
                        criterion: criterion(),
                    },
                    _ => AnswerProblem::UnknownAnswer {
                        criterion: criterion(),
                        option: option.to_owned(),
                    },
                });
                named[at] = named[at].or(Named::Badly);
                continue;
            };
            named[at] = named[at].or(Named::Well);
            row.choice = Some(choice);
            row.answer = choice.of(row.criterion);
        }
        sheet.reckon();
        let missing = sheet.rows.iter().zip(&named);
        let missing =
            missing.filter(|(row, named)| matches!(named, Named::Not) && included(row.criterion));
        problems.extend(missing.map(|(row, _)| AnswerProblem::Missing {
            criterion: row.criterion.code.clone(),
        }));
        Filled {
            sheet,
            named,
            problems,
        }
    }

    fn empty(set: &'a CriteriaSet) -> Self {
        let row = |criterion| Row {
            criterion,
            choice: None,
            answer: None,
            points: 0,
        };
        let mut rows = Vec::with_capacity(set.size());
        rows.extend(set.criteria().map(row));
        Self { set, rows }
    }

    /// Finds the points of each row.
    fn reckon(&mut self) {
        for at in 0..self.rows.len() {
            self.rows[at].points = if self.applies(self.rows[at].criterion) {
                self.rows[at].raw()
            } else {
                0
            };
        }
    }

    /// What fits each criterion but not the other answers. An answer is held against others only where both are
    /// known: what is missing, wrong or given twice is told as that, and nothing is said to follow from it.
    fn conflicts(&self, named: &[Named], of: Option<Case>) -> impl Iterator<Item = AnswerProblem> {
        let known = |code: &str| {
            let at = self.set.position(code);
            at.is_some_and(|at| matches!(named[at], Named::Well))
        };
        let mut case = of;
        let answered = self.rows.iter().zip(named);
        let answered = answered.filter(|(_, named)| matches!(named, Named::Well));
        answered.flat_map(move |(row, _)| {
            let code = &row.criterion.code;
            let condition = row.criterion.applies_if.as_ref();
            let idle = condition
                .filter(|needs| known(&needs.criterion) && row.raw() > 0 && row.points == 0)
                .map(|needs| AnswerProblem::DoesNotApply {
                    criterion: code.clone(),
                    needs: needs.criterion.clone(),
                    points: needs.points,
                });
            let chosen = row.answer.and_then(|answer| answer.case);
            let mixed = match (case, chosen) {
                (Some(first), Some(other)) if first != other => {
                    let criterion = code.clone();
                    Some(match of {
                        Some(_) => AnswerProblem::OtherCase { criterion },
                        None => AnswerProblem::MixedCases { criterion },
                    })
                }
                _ => None,
            };
            case = case.or(chosen);
            idle.into_iter().chain(mixed)
        })
    }

    fn applies(&self, criterion: &Criterion) -> bool {
        criterion.applies_if.as_ref().is_none_or(|needs| {
            let other = self.row(&needs.criterion);
            other.is_some_and(|other| other.raw() >= needs.points)
        })
    }

    /// The set that was filled in.
    pub fn set(&self) -> &'a CriteriaSet {
        self.set
    }

    /// Its rows, in the order of the law.
    pub fn rows(&self) -> &[Row<'a>] {
        &self.rows
    }

    /// The row of a criterion.
    pub fn row(&self, code: &str) -> Option<&Row<'a>> {
        self.rows.get(self.set.position(code)?)
    }

    /// The sum of the points.
    pub fn total(&self) -> u32 {
        self.rows.iter().map(|row| row.points).sum()
    }

    /// The case that the answers are for; `None` if no answer of a case was chosen.
    pub fn case(&self) -> Option<Case> {
        self.rows.iter().find_map(|row| row.answer?.case)
    }
}

impl Row<'_> {
    /// The points of the answer, whether or not the criterion applies.
    fn raw(&self) -> u32 {
        self.answer.map_or(0, |answer| answer.points)
    }
}

impl Choice {
    /// The answer of a criterion that was chosen.
    fn of(self, criterion: &Criterion) -> Option<&Answer> {
        match self {
            Self::Nothing => None,
            Self::Letter(letter) => criterion.answer(letter),
        }
    }
}
