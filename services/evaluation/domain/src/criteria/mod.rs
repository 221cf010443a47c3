//! Criteria sets: what a product is asked and what each answer is worth (Appendix II).
//!
//! A set has three parts, parts have sections, sections have criteria, a criterion has answers. A
//! section without criteria of its own is itself the criterion and lends it its code. The sets are
//! files of the project ([`library`]), read ([`mod@file`]) and checked ([`mod@check`]) once, at start.

pub mod advice;
pub mod answers;
pub mod calendar;
pub mod check;
pub mod classification;
pub mod file;
mod index;
pub mod library;
mod refusal;
pub mod regulation;
pub mod scoring;
pub mod sheet;
pub mod star;

use serde::{Deserialize, Serialize};

use crate::criteria::regulation::{Code, Regulation};
use crate::criteria::star::Star;
use crate::evidence::EvidenceKind;
use index::Index;

pub use refusal::Refusal;

/// A short label in two languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub vi: String,
    pub en: String,
}

/// A criteria set of a regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaSet {
    /// The regulation it belongs to.
    pub law: &'static Regulation,
    /// Its number, 1 to 26.
    pub number: u8,
    pub name: Label,
    /// How many samples go with a dossier (Article 6).
    pub samples: u8,
    /// The parts A, B and C.
    pub parts: Vec<Part>,
    /// What ends an evaluation whatever the points.
    pub knock_outs: Vec<KnockOut>,
    /// What rejects a whole dossier.
    pub disqualifiers: Vec<Label>,
    /// The papers whose lack is one of these grounds, one document for each; a kind may stand here twice.
    pub papers: Vec<EvidenceKind>,
    /// Where each criterion stands, by its code.
    index: Index,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// `A`, `B` or `C`.
    pub code: String,
    pub label: Label,
    /// Greatest number of points it can give.
    pub max_points: u32,
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its number within the set.
    pub code: String,
    pub label: Label,
    /// Greatest number of points it can give.
    pub max_points: u32,
    /// Its sub-headings, if it has any. They are told and added up, but nothing is scored at them.
    pub groups: Vec<Group>,
    pub criteria: Vec<Criterion>,
}

/// A sub-heading of a section, such as 6.1 over the criteria 6.1.1 and 6.1.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its code; those of its criteria begin with it and a dot.
    pub code: String,
    pub label: Label,
    /// Greatest number of points that its criteria can give.
    pub max_points: u32,
}

/// A criterion: one question with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its code within the set: `1.1`, `6.1.1`, `7`.
    pub code: String,
    /// What it asks.
    pub label: Label,
    /// Greatest number of points it can give.
    pub max_points: u32,
    /// Its answers in the order of the law. "None of them" may always be chosen besides, for
    /// nothing: some criteria have no answer of 0 points.
    pub answers: Vec<Answer>,
    /// When it counts at all; `None` for always.
    pub applies_if: Option<Condition>,
    /// What an evaluator must know besides.
    pub notes: Vec<Label>,
    /// The kinds of evidence that prove an answer (Form 02, Appendix III).
    pub evidence: Vec<EvidenceKind>,
}

/// An answer that a criterion offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its letter within the criterion.
    pub letter: char,
    /// The points it gives.
    pub points: u32,
    /// The star for which it is the least answer that will do.
    pub minimum_star: Option<Star>,
    /// The case it belongs to, where a criterion is written twice for two cases (set 26).
    pub case: Option<Case>,
    pub label: Label,
}

/// A case of set 26: who runs the service. One case runs through a dossier and every ballot on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// The community.
    A,
    /// A site or an organisation.
    B,
}

/// What another criterion must give for this one to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Code of the other criterion, which stands before this one.
    pub criterion: String,
    /// The points it must give at least.
    pub points: u32,
}

/// What ends an evaluation whatever the points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnockOut {
    /// The criterion at which it is found.
    pub criterion: String,
    /// What follows from it.
    pub effect: Effect,
    pub label: Label,
}

/// What follows from a knock-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The dossier is rejected.
    Reject,
    /// The rest is not evaluated.
    Stop,
    /// The product is not evaluated at all.
    NotEligible,
    /// A condition for taking part is not met.
    Precondition,
}

impl CriteriaSet {
    pub fn regulation(&self) -> Code {
        self.law.code
    }

    /// Whether some of its criteria are written for two cases.
    pub fn has_cases(&self) -> bool {
        let mut answers = self.criteria().flat_map(|criterion| &criterion.answers);
        answers.any(|answer| answer.case.is_some())
    }

    /// Its criteria in the order of the law.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.sections().flat_map(|section| &section.criteria)
    }

    /// Its sections in order.
    pub fn sections(&self) -> impl Iterator<Item = &Section> {
        self.parts.iter().flat_map(|part| &part.sections)
    }

    pub fn criterion(&self, code: &str) -> Option<&Criterion> {
        let at = self.index.find(code)?;
        let section = self.parts.get(at.part)?.sections.get(at.section)?;
        section.criteria.get(at.criterion)
    }

    /// How many criteria stand before the one of a code, in the order of the law.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.index.find(code).map(|at| at.position)
    }

    /// How many criteria it has.
    pub fn size(&self) -> usize {
        self.index.size()
    }

    /// The knock-out that is found at a criterion.
    pub fn knock_out(&self, criterion: &str) -> Option<&KnockOut> {
        self.knock_outs
            .iter()
            .find(|knock_out| knock_out.criterion == criterion)
    }
}

impl Group {
    /// Whether a criterion of its section stands under it.
    pub fn holds(&self, criterion: &str) -> bool {
        criterion
            .strip_prefix(self.code.as_str())
            .is_some_and(|rest| rest.starts_with('.'))
    }
}

impl Criterion {
    pub fn answer(&self, letter: char) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.letter == letter)
    }

    /// Whether any answer carries a star mark, so that the council has to agree on this criterion.
    pub fn is_marked(&self) -> bool {
        self.answers
            .iter()
            .any(|answer| answer.minimum_star.is_some())
    }

    /// The least points that will do for a star: those of the answer with the greatest mark up to
    /// it. `None` if any answer will do.
    pub fn needs(&self, star: Star) -> Option<u32> {
        self.answers
            .iter()
            .filter(|answer| answer.minimum_star.is_some_and(|mark| mark <= star))
            .max_by_key(|answer| answer.minimum_star)
            .map(|answer| answer.points)
    }
}
