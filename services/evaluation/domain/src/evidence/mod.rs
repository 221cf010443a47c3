//! Evidence (minh chứng): the documents with which a producer proves its answers.
//!
//! A document belongs to the producer, not to a dossier: one food-safety certificate serves all of a producer's products, and
//! the dossier of three years later. It never changes. A newer document *replaces* it, and the old one stays for the dossiers
//! that were judged by it; a document that nothing refers to may be *withdrawn*, and its file goes.
//!
//! ```text
//! filed ─┬→ replaced   (a newer document of the same kind)
//!        └→ withdrawn  (while no dossier uses it)
//! ```

mod event;
mod file;
mod lapse;
mod media;
mod refusal;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, VariantArray};
use uuid::Uuid;

use crate::register::product::Place;

pub use event::{Event, Step};
pub use file::{File, FileName, FileNameProblem, Sha256};
pub use lapse::{Lapse, lapses};
pub use media::{HEAD, MediaType};
pub use refusal::Refusal;

/// What a piece of evidence proves: the kinds of the self-assessment report (Form 02, Appendix III).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EvidenceKind {
    BusinessRegistration,
    /// Certificate of the establishment, such as that of food safety.
    EstablishmentCertificate,
    /// Origin of the raw material and contracts of the chain.
    RawMaterial,
    /// Environmental documents and sustainable technology.
    Environment,
    /// List of insured workers with where they live.
    LocalLabour,
    /// Rating of the cooperative, or accounts of two years.
    Growth,
    /// Trademark, design, patent, use of a geographical indication.
    IntellectualProperty,
    /// Contracts of sale, consignment, receipts, export.
    Market,
    /// Promotion: fairs, advertising, web pages.
    Promotion,
    /// The product's story.
    Story,
    QualityDeclaration,
    /// Test results of quality and food safety.
    TestResults,
    /// Barcode or trace stamp.
    TraceCode,
    /// Quality management system.
    QualityManagement,
    Award,
}

/// Days for which a document is good, as far as it says so. The end is not before the beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub issued_on: Option<NaiveDate>,
    /// The last day on which it is good.
    pub expires_on: Option<NaiveDate>,
}

impl Term {
    /// From the first day to the last.
    ///
    /// # Errors
    /// The last lies before the first.
    pub fn new(
        issued_on: Option<NaiveDate>,
        expires_on: Option<NaiveDate>,
    ) -> Result<Self, EndsBeforeItBegins> {
        match issued_on.zip(expires_on) {
            Some((from, to)) if to < from => Err(EndsBeforeItBegins { from }),
            _ => Ok(Self {
                issued_on,
                expires_on,
            }),
        }
    }
}

/// A document that would end before it was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must not be before {from}, the day of issue")]
pub struct EndsBeforeItBegins {
    /// The day of issue.
    pub from: NaiveDate,
}

/// What is said of a document when it is filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    pub kind: EvidenceKind,
    pub title: String,
    /// Its file, as announced and, before it is filed, found to be.
    pub file: File,
    pub term: Term,
}

/// Who filed a document, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    pub by: String,
    pub at: DateTime<Utc>,
}

/// That a document was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    pub on: NaiveDate,
    pub by: String,
    pub reason: String,
}

/// A document of a producer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub id: Uuid,
    #[serde(skip)]
    pub events: Vec<Event>,
    pub producer_id: Uuid,
    /// Where the producer was when it was filed.
    pub place: Place,
    pub kind: EvidenceKind,
    pub title: String,
    pub file: File,
    pub term: Term,
    pub filing: Filing,
    /// The document it replaces.
    pub replaces: Option<Uuid>,
    /// The document that replaced it.
    pub replaced_by: Option<Uuid>,
    /// That it was taken back.
    pub withdrawal: Option<Withdrawal>,
}

impl Evidence {
    /// Files a document of a producer, in place of `older` if one is given. `on` is the day of `filing` in Vietnam.
    ///
    /// # Errors
    /// The older document is of another producer or kind, or is no longer current.
    pub fn file(
        id: Uuid,
        (producer_id, place): (Uuid, Place),
        description: Description,
        older: Option<&mut Self>,
        filing: Filing,
        on: NaiveDate,
    ) -> Result<Self, Refusal> {
        let mut evidence = Self {
            id,
            events: Vec::new(),
            producer_id,
            place,
            kind: description.kind,
            title: description.title,
            file: description.file,
            term: description.term,
            filing,
            replaces: older.as_ref().map(|older| older.id),
            replaced_by: None,
            withdrawal: None,
        };
        if let Some(older) = older {
            older.may_be_replaced(producer_id, evidence.kind)?;
            older.replaced_by = Some(id);
            older.emit(Step::Replaced, on);
        }
        evidence.emit(Step::Filed, on);
        Ok(evidence)
    }

    /// Says whether a document of this producer and kind may take its place.
    ///
    /// # Errors
    /// It is of another producer or kind, or is no longer current.
    pub fn may_be_replaced(&self, producer: Uuid, kind: EvidenceKind) -> Result<(), Refusal> {
        if self.producer_id != producer {
            return Err(Refusal::OfOtherProducer { id: self.id });
        }
        if self.kind != kind {
            return Err(Refusal::OfOtherKind { id: self.id });
        }
        if self.is_current() {
            Ok(())
        } else {
            Err(Refusal::NotCurrent { id: self.id })
        }
    }

    /// Takes the document back. `in_use` says whether a dossier refers to it. A document that was replaced may be taken back too.
    ///
    /// # Errors
    /// A dossier uses it, or it was taken back before.
    pub fn withdraw(
        &mut self,
        in_use: bool,
        by: &str,
        reason: &str,
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        self.readable()?;
        if in_use {
            return Err(Refusal::InUse { id: self.id });
        }
        self.withdrawal = Some(Withdrawal {
            on,
            by: by.to_owned(),
            reason: reason.to_owned(),
        });
        self.emit(Step::Withdrawn, on);
        Ok(())
    }

    /// Says whether its file may still be had.
    ///
    /// # Errors
    /// It was taken back.
    pub fn readable(&self) -> Result<(), Refusal> {
        match &self.withdrawal {
            None => Ok(()),
            Some(withdrawal) => Err(Refusal::Withdrawn {
                id: self.id,
                on: withdrawal.on,
            }),
        }
    }

    /// Whether it counts on a day: it is not taken back, was issued and has not ended.
    pub fn is_good_on(&self, day: NaiveDate) -> bool {
        let begun = self.term.issued_on.is_none_or(|from| from <= day);
        let ended = self.term.expires_on.is_some_and(|last| last < day);
        self.withdrawal.is_none() && begun && !ended
    }

    /// Whether it is neither replaced nor taken back: what a new dossier may use.
    pub fn is_current(&self) -> bool {
        self.replaced_by.is_none() && self.withdrawal.is_none()
    }

    fn emit(&mut self, step: Step, on: NaiveDate) {
        let evidence = Self {
            events: Vec::new(),
            ..self.clone()
        };
        self.events.push(Event { step, evidence, on });
    }
}

#[cfg(test)]
pub(crate) mod tests;
