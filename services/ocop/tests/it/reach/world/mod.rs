//! A system with something of everything in it: producers and products of two provinces, a dossier, a council, a
//! certificate, papers, an inspection, a complaint, a target, a partner with a subscription and a delivery.

mod evaluated;
mod market;
mod registered;

use chrono::NaiveDate;
use ocop_catalog::Catalog;
use ocop_chassis::clock::Clock;
use ocop_chassis::program::Program;
use ocop_evaluation::Evaluation;
use ocop_harness::{Bearer, NOON, Nats, Running, eventually};
use ocop_identity::Role;
use ocop_promotion::Promotion;
use ocop_promotion::callout::new_issuer_seed;
use ocop_proto::{access, promotion::v1 as promotion};
use prost::Message;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tonic::Code;
use uuid::Uuid;

use self::registered::{area, lot, support, transfer};
pub(crate) use self::registered::{producer, product};
use super::wire::call;

/// A commune of province 51: Bình Sơn.
pub(crate) const HERE: &str = "21040";
/// Another of it: Nghĩa Hành.
pub(crate) const NEAR: &str = "21364";
/// One of province 52: Quy Nhơn.
pub(crate) const THERE: &str = "21583";

/// The day on which everything in it was said.
pub(crate) fn today() -> NaiveDate {
    "2026-11-20".parse().unwrap()
}

/// The three services and what is in them, by its ids.
pub(crate) struct World {
    pub(crate) catalog: Running,
    pub(crate) evaluation: Running,
    pub(crate) promotion: Running,
    /// A producer in [`HERE`], and one in [`NEAR`].
    pub(crate) producer: String,
    pub(crate) other_producer: String,
    /// A product of the first, made there; and one with a certificate.
    pub(crate) product: String,
    pub(crate) certified: String,
    /// The offer to move the first product to [`THERE`].
    pub(crate) transfer: String,
    /// A growing area in [`HERE`].
    pub(crate) area: String,
    /// A programme of support for [`HERE`].
    pub(crate) programme: String,
    /// A session of training in it, held in [`NEAR`].
    pub(crate) session: String,
    /// What it granted to the other producer.
    pub(crate) grant: String,
    /// A lot of the first producer.
    pub(crate) lot: String,
    pub(crate) certificate: String,
    pub(crate) dossier: String,
    /// The best answers to its criteria.
    pub(crate) answers: Value,
    pub(crate) council: String,
    pub(crate) round: String,
    pub(crate) evidence: String,
    pub(crate) inspection: String,
    pub(crate) complaint: String,
    pub(crate) target: String,
    /// A partner that buys from province 51.
    pub(crate) partner: String,
    pub(crate) subscription: String,
    pub(crate) delivery: String,
    /// Its match with the certified product.
    pub(crate) matched: String,
    /// Its credentials for NATS.
    pub(crate) credentials: String,
    pub(crate) market: market::Market,
    nats: Nats,
    folder: tempfile::TempDir,
}

/// The databases of catalog, evaluation and promotion as files of SQLite in a folder.
pub(crate) fn files(folder: &tempfile::TempDir) -> [String; 3] {
    ["catalog", "evaluation", "promotion"].map(|service| {
        let file = folder.path().join(format!("{service}.db"));
        format!("sqlite://{}?mode=rwc", file.display())
    })
}

/// Where the rpcs of a service are.
fn service_of<'a>(world: &'a World, rpc: &str) -> &'a Running {
    if rpc.contains(".evaluation.") {
        &world.evaluation
    } else if rpc.contains(".promotion.") {
        &world.promotion
    } else {
        &world.catalog
    }
}

/// The n-th request of the making of the world.
fn request_id(n: u128) -> Value {
    json!(Uuid::from_u128(0x1_0000 + n).to_string())
}

