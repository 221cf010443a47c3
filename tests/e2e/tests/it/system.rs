//! The three services as processes of their own, over PostgreSQL and NATS, each to be killed and
//! started again.

use std::path::PathBuf;

use chrono::{TimeDelta, Utc};
use ocop_chassis::tokens::development::DevelopmentKeys;
use ocop_harness::{Bearer, Nats, Postgres, Process, SEALING_KEY, eventually, free_port, programs};
use ocop_identity::{Role, Scope};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tonic::transport::{Channel, Endpoint};

/// The services in the order in which they are named everywhere.
pub(crate) const SERVICES: [&str; 3] = ["catalog", "evaluation", "promotion"];

/// Settings by their names without the prefix of the service.
pub(crate) type Settings = Vec<(&'static str, String)>;

/// One more process of a service, beside the first on the same database and broker.
pub(crate) struct Replica {
    pub(crate) process: Process,
    grpc: u16,
    admin: u16,
}

impl Replica {
    /// Where it answers calls.
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.grpc)
    }

    /// Where it is scraped.
    pub(crate) fn admin(&self) -> String {
        format!("127.0.0.1:{}", self.admin)
    }
}

/// A running system.
pub(crate) struct System {
    pub(crate) nats: Nats,
    pub(crate) postgres: Postgres,
    programs: Vec<PathBuf>,
    databases: Vec<String>,
    ports: Vec<(u16, u16)>,
    processes: Vec<Option<Process>>,
    keys: DevelopmentKeys,
    folder: tempfile::TempDir,
    more: Settings,
}

impl System {
    pub(crate) async fn start() -> Self {
        Self::start_with(Vec::new()).await
    }

    /// The same with further settings for each service, without their prefix.
    pub(crate) async fn start_with(more: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let postgres = Postgres::start().await;
        let mut databases = Vec::new();
        for _ in SERVICES {
            databases.push(postgres.create_database().await);
        }
        let mut system = Self {
            nats: Nats::start().await,
            postgres,
            programs: programs(&SERVICES),
            databases,
            ports: SERVICES.map(|_| (free_port(), free_port())).to_vec(),
            processes: vec![None, None, None],
            keys: DevelopmentKeys::open(folder.path()).unwrap(),
            folder,
            more,
        };
        for service in 0..SERVICES.len() {
            system.spawn(service);
        }
        for service in 0..SERVICES.len() {
            system.serving(service).await;
        }
        system
    }

    fn spawn(&mut self, service: usize) {
        self.processes[service] = Some(self.run(service, "serve"));
    }

    /// Runs the program of a service with one word.
    fn run(&self, service: usize, word: &str) -> Process {
        self.run_at(service, self.ports[service], word, Vec::new())
    }

    /// Starts one more process of a service, with settings of its own. Returns when it takes calls.
    pub(crate) async fn replica(&self, service: usize, more: Settings) -> Replica {
        let ports = (free_port(), free_port());
        let replica = Replica {
            process: self.run_at(service, ports, "serve", more),
            grpc: ports.0,
            admin: ports.1,
        };
        self.answers(service, ports.0).await;
        replica
    }

    fn run_at(
        &self,
        service: usize,
        (grpc, admin): (u16, u16),
        word: &str,
        more: Settings,
    ) -> Process {
        let prefix = format!("OCOP_{}", SERVICES[service].to_uppercase());
        let mut settings = vec![
            ("GRPC__ADDRESS", format!("127.0.0.1:{grpc}")),
            ("ADMIN__ADDRESS", format!("127.0.0.1:{admin}")),
            ("DATABASE__URL", self.databases[service].clone()),
            ("DATABASE__MIGRATE_AT_START", "true".to_owned()),
            ("NATS__URL", self.nats.url()),
            ("NATS__COMPARE_SECONDS", "1".to_owned()),
            ("NATS__ACK_SECONDS", "2".to_owned()),
            ("IDENTITY__ISSUER", "tests".to_owned()),
            ("SEALING__KEYS", SEALING_KEY.to_owned()),
            (
                "IDENTITY__JWKS",
                self.keys.jwks_path().display().to_string(),
            ),
        ];
        if SERVICES[service] == "evaluation" {
            let objects = self.folder.path().join("objects");
            settings.push(("OBJECTS__URL", format!("file://{}", objects.display())));
        }
        settings.extend(self.more.iter().cloned());
        if SERVICES[service] == "promotion" {
            settings.push(("WEBHOOKS__ALLOW_LOOPBACK", "true".to_owned()));
            settings.push(("WEBHOOKS__ALLOW_HTTP", "true".to_owned()));
            // What a killed sender had claimed comes back within the wait of a test.
            settings.push(("WEBHOOKS__TIMEOUT_SECONDS", "2".to_owned()));
            settings.push(("WEBHOOKS__RECORD_TIMEOUT_SECONDS", "3".to_owned()));
            settings.push((
                "WEBHOOKS__RETRY_SECONDS",
                "1,1,1,1,1,1,1,1,1,1,1".to_owned(),
            ));
        }
        settings.extend(more);
        let settings: Vec<(String, String)> = settings
            .into_iter()
            .map(|(key, value)| (format!("{prefix}__{key}"), value))
            .collect();
        let log = self
            .folder
            .path()
            .join(format!("{}.log", SERVICES[service]));
        Process::start(&self.programs[service], &[word], &settings, &log)
    }

