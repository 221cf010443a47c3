//! Few and many callers, beside a lean service in Go on the same database server: same contract, tables and client.
//!
//! Ours asks for a token, records events, audit rows and request ids, and relays the events to the broker; the peer does
//! none of this. Both are processes of their own, as they are when installed, and take turns.

use std::net::SocketAddr;

use anyhow::Context as _;
use ocop_chassis::database::Database;
use ocop_identity::Role;
use ocop_proto::catalog::v1::{GetProductRequest, Product};
use sea_orm::DbBackend;
use tokio::process::Child;

use super::read::read_rate;
use super::write::write_rate;
use crate::callers::{Client, callers};
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::installed::Installed;
use crate::peer::Peer;
use crate::setup::{PROVINCE, Setup, product_id, put_producer, put_products};

/// How many callers, and the shares of the peer's rate that reads and writes must reach.
const CALLERS: [(usize, f64, f64); 4] =
    [(1, 1.0, 0.9), (4, 1.0, 0.9), (16, 1.4, 0.9), (64, 2.0, 1.2)];

/// Reads by id and writes with their events, as shares of the peer's.
///
/// # Errors
/// Go is missing, one of the two does not start, a call failed, or the two answer differently.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let catalog = catalog(setup).await?;
    let ours = catalog.clients;
    let peer = Peer::start(setup, &catalog.database).await?;
    let theirs = callers(peer.address(), None).await?;
    ensure_alike(&ours, &theirs).await?;
    let mut figures = Vec::new();
    for (number, target, _) in CALLERS {
        let (mut values, mut limits) = (Vec::new(), Vec::new());
        for _ in 0..setup.rounds {
            limits.push(read_rate(setup, number, &theirs).await?);
            values.push(read_rate(setup, number, &ours).await?);
        }
        figures.push(figure("read by id", number, values, limits, target));
    }
    for (number, _, target) in CALLERS {
        let (mut values, mut limits) = (Vec::new(), Vec::new());
        for _ in 0..setup.rounds {
            limits.push(write_rate(setup, number, &theirs).await?);
            values.push(write_rate(setup, number, &ours).await?);
        }
        figures.push(figure("write with event", number, values, limits, target));
    }
    Ok(figures)
}

fn figure(what: &str, callers: usize, values: Vec<f64>, limits: Vec<f64>, target: f64) -> Figure {
    Figure {
        what: format!("{what}, PostgreSQL, callers: {callers}"),
        value: median(values),
        unit: Unit::PerSecond,
        limit: Some(Limit {
            what: "grpc-go with pgx, no token, no events",
            value: median(limits),
        }),
        target: Some(Target::AtLeast(target)),
    }
}

/// The catalog's program on a database of its own with all products.
pub(super) struct Catalog {
    /// Callers who may do everything in the province of the products.
    pub(super) clients: Vec<Client>,
    /// Where it answers calls.
    pub(super) address: SocketAddr,
    /// The address of its database.
    database: String,
    _process: Child,
}

/// Starts the catalog's program.
///
/// # Errors
/// It does not start.
pub(super) async fn catalog(setup: &Setup) -> anyhow::Result<Catalog> {
    let url = setup.database(DbBackend::Postgres).await;
    let program = setup.programs.join("catalog");
    let installed = Installed::new(setup, "catalog", &program, &url, &setup.nats).await?;
    installed.run("migrate").await?;
    let database = Database::open(&setup.settings(&url)?.database).await?;
    put_producer(&database).await?;
    put_products(&database).await?;
    let process = installed.start()?;
    installed.ready().await?;
    let token = installed.token("bench", Role::OcopOffice, PROVINCE)?;
    let clients = callers(installed.address(), Some(&token)).await?;
    Ok(Catalog {
        clients,
        address: installed.address(),
        database: url,
        _process: process,
    })
}

/// A peer whose queries or messages are behind the schema or the contract would be measured for nothing.
async fn ensure_alike(ours: &[Client], theirs: &[Client]) -> anyhow::Result<()> {
    let (ours, theirs) = (product(ours).await?, product(theirs).await?);
    anyhow::ensure!(
        ours == theirs,
        "the peer answers {theirs:?} where the catalog answers {ours:?}: bring peer/ up to date"
    );
    Ok(())
}

async fn product(clients: &[Client]) -> anyhow::Result<Product> {
    let mut client = clients.first().context("no connection")?.clone();
    let request = GetProductRequest {
        id: product_id(1),
        ..Default::default()
    };
    let response = client.get_product(request).await?.into_inner();
    response.product.context("no product")
}
