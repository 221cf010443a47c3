//! Which deliveries are due: the statement that claims them against the rule of the domain.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{self, Database, Origin};
use ocop_chassis::sealing::Keyring;
use ocop_harness::{NOON, on_both_engines};
use ocop_promotion::Promotion;
use ocop_promotion::domain::delivery::{Delivery, Schedule, due};
use ocop_promotion::domain::listing::Star;
use ocop_promotion::domain::partner::{Details, Email, MatchChange, Partner, Profile, Sourcing};
use ocop_promotion::domain::subscription::{
    EventKind, Outcome, Reach, SealedSecret, Settings, Signing, Subscription, Target,
};

const UPGRADED: EventKind = EventKind::Match(MatchChange::Upgraded);
use ocop_promotion::storage::delivery::{Queued, Room, claim_due, insert};
use ocop_promotion::storage::{Migrator, Store, Tx};
use ocop_promotion::transport::encode;
use uuid::Uuid;

/// Enough of everything: how many one sender or one receiver may have is not what is tested.
const ANY: Room = Room {
    most: 1_000,
    share: 1_000,
    further: usize::MAX,
    failing: 1_000,
    doubtful: 1_000,
    doubtful_now: 1_000,
    unverified: true,
};

pub(crate) async fn store(url: &str) -> Store {
    let given = [("database.url".to_owned(), url.to_owned())];
    let config = ocop_chassis::program::settings::<Promotion>(None, &given).unwrap();
    let database = Database::open(&config.host.database).await.unwrap();
    database::migrate::<Migrator>(&database).await.unwrap();
    let clock = Clock::fixed(NOON.parse().unwrap(), ocop_proto::VIET_NAM);
    Store::new(database, clock, encode, Keyring::ephemeral().unwrap())
}

fn subscription(n: u128, partner: Uuid) -> Subscription {
    let url = format!("https://songtra.example/{n}");
    let target = Target::parse(&url, Reach::PUBLIC).unwrap();
    let secret = SealedSecret::new("one".to_owned());
    Subscription::create(
        Uuid::from_u128(n),
        partner,
        (target, Settings::default()),
        (secret, Signing::V1),
    )
}

/// Numbers that are the same in every run (a linear congruential generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// A delivery with a history: new, failed, accepted, sent again, used up, given up, waiting or due.
fn lived(
    mut delivery: Delivery,
    to: &Subscription,
    now: DateTime<Utc>,
    numbers: &mut Numbers,
) -> Delivery {
    let schedule = Schedule {
        waits: vec![Duration::from_secs(60), Duration::from_secs(600)],
        jitter: 0.0,
    };
    for _ in 0..numbers.below(4) {
        let at = now - TimeDelta::seconds(i64::try_from(numbers.below(900)).unwrap());
        let took = Duration::from_millis(40);
        match numbers.below(6) {
            0 | 1 => delivery.record(Outcome::TimedOut, at, took, &schedule, 0.0),
            2 | 3 => delivery.record(Outcome::answered(200), at, took, &schedule, 0.0),
            4 => delivery.record(Outcome::answered(410), at, took, &schedule, 0.0),
            _ => delivery.resend(to, at).unwrap(),
        }
    }
    delivery
}

/// A partner, so that there can be subscriptions.
async fn partner(tx: &mut Tx) -> Uuid {
    let sourcing = Sourcing::one(Profile {
        name: String::new(),
        criteria_sets: BTreeSet::new(),
        province_codes: BTreeSet::new(),
        said_on: chrono::NaiveDate::default(),
        minimum_star: Star::Three,
        criteria: Vec::new(),
    });
    let email = Email::parse("muahang@songtra.example").unwrap();
    let details = Details::bare("Siêu thị".to_owned(), email);
    let partner = Uuid::from_u128(100);
    tx.create(Partner::register(partner, details, sourcing))
        .await
        .unwrap();
    partner
}

async fn queue(tx: &Tx, deliveries: &[Delivery]) {
    let queued = deliveries.iter().map(|delivery| Queued {
        delivery: delivery.clone(),
        created_at: tx.now(),
        event_type: "ocop.promotion.match.upgraded.v1".to_owned(),
        body: "{}".to_owned(),
    });
    insert(tx, queued.collect()).await.unwrap();
}

