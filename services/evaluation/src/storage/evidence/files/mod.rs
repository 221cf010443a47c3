//! The files of documents: a folder on the embedded default, any store that speaks S3 in production. object_store lives here
//! and nowhere else.
//!
//! A file lies under its producer and its SHA-256, so the same file twice is stored once. It becomes visible in one step,
//! whole: a folder gets it by renaming a staged file, S3 by completing an upload of parts. What was begun and not
//! completed is given up when its [`Incoming`] is dropped.

mod incoming;
mod settings;
mod staged;

use std::path::{Path as Folder, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::{Stream, TryStreamExt as _};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Certificate, ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig};
use uuid::Uuid;

use crate::domain::evidence::{Evidence, Sha256};
pub use incoming::Incoming;
use settings::Place;
pub use settings::Settings;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileKey {
    /// Id of the producer it belongs to.
    pub producer: Uuid,
    /// Its fingerprint.
    pub sha256: Sha256,
}

impl FileKey {
    /// The file of a piece of evidence.
    pub fn of(evidence: &Evidence) -> Self {
        Self {
            producer: evidence.producer_id,
            sha256: evidence.file.sha256,
        }
    }
}

/// A failure of the file store.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// It cannot be reached or said no; the same call may succeed later.
    #[error("the file store failed")]
    Failed(#[source] object_store::Error),
    /// The settings name no store that can be used.
    #[error("the file store cannot be used: {0}")]
    Unusable(String),
}

impl From<object_store::Error> for FilesError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            other => Self::Failed(other),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    // A folder may hold staged files of a process that was killed.
    folder: Option<PathBuf>,
}

impl Files {
    /// Opens the store that the settings name. A folder is made if need be; S3 is not asked yet.
    ///
    /// # Errors
    /// The folder cannot be made, or the settings fit together for no client.
    pub fn open(settings: &Settings) -> Result<Self, FilesError> {
        let unusable = |error: &dyn std::fmt::Display| FilesError::Unusable(error.to_string());
        match settings.place().map_err(FilesError::Unusable)? {
            Place::Folder(folder) => {
                make_private(&folder)
                    .map_err(|error| unusable(&format!("{}: {error}", folder.display())))?;
                let store = LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true);
                Ok(Self {
                    store: Arc::new(store),
                    prefix: Path::default(),
                    folder: Some(folder),
                })
            }
            Place::Bucket { bucket, prefix } => {
                let mut client = ClientOptions::new()
                    .with_timeout(Duration::from_secs(settings.timeout_seconds))
                    .with_connect_timeout(Duration::from_secs(5))
                    .with_allow_http(settings.allow_http);
                if let Some(path) = &settings.ca {
                    let pem = std::fs::read(path)
                        .map_err(|error| unusable(&format!("{}: {error}", path.display())))?;
                    client = client.with_root_certificate(Certificate::from_pem(&pem)?);
                }
                let mut builder = AmazonS3Builder::new()
                    .with_bucket_name(bucket)
                    .with_region(&settings.region)
                    .with_access_key_id(settings.access_key.reveal())
                    .with_secret_access_key(settings.secret_key.reveal())
                    .with_client_options(client)
                    // Not every store that speaks S3 takes a list of what to delete.
                    .with_disable_bulk_delete(true)
                    .with_retry(RetryConfig {
                        max_retries: 3,
                        retry_timeout: Duration::from_secs(settings.timeout_seconds),
                        ..RetryConfig::default()
                    });
                if !settings.endpoint.is_empty() {
                    builder = builder
                        .with_endpoint(&settings.endpoint)
                        .with_allow_http(settings.allow_http);
                }
                let prefix = Path::parse(prefix).map_err(|error| unusable(&error))?;
                Ok(Self {
                    store: Arc::new(builder.build()?),
                    prefix,
                    folder: None,
                })
            }
        }
    }

    fn path(&self, key: FileKey) -> Path {
        let inside = [key.producer.to_string(), key.sha256.to_string()];
        self.prefix
            .parts()
            .map(|part| part.as_ref().to_owned())
            .chain(inside)
            .collect()
    }

    /// Begins to write a file of `size` bytes.
    ///
    /// # Errors
    /// The store failed.
    pub async fn begin(&self, key: FileKey, size: u64) -> Result<Incoming, FilesError> {
        let path = self.path(key);
        Incoming::begin(Arc::clone(&self.store), path, size).await
    }

    /// Reads a file, piece by piece.
    ///
    /// # Errors
    /// [`FilesError::Missing`] if it is not there.
    pub async fn read(
        &self,
        key: FileKey,
    ) -> Result<impl Stream<Item = Result<Bytes, FilesError>> + Send + use<>, FilesError> {
        let found = self.store.get(&self.path(key)).await?;
        Ok(found.into_stream().map_err(FilesError::from))
    }

    /// Whether a file is there.
    ///
    /// # Errors
    /// The store failed.
    pub async fn holds(&self, key: FileKey) -> Result<bool, FilesError> {
        match self
            .store
            .head(&self.path(key))
            .await
            .map_err(FilesError::from)
        {
            Ok(_) => Ok(true),
            Err(FilesError::Missing) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Removes a file. One that is not there is removed already.
    ///
    /// # Errors
    /// The store failed.
    pub async fn remove(&self, key: FileKey) -> Result<(), FilesError> {
        match self
            .store
            .delete(&self.path(key))
            .await
            .map_err(FilesError::from)
        {
            Ok(()) | Err(FilesError::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Removes what a killed process left staged in the folder before `before`, and says how many files that were. A bucket
    /// needs a rule of its own that ends incomplete uploads.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub async fn remove_staged(&self, before: DateTime<Utc>) -> std::io::Result<usize> {
        match &self.folder {
            Some(folder) => staged::remove(folder, before).await,
            None => Ok(0),
        }
    }
}

fn make_private(folder: &Folder) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;

    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}
