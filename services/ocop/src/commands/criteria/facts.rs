//! The facts of a criteria set, each under the name of where it stands, so that two sets are compared fact by fact.

use std::collections::BTreeMap;

use super::file::{Question, Set};

/// Facts by where they stand and what they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// How many criteria they are about.
    pub(super) criteria: usize,
    /// How many answers they are about.
    pub(super) answers: usize,
    pub(super) all: BTreeMap<(String, &'static str), String>,
}

impl Facts {
    /// The facts of a set.
    pub(super) fn of(set: &Set) -> Self {
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
