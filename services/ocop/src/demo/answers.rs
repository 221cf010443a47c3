//! Filled-in forms: one answer for each criterion of a set, chosen by points, so that the demonstration knows no letters.

use anyhow::{Context as _, ensure};
use ocop_proto::evaluation::v1::{Answer, AnswerOption, CriteriaSet, Criterion};

/// No answer applies: 0 points.
const NONE: &str = "none";

/// The criterion on the product's story, whose structure (5.2) only counts where there is one.
const STORY: &str = "5.1";

/// A form being filled in: the points chosen for each criterion, in order of the set.
#[derive(Clone, Debug)]
pub(super) struct Form<'a> {
    criteria: Vec<&'a Criterion>,
    points: Vec<u32>,
}

impl<'a> Form<'a> {
    /// The least answers that reach `star`, nothing more.
    pub(super) fn least(set: &'a CriteriaSet, star: u32) -> anyhow::Result<Self> {
        let criteria: Vec<_> = criteria(set).collect();
        let points = criteria
            .iter()
            .map(|criterion| least(criterion, star))
            .collect();
        let mut form = Self { criteria, points };
        form.at_least(STORY, 1)?;
        Ok(form)
    }

    /// The best answer to everything.
    pub(super) fn best(set: &'a CriteriaSet) -> Self {
        let criteria: Vec<_> = criteria(set).collect();
        let points = criteria.iter().map(|criterion| best(criterion)).collect();
        Self { criteria, points }
    }

    /// Takes away the answer to one criterion.
    ///
    /// # Errors
    /// The set has no such criterion.
    pub(super) fn without(mut self, code: &str) -> anyhow::Result<Self> {
        let at = self.position(code)?;
        self.points[at] = 0;
        Ok(self)
    }

    /// Raises answers evenly until the form gives exactly `total`.
    ///
    /// # Errors
    /// No such form was found.
    pub(super) fn raised_to(mut self, total: u32) -> anyhow::Result<Self> {
        loop {
            let before = self.total();
            for at in 0..self.criteria.len() {
                let missing = total.saturating_sub(self.total());
                if let Some(next) = next(self.criteria[at], self.points[at])
                    && next - self.points[at] <= missing
                {
                    self.points[at] = next;
                }
            }
            if self.total() == total {
                return Ok(self);
            }
            ensure!(
                self.total() > before,
                "no form of {total} points was found; the nearest has {before}"
            );
        }
    }

    /// Lowers answers until the form gives exactly `total`, but only where no minimum is asked, so that members of a council
    /// who differ still agree on every criterion that counts for the star.
    ///
    /// # Errors
    /// No such form was found.
    pub(super) fn lowered_to(mut self, total: u32) -> anyhow::Result<Self> {
        loop {
            let before = self.total();
            for at in 0..self.criteria.len() {
                let excess = self.total().saturating_sub(total);
                let lower = previous(self.criteria[at], self.points[at]);
                if !is_marked(self.criteria[at]) && self.points[at] - lower <= excess {
                    self.points[at] = lower;
                }
            }
            if self.total() == total {
                return Ok(self);
            }
            ensure!(
                self.total() < before,
                "no form of {total} points was found; the nearest has {before}"
            );
        }
    }

    /// The points of the whole form.
    pub(super) fn total(&self) -> u32 {
        self.points.iter().sum()
    }

    /// The form as it is sent.
    ///
    /// # Errors
    /// A criterion has no answer with the points chosen.
    pub(super) fn answers(&self) -> anyhow::Result<Vec<Answer>> {
        let filled = self.criteria.iter().zip(&self.points);
        filled
            .map(|(criterion, points)| {
                let option = match criterion
                    .answers
                    .iter()
                    .find(|option| option.points == *points)
                {
                    Some(option) => option.code.clone(),
                    None if *points == 0 => NONE.to_owned(),
                    None => anyhow::bail!(
                        "criterion {} has no answer of {points} points",
                        criterion.code
                    ),
                };
                Ok(Answer {
                    criterion: criterion.code.clone(),
                    option,
                })
            })
            .collect()
    }

