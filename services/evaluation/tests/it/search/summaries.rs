//! What lists read of dossiers when their summaries are not of their version.

use ocop_chassis::database::{Saved, execute, select};
use ocop_evaluation::application::dossier::summarise_dossiers;
use ocop_evaluation::domain::dossier::summary::Summary;
use ocop_evaluation::storage::Store;
use ocop_evaluation::storage::dossier::{DossierFilter, list_summaries};
use ocop_identity::Reach;
use sea_orm::FromQueryResult;
use tokio_util::sync::CancellationToken;

use super::{on_both_at_once, page, today};

/// All that lists show.
async fn listed(store: &Store) -> Vec<Saved<Summary>> {
    let filter = DossierFilter {
        within: vec![Reach::Anywhere],
        in_units_of: today(),
        ..DossierFilter::default()
    };
    let mut found: Vec<Saved<Summary>> = Vec::new();
    loop {
        let after = page(100, found.last().map(|summary| summary.id));
        let (rows, next) = list_summaries(store, &filter, &after).await.unwrap();
        found.extend(rows);
        if next.is_empty() {
            return found;
        }
    }
}

#[derive(FromQueryResult)]
struct Outdated {
    how_many: i64,
}

async fn outdated(store: &Store) -> i64 {
    let sql = "select count(*) as how_many from dossiers where summary_version is null or summary_version <> version";
    let rows: Vec<Outdated> = select(store.database().reader(), sql, []).await.unwrap();
    rows[0].how_many
}

async fn change(store: &Store, sql: &str) {
    let done = execute(store.database().writer(), sql, []).await.unwrap();
    assert!(done > 0, "{sql}");
}

async fn summarise(store: &Store) {
    let stop = CancellationToken::new();
    summarise_dossiers(store.clone(), stop).await.unwrap();
}

#[tokio::test]
async fn a_dossier_of_a_release_before_is_listed_as_it_is_and_summarised_in_time() {
    on_both_at_once(async |stores| {
        for store in &stores {
            assert_eq!(outdated(store).await, 0, "saving writes summaries");
            let written = listed(store).await;
            assert!(written.len() > 200);
            // Some never had a summary, and the program of before changed others since.
            change(
                store,
                "update dossiers set summary = null, summary_version = null where kind = 'first'",
            )
            .await;
            change(
                store,
                "update dossiers set summary = '{}', summary_version = version - 1 where kind = 'upgrade'",
            )
            .await;
            assert_eq!(listed(store).await, written);
            let before = outdated(store).await;
            assert!(before > 100, "{before}: more than one transaction summarises");
            summarise(store).await;
            assert_eq!(outdated(store).await, 0);
            assert_eq!(listed(store).await, written);
        }
    })
    .await;
}

#[tokio::test]
async fn what_changes_in_a_dossier_without_its_version_is_listed_at_once() {
    on_both_at_once(async |stores| {
        for store in &stores {
            let erase = "update dossiers set body = replace(body, '\"product_name\":\"', '\"product_name\":\"Đã xóa ') \
                         where kind = 'first'";
            change(store, erase).await;
            for _ in 0..2 {
                for summary in listed(store).await {
                    let first = summary.kind.to_string() == "first";
                    assert_eq!(summary.product_name.starts_with("Đã xóa"), first);
                }
                summarise(store).await;
            }
            assert_eq!(outdated(store).await, 0);
        }
    })
    .await;
}
