//! Consumes products: scoring works on the service's own copy.

use anyhow::Context as _;
use chrono::NaiveDate;
use ocop_chassis::database::Tx;
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_places::day_of;
use ocop_proto::catalog::v1::{ProductFact, ProductStatus};
use ocop_proto::topology::{self, Consumer};
use uuid::Uuid;

use super::merged_into;
use crate::application::register::{Published, store_products};
use crate::domain::Event;
use crate::domain::register::producer::Home;
use crate::domain::register::product::{Place, Product, Status};

/// The handler of product events.
#[derive(Clone, Copy, Debug)]
pub struct Products;

impl Handler<Event> for Products {
    const CONSUMER: Consumer = topology::EVALUATION_PRODUCTS;
    const EVENTS: &[&str] = &["registered.v1", "updated.v1", "retired.v1", "merged.v1"];

    type Fact = Published<Product>;

    fn read(&self, event: &Envelope) -> Result<Published<Product>, HandlerError> {
        let fact: ProductFact =
            serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        let merged_into = merged_into(&fact.merged_into)?;
        let record = product(fact, day_of(event.time))
            .map_err(|error| HandlerError::undecodable(format!("{error:#}")))?;
        Ok(Published {
            record,
            merged_into,
        })
    }

    fn aggregate(published: &Published<Product>) -> Uuid {
        published.record.id
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, Published<Product>)],
    ) -> Result<(), HandlerError> {
        Ok(store_products(tx, facts.iter().map(|(_, published)| published.clone())).await?)
    }
}

/// What is said of a place without a day was said when it was recorded.
fn product(fact: ProductFact, recorded_on: NaiveDate) -> anyhow::Result<Product> {
    let status = status(&fact);
    let place = fact.place.context("it names no place")?;
    let said_on = place.place_on.parse().unwrap_or(recorded_on);
    let given = |text: String| (!text.is_empty()).then_some(text);
    // An event of before the catalog told it: the producer is taken to be where it makes the product, until its own
    // event says otherwise.
    let home = given(fact.producer_province_code).map(|province_code| Home {
        place_code: fact.producer_place_code,
        province_code,
        said_on: fact.producer_place_on.parse().unwrap_or(recorded_on),
    });
    let home = home.unwrap_or_else(|| Home {
        place_code: place.code.clone(),
        province_code: place.province_code.clone(),
        said_on,
    });
    Ok(Product {
        id: fact.id.parse().context("id")?,
        name: fact.name,
        producer_id: fact.producer_id.parse().context("producer_id")?,
        producer_name: fact.producer_name,
        producer_home: home,
        criteria_set: u8::try_from(fact.criteria_set).context("criteria_set")?,
        place: Place {
            code: place.code,
            name: place.name,
            district_code: given(place.district_code),
            district_name: given(place.district_name),
            province_code: place.province_code,
            province_name: place.province_name,
            said_on,
        },
        status,
    })
}

/// An event of before the catalog told the status, or with one that is not known here, says only whether it is active.
fn status(fact: &ProductFact) -> Status {
    match fact.status() {
        _ if fact.active => Status::Active,
        ProductStatus::Draft => Status::Draft,
        ProductStatus::Suspended => Status::Suspended,
        ProductStatus::Active | ProductStatus::Retired | ProductStatus::Unspecified => {
            Status::Retired
        }
    }
}
