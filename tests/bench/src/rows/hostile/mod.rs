//! Reads of an authorised caller while others attack the service, beside the same reads without them.
//!
//! The services are processes of their own with the settings that they come with. Attackers have other addresses of this
//! machine than the caller, as they would have elsewhere.

mod attacks;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures::future::BoxFuture;
use ocop_chassis::database::Database;
use ocop_identity::Role;
use ocop_proto::catalog::v1::GetProductRequest;
use ocop_proto::evaluation::v1::GetDossierRequest;
use ocop_proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use sea_orm::DbBackend;
use tokio::process::Child;
use tokio::task::JoinSet;
use tokio::time::Instant;

use self::attacks::Attack;
use super::peer;
use crate::callers::{Token, channels};
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::installed::Installed;
use crate::load::percentile;
use crate::scored;
use crate::setup::{PRODUCTS, PROVINCE, Setup, product_id, scattered};

/// Reads in flight.
const READERS: usize = 4;

/// Dossiers that are read while uploads stall.
const DOSSIERS: usize = 50;

/// What the service is given to get over an attack.
const AFTERWARDS: Duration = Duration::from_millis(300);

/// The n-th read.
type Read = Arc<dyn Fn(usize) -> BoxFuture<'static, anyhow::Result<()>> + Send + Sync>;

/// The 99th percentile of reads under each attack, beside the one in quiet.
///
/// # Errors
/// A service does not start, or a read failed.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    let catalog = peer::catalog(setup).await?;
    let read = reading_products(&catalog);
    for attack in Attack::OF_CATALOG {
        figures.push(under(setup, &read, attack, catalog.address, "").await?);
    }
    let (_evaluation, read, address, token) = evaluation(setup).await?;
    figures.push(under(setup, &read, Attack::StalledUploads, address, &token).await?);
    Ok(figures)
}

async fn under(
    setup: &Setup,
    read: &Read,
    attack: Attack,
    address: SocketAddr,
    token: &str,
) -> anyhow::Result<Figure> {
    let (mut quiet, mut attacked) = (Vec::new(), Vec::new());
    for _ in 0..setup.rounds {
        quiet.push(p99(read, setup.time).await?);
        let going_on = attack.begin(address, token).await?;
        attacked.push(p99(read, setup.time).await.context(attack.words())?);
        drop(going_on);
        tokio::time::sleep(AFTERWARDS).await;
    }
    Ok(Figure {
        what: format!("p99 of a read under attack: {}", attack.words()),
        value: median(attacked),
        unit: Unit::Milliseconds,
        limit: Some(Limit {
            what: "p99 of the same reads in quiet",
            value: median(quiet),
        }),
        target: Some(Target::AtMost(10.0)),
    })
}

/// Milliseconds within which 99 of 100 reads were answered.
async fn p99(read: &Read, time: Duration) -> anyhow::Result<f64> {
    let (mut readers, until) = (JoinSet::new(), Instant::now() + time);
    for reader in 0..READERS {
        let read = Arc::clone(read);
        readers.spawn(async move {
            let (mut took, mut n) = (Vec::new(), reader * 10_000);
            loop {
                let began = Instant::now();
                read(n).await?;
                took.push(began.elapsed().as_secs_f64() * 1_000.0);
                n += 1;
                if Instant::now() >= until {
                    return anyhow::Ok(took);
                }
            }
        });
    }
    let mut took = Vec::new();
    while let Some(reader) = readers.join_next().await {
        took.extend(reader??);
    }
    Ok(percentile(&mut took, 0.99))
}

fn reading_products(catalog: &peer::Catalog) -> Read {
    let clients = catalog.clients.clone();
    Arc::new(move |n| {
        let mut client = clients[n % clients.len()].clone();
        Box::pin(async move {
            let id = product_id(scattered(n as u64, PRODUCTS));
            client
                .get_product(GetProductRequest {
                    id,
                    ..Default::default()
                })
                .await?;
            Ok(())
        })
    })
}

/// The evaluation's program with dossiers to read, and the token of a caller who reads them and of one who uploads.
async fn evaluation(setup: &Setup) -> anyhow::Result<(Child, Read, SocketAddr, String)> {
    let url = setup.database(DbBackend::Postgres).await;
    let program = setup.programs.join("evaluation");
    let installed = Installed::new(setup, "evaluation", &program, &url, &setup.nats).await?;
    installed.run("migrate").await?;
    let database = Database::open(&setup.settings(&url)?.database).await?;
    let dossiers = scored::put_in(&scored::migrated(database).await?, DOSSIERS).await?;
    let process = installed.start()?;
    installed.ready().await?;
    let token = installed.token("bench", Role::OcopOffice, PROVINCE)?;
    let bearer = Token::of(&token)?;
    let clients: Vec<_> = channels(installed.address())
        .await?
        .into_iter()
        .map(|channel| DossierServiceClient::with_interceptor(channel, bearer.clone()))
        .collect();
    let read: Read = Arc::new(move |n| {
        let mut client = clients[n % clients.len()].clone();
        let id = dossiers[n % dossiers.len()].to_string();
        Box::pin(async move {
            client.get_dossier(GetDossierRequest { id }).await?;
            Ok(())
        })
    });
    let uploading = installed.token("attacker", Role::OcopOffice, PROVINCE)?;
    Ok((process, read, installed.address(), uploading))
}
