//! RegisterProduct: the product, its event, the audit row and the remembered request in one transaction.
//!
//! The broker is away, so that what is measured is the write; what is recorded waits in the outbox.

use std::sync::atomic::{AtomicU64, Ordering};

use ocop_chassis::clock::Clock;
use ocop_chassis::ids::new_id;
use ocop_harness::Running;
use ocop_proto::catalog::v1::{Product, RegisterProductRequest};
use sea_orm::DbBackend;
use tokio::time::Instant;

use crate::callers::{Client, clients};
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::load::load;
use crate::one_by_one;
use crate::pgbench::Pgbench;
use crate::setup::{NOWHERE, PRODUCTS, Setup, producer_id};

const CALLERS: usize = 64;

/// The next product's number: names are unique, those of the products put in before included.
static NUMBER: AtomicU64 = AtomicU64::new(PRODUCTS + 1);

/// Writes a second on both engines.
///
/// # Errors
/// A call failed.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    Ok(vec![on_postgres(setup).await?, on_sqlite(setup).await?])
}

async fn on_postgres(setup: &Setup) -> anyhow::Result<Figure> {
    let (_service, clients) = catalog(setup, DbBackend::Postgres).await?;
    let url = setup.database(DbBackend::Postgres).await;
    setup.with_producer(&url).await?;
    let pgbench = Pgbench::find().await;
    let script = setup.file("sql");
    std::fs::write(&script, include_str!("../../sql/write.pgbench.sql"))?;
    let (mut writes, mut limits) = (Vec::new(), Vec::new());
    for round in 0..setup.rounds {
        if let Some(pgbench) = &pgbench {
            let rate = pgbench.rate(&url, &script, CALLERS, setup.time, round);
            limits.push(rate.await?);
        }
        writes.push(write_rate(setup, CALLERS, &clients).await?);
    }
    let limit = (!limits.is_empty()).then(|| Limit {
        what: "pgbench, the same statements",
        value: median(limits),
    });
    Ok(Figure {
        what: "write with event, PostgreSQL, 64 callers".to_owned(),
        value: median(writes),
        unit: Unit::PerSecond,
        limit,
        target: limit.map(|_| Target::AtLeast(1.0)),
    })
}

async fn on_sqlite(setup: &Setup) -> anyhow::Result<Figure> {
    let (_service, clients) = catalog(setup, DbBackend::Sqlite).await?;
    let file = setup.database(DbBackend::Sqlite).await;
    let database = setup.with_producer(&file).await?;
    let (mut writes, mut limits) = (Vec::new(), Vec::new());
    for _ in 0..setup.rounds {
        let (began, mut done) = (Instant::now(), 0.0);
        while began.elapsed() < setup.time {
            one_by_one::register(&database).await?;
            done += 1.0;
        }
        limits.push(done / began.elapsed().as_secs_f64());
        writes.push(write_rate(setup, CALLERS, &clients).await?);
    }
    Ok(Figure {
        what: "write with event, SQLite, 64 callers".to_owned(),
        value: median(writes),
        unit: Unit::PerSecond,
        limit: Some(Limit {
            what: "the same statements, one by one",
            value: median(limits),
        }),
        target: Some(Target::AtLeast(1.0)),
    })
}

/// A catalog that has a producer and nothing else.
async fn catalog(setup: &Setup, engine: DbBackend) -> anyhow::Result<(Running, Vec<Client>)> {
    let url = setup.database(engine).await;
    setup.with_producer(&url).await?;
    let service = setup.catalog(&url, NOWHERE).await;
    let clients = clients(&service).await?;
    Ok((service, clients))
}

/// Products registered a second by so many callers.
///
/// # Errors
/// A call failed.
pub(crate) async fn write_rate(
    setup: &Setup,
    callers: usize,
    clients: &[Client],
) -> anyhow::Result<f64> {
    let load = load(callers, setup.time, |caller| {
        let client = clients[caller % clients.len()].clone();
        move || register(client.clone())
    });
    Ok(load.await?.per_second)
}

/// Registers the next product.
///
/// # Errors
/// It is refused.
pub(crate) async fn register(mut client: Client) -> anyhow::Result<()> {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let request = RegisterProductRequest {
        request_id: new_id(Clock::system(ocop_proto::VIET_NAM).now()).to_string(),
        product: Some(Product {
            producer_id: producer_id().to_string(),
            criteria_set: 9,
            name: format!("Nước mắm {number}"),
            description: "Nước mắm cá cơm".to_owned(),
            story: "Cá cơm than, muối Sa Huỳnh.".to_owned(),
            packaging: "Chai 500 ml".to_owned(),
            place_code: "21040".to_owned(),
            ..Product::default()
        }),
    };
    client.register_product(request).await?;
    Ok(())
}
