//! Hears products: a listing shows what the catalog says of its product.

use ocop_chassis::database::Tx;
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::topology::{self, Consumer};

use crate::application::follow_products;
use crate::domain::event::Event;
use crate::domain::product::{Place, Product};
use crate::domain::schedule::Schedule;

/// The handler of product events.
#[derive(Clone, Debug)]
pub struct Products {
    schedule: Schedule,
}

impl Products {
    /// `schedule` says when deliveries of what follows are tried.
    pub fn new(schedule: Schedule) -> Self {
        Self { schedule }
    }
}

impl Handler<Event> for Products {
    const CONSUMER: Consumer = topology::PROMOTION_PRODUCTS;

    type Fact = Product;

    fn read(&self, event: &Envelope) -> Result<Product, HandlerError> {
        let fact: proto::ProductFact =
            serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        read(fact).map_err(HandlerError::undecodable)
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, Product)],
    ) -> Result<(), HandlerError> {
        let facts = facts.iter();
        let facts = facts.map(|(event, product)| (product.clone(), event.version));
        Ok(follow_products(tx, facts.collect(), &self.schedule).await?)
    }
}

fn read(fact: proto::ProductFact) -> anyhow::Result<Product> {
    let place = fact
        .place
        .ok_or_else(|| anyhow::anyhow!("it names no place"))?;
    Ok(Product {
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
        },
        active: fact.active,
    })
}
