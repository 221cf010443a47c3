//! What the figures are measured on: a PostgreSQL whose commits are on disk when they return, a real
//! nats-server, SQLite files, and catalogs in this process.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use ocop_catalog::Catalog;
use ocop_chassis::clock::Clock;
use ocop_chassis::database::{self, Database};
use ocop_chassis::host::Settings;
use ocop_chassis::program::settings;
use ocop_harness::{Nats, Postgres, Running};
use sea_orm::{ConnectionTrait as _, DbBackend};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// A NATS address nobody listens on: what is recorded waits in the outbox.
pub(crate) const NOWHERE: &str = "nats://127.0.0.1:1";

/// Products in a seeded catalog.
pub(crate) const PRODUCTS: u64 = 100_000;

/// The province of all products.
pub(crate) const PROVINCE: &str = "province:51";

/// The servers and settings of a measurement.
pub(crate) struct Setup {
    /// Durable, with commit times kept.
    pub(crate) postgres: Postgres,
    /// With file storage.
    pub(crate) nats: Nats,
    /// For how long one run lasts.
    pub(crate) time: Duration,
    /// How many runs the median is taken of.
    pub(crate) rounds: usize,
    /// Whether the run must be short.
    pub(crate) quick: bool,
    /// Where the programs of the services lie.
    pub(crate) programs: PathBuf,
    /// Where the SQLite files and scripts lie.
    pub(crate) folder: tempfile::TempDir,
    seeded: OnceCell<(String, Running)>,
}

impl Setup {
    /// Starts the servers.
    ///
    /// # Errors
    /// There is no room for files.
    pub(crate) async fn start(quick: bool, programs: PathBuf) -> anyhow::Result<Self> {
        Ok(Self {
            postgres: Postgres::start().await,
            nats: Nats::start().await,
            time: Duration::from_millis(if quick { 500 } else { 1_500 }),
            rounds: if quick { 1 } else { 3 },
            quick,
            programs,
            folder: tempfile::tempdir()?,
            seeded: OnceCell::new(),
        })
    }

    /// A file that does not exist yet.
    pub(crate) fn file(&self, extension: &str) -> PathBuf {
        let name = ocop_chassis::ids::new_id(Clock::system(ocop_proto::VIET_NAM).now());
        self.folder.path().join(format!("{name}.{extension}"))
    }

    /// The address of an empty database.
    pub(crate) async fn database(&self, engine: DbBackend) -> String {
        if engine == DbBackend::Postgres {
            return self.postgres.create_database().await;
        }
        format!("sqlite://{}?mode=rwc", self.file("db").display())
    }

    /// An empty database with the catalog's schema, and its address.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) async fn migrated(&self, engine: DbBackend) -> anyhow::Result<(String, Database)> {
        let url = self.database(engine).await;
        let database = self.migrate(&url).await?;
        Ok((url, database))
    }

    async fn migrate(&self, url: &str) -> anyhow::Result<Database> {
        let database = Database::open(&self.settings(url)?.database).await?;
        database::migrate::<ocop_catalog::storage::Migrator>(&database).await?;
        Ok(database)
    }

    /// Gives an empty database the catalog's schema and one producer.
    ///
    /// # Errors
    /// It refuses.
    pub(crate) async fn with_producer(&self, url: &str) -> anyhow::Result<Database> {
        let database = self.migrate(url).await?;
        put_producer(&database).await?;
        Ok(database)
    }

    /// The catalog's own settings, with this database and the broker of the setup.
    ///
    /// # Errors
    /// They are not in order.
    pub(crate) fn settings(&self, database: &str) -> anyhow::Result<Settings> {
        let overrides = [
            ("database.url".to_owned(), database.to_owned()),
            ("nats.url".to_owned(), self.nats.url()),
        ];
        settings::<Catalog>(None, &overrides).map_err(|problems| anyhow::anyhow!("{problems}"))
    }

    /// A catalog on this database, set as it comes.
    pub(crate) async fn catalog(&self, database: &str, nats: &str) -> Running {
        self.catalog_with(database, nats, &[]).await
    }

    /// A catalog on this database, set as it comes but for `changes`.
    pub(crate) async fn catalog_with(
        &self,
        database: &str,
        nats: &str,
        changes: &[(&str, &str)],
    ) -> Running {
        let mut settings = vec![
            ("database.max_connections", "10"),
            ("nats.poll_ms", "200"),
            ("nats.ack_seconds", "5"),
            ("nats.compare_seconds", "60"),
        ];
        settings.extend_from_slice(changes);
        Running::start_with::<Catalog>(
            database,
            nats,
            Clock::system(ocop_proto::VIET_NAM),
            &settings,
        )
        .await
    }

    /// A seeded catalog on PostgreSQL with its database, shared by those who only read.
    ///
    /// # Errors
    /// The database refuses the products.
    pub(crate) async fn shared(&self) -> anyhow::Result<&(String, Running)> {
        self.seeded
            .get_or_try_init(|| self.seeded(DbBackend::Postgres))
            .await
    }

    /// A catalog of [`PRODUCTS`] products of 1 KiB, each with a certificate.
    ///
    /// # Errors
    /// The database refuses them.
    pub(crate) async fn seeded(&self, engine: DbBackend) -> anyhow::Result<(String, Running)> {
        let url = self.database(engine).await;
        let database = self.with_producer(&url).await?;
        put_products(&database).await?;
        let service = self.catalog(&url, NOWHERE).await;
        Ok((url, service))
    }
}

/// Puts in the producer of all products.
///
/// # Errors
/// The database refuses it.
pub(crate) async fn put_producer(database: &Database) -> anyhow::Result<()> {
    let id = if database.engine() == DbBackend::Postgres {
        format!("'{}'", producer_id())
    } else {
        format!("x'{}'", producer_id().simple())
    };
    let sql = include_str!("../sql/producer.sql").replace("@id", &id);
    database.writer().execute_unprepared(&sql).await?;
    Ok(())
}

/// Puts in [`PRODUCTS`] products of 1 KiB, each with a certificate.
///
/// # Errors
/// The database refuses them.
pub(crate) async fn put_products(database: &Database) -> anyhow::Result<()> {
    let products = if database.engine() == DbBackend::Postgres {
        include_str!("../sql/products.postgres.sql")
    } else {
        include_str!("../sql/products.sqlite.sql")
    };
    database
        .writer()
        .execute_unprepared(products)
        .await
        .context("the products do not go in")?;
    Ok(())
}

/// The id of the producer of all products.
pub(crate) fn producer_id() -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_9000_0000_0000_0001)
}

/// The id of the n-th seeded product, from 1.
pub(crate) fn product_id(n: u64) -> String {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(n)).to_string()
}

/// Numbers from 1 to `most` that look random and come again only after all have come.
pub(crate) fn scattered(n: u64, most: u64) -> u64 {
    n.wrapping_mul(48_271) % most + 1
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn scattered_numbers_reach_every_product_once() {
        let seen: HashSet<u64> = (0..PRODUCTS).map(|n| scattered(n, PRODUCTS)).collect();
        assert_eq!(seen.len() as u64, PRODUCTS);
        assert!(seen.iter().all(|n| (1..=PRODUCTS).contains(n)));
    }

    #[test]
    fn the_first_product_has_the_id_that_the_seeds_give_it() {
        assert_eq!(product_id(1), "01900000-0000-7000-8000-000000000001");
    }
}
