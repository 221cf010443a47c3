//! A running promotion that consumes a fish sauce's certificates, and a supermarket.

use async_nats::jetstream;
use chrono::{Months, NaiveDate};
use ocop_chassis::clock::Clock;
use ocop_chassis::messaging::Event;
use ocop_harness::{Bearer, NOON, Nats, Received, Running, eventually};
use ocop_identity::Role;
use ocop_promotion::Promotion;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::campaign_service_client::CampaignServiceClient;
use ocop_proto::promotion::v1::gift_service_client::GiftServiceClient;
use ocop_proto::promotion::v1::listing_service_client::ListingServiceClient;
use ocop_proto::promotion::v1::partner_service_client::PartnerServiceClient;
use ocop_proto::promotion::v1::reward_service_client::RewardServiceClient;
use ocop_proto::promotion::v1::sales_point_service_client::SalesPointServiceClient;
use ocop_proto::promotion::v1::sales_service_client::SalesServiceClient;
use ocop_proto::promotion::v1::subscription_service_client::SubscriptionServiceClient;
use ocop_proto::promotion::v1::top_list_service_client::TopListServiceClient;
use ocop_proto::promotion::v1::trade_service_client::TradeServiceClient;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use uuid::Uuid;

pub(crate) type Campaigns = CampaignServiceClient<InterceptedService<Channel, Bearer>>;
pub(crate) type Gifts = GiftServiceClient<InterceptedService<Channel, Bearer>>;
pub(crate) type Partners = PartnerServiceClient<InterceptedService<Channel, Bearer>>;
pub(crate) type Rewards = RewardServiceClient<InterceptedService<Channel, Bearer>>;
pub(crate) type Sales = SalesServiceClient<InterceptedService<Channel, Bearer>>;
pub(crate) type SalesPoints = SalesPointServiceClient<InterceptedService<Channel, Bearer>>;
pub(crate) type Subscriptions = SubscriptionServiceClient<InterceptedService<Channel, Bearer>>;
pub(crate) type TopLists = TopListServiceClient<InterceptedService<Channel, Bearer>>;
pub(crate) type Trade = TradeServiceClient<InterceptedService<Channel, Bearer>>;

/// Settings of all tests: receivers on this machine, three attempts, no jitter.
const SETTINGS: [(&str, &str); 7] = [
    ("webhooks.allow_loopback", "true"),
    ("webhooks.allow_http", "true"),
    ("webhooks.retry_seconds", "60,600"),
    ("webhooks.jitter", "0"),
    ("webhooks.timeout_seconds", "1"),
    ("webhooks.poll_ms", "20"),
    ("listings.dates_seconds", "1"),
];

pub(crate) struct Fixture {
    pub(crate) service: Running,
    pub(crate) nats: Nats,
    pub(crate) database: String,
    jetstream: jetstream::Context,
}

impl Fixture {
    pub(crate) async fn new(database: &str) -> Self {
        Self::with(database, &[]).await
    }

    pub(crate) async fn with(database: &str, more: &[(&str, &str)]) -> Self {
        Self::on(database, Nats::start().await, more).await
    }

    /// The same on a broker of the test's choice.
    pub(crate) async fn on(database: &str, nats: Nats, more: &[(&str, &str)]) -> Self {
        let client = async_nats::connect(nats.url()).await.unwrap();
        let jetstream = jetstream::new(client);
        for service in ["catalog", "evaluation"] {
            ocop_harness::set_up(&nats.url(), service).await;
        }
        Self {
            service: start(
                database,
                &nats,
                Clock::fixed(NOON.parse().unwrap(), ocop_proto::VIET_NAM),
                more,
            )
            .await,
            nats,
            database: database.to_owned(),
            jetstream,
        }
    }

    /// Another replica on the same database, by the same clock.
    pub(crate) async fn replica(&self) -> Running {
        self.replica_with(&[]).await
    }

    /// The same with settings of its own.
    pub(crate) async fn replica_with(&self, more: &[(&str, &str)]) -> Running {
        start(&self.database, &self.nats, self.service.clock.clone(), more).await
    }

    pub(crate) fn listings(&self) -> ListingServiceClient<Channel> {
        ListingServiceClient::new(self.service.channel())
    }

    pub(crate) fn partners(&self, role: Role, scope: &str) -> Partners {
        let bearer = self.service.bearer("mai", role, scope);
        PartnerServiceClient::with_interceptor(self.service.channel(), bearer)
    }

