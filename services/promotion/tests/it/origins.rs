//! Which event is named as the cause of what follows from it.

use ocop_chassis::config::Secret;
use ocop_chassis::database::{Database, Settings};
use ocop_harness::{eventually, on_both_engines};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::fixture::{Fixture, of_product};

const PRODUCTS: u128 = 30;

/// What was recorded: aggregate, version and traceparent.
async fn recorded(database: &Database, aggregate: &str) -> Vec<(Uuid, i64, String)> {
    let sql = format!(
        "select aggregate_id, version, traceparent from outbox where aggregate_type = '{aggregate}'"
    );
    let db = database.reader();
    let rows = db
        .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .unwrap();
    rows.iter()
        .map(|row| {
            (
                row.try_get_by_index(0).unwrap(),
                row.try_get_by_index(1).unwrap(),
                row.try_get_by_index(2).unwrap(),
            )
        })
        .collect()
}

on_both_engines!(
    what_follows_from_many_certificates_names_the_event_of_its_own_product,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.supermarket().await;
        for product in 1..=PRODUCTS {
            let issued = of_product(product, 100 + product, 3, "2026-06-15");
            fixture.publish_certificate("issued", 1, issued).await;
            let upgraded = of_product(product, 200 + product, 4, "2026-10-01");
            fixture.publish_certificate("upgraded", 2, upgraded).await;
        }
        let database = Database::open(&Settings {
            url: Secret::new(&fixture.database),
            max_connections: 1,
            migrate_at_start: false,
            group_commit: true,
            generic_plans: true,
            transaction_pooler: false,
            seal_seconds: 60,
        })
        .await
        .unwrap();
        eventually("two events of every match", async || {
            let found = recorded(&database, "match").await.len();
            if found == 2 * PRODUCTS as usize {
                Ok(())
            } else {
                Err(found)
            }
        })
        .await;
        let trace = |product: u128, version: i64| {
            let event = Uuid::from_u64_pair((product << 16) as u64 | version as u64, 0);
            format!("00-{:032x}-00000000000000a1-01", event.as_u128())
        };
        let mut of_listings: Vec<String> = Vec::new();
        for (listing, version, traceparent) in recorded(&database, "listing").await {
            assert_eq!(traceparent, trace(listing.as_u128(), version));
            of_listings.push(traceparent);
        }
        let matches = recorded(&database, "match").await;
        let mut of_matches: Vec<String> = matches.into_iter().map(|row| row.2).collect();
        of_listings.sort_unstable();
        of_matches.sort_unstable();
        assert_eq!(of_matches, of_listings);
    }
);
