//! A real nats-server with JetStream of a test's own, or one that a test process shares.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use anyhow::{Context as _, Result};
use tokio::sync::OnceCell;

use crate::{
    folder, port, programs,
    small_disk::SmallDisk,
    watchdog::{Server, Signal},
};

static SHARED: OnceCell<Nats> = OnceCell::const_new();

/// A nats-server on a free loopback port, with its JetStream store in a directory for temporary files.
///
/// Dropped, it is ended and its files are removed.
#[derive(Debug)]
pub struct Nats {
    folder: PathBuf,
    port: u16,
    extra: String,
    server: Mutex<Option<Server>>,
}

impl Nats {
    /// The one of this test process. It is never stopped.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub async fn shared() -> &'static Self {
        SHARED
            .get_or_init(async || {
                Self::create("", None)
                    .await
                    .expect("the shared nats-server starts")
            })
            .await
    }

    /// One for a test that stops or kills it.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub async fn start() -> Self {
        Self::start_with("").await
    }

    /// One with further lines of configuration, for instance accounts, in the server's own format.
    ///
    /// # Panics
    ///
    /// When it cannot be started, as with a configuration that it refuses.
    pub async fn start_with(extra: &str) -> Self {
        Self::create(extra, None)
            .await
            .expect("a nats-server starts")
    }

    /// One with its files on a disk of its own.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub async fn start_on(disk: &SmallDisk) -> Self {
        Self::create("", Some(disk.folder()))
            .await
            .expect("a nats-server starts")
    }

    /// Three that form a cluster, in which a stream may have three replicas.
    ///
    /// # Panics
    ///
    /// When one of them cannot be started.
    pub async fn cluster() -> [Self; 3] {
        let ports = [port::free(), port::free(), port::free()];
        let routes = ports
            .map(|port| format!("\"nats://127.0.0.1:{port}\""))
            .join(", ");
        let node = |port: u16| {
            let extra = format!(
                "server_name: node-{port}\n\
                 cluster {{ name: tests, listen: \"127.0.0.1:{port}\", routes: [{routes}] }}\n"
            );
            async move { Self::start_with(&extra).await }
        };
        let [first, second, third] = ports;
        let nodes = tokio::join!(node(first), node(second), node(third));
        nodes.into()
    }

    async fn create(extra: &str, parent: Option<&Path>) -> Result<Self> {
        let folder = match parent {
            Some(parent) => folder::within(parent, "nats", None)?,
            None => folder::fresh("nats", None)?,
        };
        let mut nats = Self {
            folder,
            port: port::free(),
            extra: extra.to_owned(),
            server: Mutex::new(None),
        };
        for _ in 0..4 {
            match nats.serve().await {
                Ok(()) => return Ok(nats),
                // Someone else took the port in the meantime.
                Err(_) => nats.port = port::free(),
            }
        }
        nats.serve().await?;
        Ok(nats)
    }

    async fn serve(&self) -> Result<()> {
        let mut settings = String::new();
        writeln!(settings, "listen: \"127.0.0.1:{}\"", self.port)?;
        writeln!(settings, "ports_file_dir: {:?}", self.folder)?;
        writeln!(
            settings,
            "jetstream {{ store_dir: {:?} }}",
            self.folder.join("store")
        )?;
        settings.push_str(&self.extra);
        fs::write(self.folder.join("nats.conf"), settings)
            .context("the configuration cannot be written")?;

        let program = programs::nats_server()?;
        let arguments = ["--config".to_owned(), "nats.conf".to_owned()];
        let mut server = Server::start(&program, &arguments, &self.folder, None, Signal::Kill)?;
        // It writes this file, named after its process, when it is ready for connections.
        let ready = self
            .folder
            .join(format!("nats-server_{}.ports", server.pid()));
        server
            .ready("nats-server to be ready", async || {
                ready.exists().then_some(())
            })
            .await?;
        fs::remove_file(ready)?;
        *self.server() = Some(server);
        Ok(())
    }

    /// The server while it runs. A test that failed while it held the lock does not hide what the others found.
    fn server(&self) -> MutexGuard<'_, Option<Server>> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The address for clients.
    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://{}", self.address())
    }

    /// Where it listens: host and port.
    #[must_use]
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Its process id, while it runs.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.server().as_ref().map(Server::pid)
    }

    /// Where its files are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Lets it finish and end.
    pub async fn stop(&self) {
        self.end(Signal::Term).await;
    }

    /// Kills it with SIGKILL.
    pub async fn kill(&self) {
        self.end(Signal::Kill).await;
    }

    /// Suspends it, connections open and unanswered, until [`thaw`](Self::thaw).
    pub fn freeze(&self) {
        self.signal(Signal::Stop);
    }

    /// Resumes it after [`freeze`](Self::freeze).
    pub fn thaw(&self) {
        self.signal(Signal::Cont);
    }

    /// Starts it again on the same port and store; stops it first if it runs.
    ///
    /// # Panics
    ///
    /// When it does not come up again.
    pub async fn restart(&self) {
        self.stop().await;
        self.serve().await.expect("nats-server starts again");
    }

    /// Kills it and starts it again on the same port with an empty store: the broker that lost everything it had
    /// acknowledged.
    ///
    /// # Panics
    ///
    /// When it does not come up again.
    pub async fn wipe(&self) {
        self.kill().await;
        fs::remove_dir_all(self.folder.join("store")).expect("the store can be removed");
        self.serve().await.expect("nats-server starts again");
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

impl Drop for Nats {
    fn drop(&mut self) {
        drop(self.server().take());
        fs::remove_dir_all(&self.folder).ok();
    }
}

#[cfg(test)]
mod tests {
    use async_nats::jetstream::{self, stream::Config};

    use super::*;

    async fn jetstream(nats: &Nats) -> jetstream::Context {
        let client = async_nats::connect(nats.url())
            .await
            .expect("it takes connections");
        jetstream::new(client)
    }

    async fn keep_one_message(nats: &Nats) {
        let context = jetstream(nats).await;
        let subjects = vec!["ocop.>".to_owned()];
        let config = Config {
            name: "KEPT".to_owned(),
            subjects,
            ..Config::default()
        };
        context.create_stream(config).await.expect("a stream");
        let published = context
            .publish("ocop.garlic", "Lý Sơn".into())
            .await
            .expect("a message");
        published.await.expect("acknowledged");
    }

    #[tokio::test]
    async fn a_stream_outlives_a_restart_on_the_same_port() {
        let nats = Nats::start().await;
        keep_one_message(&nats).await;
        nats.stop().await;
        assert!(async_nats::connect(nats.url()).await.is_err());
        nats.restart().await;
        let mut stream = jetstream(&nats)
            .await
            .get_stream("KEPT")
            .await
            .expect("the stream");
        assert_eq!(stream.info().await.expect("its state").state.messages, 1);
    }

    #[tokio::test]
    async fn a_wiped_server_holds_nothing() {
        let nats = Nats::start().await;
        keep_one_message(&nats).await;
        nats.wipe().await;
        assert!(jetstream(&nats).await.get_stream("KEPT").await.is_err());
    }

    #[tokio::test]
    async fn further_configuration_is_obeyed() {
        let nats = Nats::start_with("authorization { user: catalog, password: salt }\n").await;
        assert!(async_nats::connect(nats.url()).await.is_err());
        let options = async_nats::ConnectOptions::with_user_and_password(
            "catalog".to_owned(),
            "salt".to_owned(),
        );
        options
            .connect(nats.url())
            .await
            .expect("the user is let in");
    }

    #[tokio::test]
    async fn the_shared_server_is_one() {
        assert_eq!(Nats::shared().await.pid(), Nats::shared().await.pid());
    }
}
