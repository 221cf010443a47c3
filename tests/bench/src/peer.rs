//! The peer: a lean service in Go with the catalog's contract and tables (`peer/`), built from what Debian packages.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use anyhow::Context as _;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::setup::Setup;

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peer");
const CACHE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/go-build");

/// Where Debian puts the sources of Go libraries.
const LIBRARIES: &str = "/usr/share/gocode";
const PACKAGES: [(&str, &str); 3] = [
    ("google.golang.org/grpc", "golang-google-grpc-dev"),
    ("github.com/jackc/pgx/v4", "golang-github-jackc-pgx-v4-dev"),
    ("github.com/golang/protobuf", "golang-goprotobuf-dev"),
];

/// The running peer. It ends when this is dropped, and when this process ends.
pub(crate) struct Peer {
    address: SocketAddr,
    _process: Child,
}

impl Peer {
    /// Builds the peer and starts it on a database that has the catalog's schema.
    ///
    /// # Errors
    /// Go or a library is missing, or the peer does not start.
    pub(crate) async fn start(setup: &Setup, database: &str) -> anyhow::Result<Self> {
        available().await?;
        let program = setup.folder.path().join("peer");
        if !program.exists() {
            build(&program).await?;
        }
        let mut process = Command::new(&program)
            .arg(database)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let output = process.stdout.take().context("its output is piped")?;
        let mut address = String::new();
        BufReader::new(output).read_line(&mut address).await?;
        let address = address.trim().parse().context("the peer does not start")?;
        Ok(Self {
            address,
            _process: process,
        })
    }

    /// Where it answers calls.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Whether it can be built here.
///
/// # Errors
/// Go or a library is missing; with the names of the Debian packages.
pub(crate) async fn available() -> anyhow::Result<()> {
    let version = Command::new("go")
        .arg("version")
        .stdout(Stdio::null())
        .status();
    let mut missing = Vec::new();
    if !version.await.is_ok_and(|status| status.success()) {
        missing.push("golang");
    }
    for (library, package) in PACKAGES {
        if !Path::new(LIBRARIES).join("src").join(library).is_dir() {
            missing.push(package);
        }
    }
    anyhow::ensure!(
        missing.is_empty(),
        "it is built from Debian's packages, and here is none of: {}",
        missing.join(" ")
    );
    Ok(())
}

async fn build(program: &Path) -> anyhow::Result<()> {
    let output = Command::new("go")
        .args(["build", "-o"])
        .arg(program)
        .arg(".")
        .current_dir(SOURCES)
        .env("GO111MODULE", "off")
        .env("GOFLAGS", "")
        .env("GOPATH", LIBRARIES)
        .env("GOCACHE", CACHE)
        .output()
        .await?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(
        output.status.success(),
        "the peer does not build: {complaint}"
    );
    Ok(())
}
