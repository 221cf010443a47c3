//! ImportProducts: 500 rows of a register with each call, each a producer with a product, beside the insertion of as many
//! bare products with one statement.
//!
//! The broker is away: what is recorded waits in the outbox.

use std::sync::atomic::{AtomicU64, Ordering};

use ocop_chassis::clock::Clock;
use ocop_chassis::database::{Database, insert_rows};
use ocop_chassis::ids::new_id;
use ocop_proto::catalog::v1::{
    ImportProductsRequest, LegalRepresentative, Producer, ProducerKind, Product, ProductRow,
};
use ocop_proto::imports::v1::RowOutcome;
use sea_orm::{DbBackend, Value};
use tokio::time::Instant;

use crate::callers::{Client, clients};
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::setup::{NOWHERE, Setup, producer_id};

/// Rows of a call.
const ROWS: u64 = 500;

/// The next row's number.
static NUMBER: AtomicU64 = AtomicU64::new(1);

/// Rows a second on both engines.
///
/// # Errors
/// A row is refused.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    Ok(vec![
        on(setup, DbBackend::Postgres, "PostgreSQL").await?,
        on(setup, DbBackend::Sqlite, "SQLite").await?,
    ])
}

async fn on(setup: &Setup, engine: DbBackend, name: &str) -> anyhow::Result<Figure> {
    let url = setup.database(engine).await;
    setup.with_producer(&url).await?;
    let service = setup.catalog(&url, NOWHERE).await;
    let client = clients(&service).await?.remove(0);
    let bare = setup.database(engine).await;
    let bare = setup.with_producer(&bare).await?;
    let (mut imports, mut limits) = (Vec::new(), Vec::new());
    for _ in 0..setup.rounds {
        limits.push(rate(setup, async || insert(&bare).await).await?);
        imports.push(rate(setup, async || import(client.clone()).await).await?);
    }
    Ok(Figure {
        what: format!("import of a register, {name}, rows of one caller"),
        value: median(imports),
        unit: Unit::PerSecond,
        limit: Some(Limit {
            what: "bare products, 500 with one statement",
            value: median(limits),
        }),
        target: Some(Target::AtLeast(0.1)),
    })
}

/// Rows a second of one caller.
async fn rate(setup: &Setup, batch: impl AsyncFn() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    let (began, mut done) = (Instant::now(), 0.0);
    while began.elapsed() < setup.time {
        batch().await?;
        done += 500.0;
    }
    Ok(done / began.elapsed().as_secs_f64())
}

fn numbers() -> impl Iterator<Item = u64> {
    let first = NUMBER.fetch_add(ROWS, Ordering::Relaxed);
    first..first + ROWS
}

async fn import(mut client: Client) -> anyhow::Result<()> {
    let row = |number: u64| ProductRow {
        producer: Some(Producer {
            name: format!("HTX {number}"),
            kind: ProducerKind::Cooperative.into(),
            registration_number: format!("51-{number}"),
            place_code: "21040".to_owned(),
            representative: Some(LegalRepresentative {
                full_name: "Nguyễn Thị Lan".to_owned(),
                ..LegalRepresentative::default()
            }),
            ..Producer::default()
        }),
        product: Some(Product {
            criteria_set: 9,
            name: format!("Nước mắm {number}"),
            description: "Nước mắm cá cơm".to_owned(),
            packaging: "Chai 500 ml".to_owned(),
            place_code: "21040".to_owned(),
            ..Product::default()
        }),
    };
    let request = ImportProductsRequest {
        request_id: new_id(Clock::system(ocop_proto::VIET_NAM).now()).to_string(),
        rows: numbers().map(row).collect(),
        validate_only: false,
    };
    let outcomes = client.import_products(request).await?.into_inner().outcomes;
    let new =
        |outcome: &ocop_proto::catalog::v1::ImportedProduct| outcome.product() == RowOutcome::New;
    anyhow::ensure!(outcomes.iter().all(new), "a row is refused");
    Ok(())
}

async fn insert(database: &Database) -> anyhow::Result<()> {
    let now = Clock::system(ocop_proto::VIET_NAM).now();
    let mut values: Vec<Value> = Vec::new();
    for number in numbers() {
        values.extend([
            new_id(now).into(),
            1_i64.into(),
            now.into(),
            now.into(),
            producer_id().into(),
            9_i32.into(),
            format!("Nước mắm {number}").into(),
            format!("nước mắm {number}").into(),
            format!("nuoc mam {number}").into(),
            "Nước mắm cá cơm".into(),
            "".into(),
            "Chai 500 ml".into(),
            "21040".into(),
            "51".into(),
            ocop_places::day_of(now).into(),
            "active".into(),
        ]);
    }
    let tx = database.begin().await?;
    let into = "insert into products (id, version, created_at, updated_at, producer_id, criteria_set, name, name_key, \
                search_text, description, story, packaging, place_code, province_code, place_on, status)";
    insert_rows(&tx, into, 16, values, "").await?;
    tx.commit().await?;
    Ok(())
}
