//! A running evaluation service that has heard of products.

use async_nats::jetstream;
use ocop_chassis::identity::Role;
use ocop_chassis::messaging::Event;
use ocop_evaluation::Evaluation;
use ocop_harness::{Bearer, Nats, Running, eventually, reason_of};
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::evaluation::v1::council_service_client::CouncilServiceClient;
use ocop_proto::evaluation::v1::criteria_service_client::CriteriaServiceClient;
use ocop_proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use ocop_proto::evaluation::v1::monitoring_service_client::MonitoringServiceClient;
use ocop_proto::evaluation::v1::progress_service_client::ProgressServiceClient;
use tonic::Status;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use uuid::Uuid;

type Signed = InterceptedService<Channel, Bearer>;

pub(crate) struct Fixture {
    pub(crate) service: Running,
    pub(crate) nats: Nats,
    jetstream: jetstream::Context,
}

/// The n-th request id of a test.
pub(crate) fn id(n: u128) -> String {
    Uuid::from_u128(n).to_string()
}

/// The id of the n-th product.
pub(crate) fn product_id(n: u128) -> String {
    Uuid::from_u128(0xF00D_0000 + n).to_string()
}

/// The reason and the fields of a refusal.
pub(crate) fn refusal(refused: &Status) -> (String, Vec<String>) {
    reason_of(refused)
}

impl Fixture {
    pub(crate) async fn new(database: &str) -> Self {
        let nats = Nats::start().await;
        let client = async_nats::connect(nats.url()).await.unwrap();
        let jetstream = jetstream::new(client);
        let stream = jetstream::stream::Config {
            name: "OCOP_CATALOG".to_owned(),
            subjects: vec!["ocop.catalog.v1.>".to_owned()],
            ..Default::default()
        };
        jetstream.create_stream(stream).await.unwrap();
        let service = Running::start_with::<Evaluation>(
            database,
            &nats.url(),
            ocop_chassis::clock::Clock::fixed(ocop_harness::NOON.parse().unwrap()),
            &[("expiry.look_seconds", "1")],
        )
        .await;
        Self {
            service,
            nats,
            jetstream,
        }
    }

    /// Has the service hear of the n-th product, of a criteria set and made in a district.
    pub(crate) async fn product(
        &self,
        n: u128,
        criteria_set: u32,
        district: (&str, &str),
    ) -> String {
        let fact = catalog::ProductFact {
            id: product_id(n),
            name: format!("Nước mắm số {n}"),
            criteria_set,
            place: Some(catalog::PlaceFact {
                code: district.0.to_owned(),
                name: district.1.to_owned(),
                kind: catalog::PlaceKind::District.into(),
                district_code: district.0.to_owned(),
                district_name: district.1.to_owned(),
                province_code: "51".to_owned(),
                province_name: "Quảng Ngãi".to_owned(),
            }),
            producer_id: id(0xC0),
            producer_name: "HTX Nước mắm Sa Huỳnh".to_owned(),
            producer_kind: catalog::ProducerKind::Cooperative.into(),
            active: true,
            gtin: String::new(),
        };
        let event = Event {
            id: Uuid::from_u128(0xE0_0000 + n),
            kind: "ocop.catalog.product.registered.v1".to_owned(),
            aggregate_type: "product".to_owned(),
            aggregate_id: fact.id.parse().unwrap(),
            version: 1,
            time: "2026-06-01T08:00:00Z".parse().unwrap(),
            traceparent: String::new(),
            subject: "ocop.catalog.v1.product.registered.51".to_owned(),
            data: serde_json::to_vec(&fact).unwrap(),
        };
        self.publish(event).await;
        self.heard_of(&fact.id).await;
        fact.id
    }

