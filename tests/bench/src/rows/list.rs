//! ListProducts: a page of 50 somewhere in 100,000, beside the same SQL in pgbench.

use std::sync::Arc;

use ocop_proto::catalog::v1::ListProductsRequest;

use crate::callers::{Client, clients};
use crate::figure::{Figure, Limit, Target, Unit, median};
use crate::load::load;
use crate::pgbench::Pgbench;
use crate::setup::{Setup, scattered};

const CALLERS: usize = 16;
const PAGE: i32 = 50;

/// Pages a second.
///
/// # Errors
/// A call failed.
pub(crate) async fn measure(setup: &Setup) -> anyhow::Result<Vec<Figure>> {
    let (url, service) = setup.shared().await?;
    let clients = clients(service).await?;
    let tokens = Arc::new(tokens(clients[0].clone()).await?);
    let pgbench = Pgbench::find().await;
    let script = setup.file("sql");
    std::fs::write(&script, include_str!("../../sql/list.pgbench.sql"))?;

    let (mut pages, mut limits) = (Vec::new(), Vec::new());
    for round in 0..setup.rounds {
        if let Some(pgbench) = &pgbench {
            let rate = pgbench.rate(url, &script, CALLERS, setup.time, round);
            limits.push(rate.await?);
        }
        let load = load(CALLERS, setup.time, |caller| {
            let (client, tokens) = (clients[caller % clients.len()].clone(), Arc::clone(&tokens));
            let mut n = caller as u64 * 1_000;
            move || {
                n += 1;
                let place = scattered(n, tokens.len() as u64) - 1;
                let token = tokens[usize::try_from(place).unwrap_or(0)].clone();
                let client = client.clone();
                async move { page(client, PAGE, token).await.map(|_| ()) }
            }
        });
        pages.push(load.await?.per_second);
    }
    let limit = (!limits.is_empty()).then(|| Limit {
        what: "pgbench, the same SQL well planned",
        value: median(limits),
    });
    Ok(vec![Figure {
        what: "list page of 50 of 100,000, PostgreSQL, 16 in flight".to_owned(),
        value: median(pages),
        unit: Unit::PerSecond,
        limit,
        target: limit.map(|_| Target::AtLeast(0.5)),
    }])
}

/// Reads one page and returns the request for the next.
async fn page(mut client: Client, size: i32, token: String) -> anyhow::Result<String> {
    let request = ListProductsRequest {
        page_size: size,
        page_token: token,
        ..ListProductsRequest::default()
    };
    let answer = client.list_products(request).await?.into_inner();
    anyhow::ensure!(!answer.products.is_empty(), "the list is at its end");
    Ok(answer.next_page_token)
}

/// Places all over the list at which a page can begin.
async fn tokens(client: Client) -> anyhow::Result<Vec<String>> {
    let mut tokens = Vec::new();
    let mut next = String::new();
    loop {
        next = page(client.clone(), 500, next).await?;
        if next.is_empty() {
            return Ok(tokens);
        }
        tokens.push(next.clone());
    }
}
