//! A real PostgreSQL cluster of a test's own, or one that a test process shares.

mod databases;
mod outages;
mod replica;
mod tls;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError, atomic::AtomicU32},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::{
    folder::{self, User},
    port, programs,
    small_disk::SmallDisk,
    watchdog::{Server, Signal},
};

static SHARED: OnceCell<Postgres> = OnceCell::const_new();

/// Each cluster is its own, so one name does for the role that owns everything in it.
const ROLE: &str = "ocop";

/// How long one attempt to connect may take: the driver goes on trying that long when nobody listens.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// A directory path longer than this leaves no room for the name of a Unix socket in it.
const LONGEST_SOCKET_FOLDER: usize = 80;

/// A PostgreSQL cluster on a free loopback port, with its files in a directory for temporary files.
///
/// Dropped, it is ended and its files are removed.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    programs: PathBuf,
    user: Option<User>,
    port: u16,
    password: String,
    durable: bool,
    databases: AtomicU32,
    server: Mutex<Option<Server>>,
}

impl Postgres {
    /// The one of this test process. It is never stopped and does not wait for the disk.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub async fn shared() -> &'static Self {
        SHARED
            .get_or_init(async || {
                Self::create(folder_of(None), false)
                    .await
                    .expect("the shared PostgreSQL starts")
            })
            .await
    }

    /// One for a test that stops or kills it. A commit is on disk when it returns, as in production.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub async fn start() -> Self {
        Self::create(folder_of(None), true)
            .await
            .expect("a PostgreSQL starts")
    }

    /// The same with its files on a disk of its own.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub async fn start_on(disk: &SmallDisk) -> Self {
        Self::create(folder_of(Some(disk.folder())), true)
            .await
            .expect("a PostgreSQL starts")
    }

    async fn create(place: Result<(PathBuf, Option<User>)>, durable: bool) -> Result<Self> {
        let (folder, user) = place?;
        let mut cluster = Self {
            programs: programs::reachable_postgres(&folder, user)?,
            folder,
            user,
            port: port::free(),
            password: Uuid::from_u128(rand_bits()).simple().to_string(),
            durable,
            databases: AtomicU32::new(0),
            server: Mutex::new(None),
        };
        cluster.initialise()?;
        for _ in 0..4 {
            match cluster.serve().await {
                Ok(()) => return Ok(cluster),
                // Someone else took the port in the meantime.
                Err(_) => cluster.port = port::free(),
            }
        }
        cluster.serve().await?;
        Ok(cluster)
    }

    fn initialise(&self) -> Result<()> {
        let password_file = self.folder.join("password");
        fs::write(&password_file, &self.password)?;
        if let Some(user) = self.user {
            std::os::unix::fs::chown(&password_file, Some(user.uid), Some(user.gid))?;
        }
        let made = folder::command(self.programs.join("initdb"), &self.folder, self.user)
            .args([
                "--pgdata=data",
                "--encoding=UTF8",
                "--locale=C",
                "--auth=password",
                "--pwfile=password",
            ])
            .args(["--no-sync", "--no-instructions", "--username", ROLE])
            .output()
            .context("initdb cannot be run")?;
        if !made.status.success() {
            bail!("initdb: {}", String::from_utf8_lossy(&made.stderr));
        }
        Ok(())
    }

    async fn serve(&self) -> Result<()> {
        let sockets = if self.folder.as_os_str().len() > LONGEST_SOCKET_FOLDER {
            String::new()
        } else {
            self.folder.display().to_string()
        };
        let mut settings = vec![
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={}", self.port),
            format!("unix_socket_directories={sockets}"),
            "max_connections=300".to_owned(),
        ];
        // A durable one is there to be measured, with what it reads in its own memory as in production.
        let buffers = if self.durable { "256MB" } else { "64MB" };
        settings.push(format!("shared_buffers={buffers}"));
        if !self.durable {
            settings.extend(
                [
                    "fsync=off",
                    "synchronous_commit=off",
                    "full_page_writes=off",
                ]
                .map(str::to_owned),
            );
        }
        let mut arguments = vec!["-D".to_owned(), "data".to_owned()];
        for setting in settings {
            arguments.extend(["-c".to_owned(), setting]);
        }
        let program = self.programs.join("postgres");
        let mut server =
            Server::start(&program, &arguments, &self.folder, self.user, Signal::Quit)?;
        server
            .ready("PostgreSQL to answer", async || self.connect().await.ok())
            .await?;
        *self.server() = Some(server);
        Ok(())
    }

    /// The server while it runs. A test that failed while it held the lock does not hide what the others found.
    fn server(&self) -> MutexGuard<'_, Option<Server>> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn connect(&self) -> Result<DatabaseConnection, DbErr> {
        let mut options = ConnectOptions::new(self.url("postgres"));
        options
            .max_connections(1)
            .connect_timeout(CONNECT_TIMEOUT)
            .sqlx_logging(false);
        // Boxed, as the compiler gives up on futures nested deeper than this.
        Box::pin(Database::connect(options)).await
    }

    /// The address of one of its databases, with the role and the password.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://{ROLE}:{}@127.0.0.1:{}/{database}",
            self.password, self.port
        )
    }

    /// Where it listens: host and port.
    #[must_use]
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The process id of the postmaster, while it runs.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.server().as_ref().map(Server::pid)
    }

    /// Where its files are, and its Unix socket.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.server().take());
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// A directory for a cluster, and the user that it runs as.
fn folder_of(parent: Option<&Path>) -> Result<(PathBuf, Option<User>)> {
    let user = User::unprivileged()?;
    let folder = match parent {
        Some(parent) => folder::within(parent, "pg", user)?,
        None => folder::fresh("pg", user)?,
    };
    Ok((folder, user))
}

/// Bits that nobody else on the machine knows.
fn rand_bits() -> u128 {
    use std::hash::{BuildHasher as _, RandomState};
    let half = || u128::from(RandomState::new().hash_one(std::process::id()));
    (half() << 64) | half()
}
