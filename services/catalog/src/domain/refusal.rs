//! Everything the catalog refuses, with a stable reason for programs and a sentence for people.

use uuid::Uuid;

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no place with this code.
    #[error("there is no place with the code {0:?}; ListPlaces shows them, AddPlace adds one")]
    PlaceUnknown(String),
    /// The place did not exist on the day.
    #[error("the place {code} {name} did not exist on {on}")]
    PlaceNotInForce {
        /// Its code.
        code: String,
        /// Its name.
        name: String,
        /// The day.
        on: chrono::NaiveDate,
    },
    /// The parent of a place is not of the level above it.
    #[error("a {child} cannot lie in a {parent}")]
    PlaceParent {
        /// Level of the place.
        child: &'static str,
        /// Level of its parent.
        parent: &'static str,
    },
    /// There is no producer with this id.
    #[error("there is no producer with the id {0}")]
    ProducerUnknown(Uuid),
    /// There is no product with this id.
    #[error("there is no product with the id {0}")]
    ProductUnknown(Uuid),
    /// The product is retired and does not change any more.
    #[error("the product is retired and does not change any more")]
    ProductRetired,
    /// This kind of participant may only offer tourism services (set 26); Decision 26/2026/QĐ-TTg, Article 2.3.
    #[error("an association or operating centre may only offer tourism services, criteria set 26")]
    ParticipantOnlyForTourism,
    /// Only a joint-stock company has a local share of capital.
    #[error("a local share of capital is recorded for joint-stock companies only")]
    LocalCapitalNotForKind,
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::PlaceUnknown(_) => "PLACE_UNKNOWN",
            Self::PlaceNotInForce { .. } => "PLACE_NOT_IN_FORCE",
            Self::PlaceParent { .. } => "PLACE_PARENT_WRONG",
            Self::ProducerUnknown(_) => "PRODUCER_UNKNOWN",
            Self::ProductUnknown(_) => "PRODUCT_UNKNOWN",
            Self::ProductRetired => "PRODUCT_RETIRED",
            Self::ParticipantOnlyForTourism => "PARTICIPANT_ONLY_FOR_TOURISM",
            Self::LocalCapitalNotForKind => "LOCAL_CAPITAL_NOT_FOR_KIND",
        }
    }
}
