//! GetProduct by id, beside an echo of as many bytes.

use bytes::Bytes;
use ocop_proto::catalog::v1::GetProductRequest;
use sea_orm::DbBackend;
use tonic::transport::Channel;

use crate::callers::{Client, anonymous_clients, channels, clients};
use crate::echo;
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::load::load;
use crate::setup::{PRODUCTS, Setup, product_id, scattered};

const IN_FLIGHT: usize = 64;
const KIBIBYTE: Bytes = Bytes::from_static(&[b'o'; 1_024]);

/// Reads a second on both engines.
///
/// # Errors
/// A call failed.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let echo = channels(echo::serve().await?).await?;
    let (_, postgres) = setup.shared().await?;
    let (_, sqlite) = setup.seeded(DbBackend::Sqlite).await?;
    let (on_postgres, on_sqlite) = (clients(postgres).await?, clients(&sqlite).await?);
    let anonymous_clients = anonymous_clients(postgres).await?;

    let (mut echoes, mut from_postgres, mut from_sqlite) = (Vec::new(), Vec::new(), Vec::new());
    let mut anonymous = Vec::new();
    for _ in 0..setup.rounds {
        echoes.push(echo_rate(setup, &echo).await?);
        from_postgres.push(read_rate(setup, IN_FLIGHT, &on_postgres).await?);
        from_sqlite.push(read_rate(setup, IN_FLIGHT, &on_sqlite).await?);
        anonymous.push(read_rate(setup, IN_FLIGHT, &anonymous_clients).await?);
    }
    let limit = Limit {
        what: "gRPC echo of 1 KiB",
        value: median(echoes),
    };
    let figure = |what: &str, values, target| Figure {
        what: format!("read by id, {what}, 64 in flight"),
        value: median(values),
        unit: Unit::PerSecond,
        limit: Some(limit),
        target,
    };
    let target = Some(Target::AtLeast(0.6));
    Ok(vec![
        figure("PostgreSQL", from_postgres, target),
        figure("SQLite", from_sqlite, target),
        figure("PostgreSQL, no token", anonymous, None),
    ])
}

async fn echo_rate(setup: &Setup, channels: &[Channel]) -> anyhow::Result<f64> {
    let load = load(IN_FLIGHT, setup.time, |caller| {
        let channel = channels[caller % channels.len()].clone();
        move || echo::call(channel.clone(), KIBIBYTE)
    });
    Ok(load.await?.per_second)
}

/// Reads a second of so many callers.
///
/// # Errors
/// A call failed.
pub(crate) async fn read_rate(
    setup: &Setup,
    callers: usize,
    clients: &[Client],
) -> anyhow::Result<f64> {
    let load = load(callers, setup.time, |caller| {
        let client = clients[caller % clients.len()].clone();
        let mut n = caller as u64 * 1_000;
        move || {
            n += 1;
            let (mut client, id) = (client.clone(), product_id(scattered(n, PRODUCTS)));
            async move {
                client
                    .get_product(GetProductRequest {
                        id,
                        ..Default::default()
                    })
                    .await?;
                Ok(())
            }
        }
    });
    Ok(load.await?.per_second)
}
