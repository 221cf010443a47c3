use chrono::NaiveDate;
use uuid::Uuid;

use super::authority::Act;
use crate::correction;
use crate::criteria;
use crate::criteria::calendar::BeforePreviousStep;
use crate::criteria::regulation::Level;
use crate::criteria::star::Star;

/// Why something is not done with the certificates of a product.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the product has a valid certificate until {until}")]
    ValidCertificateExists { until: NaiveDate },
    #[error("the product has no valid certificate on {on}")]
    NoValidCertificate { on: NaiveDate },
    #[error("the product has {held} already; an upgrade needs more")]
    NoHigherStar { held: Star },
    #[error("decision {number} of {date} is in the register with other content")]
    ImportedOtherwise { number: String, date: NaiveDate },
    /// A code is printed on the packs of one product.
    #[error(
        "the product {name:?} ({product}) has the code {code} on its certificate {certificate}"
    )]
    CodeTaken {
        code: String,
        product: Uuid,
        name: String,
        certificate: Uuid,
    },
    /// What the system itself could have decided is not taken over.
    #[error(
        "the decision of {date} is not from before {before}, since when decisions are made here; see imports.before"
    )]
    DecidedSinceStart { date: NaiveDate, before: NaiveDate },
    #[error("{authority:?} could not {} {star}: that was for the {level}", .act.in_words())]
    OtherAuthority {
        authority: String,
        act: Act,
        star: Star,
        level: Level,
    },
    #[error("the certificate was not taken over from a register")]
    NotImported,
    #[error("the certificate goes on from another one; correct that one")]
    GoesOn { from: Uuid },
    #[error("the certificate {id} that followed would not hold any more")]
    LaterNoLongerHolds { id: Uuid },
    #[error("the certificate is not revoked")]
    NotRevoked,
    #[error("the certificate is not valid on {on}")]
    NotValid { on: NaiveDate },
    #[error("the producer holds the certificate already")]
    HeldAlready,
    #[error("the producer has no other name than on the paper before")]
    NotRenamed,
    /// The list of corrections.
    #[error(transparent)]
    Correction(#[from] correction::Refusal),
    #[error("a certificate from {from} does not follow the one from {newest}")]
    NotAfterNewest { from: NaiveDate, newest: NaiveDate },
    #[error("the product has no certificate {id}")]
    NoSuchCertificate { id: Uuid },
    #[error("the certificate was replaced by {by}")]
    Replaced { by: Uuid },
    #[error("the certificate was revoked on {since}")]
    RevokedAlready { since: NaiveDate },
    /// A step dated before the one it follows.
    #[error(transparent)]
    BeforePreviousStep(#[from] BeforePreviousStep),
    /// The criteria do not allow it.
    #[error(transparent)]
    Criteria(#[from] criteria::Refusal),
}

impl Refusal {
    /// The stable reason that callers match on.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::ValidCertificateExists { .. } => "CERTIFICATE_VALID",
            Self::NoValidCertificate { .. } => "NO_VALID_CERTIFICATE",
            Self::NoHigherStar { .. } => "NO_HIGHER_STAR",
            Self::ImportedOtherwise { .. } => "IMPORTED_OTHERWISE",
            Self::CodeTaken { .. } => "PRODUCT_CODE_TAKEN",
            Self::DecidedSinceStart { .. } => "DECIDED_SINCE_START",
            Self::OtherAuthority { .. } => "OTHER_AUTHORITY",
            Self::NotImported => "NOT_IMPORTED",
            Self::GoesOn { .. } => "CERTIFICATE_GOES_ON",
            Self::LaterNoLongerHolds { .. } => "LATER_NO_LONGER_HOLDS",
            Self::NotRevoked => "NOT_REVOKED",
            Self::NotValid { .. } => "CERTIFICATE_NOT_VALID",
            Self::HeldAlready => "HELD_ALREADY",
            Self::NotRenamed => "NOT_RENAMED",
            Self::Correction(refusal) => refusal.reason(),
            Self::NotAfterNewest { .. } => "NOT_AFTER_NEWEST",
            Self::NoSuchCertificate { .. } => "CERTIFICATE_UNKNOWN",
            Self::Replaced { .. } => "CERTIFICATE_REPLACED",
            Self::RevokedAlready { .. } => "REVOKED_ALREADY",
            Self::BeforePreviousStep(_) => BeforePreviousStep::REASON,
            Self::Criteria(refusal) => refusal.reason(),
        }
    }
}
