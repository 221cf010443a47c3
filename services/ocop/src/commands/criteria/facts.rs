//! The facts of a criteria set, each under the name of where it stands, so that two sets are compared
//! fact by fact wherever they come from: a file, or the service.

use std::collections::BTreeMap;

use anyhow::Context as _;
use ocop_proto::evaluation::v1 as proto;
use serde::Deserialize;

/// Facts by where they stand and what they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// How many criteria they are about.
    pub(super) criteria: usize,
    /// How many answers they are about.
    pub(super) answers: usize,
    pub(super) all: BTreeMap<(String, &'static str), String>,
}

/// A file of sets. What else it says of them, such as their words, is not compared.
#[derive(Debug, Deserialize)]
pub(super) struct File {
    pub(super) sets: Vec<Set>,
}

/// A set of a file.
#[derive(Debug, Deserialize)]
pub(super) struct Set {
    pub(super) no: u32,
    parts: Vec<Part>,
    #[serde(default)]
    knock_outs: Vec<KnockOut>,
    requires_sample_products: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct Part {
    code: String,
    max: u32,
    sections: Vec<Question>,
}

/// A section, a sub-heading or a criterion: the first has criteria, the last has options.
#[derive(Debug, Deserialize)]
struct Question {
    code: String,
    max: u32,
    #[serde(default)]
    options: Vec<Choice>,
    #[serde(default)]
    criteria: Vec<Question>,
    applies_if: Option<Condition>,
}

#[derive(Debug, Deserialize)]
struct Choice {
    points: u32,
    min_star: Option<u32>,
    branch: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Condition {
    criterion: String,
    min_points: u32,
}

#[derive(Debug, Deserialize)]
struct KnockOut {
    criterion: String,
    effect: String,
}

impl File {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, or is no file of sets; the message has line and column.
    pub(super) fn open(path: &std::path::Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text)
            .with_context(|| format!("{} is no file of criteria sets", path.display()))
    }
}

impl Facts {
    /// The facts of a set of a file.
    pub(super) fn of_file(set: &Set) -> Self {
        let mut facts = Self::default();
        for part in &set.parts {
            facts.add(format!("part {}", part.code), "points", part.max);
            for section in &part.sections {
                facts.add(format!("section {}", section.code), "points", section.max);
                let alone = section.criteria.is_empty().then_some(section);
                for question in alone.into_iter().chain(&section.criteria) {
                    facts.question(question);
                }
            }
        }
        for found in &set.knock_outs {
            let at = format!("knock-out at {}", found.criterion);
            facts.add(at, "effect", &found.effect);
        }
        if let Some(samples) = set.requires_sample_products {
            facts.add("set".to_owned(), "samples", samples);
        }
        facts
    }

    fn question(&mut self, question: &Question) {
        if question.options.is_empty() {
            self.add(
                format!("sub-heading {}", question.code),
                "points",
                question.max,
            );
            return;
        }
        self.criterion(&question.code, question.max);
        if let Some(needs) = &question.applies_if {
            self.condition(&question.code, &needs.criterion, needs.min_points);
        }
        for (letter, choice) in ('a'..).zip(&question.options) {
            let branch = choice.branch.as_deref().unwrap_or_default();
            let star = choice.min_star.unwrap_or(0);
            self.answer(&question.code, letter, choice.points, star, branch);
        }
    }

    /// The facts of a set as the service gives it.
    pub(super) fn of_service(set: &proto::CriteriaSet) -> Self {
        let mut facts = Self::default();
        for part in &set.parts {
            facts.add(format!("part {}", part.code), "points", part.max_points);
            for section in &part.sections {
                facts.add(
                    format!("section {}", section.code),
                    "points",
                    section.max_points,
                );
                for group in &section.groups {
                    facts.add(
                        format!("sub-heading {}", group.code),
                        "points",
                        group.max_points,
                    );
                }
                for criterion in &section.criteria {
                    facts.service_criterion(criterion);
                }
            }
        }
        for found in &set.knock_outs {
            let at = format!("knock-out at {}", found.criterion);
            facts.add(at, "effect", super::show::effect(found.effect()));
        }
        facts.add("set".to_owned(), "samples", set.samples);
        facts
    }

    fn service_criterion(&mut self, criterion: &proto::Criterion) {
        self.criterion(&criterion.code, criterion.max_points);
        if let Some(needs) = &criterion.applies_if {
            self.condition(&criterion.code, &needs.criterion, needs.points);
        }
        for answer in &criterion.answers {
            let letter = answer.code.chars().next().unwrap_or('?');
            let branch = match answer.case() {
                proto::AnswerCase::Unspecified => "",
                proto::AnswerCase::A => "a",
                proto::AnswerCase::B => "b",
            };
            let star = answer.minimum_star;
            self.answer(&criterion.code, letter, answer.points, star, branch);
        }
    }

    fn criterion(&mut self, code: &str, points: u32) {
        self.criteria += 1;
        self.add(format!("criterion {code}"), "points", points);
    }

    fn condition(&mut self, code: &str, other: &str, points: u32) {
        let needs = format!("{other} ≥ {points}");
        self.add(format!("criterion {code}"), "counts if", needs);
    }

    fn answer(&mut self, code: &str, letter: char, points: u32, star: u32, branch: &str) {
        self.answers += 1;
        let at = format!("criterion {code}, answer {letter}");
        if star != 0 {
            self.add(at.clone(), "mark", "*".repeat(star as usize));
        }
        if !branch.is_empty() {
            self.add(at.clone(), "branch", branch);
        }
        self.add(at, "points", points);
    }

    /// Adds a fact. Where a place has the same fact twice, both values are kept, so that a duplicate is a difference.
    fn add(&mut self, at: String, what: &'static str, value: impl ToString) {
        let known = self.all.entry((at, what)).or_default();
        if !known.is_empty() {
            known.push_str(" and ");
        }
        known.push_str(&value.to_string());
    }
}
