use chrono::NaiveDate;
use uuid::Uuid;

use crate::criteria;
use crate::criteria::calendar::BeforePreviousStep;
use crate::criteria::star::Star;

/// Why something is not done with the certificates of a product.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A first evaluation, or a first certificate, of a product that has a valid certificate.
    #[error("the product has a valid certificate until {until}")]
    ValidCertificateExists {
        /// Its last day.
        until: NaiveDate,
    },
    /// An upgrade or re-evaluation of a product without a valid certificate.
    #[error("the product has no valid certificate on {on}")]
    NoValidCertificate {
        /// The day looked at.
        on: NaiveDate,
    },
    /// An upgrade that gives no higher star than the product has.
    #[error("the product has {held} already; an upgrade needs more")]
    NoHigherStar {
        /// The star it has.
        held: Star,
    },
    /// The certificate is already in the register with other content.
    #[error("decision {number} of {date} is in the register with other content")]
    ImportedOtherwise {
        /// Number of the decision.
        number: String,
        /// Its date.
        date: NaiveDate,
    },
    /// A certificate that would not begin after the product's newest one.
    #[error("a certificate from {from} does not follow the one from {newest}")]
    NotAfterNewest {
        /// First day of the certificate to come.
        from: NaiveDate,
        /// First day of the newest one.
        newest: NaiveDate,
    },
    /// The product has no certificate of this id.
    #[error("the product has no certificate {id}")]
    NoSuchCertificate {
        /// The id.
        id: Uuid,
    },
    /// The certificate was replaced by another.
    #[error("the certificate was replaced by {by}")]
    Replaced {
        /// The other.
        by: Uuid,
    },
    /// The certificate is revoked.
    #[error("the certificate was revoked on {since}")]
    RevokedAlready {
        /// The date of the decision.
        since: NaiveDate,
    },
    /// A step dated before the one it follows.
    #[error(transparent)]
    BeforePreviousStep(#[from] BeforePreviousStep),
    /// The criteria do not allow it.
    #[error(transparent)]
    Criteria(#[from] criteria::Refusal),
}

impl Refusal {
    /// The stable word by which callers tell refusals apart.
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
