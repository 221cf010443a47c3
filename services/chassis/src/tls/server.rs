//! What a server shows to its clients and asks of them.

use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::time::Instant;
use tracing::{info, warn};

use crate::config::Problems;

/// Between two looks at the files. They are looked at when a connection comes.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);

/// The PEM files of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerFiles {
    /// The certificate chain.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
    /// The authority of clients, who then must show a certificate of it. `None` asks for none.
    pub client_ca: Option<PathBuf>,
}

impl ServerFiles {
    /// The files that the settings `tls_certificate`, `tls_key` and `tls_client_ca` name; `None` without
    /// TLS.
    pub fn of(
        certificate: Option<&PathBuf>,
        key: Option<&PathBuf>,
        client_ca: Option<&PathBuf>,
    ) -> Option<Self> {
        Some(Self {
            certificate: certificate?.clone(),
            key: key?.clone(),
            client_ca: client_ca.cloned(),
        })
    }

    /// Reports settings of which one needs another.
    pub fn check(
        problems: &mut Problems,
        certificate: Option<&PathBuf>,
        key: Option<&PathBuf>,
        client_ca: Option<&PathBuf>,
    ) {
        if certificate.is_some() != key.is_some() {
            let expected = "tls_certificate and tls_key together, or neither";
            problems.add("tls_key", expected);
        }
        if client_ca.is_some() && certificate.is_none() {
            problems.add("tls_client_ca", "tls_certificate and tls_key with it");
        }
    }

    fn all(&self) -> impl Iterator<Item = &Path> {
        let client_ca = self.client_ca.iter();
        [&self.certificate, &self.key]
            .into_iter()
            .chain(client_ca)
            .map(PathBuf::as_path)
    }

    fn read(&self, protocols: &[&[u8]]) -> anyhow::Result<ServerConfig> {
        let chain = certificates(&self.certificate)?;
        let key = PrivateKeyDer::from_pem_file(&self.key)
            .with_context(|| format!("{} holds no private key", self.key.display()))?;
        let builder = ServerConfig::builder();
        let builder = match &self.client_ca {
            None => builder.with_no_client_auth(),
            Some(path) => {
                let mut roots = RootCertStore::empty();
                for certificate in certificates(path)? {
                    roots.add(certificate)?;
                }
                let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).build();
                let verifier =
                    verifier.with_context(|| format!("{} is no authority", path.display()));
                builder.with_client_cert_verifier(verifier?)
            }
        };
        let mut config = builder.with_single_cert(chain, key).with_context(|| {
            let (certificate, key) = (self.certificate.display(), self.key.display());
            format!("{certificate} and {key} do not go together")
        })?;
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        Ok(config)
    }
}

fn certificates(path: &Path) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    let read: Vec<_> = read.with_context(|| format!("cannot read {}", path.display()))?;
    anyhow::ensure!(!read.is_empty(), "{} holds no certificate", path.display());
    Ok(read)
}

/// The certificate of a server as it is now.
pub struct ServerTls {
    files: ServerFiles,
    protocols: &'static [&'static [u8]],
    current: Mutex<Current>,
}

struct Current {
    config: Arc<ServerConfig>,
    /// Of the files that were read.
    stamps: Vec<Stamp>,
    /// Of files that could not be used.
    refused: Vec<Stamp>,
    looked_at: Instant,
}

/// The identity of a file among those that were at the same place: device, inode, length and time of change.
type Stamp = (u64, u64, u64, i64, i64);

impl ServerTls {
    /// Reads the files. `protocols` are offered by ALPN.
    ///
    /// # Errors
    /// One of them cannot be read, or they do not go together.
    pub fn read(files: ServerFiles, protocols: &'static [&'static [u8]]) -> anyhow::Result<Self> {
        // Before they are read: a change in between is seen as one.
        let stamps = stamps(&files)?;
        let current = Current {
            config: Arc::new(files.read(protocols)?),
            stamps,
            refused: Vec::new(),
            looked_at: Instant::now(),
        };
        Ok(Self {
            files,
            protocols,
            current: Mutex::new(current),
        })
    }

    /// For the next connection. Files that cannot be used leave everything as it is: they may be half
    /// written.
    pub(super) fn config(&self) -> Arc<ServerConfig> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.looked_at.elapsed() >= LOOK_INTERVAL {
            current.looked_at = Instant::now();
            if let Err(error) = self.reload_if_changed(&mut current) {
                let certificate = self.files.certificate.display();
                let error = format!("{error:#}");
                warn!(%certificate, error, "a changed certificate cannot be used; the one before stays");
            }
        }
        Arc::clone(&current.config)
    }

    fn reload_if_changed(&self, current: &mut Current) -> anyhow::Result<()> {
        let stamps = stamps(&self.files).unwrap_or_default();
        if stamps == current.stamps || stamps == current.refused {
            return Ok(());
        }
        current.refused.clone_from(&stamps);
        current.config = Arc::new(self.files.read(self.protocols)?);
        current.stamps = stamps;
        let certificate = self.files.certificate.display();
        info!(%certificate, "a changed certificate is in use");
        Ok(())
    }
}

fn stamps(files: &ServerFiles) -> io::Result<Vec<Stamp>> {
    files
        .all()
        .map(|path| {
            let of = std::fs::metadata(path)?;
            Ok((of.dev(), of.ino(), of.size(), of.mtime(), of.mtime_nsec()))
        })
        .collect()
}
