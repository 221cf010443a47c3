//! Webhooks: how many a second to a receiver on this machine, and whether partners whose receivers hang delay one whose receiver is well.

mod receiver;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{self, Database, Origin};
use ocop_chassis::sealing::Keyring;
use ocop_promotion::Promotion;
use ocop_promotion::config::Webhooks;
use ocop_promotion::domain::delivery::Delivery;
use ocop_promotion::domain::listing::Star;
use ocop_promotion::domain::partner::{Details, Email, MatchChange, Partner, Profile, Sourcing};
use ocop_promotion::domain::subscription::{
    EventKind, Headers, Settings, Signing, Subscription, Target as Url,
};
use ocop_promotion::storage::delivery::{Queued, insert};
use ocop_promotion::storage::subscription::SecretSealer;
use ocop_promotion::storage::{Migrator, Store};
use ocop_promotion::transport::encode;
use ocop_promotion::webhook::sender::{self, Message, Sender};
use ocop_promotion::webhook::signature::{self, SigningKey};
use ocop_promotion::webhook::worker::Worker;
use sea_orm::DbBackend;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use self::receiver::{Receiver, hanging};
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::setup::Setup;

/// Subscriptions to the receiver, each with its share of what waits.
const SUBSCRIPTIONS: u64 = 16;
/// Deliveries that wait at the start of a run.
const WAITING: u64 = 8_000;
const WAITING_QUICK: u64 = 3_200;
/// Requests of the bare client at once: as many as the sender has in flight beyond the first of each subscription.
const AT_ONCE: u64 = 128;
/// Partners whose receivers hang, and what waits for each.
const DEAD: u64 = 100;
const OF_EACH: u64 = 10;
/// Deliveries to the partner whose receiver is well, one after the other: so many that the others are given up meanwhile.
const ONE_BY_ONE: u64 = 800;
/// Seconds after which an attempt to a receiver that hangs is given up.
const TIMEOUT: &str = "2";
/// No run takes longer.
const LONGEST: Duration = Duration::from_secs(120);

/// What is posted: about as long as an event of a match.
fn body() -> String {
    format!(
        r#"{{"type":"ocop.promotion.match.opened.v1","data":{{"note":"{}"}}}}"#,
        "x".repeat(1_000)
    )
}

/// Deliveries a second beside a bare client, and the time of one beside partners whose receivers hang.
///
/// # Errors
/// What is measured does not work.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let (mut rates, mut bare) = (Vec::new(), Vec::new());
    let (mut beside, mut alone) = (Vec::new(), Vec::new());
    for _ in 0..setup.rounds {
        bare.push(posted(setup).await?);
        rates.push(delivered(setup).await?);
        alone.push(one_by_one(setup, 0).await?);
        beside.push(one_by_one(setup, DEAD).await?);
    }
    let rate = median(rates);
    Ok(vec![
        Figure {
            what: "webhook deliveries to 16 subscriptions at one receiver, PostgreSQL".to_owned(),
            value: rate,
            unit: Unit::PerSecond,
            limit: Some(Limit {
                what: "the same requests without a database",
                value: median(bare),
            }),
            target: None,
        },
        Figure {
            what: "webhook deliveries, as asked for".to_owned(),
            value: rate,
            unit: Unit::PerSecond,
            limit: None,
            target: Some(Target::AtLeast(1_000.0)),
        },
        Figure {
            what: "webhook to a partner beside 100 whose receivers hang, PostgreSQL, p99"
                .to_owned(),
            value: median(beside),
            unit: Unit::Milliseconds,
            limit: Some(Limit {
                what: "the same without them",
                value: median(alone),
            }),
            target: Some(Target::AtMost(2.0)),
        },
    ])
}

fn waiting(setup: &Setup) -> u64 {
    if setup.quick { WAITING_QUICK } else { WAITING }
}

fn settings() -> anyhow::Result<Webhooks> {
    let given = [
        ("webhooks.allow_loopback", "true"),
        ("webhooks.allow_http", "true"),
        ("webhooks.timeout_seconds", TIMEOUT),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()));
    let settings = ocop_chassis::program::settings::<Promotion>(None, &given);
    let settings = settings.map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    Ok(settings.webhooks)
}

fn sender(settings: &Webhooks) -> anyhow::Result<Sender> {
    Ok(Sender::new(&sender::Settings {
        timeout: settings.timeout(),
        reach: settings.reach(),
    })?)
}

/// Requests a second of the sender's own client, with nothing but the signature.
async fn posted(setup: &Setup) -> anyhow::Result<f64> {
    let receiver = Receiver::start().await?;
    let settings = settings()?;
    let sender = sender(&settings)?;
    let url = Url::parse(&receiver.url(0), settings.reach())?;
    let secret = signature::new_secret().ok().context("random bytes")?;
    let key = Arc::new(SigningKey::parse(&secret)?);
    let clock = Clock::system(ocop_proto::VIET_NAM);
    let most = waiting(setup);
    let began = Instant::now();
    let mut callers = JoinSet::new();
    for caller in 0..AT_ONCE {
        let (sender, url, key) = (sender.clone(), url.clone(), Arc::clone(&key));
        let clock = clock.clone();
        callers.spawn(async move {
            for n in (caller..most).step_by(usize::try_from(AT_ONCE).unwrap_or(1)) {
                let (id, at) = (Uuid::from_u64_pair(5, n).to_string(), clock.now());
                let body = body().into_bytes();
                let message = Message {
                    signature: key.sign(&id, at, &body),
                    id,
                    at,
                    body,
                    headers: Headers::default(),
                };
                sender.send(&url, message).await;
            }
        });
    }
    while let Some(ended) = callers.join_next().await {
        ended?;
    }
    let took = began.elapsed().as_secs_f64();
    anyhow::ensure!(receiver.count() == most, "some were not received");
    Ok(rate(most, took))
}