    pub(crate) fn subscriptions(&self, role: Role, scope: &str) -> Subscriptions {
        let bearer = self.service.bearer("mai", role, scope);
        SubscriptionServiceClient::with_interceptor(self.service.channel(), bearer)
    }

    pub(crate) fn gifts(&self, role: Role, scope: &str) -> Gifts {
        let bearer = self.service.bearer("lan", role, scope);
        GiftServiceClient::with_interceptor(self.service.channel(), bearer)
    }

    pub(crate) fn sales_points(&self, role: Role, scope: &str) -> SalesPoints {
        let bearer = self.service.bearer("mai", role, scope);
        SalesPointServiceClient::with_interceptor(self.service.channel(), bearer)
    }

    pub(crate) fn campaigns(&self, role: Role, scope: &str) -> Campaigns {
        let bearer = self.service.bearer("mai", role, scope);
        CampaignServiceClient::with_interceptor(self.service.channel(), bearer)
    }

    pub(crate) fn top_lists(&self, subject: &str, role: Role, scope: &str) -> TopLists {
        let bearer = self.service.bearer(subject, role, scope);
        TopListServiceClient::with_interceptor(self.service.channel(), bearer)
    }

    pub(crate) fn sales(&self, role: Role, scope: &str) -> Sales {
        let bearer = self.service.bearer("hoa", role, scope);
        SalesServiceClient::with_interceptor(self.service.channel(), bearer)
    }

    pub(crate) fn trade(&self, role: Role, scope: &str) -> Trade {
        let bearer = self.service.bearer("hoa", role, scope);
        TradeServiceClient::with_interceptor(self.service.channel(), bearer)
    }

    pub(crate) fn rewards(&self, role: Role, scope: &str) -> Rewards {
        let bearer = self.service.bearer("mai", role, scope);
        RewardServiceClient::with_interceptor(self.service.channel(), bearer)
    }

    pub(crate) fn officer(&self) -> Partners {
        self.partners(Role::PromotionOfficer, "province:51")
    }

    pub(crate) fn webhook_officer(&self) -> Subscriptions {
        self.subscriptions(Role::PromotionOfficer, "province:51")
    }

    /// The same at another replica.
    pub(crate) fn webhook_officer_of(&self, replica: &Running) -> Subscriptions {
        let bearer = replica.bearer("mai", Role::PromotionOfficer, "province:51");
        SubscriptionServiceClient::with_interceptor(replica.channel(), bearer)
    }

    /// Registers the supermarket.
    pub(crate) async fn supermarket(&self) -> proto::Partner {
        let request = proto::RegisterPartnerRequest {
            request_id: id(1),
            partner: Some(supermarket()),
        };
        let registered = self.officer().register_partner(request).await;
        registered.unwrap().into_inner().partner.unwrap()
    }

    /// Subscribes a URL of a partner. Answers the subscription's id and its secret.
    pub(crate) async fn subscribe(&self, partner: &proto::Partner, url: &str) -> (String, String) {
        let request = proto::CreateSubscriptionRequest {
            request_id: id(2),
            partner_id: partner.id.clone(),
            url: url.to_owned(),
            ..Default::default()
        };
        let made = self.webhook_officer().create_subscription(request).await;
        let made = made.unwrap().into_inner();
        (made.subscription.unwrap().id, made.secret)
    }

    pub(crate) async fn deliveries(&self, subscription: &str) -> Vec<proto::Delivery> {
        let request = proto::ListDeliveriesRequest {
            subscription_id: subscription.to_owned(),
            ..Default::default()
        };
        let listed = self.webhook_officer().list_deliveries(request).await;
        listed.unwrap().into_inner().deliveries
    }

    /// Waits until the only delivery has had so many attempts, and gives it back.
    pub(crate) async fn after(&self, attempts: usize, subscription: &str) -> proto::Delivery {
        eventually(&format!("attempt {attempts}"), async || {
            let found = self.deliveries(subscription).await;
            match found.as_slice() {
                [one] if one.attempts.len() == attempts => Ok(one.clone()),
                other => Err(format!("{other:?}")),
            }
        })
        .await
    }

