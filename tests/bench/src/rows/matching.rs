//! One event of a product beside 10,000 partners and 20,000 listings: who looks for it is found by an index, and the others are not
//! looked at.

use anyhow::Context as _;
use chrono::{Months, NaiveDate};
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{self, Database, Origin, Saved};
use ocop_chassis::sealing::Keyring;
use ocop_promotion::application::listing::{Followed, follow_products};
use ocop_promotion::domain::listing::{
    Certificate, CertificateFact, Certified, CriteriaSet, Decision, Listing, Place, Product,
    Standing, Star, Trade,
};
use ocop_promotion::domain::partner::{Details, Email, Partner, Profile, Sourcing};
use ocop_promotion::storage::{self, Migrator, Store};
use ocop_promotion::transport::encode;
use sea_orm::DbBackend;
use tokio::time::Instant;
use uuid::Uuid;

use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::setup::{Setup, scattered};

const PARTNERS: u64 = 10_000;
const LISTINGS: u64 = 20_000;
/// Events of a run.
const EVENTS: u64 = 100;
/// The provinces since July 2025.
const PROVINCES: [&str; 34] = [
    "01", "04", "08", "11", "12", "14", "15", "19", "20", "22", "24", "25", "31", "33", "37", "38",
    "40", "42", "44", "46", "48", "51", "52", "56", "66", "68", "75", "79", "80", "82", "86", "91",
    "92", "96",
];

/// The time of an event, beside the same without partners.
///
/// # Errors
/// The database refuses something.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let (with, without) = (store(setup, PARTNERS).await?, store(setup, 0).await?);
    let (mut times, mut limits) = (Vec::new(), Vec::new());
    for round in 0..setup.rounds {
        let round = u64::try_from(round)?;
        limits.push(events(&without, round).await?);
        times.push(events(&with, round).await?);
    }
    Ok(vec![Figure {
        what: "event of a product beside 10,000 partners and 20,000 listings, PostgreSQL, p50"
            .to_owned(),
        value: median(times),
        unit: Unit::Milliseconds,
        limit: Some(Limit {
            what: "the same without partners",
            value: median(limits),
        }),
        target: Some(Target::AtMost(10.0)),
    }])
}

fn province(n: u64) -> String {
    let index = usize::try_from(n).unwrap_or_default() % PROVINCES.len();
    PROVINCES.get(index).copied().unwrap_or_default().to_owned()
}

fn set(n: u64) -> anyhow::Result<CriteriaSet> {
    Ok(CriteriaSet::try_from(u32::try_from(n % 26)? + 1)?)
}

fn partner(n: u64, today: NaiveDate) -> anyhow::Result<Partner> {
    let email = Email::parse("mua@sieuthi.example")?;
    let profile = Profile {
        name: String::new(),
        criteria_sets: [set(n)?, set(n + 7)?].into(),
        province_codes: [province(n / 26), province(n / 26 + 11)].into(),
        said_on: today,
        minimum_star: Star::Three,
        criteria: Vec::new(),
    };
    let details = Details::bare(format!("Siêu thị số {n}"), email);
    let id = Uuid::from_u64_pair(2, n);
    Ok(Partner::register(id, details, Sourcing::one(profile)))
}

fn product(n: u64, today: NaiveDate) -> anyhow::Result<Product> {
    Ok(Product {
        id: Uuid::from_u64_pair(1, n),
        name: format!("Nước mắm số {n}"),
        producer_id: Uuid::from_u64_pair(3, n / 4),
        producer_name: "HTX Nước mắm Sa Huỳnh".to_owned(),
        criteria_set: set(n)?,
        place: Place {
            code: province(n / 26),
            name: String::new(),
            province_code: province(n / 26),
            province_name: String::new(),
            said_on: today,
        },
        active: true,
        trade: Trade::default(),
    })
}

/// A certificate of three stars that began a month ago.
fn certified(product: &Product, today: NaiveDate) -> anyhow::Result<CertificateFact> {
    let from = today
        .checked_sub_months(Months::new(1))
        .context("a month ago")?;
    let valid_to = from
        .checked_add_months(Months::new(36))
        .context("in three years")?;
    let certificate = Certificate {
        id: product.id,
        star: Star::Three,
        decision: Decision {
            number: "1/QĐ-UBND".to_owned(),
            date: from,
            authority: "UBND tỉnh".to_owned(),
        },
        valid_from: from,
        valid_to,
        imported: false,
        certified: Certified {
            name: product.name.clone(),
            producer_name: product.producer_name.clone(),
            criteria_set: product.criteria_set,
            place: product.place.clone(),
        },
    };
    Ok(CertificateFact {
        product: product.clone(),
        certificate,
        standing: Standing::Granted,
        corrected: false,
    })
}

/// A database with listings and so many partners. Nothing is matched yet.
async fn store(setup: &Setup, partners: u64) -> anyhow::Result<Store> {
    let url = setup.database(DbBackend::Postgres).await;
    let database = Database::open(&setup.settings(&url)?.database).await?;
    database::migrate::<Migrator>(&database).await?;
    let clock = Clock::system(ocop_proto::VIET_NAM);
    let store = Store::new(database, clock, encode, Keyring::ephemeral()?);
    let mut tx = store.begin(Origin::task("seed")).await?;
    let today = tx.today();
    for n in 0..LISTINGS {
        let product = product(n, today)?;
        let mut listing = Listing::of(product.clone());
        listing.apply(certified(&product, today)?, 1, today);
        let mut saved = Saved::new(listing, tx.now());
        storage::listing::save(&mut tx, &mut saved).await?;
    }
    for n in 0..partners {
        let partner = tx.create(partner(n, today)?).await?;
        storage::partner::index(&tx, &partner).await?;
    }
    store.commit(tx).await?;
    Ok(store)
}

/// The catalog describes one product after the other anew; the time of one in the middle.
async fn events(store: &Store, round: u64) -> anyhow::Result<f64> {
    let mut times = Vec::new();
    for n in 0..EVENTS {
        let n = scattered(n + round * EVENTS, LISTINGS);
        let mut tx = store.begin(Origin::task("bench")).await?;
        let mut fact = product(n, tx.today())?;
        fact.trade.gtin = Some(format!("{n:013}"));
        let followed = Followed {
            fact,
            version: round + 2,
            origin: Origin::task("bench"),
        };
        let began = Instant::now();
        follow_products(&mut tx, vec![followed]).await?;
        store.commit(tx).await?;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(median(times))
}
