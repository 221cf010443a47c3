//! Consumes products of the catalog: a listing shows their newest description.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_chassis::database::Tx;
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_places::day_of;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::topology::{self, Consumer};
use tokio::sync::Notify;
use uuid::Uuid;

use super::trade;
use crate::application::listing::{Followed, follow_merges, follow_products};
use crate::domain::Event;
use crate::domain::listing::{Place, Product};

/// A product as the catalog last published it.
#[derive(Clone, Debug)]
pub struct PublishedProduct {
    product: Product,
    /// Into which other it was merged.
    merged_into: Option<Uuid>,
}

/// The handler of product events.
#[derive(Clone, Debug)]
pub struct Products {
    /// Notified when deliveries may be due.
    pub wake: Arc<Notify>,
}

impl Handler<Event> for Products {
    const CONSUMER: Consumer = topology::PROMOTION_PRODUCTS;
    const EVENTS: &[&str] = &["registered.v1", "updated.v1", "retired.v1", "merged.v1"];

    type Fact = PublishedProduct;

    fn read(&self, event: &Envelope) -> Result<PublishedProduct, HandlerError> {
        let fact: proto::ProductFact =
            serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        read(fact, day_of(event.time)).map_err(HandlerError::undecodable)
    }

    fn aggregate(published: &PublishedProduct) -> Uuid {
        published.product.id
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, PublishedProduct)],
    ) -> Result<(), HandlerError> {
        let merged = facts
            .iter()
            .filter_map(|(_, published)| Some((published.product.id, published.merged_into?)));
        let merged = merged.collect();
        let facts = facts.iter().map(|(event, published)| Followed {
            fact: published.product.clone(),
            version: event.version,
            origin: event.origin(Self::NAME),
        });
        follow_products(tx, facts.collect()).await?;
        Ok(follow_merges(tx, merged).await?)
    }

    fn committed(&self) {
        self.wake.notify_one();
    }
}

/// What is said of a place without a day was said when it was recorded.
fn read(fact: proto::ProductFact, recorded_on: NaiveDate) -> anyhow::Result<PublishedProduct> {
    let merged_into = (!fact.merged_into.is_empty()).then(|| fact.merged_into.parse());
    let trade = trade::read(&fact);
    let place = fact
        .place
        .ok_or_else(|| anyhow::anyhow!("it names no place"))?;
    let product = Product {
        id: fact.id.parse()?,
        name: fact.name,
        producer_id: fact.producer_id.parse()?,
        producer_name: fact.producer_name,
        criteria_set: fact.criteria_set.try_into()?,
        place: Place {
            code: place.code,
            name: place.name,
            province_code: place.province_code,
            province_name: place.province_name,
            said_on: place.place_on.parse().unwrap_or(recorded_on),
        },
        active: fact.active,
        trade,
    };
    Ok(PublishedProduct {
        product,
        merged_into: merged_into.transpose()?,
    })
}