    /// Has the catalog say what it knows of a producer now, as its event of this version.
    pub(crate) async fn producer(&self, version: u64, fact: &catalog::ProducerFact) {
        let event = Event {
            id: Uuid::from_u128(0xE1_0000 + u128::from(version)),
            kind: "ocop.catalog.producer.updated.v1".to_owned(),
            aggregate_type: "producer".to_owned(),
            aggregate_id: fact.id.parse().unwrap(),
            version,
            time: "2026-06-01T08:00:00Z".parse().unwrap(),
            traceparent: String::new(),
            subject: "ocop.catalog.v1.producer.updated.51".to_owned(),
            data: serde_json::to_vec(fact).unwrap(),
        };
        self.publish(event).await;
    }

    async fn publish(&self, event: Event) {
        let sent = self.jetstream.publish_with_headers(
            event.subject.clone(),
            event.headers(),
            event.data.into(),
        );
        sent.await.unwrap().await.unwrap();
    }

    /// Waits until the service knows a product: a bad dossier for it is refused for another reason.
    async fn heard_of(&self, product: &str) {
        let mut dossiers = self.dossiers("lan", Role::OcopOffice);
        eventually("the service has heard of the product", async || {
            let request = proto::CreateDossierRequest {
                request_id: Uuid::from_u128(0xBAD).to_string(),
                product_id: product.to_owned(),
                kind: proto::DossierKind::ReEvaluation.into(),
                self_assessment: Vec::new(),
            };
            let refused = dossiers.create_dossier(request).await.unwrap_err();
            refusal(&refused).0 != "PRODUCT_UNKNOWN"
        })
        .await;
    }

    fn signed(&self, subject: &str, role: Role) -> Signed {
        InterceptedService::new(
            self.service.channel(),
            self.service.bearer(subject, role, "province:51"),
        )
    }

    pub(crate) fn dossiers(&self, subject: &str, role: Role) -> DossierServiceClient<Signed> {
        DossierServiceClient::new(self.signed(subject, role))
    }

    pub(crate) fn councils(&self, subject: &str, role: Role) -> CouncilServiceClient<Signed> {
        CouncilServiceClient::new(self.signed(subject, role))
    }

    pub(crate) fn certificates(&self, role: Role) -> CertificateServiceClient<Signed> {
        CertificateServiceClient::new(self.signed("chau", role))
    }

    pub(crate) fn monitoring(&self, role: Role, scope: &str) -> MonitoringServiceClient<Signed> {
        let bearer = self.service.bearer("minh", role, scope);
        MonitoringServiceClient::with_interceptor(self.service.channel(), bearer)
    }

    pub(crate) fn progress(&self, role: Role) -> ProgressServiceClient<Signed> {
        ProgressServiceClient::new(self.signed("lan", role))
    }

    pub(crate) fn progress_for_anybody(&self) -> ProgressServiceClient<Channel> {
        ProgressServiceClient::new(self.service.channel())
    }

    pub(crate) fn anybody(&self) -> CertificateServiceClient<Channel> {
        CertificateServiceClient::new(self.service.channel())
    }

    /// The best answer to every criterion of a set, except that `but` gives other points.
    pub(crate) async fn best_but(&self, set: u32, but: &[(&str, u32)]) -> Vec<proto::Answer> {
        let mut criteria = CriteriaServiceClient::new(self.service.channel());
        let request = proto::GetCriteriaSetRequest {
            number: set,
            on_date: String::new(),
        };
        let set = criteria
            .get_criteria_set(request)
            .await
            .unwrap()
            .into_inner()
            .criteria_set
            .unwrap();
        let sections = set.parts.into_iter().flat_map(|part| part.sections);
        let of = |criterion: proto::Criterion| {
            let points = but
                .iter()
                .find(|(code, _)| *code == criterion.code)
                .map(|(_, points)| *points);
            let points = points.unwrap_or(criterion.max_points);
            let option = criterion
                .answers
                .iter()
                .find(|answer| answer.points == points);
            let none = || {
                assert_eq!(
                    points, 0,
                    "criterion {} has no answer of {points} points",
                    criterion.code
                );
                "none".to_owned()
            };
            proto::Answer {
                option: option.map_or_else(none, |answer| answer.code.clone()),
                criterion: criterion.code,
            }
        };
        sections
            .flat_map(|section| section.criteria)
            .map(of)
            .collect()
    }
}
