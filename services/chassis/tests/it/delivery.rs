//! Everything at once: numbered events go from counters to effects while the broker is killed, frozen
//! and wiped, the network is cut and relay and consumer die. At the end every event has had its one
//! effect in its place, and a table says what it took.

use std::collections::BTreeMap;

use metrics_exporter_prometheus::PrometheusBuilder;
use ocop_chassis::messaging;
use ocop_harness::{Nats, Proxy, eventually_within, on_both_engines};
use std::time::Duration;

use crate::outside::Outside;
use crate::setup::{
    Working, all_sent, consumer, count, counter, effects, number, recorded, relay, settings, store,
};
use crate::toy::{Store, Watching};

const COUNTERS: u128 = 20;
const EVENTS: u64 = 1_000;

/// After a fault the broker may deliver some events only when it has given up on who held them.
const LONGEST_WAIT: Duration = Duration::from_secs(90);

/// What may go wrong, in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    BrokerKilled,
    BrokerFrozen,
    BrokerWiped,
    RelayCutOff,
    ConsumerCutOff,
    RelayDied,
    ConsumerDied,
    CopiesPublished,
}

const FAULTS: [Fault; 8] = [
    Fault::BrokerKilled,
    Fault::ConsumerDied,
    Fault::RelayCutOff,
    Fault::CopiesPublished,
    Fault::BrokerFrozen,
    Fault::RelayDied,
    Fault::ConsumerCutOff,
    Fault::BrokerWiped,
];

/// The parts that are hurt.
struct Parts<'a> {
    store: &'a Store,
    nats: &'a Nats,
    to_relay: Proxy,
    to_consumer: Proxy,
    relay: Working,
    consumer: Working,
}

impl<'a> Parts<'a> {
    async fn start(store: &'a Store, nats: &'a Nats) -> Self {
        let to_relay = Proxy::to(&nats.address()).await;
        let to_consumer = Proxy::to(&nats.address()).await;
        Self {
            relay: relay(store, &through(&to_relay, nats)).await,
            consumer: consumer(store, &through(&to_consumer, nats), Watching::new("a")).await,
            store,
            nats,
            to_relay,
            to_consumer,
        }
    }

    async fn strike(&mut self, fault: Fault) {
        match fault {
            Fault::BrokerKilled => {
                self.nats.kill().await;
                self.nats.restart().await;
            }
            Fault::BrokerFrozen => {
                self.nats.freeze();
                progress(self.store, "outbox", 20).await;
                self.nats.thaw();
            }
            Fault::BrokerWiped => self.nats.wipe().await,
            Fault::RelayCutOff => {
                self.to_relay.cut().await;
                progress(self.store, "outbox", 20).await;
                self.to_relay.heal().await;
            }
            Fault::ConsumerCutOff => {
                self.to_consumer.cut().await;
                progress(self.store, "outbox", 20).await;
                self.to_consumer.heal().await;
            }
            Fault::RelayDied => {
                let settings = through(&self.to_relay, self.nats);
                let next = relay(self.store, &settings).await;
                std::mem::replace(&mut self.relay, next).crash().await;
            }
            Fault::ConsumerDied => {
                let settings = through(&self.to_consumer, self.nats);
                let next = consumer(self.store, &settings, Watching::new("b")).await;
                std::mem::replace(&mut self.consumer, next).crash().await;
            }
            Fault::CopiesPublished => {
                let outside = Outside::of(self.nats).await;
                // Backwards, so that the copies are out of order as well.
                for event in recorded(self.store).await.iter().rev() {
                    outside.publish(event, &format!("{}/copy", event.id)).await;
                }
            }
        }
    }
}

fn through(proxy: &Proxy, nats: &Nats) -> messaging::Settings {
    messaging::Settings {
        batch: 16,
        ..settings(&proxy.url(&nats.url()).unwrap())
    }
}

/// Waits until a table has so many rows more, or all there will be.
async fn progress(store: &Store, table: &str, more: i64) {
    let sql = format!("select count(*) from {table}");
    let goal = (number(store, &sql).await + more).min(EVENTS as i64);
    eventually_within(LONGEST_WAIT, "progress", async || {
        let now = number(store, &sql).await;
        if now >= goal { Ok(()) } else { Err(now) }
    })
    .await;
}

/// The sum of a counter over all its labels.
fn metric(rendered: &str, name: &str) -> u64 {
    let values = rendered.lines().filter(|line| line.starts_with(name));
    values
        .filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok())
        .sum::<f64>() as u64
}

on_both_engines!(
    whatever_breaks_every_event_has_its_one_effect_in_its_place,
    async |url: String| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let metrics = recorder.handle();
        let _recording = metrics::set_default_local_recorder(&recorder);
        let nats = Nats::start().await;
        let store = store(&url).await;
        let mut parts = Parts::start(&store, &nats).await;

        let load = async {
            for event in 0..EVENTS {
                count(&store, counter(u128::from(event) % COUNTERS), 1).await;
            }
        };
        let mut faults: BTreeMap<Fault, u32> = BTreeMap::new();
        let strikes = async {
            for fault in FAULTS.into_iter().chain(FAULTS) {
                progress(&store, "outbox", 25).await;
                parts.strike(fault).await;
                *faults.entry(fault).or_default() += 1;
            }
        };
        tokio::join!(load, strikes);
        all_sent(&store).await;
        eventually_within(LONGEST_WAIT, "all effects", async || {
            let found = number(&store, "select count(*) from effects").await;
            if found >= EVENTS as i64 {
                Ok(())
            } else {
                Err(found)
            }
        })
        .await;
        Outside::of(&nats).await.all_answered().await;

        let (mut lost, mut twice, mut reordered) = (0, 0, 0);
        let found = effects(&store).await;
        for of in 0..COUNTERS {
            let versions = found.get(&counter(of)).cloned().unwrap_or_default();
            let mut once = versions.clone();
            once.sort_unstable();
            once.dedup();
            lost += EVENTS as usize / COUNTERS as usize - once.len();
            twice += versions.len() - once.len();
            reordered += versions.windows(2).filter(|pair| pair[0] > pair[1]).count();
        }
        let rendered = metrics.render();
        let absorbed = metric(&rendered, "events_dropped_total");
        let parked = metric(&rendered, "events_parked_total");
        let requeued = metric(&rendered, "outbox_lost_by_broker_total");

        println!("{:<40}{EVENTS:>8}", "events");
        for (fault, times) in &faults {
            println!("{:<40}{times:>8}", format!("fault: {fault:?}"));
        }
        for (what, number) in [
            ("lost", lost as u64),
            ("applied twice", twice as u64),
            ("applied out of order", reordered as u64),
            ("copies absorbed by the inbox", absorbed),
            ("parked until their turn", parked),
            ("lost by the broker and sent again", requeued),
        ] {
            println!("{what:<40}{number:>8}");
        }
        assert_eq!((lost, twice, reordered), (0, 0, 0));
        assert_eq!(number(&store, "select count(*) from parked").await, 0);
        assert!(absorbed > 0, "no copy ever came: the faults missed");
        assert!(requeued > 0, "the broker lost nothing: the faults missed");
    }
);
