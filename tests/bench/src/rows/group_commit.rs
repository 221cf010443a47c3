//! Group commit on beside group commit off: RegisterProduct by few and many callers on both engines.
//!
//! The broker is away, so that what is measured is the write. The two take turns.

use sea_orm::DbBackend;

use super::write::write_rate;
use crate::callers::{Client, clients};
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::setup::{NOWHERE, Setup};

/// How many callers, and what group commit must give at least: it may cost few callers nothing, and must give
/// many enough to be worth its complexity on one of the engines.
const CALLERS: [(usize, f64); 4] = [(1, 0.95), (4, 0.95), (16, 0.95), (64, 1.3)];

/// Writes a second with group commit, each beside those without.
///
/// # Errors
/// A call failed.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (engine, name) in [
        (DbBackend::Postgres, "PostgreSQL"),
        (DbBackend::Sqlite, "SQLite"),
    ] {
        let (_with, with) = catalog(setup, engine, "true").await?;
        let (_without, without) = catalog(setup, engine, "false").await?;
        for (callers, target) in CALLERS {
            let (mut values, mut limits) = (Vec::new(), Vec::new());
            for _ in 0..setup.rounds {
                limits.push(write_rate(setup, callers, &without).await?);
                values.push(write_rate(setup, callers, &with).await?);
            }
            figures.push(Figure {
                what: format!("group commit, {name}, callers: {callers}"),
                value: median(values),
                unit: Unit::PerSecond,
                limit: Some(Limit {
                    what: "one transaction for each call",
                    value: median(limits),
                }),
                target: Some(Target::AtLeast(target)),
            });
        }
    }
    Ok(figures)
}

/// A catalog that has a producer and nothing else.
async fn catalog(
    setup: &Setup,
    engine: DbBackend,
    group_commit: &str,
) -> anyhow::Result<(ocop_harness::Running, Vec<Client>)> {
    let url = setup.database(engine).await;
    setup.with_producer(&url).await?;
    let set = [("database.group_commit", group_commit)];
    let service = setup.catalog_with(&url, NOWHERE, &set).await;
    let clients = clients(&service).await?;
    Ok((service, clients))
}