    fn at_least(&mut self, code: &str, points: u32) -> anyhow::Result<()> {
        let at = self.position(code)?;
        while self.points[at] < points {
            self.points[at] = next(self.criteria[at], self.points[at])
                .with_context(|| format!("criterion {code} has no answer of {points} points"))?;
        }
        Ok(())
    }

    fn position(&self, code: &str) -> anyhow::Result<usize> {
        self.criteria
            .iter()
            .position(|criterion| criterion.code == code)
            .with_context(|| format!("the set has no criterion {code}"))
    }
}

fn criteria(set: &CriteriaSet) -> impl Iterator<Item = &Criterion> {
    set.parts
        .iter()
        .flat_map(|part| &part.sections)
        .flat_map(|section| &section.criteria)
}

fn is_marked(criterion: &Criterion) -> bool {
    criterion
        .answers
        .iter()
        .any(|option| option.minimum_star > 0)
}

/// Points of the answer marked with the greatest star up to `star`.
fn least(criterion: &Criterion, star: u32) -> u32 {
    let marked = |option: &&AnswerOption| option.minimum_star > 0 && option.minimum_star <= star;
    criterion
        .answers
        .iter()
        .filter(marked)
        .map(|option| option.points)
        .max()
        .unwrap_or(0)
}

fn best(criterion: &Criterion) -> u32 {
    criterion
        .answers
        .iter()
        .map(|option| option.points)
        .max()
        .unwrap_or(0)
}

/// Points of the next worse answer; 0 is always one.
fn previous(criterion: &Criterion, points: u32) -> u32 {
    criterion
        .answers
        .iter()
        .map(|option| option.points)
        .filter(|worse| *worse < points)
        .max()
        .unwrap_or(0)
}

/// Points of the next better answer.
fn next(criterion: &Criterion, points: u32) -> Option<u32> {
    criterion
        .answers
        .iter()
        .map(|option| option.points)
        .filter(|better| *better > points)
        .min()
}

#[cfg(test)]
mod tests {
    use ocop_proto::evaluation::v1::{Part, Section};

    use super::*;

    fn criterion(code: &str, answers: &[(u32, u32)]) -> Criterion {
        let answers = answers
            .iter()
            .zip('a'..)
            .map(|((points, minimum_star), code)| AnswerOption {
                code: code.to_string(),
                points: *points,
                minimum_star: *minimum_star,
                ..AnswerOption::default()
            });
        Criterion {
            code: code.to_owned(),
            answers: answers.collect(),
            ..Criterion::default()
        }
    }

    fn set() -> CriteriaSet {
        let criteria = vec![
            criterion("1.1", &[(1, 3), (3, 0), (5, 0)]),
            criterion("3.5", &[(1, 3), (2, 4), (3, 0)]),
            criterion("5.1", &[(0, 0), (1, 0), (5, 4)]),
            criterion("10", &[(1, 0), (2, 0)]),
        ];
        let section = Section {
            criteria,
            ..Section::default()
        };
        CriteriaSet {
            parts: vec![Part {
                sections: vec![section],
                ..Part::default()
            }],
            ..CriteriaSet::default()
        }
    }

    #[test]
    fn the_least_form_for_a_star_has_its_marked_answers_and_a_story() {
        let set = set();
        assert_eq!(Form::least(&set, 3).expect("a form").points, [1, 1, 1, 0]);
        assert_eq!(Form::least(&set, 4).expect("a form").points, [1, 2, 5, 0]);
    }

    #[test]
    fn members_differ_only_where_no_minimum_is_asked() {
        let set = set();
        let most = Form::least(&set, 3)
            .expect("a form")
            .raised_to(12)
            .expect("a form");
        assert_eq!(most.total(), 12);
        let lowered = most.clone().lowered_to(11).expect("a form");
        assert_eq!(lowered.points[..3], most.points[..3]);
        assert!(most.lowered_to(5).is_err());
    }

    #[test]
    fn a_form_without_an_answer_says_none() {
        let set = set();
        let answers = Form::best(&set)
            .without("3.5")
            .expect("there is 3.5")
            .answers()
            .expect("a form");
        assert_eq!(
            (answers[1].criterion.as_str(), answers[1].option.as_str()),
            ("3.5", "none")
        );
        assert_eq!(answers[0].option, "c");
    }
}
