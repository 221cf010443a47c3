//! ListProducts with a search of two words over 100,000 products, beside reads by id in the same run.

use ocop_proto::catalog::v1::{GetProductRequest, ListProductsRequest};
use tokio::time::Instant;

use crate::callers::{Client, clients};
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::load::percentile;
use crate::setup::{PRODUCTS, Setup, product_id, scattered};

/// Calls of a run.
const CALLS: u64 = 200;

/// The time of a search below which 99 of 100 lie, on PostgreSQL.
///
/// # Errors
/// A call failed, or found nothing.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let (_, service) = setup.shared().await?;
    let client = clients(service).await?.remove(0);
    let (mut searches, mut reads) = (Vec::new(), Vec::new());
    for _ in 0..setup.rounds {
        reads.push(slowest(async |n| read(client.clone(), n).await).await?);
        searches.push(slowest(async |n| search(client.clone(), n).await).await?);
    }
    Ok(vec![Figure {
        what: "search for two words among 100,000 products, PostgreSQL, p99".to_owned(),
        value: median(searches),
        unit: Unit::Milliseconds,
        limit: Some(Limit {
            what: "read by id, p99",
            value: median(reads),
        }),
        target: Some(Target::AtMost(20.0)),
    }])
}

async fn slowest(call: impl AsyncFn(u64) -> anyhow::Result<()>) -> anyhow::Result<f64> {
    let mut times = Vec::new();
    for n in 0..CALLS {
        let began = Instant::now();
        call(scattered(n, PRODUCTS)).await?;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(percentile(&mut times, 0.99))
}

async fn read(mut client: Client, n: u64) -> anyhow::Result<()> {
    client
        .get_product(GetProductRequest {
            id: product_id(n),
            ..Default::default()
        })
        .await?;
    Ok(())
}

async fn search(mut client: Client, n: u64) -> anyhow::Result<()> {
    let request = ListProductsRequest {
        search: format!("mắm {n}"),
        ..ListProductsRequest::default()
    };
    let found = client.list_products(request).await?.into_inner().products;
    anyhow::ensure!(!found.is_empty(), "nothing is found");
    Ok(())
}
