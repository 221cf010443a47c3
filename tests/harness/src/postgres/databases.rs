//! Databases in a cluster: made, copied, written to and dumped.

use std::sync::atomic::Ordering;

use sea_orm::{ConnectOptions, ConnectionTrait as _, Database};

use super::{CONNECT_TIMEOUT, Postgres};
use crate::{folder, programs};

impl Postgres {
    /// A fresh, empty database. Gives its address.
    ///
    /// # Panics
    ///
    /// When the cluster does not run.
    pub async fn create_database(&self) -> String {
        // The one template that nobody can be connected to, which would make this fail.
        self.create_from("template0").await
    }

    /// A copy of the database at `url`, to which nobody may be connected. Gives its address.
    ///
    /// # Panics
    ///
    /// When the cluster does not run, or somebody is connected.
    pub async fn copy_database(&self, url: &str) -> String {
        let (_, name) = url.rsplit_once('/').expect("it names a database");
        self.create_from(name).await
    }

    async fn create_from(&self, template: &str) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let connection = self.connect().await.expect("the cluster runs");
        let statement = format!("CREATE DATABASE {name} TEMPLATE {template}");
        connection
            .execute_unprepared(&statement)
            .await
            .expect("a database can be created");
        connection
            .close()
            .await
            .expect("the connection ends in good order");
        self.url(&name)
    }

    /// Carries out SQL in the database at `url`, as somebody beside the services. Gives how many rows it changed.
    ///
    /// # Panics
    ///
    /// When it is refused.
    pub async fn execute(&self, url: &str, sql: &str) -> u64 {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(1)
            .connect_timeout(CONNECT_TIMEOUT)
            .sqlx_logging(false);
        let connection = Box::pin(Database::connect(options))
            .await
            .expect("the cluster runs");
        let done = connection.execute_unprepared(sql).await;
        let changed = done.expect("a statement").rows_affected();
        connection
            .close()
            .await
            .expect("the connection ends in good order");
        changed
    }

    /// The database at `url` as SQL: its tables and what is in them.
    ///
    /// # Panics
    ///
    /// When there is no `pg_dump`, or one that is older than the server.
    #[must_use]
    pub fn dump(&self, url: &str) -> String {
        let program = programs::pg_dump(&self.programs).expect("pg_dump is installed");
        let dumped = folder::command(program, &self.folder, self.user)
            .args([
                "--inserts",
                "--no-owner",
                "--no-privileges",
                "--no-comments",
                url,
            ])
            .output()
            .expect("pg_dump can be run");
        let said = String::from_utf8_lossy(&dumped.stderr);
        assert!(dumped.status.success(), "pg_dump: {said}");
        String::from_utf8(dumped.stdout).expect("a database in UTF-8")
    }
}
