//! Where the files are stored.

use std::path::PathBuf;

use ocop_chassis::config::{Check, Problems, Secret, optional};
use serde::Deserialize;
use url::Url;

/// Where the files of documents are stored, and how large they may be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `file://` and the path of a folder, or `s3://bucket/prefix`.
    pub url: String,
    /// Address of a store that speaks S3; empty for Amazon's own.
    pub endpoint: String,
    pub region: String,
    pub access_key: Secret,
    /// The secret of who asks.
    pub secret_key: Secret,
    /// PEM file with the authority of the endpoint's certificate, if it is not a public one.
    #[serde(deserialize_with = "optional")]
    pub ca: Option<PathBuf>,
    /// Whether an endpoint without TLS is used: for development.
    pub allow_http: bool,
    /// Seconds that the store has for one request.
    pub timeout_seconds: u64,
    /// Largest file in bytes.
    pub max_bytes: u64,
    /// Most files received at once; each holds up to 15 MiB of memory.
    pub max_uploads: usize,
    /// Most files of one producer received at once.
    pub max_uploads_per_producer: usize,
    /// Seconds without a byte after which an upload is given up.
    pub idle_seconds: u64,
    /// Seconds between two searches for orphaned files.
    pub sweep_seconds: u64,
    /// Hours for which such a file is left, since its upload may be under way.
    pub orphan_hours: u64,
    /// Days ahead for which the numbers for operators count documents that will expire.
    pub expiring_days: u64,
}

/// What the URL names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Folder(PathBuf),
    Bucket { bucket: String, prefix: String },
}

impl Settings {
    pub(super) fn place(&self) -> Result<Place, String> {
        let wrong = || "file:// and a folder, or s3://bucket/prefix".to_owned();
        // A folder may be named from where the service runs, as the file of SQLite may.
        if let Some(folder) = self.url.strip_prefix("file://") {
            return if folder.is_empty() {
                Err(wrong())
            } else {
                Ok(Place::Folder(PathBuf::from(folder)))
            };
        }
        let url = Url::parse(&self.url).map_err(|_| wrong())?;
        let bucket = url.host_str().unwrap_or_default();
        if url.scheme() != "s3" || bucket.is_empty() {
            return Err(wrong());
        }
        Ok(Place::Bucket {
            bucket: bucket.to_owned(),
            prefix: url.path().trim_matches('/').to_owned(),
        })
    }

    fn check_bucket(&self, problems: &mut Problems) {
        if self.access_key.is_empty() {
            problems.add("access_key", "a key, since url names a bucket");
        }
        if self.secret_key.is_empty() {
            problems.add("secret_key", "a secret, since url names a bucket");
        }
        if self.region.is_empty() {
            problems.add("region", "a region; us-east-1 where the store has none");
        }
        match Url::parse(&self.endpoint).map(|url| url.scheme().to_owned()) {
            _ if self.endpoint.is_empty() => {}
            Ok(scheme) if scheme == "https" => {}
            Ok(scheme) if scheme == "http" && self.allow_http => {}
            Ok(scheme) if scheme == "http" => problems.add(
                "endpoint",
                "a URL that begins with https://, or allow_http for development",
            ),
            _ => problems.add("endpoint", "a URL that begins with https://"),
        }
    }
}

impl Check for Settings {
    fn check(&self, problems: &mut Problems) {
        match self.place() {
            Ok(Place::Bucket { .. }) => self.check_bucket(problems),
            Ok(Place::Folder(_)) => {}
            Err(expected) => problems.add("url", expected),
        }
        problems.range("timeout_seconds", self.timeout_seconds, 1, 600);
        problems.range("max_bytes", self.max_bytes, 1, 1 << 30);
        problems.range("max_uploads", self.max_uploads as u64, 1, 1_000);
        let of_producer = self.max_uploads_per_producer as u64;
        problems.range("max_uploads_per_producer", of_producer, 1, 1_000);
        problems.range("idle_seconds", self.idle_seconds, 1, 600);
        problems.range("sweep_seconds", self.sweep_seconds, 1, 86_400);
        // No upload lasts two hours: see grpc.stream_timeout_seconds.
        problems.range("orphan_hours", self.orphan_hours, 2, 24 * 365);
        problems.range("expiring_days", self.expiring_days, 1, 3_660);
    }
}
