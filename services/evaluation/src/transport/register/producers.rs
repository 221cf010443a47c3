//! Consumes producers: programmes count them by kind.

use anyhow::Context as _;
use chrono::NaiveDate;
use ocop_chassis::database::Tx;
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_places::day_of;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::topology::{self, Consumer};
use uuid::Uuid;

use super::merged_into;
use crate::application::register::{Published, store_producers};
use crate::domain::Event;
use crate::domain::register::producer::{Producer, ProducerKind, ValueChain, is_minority};

/// The handler of producer events.
#[derive(Clone, Copy, Debug)]
pub struct Producers;

impl Handler<Event> for Producers {
    const CONSUMER: Consumer = topology::EVALUATION_PRODUCERS;
    const EVENTS: &[&str] = &["registered.v1", "updated.v1", "merged.v1"];

    type Fact = Published<Producer>;

    fn read(&self, event: &Envelope) -> Result<Published<Producer>, HandlerError> {
        let fact: catalog::ProducerFact =
            serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        let merged_into = merged_into(&fact.merged_into)?;
        let record = producer(fact, day_of(event.time))
            .map_err(|error| HandlerError::undecodable(format!("{error:#}")))?;
        Ok(Published {
            record,
            merged_into,
        })
    }

    fn aggregate(published: &Published<Producer>) -> Uuid {
        published.record.id
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, Published<Producer>)],
    ) -> Result<(), HandlerError> {
        let changes = facts.iter().map(|(event, published)| {
            let day = day_of(event.time);
            (day, published.clone())
        });
        Ok(store_producers(tx, changes).await?)
    }
}

fn producer(fact: catalog::ProducerFact, recorded_on: NaiveDate) -> anyhow::Result<Producer> {
    let (kind, chain, sex) = (fact.kind(), fact.value_chain(), fact.representative_sex());
    let place = fact.place.context("it names no place")?;
    Ok(Producer {
        id: fact.id.parse().context("id")?,
        name: fact.name,
        kind: read_kind(kind),
        province_code: place.province_code,
        place_code: place.code,
        place_said_on: place.place_on.parse().unwrap_or(recorded_on),
        led_by_woman: sex == catalog::Sex::Female,
        led_by_minority: is_minority(&fact.representative_ethnicity),
        led_by_disabled: fact.representative_has_disability,
        value_chain: match chain {
            catalog::ValueChain::Unspecified => ValueChain::Unknown,
            catalog::ValueChain::Ordinary => ValueChain::Ordinary,
            catalog::ValueChain::Circular => ValueChain::Circular,
            catalog::ValueChain::Green => ValueChain::Green,
        },
        stable_raw_material: fact.stable_raw_material,
        person_erased: fact.personal_data_erased,
    })
}

fn read_kind(kind: catalog::ProducerKind) -> Option<ProducerKind> {
    Some(match kind {
        catalog::ProducerKind::Unspecified => return None,
        catalog::ProducerKind::Cooperative => ProducerKind::Cooperative,
        catalog::ProducerKind::CooperativeGroup => ProducerKind::CooperativeGroup,
        catalog::ProducerKind::LimitedCompany
        | catalog::ProducerKind::PrivateEnterprise
        | catalog::ProducerKind::JointStockCompany => ProducerKind::Enterprise,
        catalog::ProducerKind::Farm => ProducerKind::Farm,
        catalog::ProducerKind::Household => ProducerKind::Household,
        catalog::ProducerKind::Association | catalog::ProducerKind::OperatingCentre => {
            ProducerKind::Association
        }
    })
}
