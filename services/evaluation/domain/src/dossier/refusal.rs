use chrono::NaiveDate;

use super::completeness::Lack;
use super::documents::DocumentProblem;
use super::knock_out::Hit;
use super::{DossierKind, State};
use crate::criteria::calendar::BeforePreviousStep;
use crate::criteria::scoring::Missing;
use crate::{certificate, correction, council, criteria, list};

/// Why a dossier does not take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the product is retired")]
    ProductRetired,
    #[error("the product is suspended; it is evaluated once it is made again")]
    ProductSuspended,
    #[error("the product is a draft in the catalog; it is evaluated once it is made known there")]
    ProductDraft,
    #[error("the product has an open dossier of this kind")]
    OpenDossier { kind: DossierKind },
    #[error("a re-evaluation may be filed from {from} on")]
    FiledTooEarly { from: NaiveDate },
    #[error("another certificate has followed the one that the dossier is about, on {since}")]
    ObjectEnded { since: NaiveDate },
    #[error("the dossier is {}, where this step cannot be taken", .state.in_words())]
    WrongState { state: State },
    #[error("the evaluation is stopped by what was found: {}", list(.hits))]
    Stopped { hits: Vec<Hit> },
    #[error("the criteria set has no such rule: {hit}")]
    NoSuchKnockOut { hit: Hit },
    #[error("it is recorded and stands: {hit}")]
    KnockOutStands { hit: Hit },
    #[error("nothing with the number {number} stands on the dossier")]
    NoKnockOut { number: u32 },
    #[error("the dossier cannot be closed on this ground: {why}")]
    NoGround { why: &'static str },
    #[error(
        "{on} is a day of another regulation than the one it was lodged under; give it back to be lodged anew"
    )]
    OtherRegulation { on: NaiveDate },
    #[error("on {on} the council's count would not be what it is")]
    CountWouldChange { on: NaiveDate },
    /// A field that this step asks for once more, or here only.
    #[error("{why}")]
    Asked {
        field: &'static str,
        why: &'static str,
    },
    #[error(
        "the letter is dated {date}; the commune wrote it from the day it was lodged, {lodged_on}, to the day it sent it on, {sent_on}"
    )]
    LetterDay {
        date: NaiveDate,
        lodged_on: NaiveDate,
        sent_on: NaiveDate,
    },
    #[error(
        "a product of five stars is evaluated again by the centre, whose round takes the dossier (Article 7.6)"
    )]
    ForTheCentre { state: State },
    #[error("evidence cannot be referred to: {}", list(.0))]
    Documents(Vec<DocumentProblem>),
    /// What the step asks for is not there, or what is advised is not acknowledged.
    #[error("the dossier is not complete: {}", list(.lacks))]
    Incomplete { lacks: Vec<Lack> },
    #[error("endorsed on {endorsed_on}, after the round's cut-off of {cut_off}")]
    AfterCutOff {
        endorsed_on: NaiveDate,
        cut_off: NaiveDate,
    },
    #[error("the result allows no certificate: {}", why_not(.missing))]
    NotCertifiable { missing: Vec<Missing> },
    /// A step dated before the one it follows.
    #[error(transparent)]
    BeforePreviousStep(#[from] BeforePreviousStep),
    /// Nothing is corrected.
    #[error(transparent)]
    Correction(#[from] correction::Refusal),
    /// The criteria do not allow it.
    #[error(transparent)]
    Criteria(#[from] criteria::Refusal),
    /// The certificates of the product do not allow it.
    #[error(transparent)]
    Certificate(#[from] certificate::Refusal),
    /// Round or council do not allow it.
    #[error(transparent)]
    Council(#[from] council::Refusal),
}

fn why_not(missing: &[Missing]) -> String {
    if missing.is_empty() {
        return "fewer than 50 points on average".to_owned();
    }
    let line = |line: &Missing| {
        format!(
            "criterion {} needs at least {} points and has {}",
            line.criterion, line.needs, line.has
        )
    };
    missing.iter().map(line).collect::<Vec<_>>().join("; ")
}

impl Refusal {
    /// The stable reason that callers match on.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::ProductRetired => "PRODUCT_RETIRED",
            Self::ProductSuspended => "PRODUCT_SUSPENDED",
            Self::ProductDraft => "PRODUCT_DRAFT",
            Self::OpenDossier { .. } => "DOSSIER_OPEN",
            Self::FiledTooEarly { .. } => "FILED_TOO_EARLY",
            Self::ObjectEnded { .. } => "OBJECT_ENDED",
            Self::WrongState { .. } | Self::ForTheCentre { .. } => "WRONG_STATE",
            Self::Stopped { .. } => "EVALUATION_STOPPED",
            Self::NoSuchKnockOut { .. } => "KNOCK_OUT_UNKNOWN",
            Self::KnockOutStands { .. } => "KNOCK_OUT_RECORDED",
            Self::NoKnockOut { .. } => "NO_KNOCK_OUT",
            Self::NoGround { .. } => "NO_GROUND_TO_CLOSE",
            Self::OtherRegulation { .. } => "OTHER_REGULATION",
            Self::CountWouldChange { .. } => "COUNT_WOULD_CHANGE",
            Self::Correction(refusal) => refusal.reason(),
            Self::Documents(_) | Self::Asked { .. } => "INVALID_REQUEST",
            Self::Incomplete { .. } => "DOSSIER_INCOMPLETE",
            Self::AfterCutOff { .. } => "AFTER_CUT_OFF",
            Self::NotCertifiable { .. } => "NOT_CERTIFIABLE",
            Self::BeforePreviousStep(_) | Self::LetterDay { .. } => BeforePreviousStep::REASON,
            Self::Criteria(refusal) => refusal.reason(),
            Self::Certificate(refusal) => refusal.reason(),
            Self::Council(refusal) => refusal.reason(),
        }
    }
}