    /// Publishes a certificate as evaluation does, as the event of that version of the product's certificates.
    pub(crate) async fn publish_certificate(
        &self,
        happened: &str,
        version: u64,
        certificate: evaluation::Certificate,
    ) {
        let fact = evaluation::CertificateFact {
            certificate: Some(certificate),
            place_code: "21040".to_owned(),
            place_name: "Bình Sơn".to_owned(),
            province_name: "Quảng Ngãi".to_owned(),
            ..Default::default()
        };
        self.publish_certificate_fact(happened, version, &fact)
            .await;
    }

    /// The same with everything that the event says.
    pub(crate) async fn publish_certificate_fact(
        &self,
        happened: &str,
        version: u64,
        fact: &evaluation::CertificateFact,
    ) {
        let certificate = fact.certificate.as_ref().unwrap();
        let product: Uuid = certificate.product_id.parse().unwrap();
        let data = serde_json::to_vec(fact).unwrap();
        self.send_event(
            "evaluation",
            "certificate",
            happened,
            (product, version),
            data,
        )
        .await;
    }

    /// Publishes a product as the catalog does.
    pub(crate) async fn publish_product(
        &self,
        happened: &str,
        version: u64,
        fact: &catalog::ProductFact,
    ) {
        let product = fact.id.parse().unwrap();
        let data = serde_json::to_vec(fact).unwrap();
        self.send_event("catalog", "product", happened, (product, version), data)
            .await;
    }

    /// Publishes a producer as the catalog does.
    pub(crate) async fn publish_producer(
        &self,
        happened: &str,
        version: u64,
        fact: &catalog::ProducerFact,
    ) {
        let producer = fact.id.parse().unwrap();
        let data = serde_json::to_vec(fact).unwrap();
        self.send_event("catalog", "producer", happened, (producer, version), data)
            .await;
    }

    async fn send_event(
        &self,
        service: &str,
        aggregate: &str,
        happened: &str,
        (id, version): (Uuid, u64),
        data: Vec<u8>,
    ) {
        let kind = match aggregate {
            "product" => 1,
            "producer" => 3,
            _ => 0,
        };
        let event_id = Uuid::from_u64_pair(id.as_u64_pair().1 << 16 | version, kind);
        self.send_as(
            event_id,
            (service, aggregate, happened),
            (id, version),
            data,
        )
        .await;
    }

    /// Publishes what was published of a certificate once more, as an event that the broker does not know for a copy.
    pub(crate) async fn publish_certificate_again(
        &self,
        happened: &str,
        version: u64,
        fact: &evaluation::CertificateFact,
    ) {
        let certificate = fact.certificate.as_ref().unwrap();
        let product: Uuid = certificate.product_id.parse().unwrap();
        let data = serde_json::to_vec(fact).unwrap();
        let kind = ("evaluation", "certificate", happened);
        let copy = Uuid::from_u64_pair(product.as_u64_pair().1 << 16 | version, 2);
        self.send_as(copy, kind, (product, version), data).await;
    }

    async fn send_as(
        &self,
        event_id: Uuid,
        (service, aggregate, happened): (&str, &str, &str),
        (id, version): (Uuid, u64),
        data: Vec<u8>,
    ) {
        let event = Event {
            id: event_id,
            kind: format!("ocop.{service}.{aggregate}.{happened}.v1"),
            aggregate_type: aggregate.to_owned(),
            aggregate_id: id,
            version,
            time: NOON.parse().unwrap(),
            snapshot: false,
            traceparent: format!("00-{:032x}-00000000000000a1-01", event_id.as_u128()),
            subject: format!("ocop.{service}.v1.{aggregate}.{happened}.51"),
            data,
        };
        let (subject, headers) = (event.subject.clone(), event.headers());
        let sent = self
            .jetstream
            .publish_with_headers(subject, headers, event.data.into())
            .await;
        sent.unwrap().await.unwrap();
    }

    /// Waits until the listing of a product stands so.
    pub(crate) async fn listing(
        &self,
        product: u128,
        state: proto::ListingState,
        star: u32,
    ) -> proto::Listing {
        let mut listings = self.listings();
        let what = format!("a listing with {star} stars, {}", state.as_str_name());
        eventually(&what, async || {
            let request = proto::GetListingRequest { id: id(product) };
            match listings.get_listing(request).await {
                Ok(answer) => {
                    let listing = answer.into_inner().listing.unwrap();
                    if listing.state() == state && listing.star == star {
                        Ok(listing)
                    } else {
                        Err(format!("{listing:?}"))
                    }
                }
                Err(status) => Err(status.to_string()),
            }
        })
        .await
    }

