use uuid::Uuid;

use super::Status;

/// Why a rule of products says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no product with this id.
    #[error("there is no product with the id {0}")]
    Unknown(Uuid),
    /// A retired product stays as it is.
    #[error("the product is retired and does not change any more")]
    Retired,
    /// What is suspended was active, and so on.
    #[error("a product that is {from} does not become {to}")]
    OtherStatus {
        /// Where it stands.
        from: Status,
        /// Where it was to stand.
        to: Status,
    },
    /// Whoever finds a product suspended wants to know why.
    #[error("a product is suspended with a reason")]
    SuspendedWithoutReason,
    /// Decision 26/2026/QĐ-TTg, Article 2.3.
    #[error("an association or operating centre may only offer tourism services, criteria set 26")]
    ParticipantOnlyForTourism,
    /// A GTIN names one product.
    #[error("the product {name:?} ({id}) has this GTIN")]
    GtinTaken {
        /// The product that has it.
        id: Uuid,
        /// Its name.
        name: String,
    },
    /// What was certified stays what it is.
    #[error(
        "the product is certified: its name, criteria set and place are changed by the OCOP office only"
    )]
    Certified,
    /// The office corrects a certified product with a reason.
    #[error(
        "the product is certified: a change of its name, criteria set or place needs a reason, which is kept"
    )]
    ReasonMissing,
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "PRODUCT_UNKNOWN",
            Self::Retired => "PRODUCT_RETIRED",
            Self::OtherStatus { .. } => "OTHER_STATUS",
            Self::SuspendedWithoutReason => "REASON_MISSING",
            Self::ParticipantOnlyForTourism => "PARTICIPANT_ONLY_FOR_TOURISM",
            Self::GtinTaken { .. } => "GTIN_TAKEN",
            Self::Certified => "PRODUCT_CERTIFIED",
            Self::ReasonMissing => "REASON_MISSING",
        }
    }
}
