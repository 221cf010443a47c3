//! What can be measured of a programme: a closed list.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::criteria::star::Star;

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// Whether a day lies in it.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// How many days it has up to a day of it, that day included.
    pub(super) fn days_until(&self, day: NaiveDate) -> i64 {
        (day - self.from).num_days() + 1
    }
}

/// What kind of unit a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceLevel {
    /// The place a product is made in.
    Commune,
    /// Its district as it was when the certificate was given; there are none since July 2025.
    District,
}

/// Which producers are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProducerTrait {
    Any,
    /// In a circular or green chain with stable raw material.
    Circular,
    /// Led by a woman.
    Woman,
    /// Led by somebody of an ethnic minority.
    Minority,
    /// Led by somebody with a recognised disability.
    Disabled,
    Cooperative,
    Enterprise,
    Household,
    /// Sold through modern channels in the last twelve months.
    ModernChannels,
}

/// What can be measured. Products are those of the province of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Indicator {
    /// Products first recognised in the period with at least so many stars. Recognition again is not new.
    NewProducts {
        /// Least stars.
        min_star: Star,
    },
    /// Products recognised for the first time or with a higher star in the period; each counts once.
    RecognisedProducts {
        /// Least stars.
        min_star: Star,
    },
    /// Products with a valid certificate of at least so many stars.
    ValidProducts {
        /// Least stars.
        min_star: Star,
    },
    /// Products that in the period rose above their certificate before, to at least so many stars; of a cohort, as a
    /// share of it.
    Upgraded {
        /// Least stars.
        min_star: Star,
        /// Only products with a certificate that begins in these days.
        cohort: Option<Period>,
    },
    /// Products of a cohort that still have a valid certificate, as a share of those whose last certificate of the
    /// cohort has ended: who is in the first term yet has kept nothing.
    Kept {
        /// The days in which the certificates of the cohort begin.
        cohort: Period,
    },
    /// Products whose result of five stars the province approved and sent to the centre in the period. A candidate is
    /// no five-star product.
    FiveStarCandidates,
    /// Producers with a valid certificate that are such, as a share of all that have one. Each counts once.
    Producers { which: ProducerTrait },
    /// Producers with a valid certificate that attended a session of training in the period, as a share of all that have one. Each
    /// counts once.
    TrainedProducers,
    /// Places in which a product has a valid certificate.
    Places { level: PlaceLevel },
    /// By how much sales of products with a valid certificate grew against the year before, as a share of those sales.
    SalesGrowth,
}

impl Indicator {
    /// Whether it is a share of something, so that a goal in percent has a meaning.
    pub fn has_base(&self) -> bool {
        matches!(
            self,
            Self::Upgraded {
                cohort: Some(_),
                ..
            } | Self::Kept { .. }
                | Self::Producers { .. }
                | Self::SalesGrowth
                | Self::TrainedProducers
        )
    }

    /// Whether it is a share and nothing else, so that a goal as a number has no meaning.
    pub(super) fn is_share_only(&self) -> bool {
        matches!(self, Self::SalesGrowth | Self::Kept { .. })
    }

    /// Whether it grows from nothing over the period, rather than standing at some height on any day.
    pub(super) fn accumulates(&self) -> bool {
        matches!(
            self,
            Self::NewProducts { .. }
                | Self::RecognisedProducts { .. }
                | Self::Upgraded { .. }
                | Self::FiveStarCandidates
                | Self::TrainedProducers
        )
    }

    pub(super) fn cohort(&self) -> Option<Period> {
        match self {
            Self::Upgraded { cohort, .. } => *cohort,
            Self::Kept { cohort } => Some(*cohort),
            _ => None,
        }
    }
}
