//! How a producer and its product come into the catalog today, and how anyone finds them there.

use anyhow::Context as _;
use ocop_proto::catalog::v1::{
    GetProductRequest, LegalRepresentative, Producer, ProducerKind, Product,
    RegisterProducerRequest, RegisterProductRequest, Sex,
};

use super::session::Session;
use crate::client::Bearer;
use crate::errors::CallError;

/// A product to be registered with its producer.
pub(super) struct Newcomer {
    /// Code of a commune of today: they lie directly in the province since districts ended.
    pub(super) commune: &'static str,
    pub(super) registration_number: &'static str,
    pub(super) producer: &'static str,
    pub(super) product: &'static str,
    pub(super) criteria_set: u32,
}

/// A product that is registered.
#[derive(Clone, Debug)]
pub(super) struct Registered {
    pub(super) commune: &'static str,
    pub(super) producer_id: String,
    pub(super) product_id: String,
}

/// The commune registers a producer and its product.
pub(super) async fn register(
    session: &Session<'_>,
    newcomer: Newcomer,
) -> anyhow::Result<Registered> {
    let Newcomer {
        commune,
        registration_number,
        producer,
        product,
        criteria_set,
    } = newcomer;
    let mut officer = session.services.catalog(&session.commune(commune)?);
    let request = RegisterProducerRequest {
        request_id: session.request_id(),
        producer: Some(Producer {
            name: producer.to_owned(),
            kind: ProducerKind::Cooperative.into(),
            registration_number: registration_number.to_owned(),
            registration_date: "2021-03-08".to_owned(),
            place_code: commune.to_owned(),
            representative: Some(LegalRepresentative {
                full_name: "Võ Thị Quý (mẫu)".to_owned(),
                position: "Giám đốc HTX".to_owned(),
                sex: Sex::Female.into(),
                ethnicity: "Kinh".to_owned(),
                has_disability: false,
            }),
            ..Producer::default()
        }),
    };
    let producer = officer
        .register_producer(request)
        .await
        .map_err(CallError::from)?
        .into_inner();
    let producer_id = producer
        .producer
        .context("catalog answers without the producer")?
        .id;

    let mut producer = session.services.catalog(&session.producer(&producer_id)?);
    let request = RegisterProductRequest {
        request_id: session.request_id(),
        product: Some(Product {
            producer_id: producer_id.clone(),
            criteria_set,
            name: product.to_owned(),
            place_code: commune.to_owned(),
            ..Product::default()
        }),
    };
    let product = producer
        .register_product(request)
        .await
        .map_err(CallError::from)?
        .into_inner();
    let product_id = product
        .product
        .context("catalog answers without the product")?
        .id;
    Ok(Registered {
        commune,
        producer_id,
        product_id,
    })
}

/// The product as anyone sees it in the catalog.
pub(super) async fn product(session: &Session<'_>, id: &str) -> anyhow::Result<Product> {
    let request = GetProductRequest {
        id: id.to_owned(),
        ..Default::default()
    };
    let mut catalog = session.services.catalog(&Bearer::none());
    let answer = catalog
        .get_product(request)
        .await
        .map_err(CallError::from)?
        .into_inner();
    answer
        .product
        .context("catalog answers without the product")
}
