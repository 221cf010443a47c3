//! Searches over made-up dossiers and certificates: both databases answer each with the rows, in the order, that a plain
//! filter over all of them gives, and count them alike.

mod certificates;
mod dossiers;
mod made_up;
mod summaries;

use chrono::NaiveDate;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{self, Database, Origin};
use ocop_chassis::paging::Page;
use ocop_chassis::program::settings;
use ocop_chassis::sealing::Keyring;
use ocop_chassis::text::likeness_key;
use ocop_evaluation::Evaluation;
use ocop_evaluation::storage::{Migrator, Store};
use ocop_harness::{on_postgres, on_sqlite};
use ocop_identity::AskedUnit;
use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::TestRunner;
use uuid::Uuid;

/// How many searches are made.
const SEARCHES: usize = 400;

pub(crate) async fn store(url: &str) -> Store {
    let overrides = [("database.url".to_owned(), url.to_owned())];
    let config = settings::<Evaluation>(None, &overrides).unwrap();
    let database = Database::open(&config.host.database).await.unwrap();
    database::migrate::<Migrator>(&database).await.unwrap();
    let clock = Clock::fixed(ocop_harness::NOON.parse().unwrap(), ocop_proto::VIET_NAM);
    Store::new(
        database,
        clock,
        ocop_evaluation::transport::encode,
        Keyring::ephemeral().unwrap(),
    )
}

/// The same values on every run.
fn drawn<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>) -> T {
    let mut runner = TestRunner::deterministic();
    strategy.new_tree(&mut runner).unwrap().current()
}

/// Both databases with the same rows in them.
async fn on_both_at_once(body: impl AsyncFnOnce([Store; 2])) {
    on_sqlite(async |lite: String| {
        on_postgres(async |postgres: String| {
            let stores = [store(&lite).await, store(&postgres).await];
            for store in &stores {
                let task = Origin::task("fill");
                store.run(&task, &made_up::Fill).await.unwrap();
                store.run(&task, &made_up::FillVotes).await.unwrap();
            }
            body(stores).await;
        })
        .await;
    })
    .await;
}

/// A page that begins after some row.
fn page(size: u64, after: Option<Uuid>) -> Page {
    Page {
        size,
        after: after.map(|id| id.to_string()),
    }
}

/// Whether names hold every word of a search.
fn says(names: &[&str], search: &str) -> bool {
    let names: Vec<String> = names.iter().map(|name| likeness_key(name)).collect();
    let names = names.join(" ");
    let searched = likeness_key(search);
    searched.split_whitespace().all(|word| names.contains(word))
}

/// The day of the searches.
fn today() -> NaiveDate {
    "2026-11-20".parse().unwrap()
}

/// A unit of today.
fn asked(code: &str) -> AskedUnit {
    AskedUnit {
        code: code.to_owned(),
        on: today(),
    }
}

fn code_of(unit: &Option<AskedUnit>) -> Option<String> {
    unit.as_ref().map(|unit| unit.code.clone())
}

/// Whether a value is the one wanted, if one is.
fn is<T: PartialEq>(wanted: &Option<T>, value: &T) -> bool {
    wanted.as_ref().is_none_or(|wanted| wanted == value)
}

/// How often each key comes, greatest count first, then by key.
fn counts(keys: impl Iterator<Item = String>) -> Vec<(String, u32)> {
    let mut counts = std::collections::BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_insert(0) += 1;
    }
    let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}
