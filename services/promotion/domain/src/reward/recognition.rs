//! A recognition: one decision that gave a product its star.

use serde::{Deserialize, Serialize};
use strum::Display;
use uuid::Uuid;

use crate::listing::{CriteriaSet, Decision, Place, Star};

/// How a product came to its star, as rules of rewards part it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RecognitionKind {
    /// Recognised for the first time, or for the first time after a gap.
    First,
    /// Recognised again with the same star.
    SameStar,
    /// Recognised with a higher star than before.
    Upgraded,
}

/// The end of a recognition by a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// It should never have been: given wrongly, entered wrongly, or got by fraud.
    pub void: bool,
    /// What was found.
    pub reason: String,
    /// The decision.
    pub decision: Decision,
}

/// A certificate that evaluation gave, with what counts for a reward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognition {
    /// Id of the certificate.
    pub certificate_id: Uuid,
    /// Id of the product.
    pub product_id: Uuid,
    /// Name of the product.
    pub product_name: String,
    /// Id of the producer.
    pub producer_id: Uuid,
    /// Name of the producer.
    pub producer_name: String,
    /// The criteria set.
    pub criteria_set: CriteriaSet,
    /// Where it is made.
    pub place: Place,
    /// Its star.
    pub star: Star,
    /// How it came about; `None` of what no rule rewards: lowered, taken over from a register, revived, gone over to a
    /// successor.
    pub kind: Option<RecognitionKind>,
    /// The decision that gave it.
    pub decision: Decision,
    /// The decision that ended it.
    pub ending: Option<Ending>,
}