/// A count in so many seconds.
fn rate(count: u64, seconds: f64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / seconds
}

/// Deliveries a second of the sender, from what waits to what is received.
async fn delivered(setup: &Setup) -> anyhow::Result<f64> {
    let receiver = Receiver::start().await?;
    let world = World::new(setup).await?;
    let mut subscriptions = Vec::new();
    for n in 0..SUBSCRIPTIONS {
        subscriptions.push(world.subscribe(n, &receiver.url(n)).await?);
    }
    let most = waiting(setup);
    let queued = (0..most).map(|n| {
        let of = usize::try_from(n % SUBSCRIPTIONS).unwrap_or_default();
        (subscriptions.get(of).copied().unwrap_or_default(), n)
    });
    world.queue(queued).await?;
    let began = Instant::now();
    let working = world.work()?;
    receiver.until(most, LONGEST).await?;
    let took = began.elapsed().as_secs_f64();
    working.end().await?;
    Ok(rate(most, took))
}

/// The time from the commit of an event until it is received, below which 99 of 100 lie, beside so many partners whose receivers hang.
async fn one_by_one(setup: &Setup, dead: u64) -> anyhow::Result<f64> {
    let receiver = Receiver::start().await?;
    let hanging = hanging().await?;
    let world = World::new(setup).await?;
    let well = world.subscribe(0, &receiver.url(0)).await?;
    let mut waiting = Vec::new();
    for n in 1..=dead {
        let of = world.subscribe(n, &hanging.url(n)).await?;
        waiting.extend((0..OF_EACH).map(|one| (of, n * OF_EACH + one)));
    }
    world.queue(waiting.into_iter()).await?;
    let working = world.work()?;
    // All of them are being called when it begins.
    hanging.until(dead, LONGEST).await?;
    let mut times = Vec::new();
    for n in 0..ONE_BY_ONE {
        world.queue(std::iter::once((well, 1_000_000 + n))).await?;
        let began = Instant::now();
        working.wake.notify_one();
        receiver.until(n + 1, LONGEST).await?;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    working.end().await?;
    times.sort_by(f64::total_cmp);
    let place = times.len() * 99 / 100;
    times.get(place).copied().context("no times")
}

/// A database with a partner.
struct World {
    store: Store,
    partner: Uuid,
    settings: Webhooks,
}

/// A sender at work.
struct Working {
    wake: Arc<Notify>,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

impl Working {
    async fn end(self) -> anyhow::Result<()> {
        self.stop.cancel();
        Ok(self.task.await?)
    }
}

impl World {
    async fn new(setup: &Setup) -> anyhow::Result<Self> {
        let url = setup.database(DbBackend::Postgres).await;
        let database = Database::open(&setup.settings(&url)?.database).await?;
        database::migrate::<Migrator>(&database).await?;
        let clock = Clock::system(ocop_proto::VIET_NAM);
        let store = Store::new(database, clock, encode, Keyring::ephemeral()?);
        let mut tx = store.begin(Origin::task("seed")).await?;
        let profile = Profile {
            name: String::new(),
            criteria_sets: [].into(),
            province_codes: [].into(),
            said_on: tx.today(),
            minimum_star: Star::Three,
            criteria: Vec::new(),
        };
        let details = Details::bare("Siêu thị".to_owned(), Email::parse("mua@sieuthi.example")?);
        let partner = Uuid::from_u64_pair(2, 1);
        let registered = Partner::register(partner, details, Sourcing::one(profile));
        tx.create(registered).await?;
        store.commit(tx).await?;
        Ok(Self {
            store,
            partner,
            settings: settings()?,
        })
    }

    async fn subscribe(&self, n: u64, url: &str) -> anyhow::Result<Uuid> {
        let id = Uuid::from_u64_pair(4, n);
        let sealer = SecretSealer::new(self.store.keyring());
        let secret = signature::new_secret().ok().context("random bytes")?;
        let described = (Url::parse(url, self.settings.reach())?, Settings::default());
        let signs = (sealer.seal(id, &secret)?, Signing::V1);
        let mut tx = self.store.begin(Origin::task("seed")).await?;
        let subscription = Subscription::create(id, self.partner, described, signs);
        tx.create(subscription).await?;
        self.store.commit(tx).await?;
        Ok(id)
    }

    /// Queues deliveries, each of another match.
    async fn queue(&self, of: impl Iterator<Item = (Uuid, u64)>) -> anyhow::Result<()> {
        let tx = self.store.begin(Origin::task("seed")).await?;
        let kind = EventKind::Match(MatchChange::Opened);
        let queued = of.map(|(subscription, n)| Queued {
            delivery: Delivery::new(
                Uuid::from_u64_pair(6, n),
                subscription,
                (Uuid::from_u64_pair(7, n), 1),
                kind,
                tx.now(),
            ),
            created_at: tx.now(),
            event_type: kind.event_type(),
            body: body(),
        });
        let queued: Vec<Queued> = queued.collect();
        insert(&tx, queued).await?;
        self.store.commit(tx).await?;
        Ok(())
    }

    fn work(&self) -> anyhow::Result<Working> {
        let (wake, stop) = (Arc::new(Notify::new()), CancellationToken::new());
        let sender = sender(&self.settings)?;
        let worker = Worker::new(
            self.store.clone(),
            sender,
            Arc::clone(&wake),
            self.settings.clone(),
        );
        let task = tokio::spawn(worker.run(stop.clone()));
        Ok(Working { wake, stop, task })
    }
}
