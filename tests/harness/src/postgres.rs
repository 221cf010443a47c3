//! A real PostgreSQL cluster of a test's own, or one that a test process shares.

mod replica;

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbErr};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::{
    certificates::{self, Authority, Issued},
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

    /// Has it show a certificate to new clients, and let only those in that show one of `clients`.
    ///
    /// # Panics
    ///
    /// When it refuses the files.
    pub async fn show(&self, issued: &Issued, clients: &Authority) {
        let data = self.folder.join("data");
        let (certificate, key) = issued.write(&data, "server");
        let ca = certificates::replace(&data, "clients.pem", clients.pem());
        // The harness itself goes on as before, to the database that is there from the beginning.
        let access = "host postgres all 127.0.0.1/32 password\n\
                      hostssl all all 127.0.0.1/32 password clientcert=verify-ca\n";
        let access = certificates::replace(&data, "pg_hba.conf", access);
        fs::set_permissions(&key, Permissions::from_mode(0o600)).expect("the key is ours");
        if let Some(user) = self.user {
            for file in [&certificate, &key, &ca, &access] {
                let owned = std::os::unix::fs::chown(file, Some(user.uid), Some(user.gid));
                owned.expect("files can be given away");
            }
        }
        let settings = "ssl = on\nssl_cert_file = 'server.pem'\nssl_key_file = 'server.key'\n\
                        ssl_ca_file = 'clients.pem'\n";
        fs::write(data.join("postgresql.auto.conf"), settings).expect("there is room");
        self.restart().await;
    }

    /// Shuts it down in good order: clients are dropped, a checkpoint is written.
    pub async fn stop(&self) {
        self.end(Signal::Int).await;
    }

    /// Kills it with SIGKILL, as a machine that loses power does.
    pub async fn kill(&self) {
        self.end(Signal::Kill).await;
    }

    /// Suspends it, connections open and unanswered, until [`thaw`](Self::thaw). The processes of connections
    /// that are open already go on; new ones hang.
    pub fn freeze(&self) {
        self.signal(Signal::Stop);
    }

    /// Resumes it after [`freeze`](Self::freeze).
    pub fn thaw(&self) {
        self.signal(Signal::Cont);
    }

    /// Starts it again on the same port with what it held; stops it first if it runs.
    ///
    /// # Panics
    ///
    /// When it does not come up again.
    pub async fn restart(&self) {
        self.stop().await;
        let mut last = None;
        for _ in 0..20 {
            // After a SIGKILL the children need a moment to notice that the postmaster is gone.
            match self.serve().await {
                Ok(()) => return,
                Err(error) => last = Some(error),
            }
        }
        panic!("PostgreSQL does not start again: {last:?}");
    }

    fn signal(&self, signal: Signal) {
        if let Some(server) = self.server().as_mut() {
            server.signal(signal);
        }
    }

    async fn end(&self, signal: Signal) {
        let server = self.server().take();
        if let Some(server) = server {
            server.stop(signal).await;
        }
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