    /// The matches of a partner in a state, any if unspecified.
    pub(crate) async fn matches(
        &self,
        partner: &proto::Partner,
        state: proto::MatchState,
    ) -> Vec<proto::Match> {
        let request = proto::ListMatchesRequest {
            page_size: 500,
            partner_id: partner.id.clone(),
            state: state.into(),
            ..Default::default()
        };
        let listed = self.officer().list_matches(request).await;
        listed.unwrap().into_inner().matches
    }
}

async fn start(database: &str, nats: &Nats, clock: Clock, more: &[(&str, &str)]) -> Running {
    let mut settings = SETTINGS.to_vec();
    settings.extend(more);
    Running::start_with::<Promotion>(database, &nats.url(), clock, &settings).await
}

/// The n-th id of a test.
pub(crate) fn id(n: u128) -> String {
    Uuid::from_u128(n).to_string()
}

/// A supermarket that looks for seasonings of three stars and more from Quảng Ngãi.
pub(crate) fn supermarket() -> proto::Partner {
    proto::Partner {
        name: "Siêu thị Sông Trà".to_owned(),
        email: "muahang@songtra.example".to_owned(),
        sourcing: Some(proto::Sourcing {
            criteria_sets: vec![9, 10],
            province_codes: vec!["51".to_owned()],
            minimum_star: 3,
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// A certificate of the fish sauce, decided and beginning on a day, for 36 months.
pub(crate) fn certificate(number: u128, star: u32, decided: &str) -> evaluation::Certificate {
    of_product(1, number, star, decided)
}

/// A certificate of the n-th product.
pub(crate) fn of_product(
    product: u128,
    number: u128,
    star: u32,
    decided: &str,
) -> evaluation::Certificate {
    let from: NaiveDate = decided.parse().unwrap();
    let to = (from + Months::new(36)).pred_opt().unwrap();
    evaluation::Certificate {
        id: id(number),
        product_id: id(product),
        product_name: "Nước mắm Mười Quý".to_owned(),
        producer_id: id(7),
        producer_name: "Cơ sở nước mắm Mười Quý".to_owned(),
        criteria_set: 9,
        star,
        decision: Some(decision(&format!("{number}/QĐ-UBND"), decided)),
        valid_from: from.to_string(),
        valid_to: to.to_string(),
        province_code: "51".to_owned(),
        ..Default::default()
    }
}

fn decision(number: &str, date: &str) -> evaluation::Decision {
    evaluation::Decision {
        number: number.to_owned(),
        date: date.to_owned(),
        authority: "UBND tỉnh Quảng Ngãi".to_owned(),
        ..Default::default()
    }
}

/// The same certificate, revoked on a day.
pub(crate) fn revoked(
    certificate: evaluation::Certificate,
    decided: &str,
) -> evaluation::Certificate {
    evaluation::Certificate {
        revocation: Some(evaluation::Revocation {
            ground: evaluation::RevocationGround::LegalBreach.into(),
            reason: "Kết luận thanh tra an toàn thực phẩm".to_owned(),
            decision: Some(decision("77/QĐ-UBND", decided)),
        }),
        ..certificate
    }
}

/// The fish sauce as the catalog describes it.
pub(crate) fn fish_sauce() -> catalog::ProductFact {
    catalog::ProductFact {
        id: id(1),
        name: "Nước mắm nhĩ Mười Quý".to_owned(),
        criteria_set: 9,
        place: Some(catalog::PlaceFact {
            code: "21040".to_owned(),
            name: "Bình Sơn".to_owned(),
            province_code: "51".to_owned(),
            province_name: "Quảng Ngãi".to_owned(),
            ..Default::default()
        }),
        producer_id: id(7),
        producer_name: "HTX Nước mắm Mười Quý".to_owned(),
        active: true,
        ..Default::default()
    }
}

/// The type of the event in a webhook's body, and its fact.
pub(crate) fn read(received: &Received) -> (String, proto::MatchFact) {
    let body: serde_json::Value = serde_json::from_slice(&received.body).unwrap();
    let fact = serde_json::from_value(body["data"].clone()).unwrap();
    (body["type"].as_str().unwrap().to_owned(), fact)
}
