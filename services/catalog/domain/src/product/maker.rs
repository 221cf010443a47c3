//! The maker of a product.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Profile, Refusal};
use crate::producer::{Producer, ProducerKind, ValueChain};

/// The maker of a product, as far as the product needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maker {
    /// Id of the producer.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ProducerKind,
    /// The value chain it works in.
    pub value_chain: ValueChain,
    /// Code of the place it is in.
    pub place_code: String,
    /// Code of the province it is in.
    pub province_code: String,
    /// The day for which both were said.
    pub place_said_on: NaiveDate,
}

impl Maker {
    /// A producer as its products need it.
    pub fn of(producer: &Producer) -> Self {
        Self {
            id: producer.id,
            name: producer.profile.name.clone(),
            kind: producer.profile.kind,
            value_chain: producer.profile.value_chain,
            place_code: producer.location.place.code.to_string(),
            province_code: producer.location.province.code.clone(),
            place_said_on: producer.location.said_on,
        }
    }

    pub(super) fn may_offer(&self, profile: &Profile) -> Result<(), Refusal> {
        if self.kind.may_offer(profile.criteria_set) {
            Ok(())
        } else {
            Err(Refusal::ParticipantOnlyForTourism)
        }
    }
}
