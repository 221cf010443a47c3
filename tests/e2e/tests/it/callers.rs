//! What callers do in these tests: they repeat a call until it is answered, register a producer and a
//! partner, and certify products.

use ocop_harness::{Bearer, eventually};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::promotion::v1 as promotion;
use ocop_proto::promotion::v1::partner_service_client::PartnerServiceClient;
use ocop_proto::promotion::v1::subscription_service_client::SubscriptionServiceClient;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Code, Status};
use uuid::Uuid;

use crate::system::System;

type Caller<C> = fn(InterceptedService<Channel, Bearer>) -> C;

fn id(kind: u128, n: u128) -> String {
    Uuid::from_u128(kind << 64 | n).to_string()
}

/// Repeats a call, with the same request id, until the answer is final.
pub(crate) async fn retry<T>(
    what: &str,
    mut call: impl AsyncFnMut() -> Result<tonic::Response<T>, Status>,
) -> T {
    eventually(what, async || match call().await {
        Ok(answer) => Some(answer.into_inner()),
        // Evaluation does not know the product before its event has arrived.
        Err(status)
            if status.code() == Code::FailedPrecondition
                && status.message().contains("product") =>
        {
            None
        }
        Err(status)
            if matches!(
                status.code(),
                Code::Unavailable | Code::Unknown | Code::Internal | Code::Cancelled
            ) =>
        {
            None
        }
        Err(status) if status.code() == Code::DeadlineExceeded => None,
        Err(status) => panic!("{what}: {status:?}"),
    })
    .await
}

/// A client of a service that holds one role everywhere.
pub(crate) fn client<C>(system: &System, service: usize, role: Role, new: Caller<C>) -> C {
    new(InterceptedService::new(
        system.channel(service),
        system.bearer("tests", role),
    ))
}

/// Registers a producer. Returns its id.
pub(crate) async fn a_producer(system: &System) -> String {
    let mut office = client(system, 0, Role::OcopOffice, CatalogServiceClient::new);
    let producer = catalog::Producer {
        name: "HTX Nước mắm Sa Huỳnh".to_owned(),
        kind: catalog::ProducerKind::Cooperative.into(),
        registration_number: "3400000001".to_owned(),
        place_code: "21478".to_owned(),
        representative: Some(catalog::LegalRepresentative {
            full_name: "Lan".to_owned(),
            ..Default::default()
        }),
        ..Default::default()
    };
    let request = catalog::RegisterProducerRequest {
        request_id: id(1, 0),
        producer: Some(producer),
    };
    retry("a producer", async || {
        office.register_producer(request.clone()).await
    })
    .await
    .producer
    .unwrap()
    .id
}

/// Registers a partner who looks for set 9 in Quảng Ngãi, with a webhook to `url`.
pub(crate) async fn a_partner(system: &System, url: &str) -> promotion::Partner {
    let mut officer = client(system, 2, Role::PromotionOfficer, PartnerServiceClient::new);
    let partner = promotion::Partner {
        name: "Siêu thị".to_owned(),
        email: "mua@sieuthi.example".to_owned(),
        sourcing: Some(promotion::Sourcing {
            criteria_sets: vec![9],
            province_codes: vec!["51".to_owned()],
            minimum_star: 3,
            ..Default::default()
        }),
        ..Default::default()
    };
    let request = promotion::RegisterPartnerRequest {
        request_id: id(2, 0),
        partner: Some(partner),
    };
    let partner = retry("a partner", async || {
        officer.register_partner(request.clone()).await
    })
    .await
    .partner
    .unwrap();
    let mut officer = client(
        system,
        2,
        Role::PromotionOfficer,
        SubscriptionServiceClient::new,
    );
    let request = promotion::CreateSubscriptionRequest {
        request_id: id(3, 0),
        partner_id: partner.id.clone(),
        url: url.to_owned(),
        ..Default::default()
    };
    retry("a subscription", async || {
        officer.create_subscription(request.clone()).await
    })
    .await;
    partner
}

/// Registers the n-th product and takes over a certificate for it. Returns its id.
pub(crate) async fn certify(
    catalog: &mut CatalogServiceClient<InterceptedService<Channel, Bearer>>,
    evaluation: &mut CertificateServiceClient<InterceptedService<Channel, Bearer>>,
    of: (&str, u128),
) -> String {
    certify_in(catalog, evaluation, of, "21040").await
}

/// The same of a product that is made in a commune.
pub(crate) async fn certify_in(
    catalog: &mut CatalogServiceClient<InterceptedService<Channel, Bearer>>,
    evaluation: &mut CertificateServiceClient<InterceptedService<Channel, Bearer>>,
    (producer_id, n): (&str, u128),
    place_code: &str,
) -> String {
    let product = catalog::Product {
        producer_id: producer_id.to_owned(),
        criteria_set: 9,
        name: format!("Nước mắm số {n}"),
        place_code: place_code.to_owned(),
        ..Default::default()
    };
    let request = catalog::RegisterProductRequest {
        request_id: id(4, n),
        product: Some(product),
    };
    let what = format!("product {n} is registered");
    let product = retry(&what, async || {
        catalog.register_product(request.clone()).await
    })
    .await
    .product
    .unwrap();
    let decision = evaluation::Decision {
        number: format!("{n}/QĐ-UBND"),
        date: "2025-02-03".to_owned(),
        authority: "UBND tỉnh Quảng Ngãi".to_owned(),
        signer: String::new(),
    };
    let request = evaluation::ImportCertificateRequest {
        request_id: id(5, n),
        product_id: product.id.clone(),
        star: 3,
        decision: Some(decision),
        ..Default::default()
    };
    let what = format!("product {n} has its certificate");
    retry(&what, async || {
        evaluation.import_certificate(request.clone()).await
    })
    .await;
    product.id
}
