//! Why two records are not merged.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Field;
use crate::{producer, product};

/// What stands against a merge.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// A record is not merged with itself; nor with one that it has absorbed.
    #[error("both ids name the same record, {0}")]
    SameRecord(Uuid),
    /// The records contradict each other and nobody said which one counts.
    #[error("the kept record says {kept:?}, the other {absorbed:?}: say which one counts")]
    Undecided {
        /// Of what.
        field: Field,
        /// What the kept record says.
        kept: String,
        /// What the other says.
        absorbed: String,
    },
    /// No product has two valid certificates on any day.
    #[error("both products are certified, by {kept} and {absorbed}; a product has one certificate")]
    BothCertified {
        /// Number of the decision on the kept product.
        kept: String,
        /// Number of the decision on the other.
        absorbed: String,
    },
    /// The certified product is the one that is kept, for its certificate names it.
    #[error(
        "{decision} certifies the product that was to be absorbed, until {valid_to}, and may be renewed after that: keep that \
         product and merge the other into it"
    )]
    AbsorbedIsCertified {
        /// Number of the decision.
        decision: String,
        /// Last day of the certificate.
        valid_to: NaiveDate,
    },
    /// What was certified stays what it is.
    #[error("the kept product is certified: its {0} stays what it was certified with")]
    CertifiedStays(Field),
    /// A retired product does not change any more.
    #[error("the product that was to be kept is retired; keep the other")]
    KeptIsRetired,
    /// The kept record would have more pictures and papers than a product may have.
    #[error(
        "together they have {count} pictures and papers, at most {most} are kept; take some away first"
    )]
    TooManyFiles {
        /// How many they have.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// Two products of one producer have different names.
    #[error(
        "both producers have a product called {name:?}, {kept} and {absorbed}: merge these first"
    )]
    SameProductName {
        /// The name.
        name: String,
        /// The product of the kept producer.
        kept: Uuid,
        /// That of the other.
        absorbed: Uuid,
    },
    /// What is offered to another place is not merged away.
    #[error("a transfer of the record that was to be absorbed is open, {0}: close it first")]
    OpenTransfer(Uuid),
    /// So much is not moved in one transaction.
    #[error(
        "the producer that was to be absorbed has {count} products, at most {most} are moved at once"
    )]
    TooManyProducts {
        /// How many it has.
        count: usize,
        /// How many are moved.
        most: usize,
    },
    /// A rule of producers.
    #[error(transparent)]
    Producer(#[from] producer::Refusal),
    /// A rule of products.
    #[error(transparent)]
    Product(#[from] product::Refusal),
}

impl Obstacle {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::SameRecord(_) => "SAME_RECORD",
            Self::Undecided { .. } => "UNDECIDED",
            Self::BothCertified { .. } => "BOTH_CERTIFIED",
            Self::AbsorbedIsCertified { .. } => "ABSORBED_IS_CERTIFIED",
            Self::CertifiedStays(_) => "CERTIFIED_STAYS",
            Self::KeptIsRetired => "KEPT_IS_RETIRED",
            Self::TooManyFiles { .. } => "TOO_MANY_FILES",
            Self::SameProductName { .. } => "SAME_PRODUCT_NAME",
            Self::OpenTransfer(_) => "TRANSFER_OPEN",
            Self::TooManyProducts { .. } => "TOO_MANY_PRODUCTS",
            Self::Producer(refusal) => refusal.reason(),
            Self::Product(refusal) => refusal.reason(),
        }
    }

    /// The field on which it is to be decided, if it is.
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Undecided { field, .. } | Self::CertifiedStays(field) => Some(*field),
            _ => None,
        }
    }
}

/// Why a rule of merging says no: everything that stands against it at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the records are not merged; {} things stand against it", .0.len())]
pub struct Refusal(pub Vec<Obstacle>);

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        "MERGE_REFUSED"
    }

    /// Nothing, if nothing stands against it.
    ///
    /// # Errors
    /// What stands against it.
    pub fn unless(found: Vec<Obstacle>) -> Result<(), Self> {
        if found.is_empty() {
            Ok(())
        } else {
            Err(Self(found))
        }
    }
}