/// A message from its canonical JSON.
pub(crate) fn message<Q: DeserializeOwned>(body: Value) -> Q {
    let text = body.to_string();
    serde_json::from_value(body).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Does something as somebody whose scope is everywhere.
pub(crate) async fn done<Q, A>(
    service: &Running,
    role: Role,
    rpc: &str,
    n: u128,
    mut body: Value,
) -> A
where
    Q: Message + Clone + DeserializeOwned + 'static,
    A: Message + Default + 'static,
{
    body["requestId"] = request_id(n);
    let (request, rpc): (Q, _) = (message(body), format!("/ocop.{rpc}"));
    eventually(&rpc, async || {
        let bearer = service.bearer("maker", role, "*");
        let answer = call::<Q, A>(service.channel(), Some(bearer), &rpc, request.clone()).await;
        match answer {
            Ok(answer) => Some(answer),
            // The other service has not heard of it yet.
            Err(status) if status.code() == Code::FailedPrecondition => None,
            Err(status) => panic!("{rpc}: {status:?}"),
        }
    })
    .await
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let databases = files(&folder);
        Self::on(&databases, folder).await
    }

    /// One on these databases, which are empty.
    pub(crate) async fn on(databases: &[String; 3], folder: tempfile::TempDir) -> Self {
        let nats = Nats::start().await;
        let [catalog, evaluation, promotion] = running(databases, &nats, &folder).await;
        let first = producer(&catalog, 10, HERE).await;
        let other_producer = producer(&catalog, 11, NEAR).await;
        let plain = product(&catalog, 20, &first).await;
        let certified = product(&catalog, 21, &first).await;
        let transfer = transfer(&catalog, 22, &plain).await;
        let area = area(&catalog, 23).await;
        let [programme, session, grant] = support(&catalog, 25, &other_producer).await;
        let lot = lot(&catalog, 24, &first).await;
        let mut world = Self {
            transfer,
            area,
            programme,
            session,
            grant,
            lot,
            producer: first,
            other_producer,
            product: plain,
            certified,
            certificate: String::new(),
            dossier: String::new(),
            answers: Value::Null,
            council: String::new(),
            round: String::new(),
            evidence: String::new(),
            inspection: String::new(),
            complaint: String::new(),
            target: String::new(),
            partner: String::new(),
            subscription: String::new(),
            delivery: String::new(),
            matched: String::new(),
            credentials: String::new(),
            market: market::Market::default(),
            catalog,
            evaluation,
            promotion,
            nats,
            folder,
        };
        world.buy().await;
        world.evaluate().await;
        world.deliver().await;
        world.market().await;
        world
    }

    /// Where an rpc is served.
    pub(crate) fn serving(&self, rpc: &str) -> &Running {
        service_of(self, rpc)
    }

    /// Somebody who may call an rpc wherever their role is held.
    pub(crate) fn opener(&self, rpc: &str) -> Bearer {
        let rows = access::ALL.iter().copied().flatten();
        let row = rows.copied().find(|row| row.rpc == rpc).unwrap();
        let role = row.roles().first().copied().unwrap_or(Role::Auditor);
        let scope = match role {
            Role::Producer => format!("producer:{}", self.producer),
            Role::Partner => format!("partner:{}", self.partner),
            _ => "*".to_owned(),
        };
        self.serving(rpc).bearer("somebody", role, &scope)
    }

    async fn buy(&mut self) {
        let service = &self.promotion;
        let body = json!({"partner": {
            "name": "Siêu thị", "email": "mua@sieuthi.example",
            "sourcing": {"criteriaSets": [9], "provinceCodes": ["51"], "minimumStar": 3}
        }});
        let answer: promotion::RegisterPartnerResponse =
            done::<promotion::RegisterPartnerRequest, _>(
                service,
                Role::PromotionOfficer,
                "promotion.v1.PartnerService/RegisterPartner",
                30,
                body,
            )
            .await;
        self.partner = answer.partner.unwrap().id;
        let answer: promotion::IssueNatsCredentialsResponse =
            done::<promotion::IssueNatsCredentialsRequest, _>(
                service,
                Role::PromotionOfficer,
                "promotion.v1.PartnerService/IssueNatsCredentials",
                32,
                json!({"partnerId": self.partner}),
            )
            .await;
        self.credentials = answer.credentials.unwrap().id;
        // Nobody listens there: the delivery waits for its next attempt.
        let body = json!({"partnerId": self.partner, "url": "http://127.0.0.1:1/"});
        let answer: promotion::CreateSubscriptionResponse =
            done::<promotion::CreateSubscriptionRequest, _>(
                service,
                Role::PromotionOfficer,
                "promotion.v1.SubscriptionService/CreateSubscription",
                31,
                body,
            )
            .await;
        self.subscription = answer.subscription.unwrap().id;
    }

    /// Waits for the delivery that the certificate leads to.
    async fn deliver(&mut self) {
        let rpc = "/ocop.promotion.v1.SubscriptionService/ListDeliveries";
        let request = promotion::ListDeliveriesRequest {
            subscription_id: self.subscription.clone(),
            ..Default::default()
        };
        let delivery = eventually("a delivery", async || {
            let bearer = self.promotion.bearer("maker", Role::Auditor, "*");
            let channel = self.promotion.channel();
            let answer = call::<_, promotion::ListDeliveriesResponse>(
                channel,
                Some(bearer),
                rpc,
                request.clone(),
            );
            answer.await.unwrap().deliveries.into_iter().next()
        })
        .await;
        self.delivery = delivery.id;
        self.matched = delivery.match_id;
    }

    pub(crate) async fn stop(self) {
        self.catalog.stop().await;
        self.evaluation.stop().await;
        self.promotion.stop().await;
        drop((self.nats, self.folder));
    }
}

/// The three services on their databases.
pub(crate) async fn running(
    databases: &[String; 3],
    nats: &Nats,
    folder: &tempfile::TempDir,
) -> [Running; 3] {
    let [catalog, evaluation, promotion] = databases;
    let files = format!("file://{}", folder.path().join("objects").display());
    let seed = new_issuer_seed().unwrap();
    let webhooks = [
        ("webhooks.allow_loopback", "true"),
        ("webhooks.allow_http", "true"),
        ("partner_nats.issuer_seed", seed.reveal()),
    ];
    [
        start_on::<Catalog>(catalog, nats, &[]).await,
        start_on::<Evaluation>(evaluation, nats, &[("objects.url", &files)]).await,
        start_on::<Promotion>(promotion, nats, &webhooks).await,
    ]
}

pub(crate) async fn start<P: Program>(
    nats: &Nats,
    folder: &tempfile::TempDir,
    more: &[(&str, &str)],
) -> Running {
    let database = folder.path().join(format!("{}.db", P::SERVICE));
    let database = format!("sqlite://{}?mode=rwc", database.display());
    start_on::<P>(&database, nats, more).await
}

async fn start_on<P: Program>(database: &str, nats: &Nats, more: &[(&str, &str)]) -> Running {
    let clock = Clock::fixed(NOON.parse().unwrap(), P::UTC_OFFSET);
    Running::start_with::<P>(database, &nats.url(), clock, more).await
}
