//! A running evaluation service that has heard of products.

use async_nats::jetstream;
use ocop_chassis::clock::Clock;
use ocop_chassis::messaging::Event;
use ocop_evaluation::Evaluation;
use ocop_harness::{Bearer, Nats, Running, eventually, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::evaluation::v1::council_service_client::CouncilServiceClient;
use ocop_proto::evaluation::v1::criteria_service_client::CriteriaServiceClient;
use ocop_proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use ocop_proto::evaluation::v1::monitoring_service_client::MonitoringServiceClient;
use ocop_proto::evaluation::v1::progress_service_client::ProgressServiceClient;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;
use tonic::Status;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use uuid::Uuid;

pub(crate) type Signed = InterceptedService<Channel, Bearer>;

pub(crate) struct Fixture {
    pub(crate) service: Running,
    pub(crate) nats: Nats,
    jetstream: jetstream::Context,
    objects: tempfile::TempDir,
    /// The settings of the test's choice.
    more: Vec<(String, String)>,
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

fn in_quang_ngai() -> catalog::PlaceFact {
    catalog::PlaceFact {
        province_code: "51".to_owned(),
        province_name: "Quảng Ngãi".to_owned(),
        ..Default::default()
    }
}

/// A commune of the province, as they are since July 2025.
pub(crate) fn in_commune(code: &str) -> catalog::PlaceFact {
    catalog::PlaceFact {
        code: code.to_owned(),
        name: format!("Xã {code}"),
        kind: catalog::PlaceKind::Commune.into(),
        ..in_quang_ngai()
    }
}

impl Fixture {
    pub(crate) async fn new(database: &str) -> Self {
        Self::with(database, &[]).await
    }

    /// The same with settings of the test's choice.
    pub(crate) async fn with(database: &str, more: &[(&str, &str)]) -> Self {
        let nats = Nats::start().await;
        let client = async_nats::connect(nats.url()).await.unwrap();
        let jetstream = jetstream::new(client);
        for service in ["catalog", "promotion"] {
            ocop_harness::set_up(&nats.url(), service).await;
        }
        let objects = tempfile::tempdir().unwrap();
        let service = Self::start(database, &nats, ocop_harness::NOON, &objects, more).await;
        Self {
            service,
            nats,
            jetstream,
            objects,
            more: more
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }

    async fn start(
        database: &str,
        nats: &Nats,
        now: &str,
        objects: &tempfile::TempDir,
        more: &[(&str, &str)],
    ) -> Running {
        let clock = Clock::fixed(now.parse().unwrap(), ocop_proto::VIET_NAM);
        let folder = format!("file://{}", objects.path().display());
        let mut settings = vec![
            ("expiry.interval_seconds", "1"),
            ("objects.url", folder.as_str()),
            ("objects.sweep_seconds", "1"),
        ];
        settings.extend(more);
        Running::start_with::<Evaluation>(database, &nats.url(), clock, &settings).await
    }

    /// Stops the service and starts it again on the same database at another time.
    pub(crate) async fn restart(mut self, database: &str, now: &str) -> Self {
        self.service.stop().await;
        let more = self.more.iter();
        let more: Vec<(&str, &str)> = more
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        self.service = Self::start(database, &self.nats, now, &self.objects, &more).await;
        self
    }

    /// Hears every event of certificates of the province from now on.
    pub(crate) async fn listen(&self) -> async_nats::Subscriber {
        let listener = async_nats::connect(self.nats.url()).await.unwrap();
        let subject = "ocop.evaluation.v1.certificate.*.51";
        let heard = listener.subscribe(subject).await.unwrap();
        listener.flush().await.unwrap();
        heard
    }

    /// Has the service hear of the n-th product, of a criteria set and made in a district or a commune of today.
    pub(crate) async fn product(
        &self,
        n: u128,
        criteria_set: u32,
        district: (&str, &str),
    ) -> String {
        // Districts ended on 30 June 2025; communes of today have none.
        let place = if district.0.len() == 3 {
            catalog::PlaceFact {
                code: district.0.to_owned(),
                name: district.1.to_owned(),
                kind: catalog::PlaceKind::District.into(),
                district_code: district.0.to_owned(),
                district_name: district.1.to_owned(),
                place_on: "2022-01-01".to_owned(),
                ..in_quang_ngai()
            }
        } else {
            catalog::PlaceFact {
                name: district.1.to_owned(),
                ..in_commune(district.0)
            }
        };
        self.say_product((n, 1), criteria_set, place).await;
        self.heard_of(&product_id(n)).await;
        product_id(n)
    }

    /// Has it hear of products 1 to `count`, fish sauces made in a commune.
    pub(crate) async fn products_of(&self, count: u128, commune: &str) -> Vec<String> {
        for n in 1..=count {
            self.say_product((n, 1), 9, in_commune(commune)).await;
        }
        // They are heard in the order in which they were said.
        self.heard_of(&product_id(count)).await;
        (1..=count).map(product_id).collect()
    }

    /// Has the catalog say the n-th product in a version of it.
    pub(crate) async fn say_product(
        &self,
        (n, version): (u128, u64),
        criteria_set: u32,
        place: catalog::PlaceFact,
    ) {
        // The producer is where it makes the product, until an event of its own says otherwise.
        let (producer_place_code, producer_province_code, producer_place_on) = (
            place.code.clone(),
            place.province_code.clone(),
            place.place_on.clone(),
        );
        let fact = catalog::ProductFact {
            id: product_id(n),
            name: format!("Nước mắm số {n}"),
            criteria_set,
            place: Some(place),
            producer_id: id(0xC0),
            producer_name: "HTX Nước mắm Sa Huỳnh".to_owned(),
            producer_kind: catalog::ProducerKind::Cooperative.into(),
            active: true,
            gtin: String::new(),
            producer_place_code,
            producer_province_code,
            producer_place_on,
            ..Default::default()
        };
        let happened = if version == 1 {
            "registered"
        } else {
            "updated"
        };
        let event = Event {
            id: Uuid::from_u128(0xE0_0000 + n + (u128::from(version) << 64)),
            kind: format!("ocop.catalog.product.{happened}.v1"),
            aggregate_type: "product".to_owned(),
            aggregate_id: fact.id.parse().unwrap(),
            version,
            time: "2026-06-01T08:00:00Z".parse().unwrap(),
            snapshot: false,
            traceparent: String::new(),
            subject: format!("ocop.catalog.v1.product.{happened}.51"),
            data: serde_json::to_vec(&fact).unwrap(),
        };
        self.publish(event).await;
    }

    /// Has the catalog say what it knows of a producer now, as its event of this version.
    pub(crate) async fn producer(&self, version: u64, fact: &catalog::ProducerFact) {
        self.producer_at("2026-06-01T08:00:00Z", version, fact)
            .await;
    }

    /// The same at a time.
    pub(crate) async fn producer_at(&self, time: &str, version: u64, fact: &catalog::ProducerFact) {
        let event = Event {
            id: Uuid::from_u128(0xE1_0000 + u128::from(version)),
            kind: "ocop.catalog.producer.updated.v1".to_owned(),
            aggregate_type: "producer".to_owned(),
            aggregate_id: fact.id.parse().unwrap(),
            version,
            time: time.parse().unwrap(),
            snapshot: false,
            traceparent: String::new(),
            subject: "ocop.catalog.v1.producer.updated.51".to_owned(),
            data: serde_json::to_vec(fact).unwrap(),
        };
        self.publish(event).await;
    }

    pub(crate) async fn publish(&self, event: Event) {
        let sent = self.jetstream.publish_with_headers(
            event.subject.clone(),
            event.headers(),
            event.data.into(),
        );
        sent.await.unwrap().await.unwrap();
    }

    /// Waits until the service knows a product: a bad dossier for it is refused for another reason.
    pub(crate) async fn heard_of(&self, product: &str) {
        let mut dossiers = self.dossiers("lan", Role::OcopOffice);
        eventually("the service has heard of the product", async || {
            let request = proto::CreateDossierRequest {
                request_id: Uuid::from_u128(0xBAD).to_string(),
                product_id: product.to_owned(),
                kind: proto::DossierKind::ReEvaluation.into(),
                self_assessment: vec![proto::Answer {
                    criterion: "99".to_owned(),
                    option: "a".to_owned(),
                }],
                content: None,
            };
            let refused = dossiers.create_dossier(request).await.unwrap_err();
            refusal(&refused).0 != "PRODUCT_UNKNOWN"
        })
        .await;
    }

    /// The folder with the files of documents.
    pub(crate) fn objects(&self) -> &std::path::Path {
        self.objects.path()
    }

    fn signed(&self, subject: &str, role: Role) -> Signed {
        self.scoped(subject, role, "province:51")
    }

    fn scoped(&self, subject: &str, role: Role, scope: &str) -> Signed {
        InterceptedService::new(
            self.service.channel(),
            self.service.bearer(subject, role, scope),
        )
    }

    pub(crate) fn scoped_dossiers(
        &self,
        subject: &str,
        role: Role,
        scope: &str,
    ) -> DossierServiceClient<Signed> {
        DossierServiceClient::new(self.scoped(subject, role, scope))
    }

    /// Somebody of the centre, whose scope is everywhere.
    pub(crate) fn central_dossiers(
        &self,
        subject: &str,
        role: Role,
    ) -> DossierServiceClient<Signed> {
        DossierServiceClient::new(self.scoped(subject, role, "*"))
    }

    /// Somebody of the centre, whose scope is everywhere.
    pub(crate) fn central_councils(
        &self,
        subject: &str,
        role: Role,
    ) -> CouncilServiceClient<Signed> {
        CouncilServiceClient::new(self.scoped(subject, role, "*"))
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

    pub(crate) fn certificates_in(
        &self,
        role: Role,
        scope: &str,
    ) -> CertificateServiceClient<Signed> {
        let bearer = self.service.bearer("bo-truong", role, scope);
        CertificateServiceClient::new(InterceptedService::new(self.service.channel(), bearer))
    }

    /// What anybody sees of a certificate, a code or a product.
    pub(crate) async fn verify(
        &self,
        subject: Subject,
        as_of: &str,
    ) -> proto::VerifyCertificateResponse {
        let request = proto::VerifyCertificateRequest {
            subject: Some(subject),
            as_of: as_of.to_owned(),
        };
        let verdict = self.anybody().verify_certificate(request).await;
        verdict.unwrap().into_inner()
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
