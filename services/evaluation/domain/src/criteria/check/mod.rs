//! Checks that a criteria set holds together, so that a slip in a file stops the service at start
//! and not a cooperative at its certificate.

use std::collections::HashSet;

use super::{CriteriaSet, Criterion, Label, Section};

/// Something wrong with a set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("part {part} gives {has} points; the regulation gives it {should}")]
    PartPoints { part: String, has: u32, should: u32 },
    #[error("the parts are {0:?}, not A, B and C")]
    Parts(Vec<String>),
    #[error("{of} has {has} points, but what is in it adds up to {sum}")]
    Sum { of: String, has: u32, sum: u32 },
    #[error("criterion {criterion} has {has} points, but its best answer gives {best}")]
    Maximum {
        criterion: String,
        has: u32,
        best: u32,
    },
    #[error("criterion {0}: the marks do not rise with the points")]
    Marks(String),
    #[error("the code {0} appears twice")]
    Twice(String),
    #[error("{0} has an empty label")]
    Unlabelled(String),
    #[error("criterion {0} can never apply, or depends on one after it")]
    Condition(String),
    #[error("criterion {0}: every answer belongs to a case, or none does")]
    Cases(String),
    #[error("criterion {0} has two knock-outs")]
    KnockOuts(String),
    #[error("there is no set {0} in Appendix I")]
    Number(u8),
}

/// Checks a set.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check(set: &CriteriaSet) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    if crate::criteria::classification::sub_group(set.number).is_none() {
        problems.push(Problem::Number(set.number));
    }
    parts(set, &mut problems);
    labels(set, &mut problems);
    let mut codes = HashSet::new();
    for criterion in set.criteria() {
        if !codes.insert(criterion.code.as_str()) {
            problems.push(Problem::Twice(criterion.code.clone()));
        }
        self::criterion(set, criterion, &mut problems);
    }
    let mut at = HashSet::new();
    for knock_out in &set.knock_outs {
        if !at.insert(knock_out.criterion.as_str()) {
            problems.push(Problem::KnockOuts(knock_out.criterion.clone()));
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn parts(set: &CriteriaSet, problems: &mut Vec<Problem>) {
    let codes: Vec<String> = set.parts.iter().map(|part| part.code.clone()).collect();
    if codes != ["A", "B", "C"] {
        problems.push(Problem::Parts(codes));
    }
    let lawful = set.law.parts.into_iter().flatten();
    for (part, should) in set.parts.iter().zip(lawful) {
        if part.max_points != should {
            let has = part.max_points;
            problems.push(Problem::PartPoints {
                part: part.code.clone(),
                has,
                should,
            });
        }
    }
    let mut sections = HashSet::new();
    for part in &set.parts {
        let inside = part.sections.iter().map(|section| section.max_points);
        sum(
            format!("part {}", part.code),
            part.max_points,
            inside,
            problems,
        );
        for section in &part.sections {
            if !sections.insert(section.code.as_str()) {
                problems.push(Problem::Twice(section.code.clone()));
            }
            let inside = section
                .criteria
                .iter()
                .map(|criterion| criterion.max_points);
            sum(
                format!("section {}", section.code),
                section.max_points,
                inside,
                problems,
            );
            groups(section, problems);
        }
    }
}

/// The labels of everything but the criteria.
fn labels(set: &CriteriaSet, problems: &mut Vec<Problem>) {
    let mut named = vec![("the set".to_owned(), &set.name)];
    for part in &set.parts {
        named.push((format!("part {}", part.code), &part.label));
        for section in &part.sections {
            named.push((format!("section {}", section.code), &section.label));
            let groups = section.groups.iter();
            named.extend(groups.map(|group| (format!("sub-heading {}", group.code), &group.label)));
        }
    }
    let knock_outs = set.knock_outs.iter();
    named.extend(knock_outs.map(|found| (format!("knock-out {}", found.criterion), &found.label)));
    let disqualifiers = (1..).zip(&set.disqualifiers);
    named.extend(disqualifiers.map(|(number, label)| (format!("disqualifier {number}"), label)));
    let silent = named.into_iter().filter(|(_, label)| silent(label));
    problems.extend(silent.map(|(of, _)| Problem::Unlabelled(of)));
}

fn silent(label: &Label) -> bool {
    label.vi.trim().is_empty() || label.en.trim().is_empty()
}

/// The sub-headings of a section: each adds up, and none has the code of a criterion or of another.
fn groups(section: &Section, problems: &mut Vec<Problem>) {
    for (at, group) in section.groups.iter().enumerate() {
        let criteria = section.criteria.iter();
        let twice = criteria
            .clone()
            .any(|criterion| criterion.code == group.code)
            || section.groups[..at]
                .iter()
                .any(|other| other.code == group.code);
        if twice {
            problems.push(Problem::Twice(group.code.clone()));
        }
        let inside = criteria
            .filter(|criterion| group.holds(&criterion.code))
            .map(|criterion| criterion.max_points);
        sum(
            format!("sub-heading {}", group.code),
            group.max_points,
            inside,
            problems,
        );
    }
}

fn sum(of: String, has: u32, inside: impl Iterator<Item = u32>, problems: &mut Vec<Problem>) {
    let sum = inside.sum();
    if has != sum {
        problems.push(Problem::Sum { of, has, sum });
    }
}

fn criterion(set: &CriteriaSet, criterion: &Criterion, problems: &mut Vec<Problem>) {
    let code = || criterion.code.clone();
    let best = criterion
        .answers
        .iter()
        .map(|answer| answer.points)
        .max()
        .unwrap_or(0);
    if criterion.max_points != best {
        problems.push(Problem::Maximum {
            criterion: code(),
            has: criterion.max_points,
            best,
        });
    }
    let mut marked: Vec<_> = criterion
        .answers
        .iter()
        .filter_map(|answer| Some((answer.minimum_star?, answer.points)))
        .collect();
    marked.sort_unstable();
    if marked
        .windows(2)
        .any(|pair| pair[0].0 == pair[1].0 || pair[0].1 >= pair[1].1)
        || marked.iter().any(|(_, points)| *points == 0)
    {
        problems.push(Problem::Marks(code()));
    }
    let mut labels = std::iter::once(&criterion.label)
        .chain(criterion.answers.iter().map(|answer| &answer.label))
        .chain(&criterion.notes);
    if labels.any(silent) {
        problems.push(Problem::Unlabelled(format!("criterion {}", criterion.code)));
    }
    let in_cases = criterion
        .answers
        .iter()
        .filter(|answer| answer.case.is_some())
        .count();
    if in_cases != 0 && in_cases != criterion.answers.len() {
        problems.push(Problem::Cases(code()));
    }
    if let Some(condition) = &criterion.applies_if {
        let met = set
            .criteria()
            .take_while(|before| before.code != criterion.code)
            .any(|before| {
                before.code == condition.criterion && before.max_points >= condition.points
            });
        if !met {
            problems.push(Problem::Condition(code()));
        }
    }
}

#[cfg(test)]
mod tests;
