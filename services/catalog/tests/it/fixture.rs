//! A running catalog with a producer in it.

use ocop_catalog::Catalog;
use ocop_harness::{Bearer, Nats, Running};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;

pub(crate) type Client = CatalogServiceClient<InterceptedService<Channel, Bearer>>;

/// A NATS address nobody listens on: for tests in which events only have to be recorded.
const NOWHERE: &str = "nats://127.0.0.1:1";

pub(crate) struct Fixture {
    pub(crate) service: Running,
    pub(crate) office: Client,
}

impl Fixture {
    pub(crate) async fn new(database: &str) -> Self {
        Self::on(database, NOWHERE).await
    }

    pub(crate) async fn with(database: &str, nats: &Nats) -> Self {
        Self::on(database, &nats.url()).await
    }

    async fn on(database: &str, nats: &str) -> Self {
        let service = Running::start::<Catalog>(database, nats).await;
        let office = client(&service, "lan", Role::OcopOffice, "province:51");
        Self { service, office }
    }

    pub(crate) fn anonymous(&self) -> CatalogServiceClient<Channel> {
        CatalogServiceClient::new(self.service.channel())
    }

    pub(crate) async fn producer(&mut self) -> proto::Producer {
        let request = proto::RegisterProducerRequest {
            request_id: id(1),
            producer: Some(a_producer("3400000001")),
        };
        self.office
            .register_producer(request)
            .await
            .expect("it is registered")
            .into_inner()
            .producer
            .expect("it is answered")
    }

    pub(crate) async fn product(&mut self) -> proto::Product {
        let producer_id = self.producer().await.id;
        let request = proto::RegisterProductRequest {
            request_id: id(2),
            product: Some(fish_sauce(producer_id)),
        };
        self.office
            .register_product(request)
            .await
            .expect("it is registered")
            .into_inner()
            .product
            .expect("it is answered")
    }
}

pub(crate) fn client(service: &Running, subject: &str, role: Role, scope: &str) -> Client {
    CatalogServiceClient::with_interceptor(service.channel(), service.bearer(subject, role, scope))
}

/// The n-th request id of a test.
pub(crate) fn id(n: u128) -> String {
    uuid::Uuid::from_u128(n).to_string()
}

pub(crate) fn a_producer(registration_number: &str) -> proto::Producer {
    proto::Producer {
        name: "HTX Nước mắm Sa Huỳnh".to_owned(),
        kind: proto::ProducerKind::Cooperative.into(),
        registration_number: registration_number.to_owned(),
        registration_date: "2019-03-01".to_owned(),
        place_code: "21478".to_owned(),
        representative: Some(proto::LegalRepresentative {
            full_name: "Nguyễn Thị Lan".to_owned(),
            sex: proto::Sex::Female.into(),
            ethnicity: "Hrê".to_owned(),
            ..Default::default()
        }),
        ..Default::default()
    }
}

pub(crate) fn fish_sauce(producer_id: String) -> proto::Product {
    proto::Product {
        producer_id,
        criteria_set: 9,
        name: "Nước mắm Mười Quý".to_owned(),
        story: "Cá cơm than, muối Sa Huỳnh.".to_owned(),
        place_code: "21040".to_owned(),
        ..Default::default()
    }
}
