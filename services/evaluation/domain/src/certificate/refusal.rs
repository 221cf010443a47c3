use chrono::NaiveDate;
use uuid::Uuid;

use crate::criteria;
use crate::criteria::calendar::BeforePreviousStep;
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
            Self::NotAfterNewest { .. } => "NOT_AFTER_NEWEST",
            Self::NoSuchCertificate { .. } => "CERTIFICATE_UNKNOWN",
            Self::Replaced { .. } => "CERTIFICATE_REPLACED",
            Self::RevokedAlready { .. } => "REVOKED_ALREADY",
            Self::BeforePreviousStep(_) => BeforePreviousStep::REASON,
            Self::Criteria(refusal) => refusal.reason(),
        }
    }
}