    /// Ends a service and copies its database, as a backup does. Starts it again.
    pub(crate) async fn back_up(&mut self, service: usize) -> String {
        self.terminate(service);
        assert_eq!(self.ended(service), 0);
        let backup = self.postgres.copy_database(&self.databases[service]).await;
        self.spawn(service);
        self.serving(service).await;
        backup
    }

    /// Ends a service, gives it another database, and starts it again as the run-book says.
    pub(crate) async fn restore(&mut self, service: usize, backup: String) {
        self.terminate(service);
        assert_eq!(self.ended(service), 0);
        self.databases[service] = backup;
        assert_eq!(self.run(service, "after-restore").ended(), 0);
        self.spawn(service);
        self.serving(service).await;
    }

    async fn serving(&self, service: usize) {
        self.answers(service, self.ports[service].0).await;
    }

    async fn answers(&self, service: usize, port: u16) {
        eventually(
            &format!(
                "{} serves; its log:\n{}",
                SERVICES[service],
                self.log(service)
            ),
            async || {
                tokio::net::TcpStream::connect(("127.0.0.1", port))
                    .await
                    .is_ok()
            },
        )
        .await;
    }

    /// What a service has written so far.
    pub(crate) fn log(&self, service: usize) -> String {
        std::fs::read_to_string(
            self.folder
                .path()
                .join(format!("{}.log", SERVICES[service])),
        )
        .unwrap_or_default()
    }

    /// Kills a service as a power cut would, and starts it again at once.
    pub(crate) fn kill(&mut self, service: usize) {
        self.processes[service].take().unwrap().kill();
        self.spawn(service);
    }

    /// Asks a service to end, as a supervisor does.
    pub(crate) fn terminate(&self, service: usize) {
        self.process(service).terminate();
    }

    /// Waits until it has ended. Gives its exit code.
    pub(crate) fn ended(&mut self, service: usize) -> i32 {
        self.processes[service].take().unwrap().ended()
    }

    /// The running program of a service.
    pub(crate) fn process(&self, service: usize) -> &Process {
        self.processes[service].as_ref().unwrap()
    }

    /// Where a service answers calls.
    pub(crate) fn address(&self, service: usize) -> String {
        format!("127.0.0.1:{}", self.ports[service].0)
    }

    /// Where a service is scraped.
    pub(crate) fn admin(&self, service: usize) -> String {
        format!("127.0.0.1:{}", self.ports[service].1)
    }

    /// The database of a service.
    pub(crate) fn database(&self, service: usize) -> &str {
        &self.databases[service]
    }

    /// A channel to a service; it comes back by itself when the service does.
    pub(crate) fn channel(&self, service: usize) -> Channel {
        Endpoint::from_shared(format!("http://{}", self.address(service)))
            .unwrap()
            .connect_lazy()
    }

    /// What a service shows at `/metrics`.
    pub(crate) async fn metrics(&self, service: usize) -> String {
        let address = ("127.0.0.1", self.ports[service].1);
        let Ok(mut stream) = tokio::net::TcpStream::connect(address).await else {
            return String::new();
        };
        let request = "GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    /// What puts a token with one role on every call.
    pub(crate) fn bearer(&self, subject: &str, role: Role) -> Bearer {
        self.bearer_in(subject, role, Scope::Anywhere)
    }

    /// The same in a scope of its own.
    pub(crate) fn bearer_in(&self, subject: &str, role: Role, scope: Scope) -> Bearer {
        let roles = [(role, scope)];
        #[expect(
            clippy::disallowed_methods,
            reason = "the services run by the clock of the machine"
        )]
        let now = Utc::now();
        Bearer::of(
            &self
                .keys
                .token(subject, &roles, "tests", "ocop", TimeDelta::hours(1), now)
                .unwrap(),
        )
    }
}