on_both_engines!(
    receivers_that_are_not_known_to_accept_have_one_event_under_way_each_and_leave_the_others_their_places,
    async |url: String| {
        const ACCEPTS: u128 = 20;
        let store = store(&url).await;
        let now = store.clock().now();
        let limit = Duration::from_hours(120);
        let mut tx = store.begin(Origin::task("test")).await.unwrap();
        let partner = partner(&mut tx).await;
        let mut deliveries = Vec::new();
        // Eight that were never tried, four that fail, and after all these one that accepts: three events for each, five for it.
        for n in 1..=12 {
            let mut subscription = subscription(n, partner);
            if n > 8 {
                subscription.record(&Outcome::TimedOut, false, now, limit);
            }
            tx.create(subscription).await.unwrap();
        }
        let mut accepts = subscription(ACCEPTS, partner);
        accepts.record(&Outcome::answered(200), false, now, limit);
        tx.create(accepts).await.unwrap();
        let of = (1..=12).map(|n| (n, 3)).chain([(ACCEPTS, 5)]);
        for (n, lane) in of.flat_map(|(n, lanes)| (1..=lanes).map(move |lane| (n, lane))) {
            let place = (Uuid::from_u128(lane), 1);
            let id = Uuid::from_u128(n * 1_000 + lane);
            deliveries.push(Delivery::new(id, Uuid::from_u128(n), place, UPGRADED, now));
        }
        queue(&tx, &deliveries).await;
        store.commit(tx).await.unwrap();

        let until = now + TimeDelta::minutes(1);
        let room = |doubtful| Room {
            share: 4,
            failing: 2,
            doubtful,
            ..ANY
        };
        // How many of those that accept, were never tried, and fail.
        let claim = async |room| {
            let claimed = claim_due(&store, until, room).await.unwrap();
            let of = |from: u128, to: u128| {
                let ids = claimed.iter().map(|one| one.subscription.id.as_u128());
                ids.filter(|id| (from..=to).contains(id)).count()
            };
            (of(ACCEPTS, ACCEPTS), of(1, 8), of(9, 12))
        };
        let few = Room {
            doubtful_now: 4,
            ..room(6)
        };
        assert_eq!(claim(few).await, (4, 4, 0));
        assert_eq!(claim(room(6)).await, (0, 2, 0));
        assert_eq!(claim(room(6)).await, (0, 0, 0));
        assert_eq!(claim(room(12)).await, (0, 2, 2));
        assert_eq!(claim(room(100)).await, (0, 0, 0));
        let every = Room {
            share: 5,
            ..ANY
        };
        assert_eq!(claim(every).await, (1, 0, 2));
    }
);

on_both_engines!(
    what_is_claimed_is_what_the_domain_calls_due,
    async |url: String| {
        let store = store(&url).await;
        let now = store.clock().now();
        let mut numbers = Numbers(20_261_124);
        let mut tx = store.begin(Origin::task("test")).await.unwrap();
        let partner = partner(&mut tx).await;
        let mut deliveries = Vec::new();
        for n in 1..=60 {
            let mut subscription = subscription(n, partner);
            subscription.record(&Outcome::answered(200), false, now, Duration::ZERO);
            tx.create(subscription.clone()).await.unwrap();
            for lane in 1..=2 {
                for version in 1..=1 + numbers.below(4) {
                    let id = Uuid::from_u128(n * 1_000 + lane * 100 + u128::from(version));
                    let place = (Uuid::from_u128(lane), version);
                    let new = Delivery::new(id, subscription.id, place, UPGRADED, now);
                    deliveries.push(lived(new, &subscription, now, &mut numbers));
                }
            }
        }
        queue(&tx, &deliveries).await;
        store.commit(tx).await.unwrap();

        let until = now + TimeDelta::minutes(1);
        let claimed = claim_due(&store, until, ANY).await;
        let claimed: BTreeSet<Uuid> = claimed
            .unwrap()
            .iter()
            .map(|claimed| claimed.delivery.id)
            .collect();
        let expected: BTreeSet<Uuid> = due(&deliveries, now)
            .iter()
            .map(|delivery| delivery.id)
            .collect();
        assert_eq!(claimed, expected);
        assert!(
            expected.len() > 20 && expected.len() + 20 < deliveries.len(),
            "the cases are mixed: {} of {}",
            expected.len(),
            deliveries.len()
        );
    }
);
