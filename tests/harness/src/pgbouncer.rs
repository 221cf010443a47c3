//! A real PgBouncer in front of a database, in transaction mode.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use tokio::net::TcpStream;
use url::Url;

use crate::folder::{self, User};
use crate::watchdog::{Server, Signal};
use crate::{port, programs};

/// A PgBouncer on a free loopback port that gives each of two connections to another client after every transaction.
///
/// Dropped, it is ended and its files are removed.
#[derive(Debug)]
pub struct PgBouncer {
    folder: PathBuf,
    url: String,
    server: Option<Server>,
}

impl PgBouncer {
    /// One in front of the database with this address. `None` if the program is not on this machine, which is said aloud:
    /// whoever reads the output knows that the test did not run.
    ///
    /// # Panics
    ///
    /// When the program is there and does not start.
    pub async fn before(database: &str) -> Option<Self> {
        Self::before_with(database, "").await
    }

    /// The same with further lines of configuration.
    ///
    /// # Panics
    ///
    /// When the program is there and does not start.
    pub async fn before_with(database: &str, further: &str) -> Option<Self> {
        let Some(program) = programs::pgbouncer() else {
            eprintln!(
                "NOT RUN: there is no pgbouncer on this machine (make tools, or Debian's package pgbouncer)"
            );
            return None;
        };
        let started = Self::start(&program, database, further).await;
        Some(started.expect("PgBouncer starts"))
    }

    async fn start(program: &std::path::Path, database: &str, further: &str) -> Result<Self> {
        // It does not run as root.
        let user = User::unprivileged()?;
        let folder = folder::fresh("pgbouncer", user)?;
        let mut url = Url::parse(database)?;
        let port = port::free();
        let settings = format!(
            "[databases]\n* = host=127.0.0.1 port={} user={} password={}\n\
             [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n\
             pool_mode = transaction\ndefault_pool_size = 2\n{further}\n",
            url.port().context("the database has a port")?,
            url.username(),
            url.password().unwrap_or_default(),
        );
        fs::write(folder.join("pgbouncer.ini"), settings)?;
        url.set_port(Some(port)).ok().context("a URL with a port")?;
        let arguments = ["pgbouncer.ini".to_owned()];
        let mut server = Server::start(program, &arguments, &folder, user, Signal::Kill)?;
        server
            .ready("PgBouncer to listen", async || {
                TcpStream::connect(("127.0.0.1", port)).await.ok()
            })
            .await?;
        Ok(Self {
            folder,
            url: url.into(),
            server: Some(server),
        })
    }

    /// The address of the database through it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        drop(self.server.take());
        fs::remove_dir_all(&self.folder).ok();
    }
}
