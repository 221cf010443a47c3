//! The files of documents: a folder on the embedded default, any store that speaks S3 in production. object_store lives here
//! and nowhere else.
//!
//! A file lies under its producer and its SHA-256, so the same file twice is stored once. It becomes visible in one step,
//! whole: a folder gets it by renaming a staged file, S3 by completing an upload of parts. What was begun and not
//! completed is given up when its [`Incoming`] is dropped.

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
use object_store::{
    Certificate, ClientOptions, ObjectStore, ObjectStoreExt as _, PutPayload, RetryConfig,
    WriteMultipart,
};
use uuid::Uuid;

use crate::domain::evidence::{Evidence, Sha256};
use settings::Place;
pub use settings::Settings;

/// Bytes of a part: the least that S3 takes. A smaller file is written in one request.
const PART: usize = 5 << 20;

/// Parts of one file on their way at once, besides the one that is being filled.
const PARTS: usize = 2;

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
        let state = if size <= PART as u64 {
            State::Whole(Vec::new())
        } else {
            let upload = self.store.put_multipart(&path).await?;
            State::Parts(WriteMultipart::new_with_chunk_size(upload, PART))
        };
        Ok(Incoming {
            store: Arc::clone(&self.store),
            path,
            state,
        })
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

/// A file being written. Nothing of it is visible before [`Incoming::finish`]; dropped before, it is given up.
#[derive(Debug)]
pub struct Incoming {
    store: Arc<dyn ObjectStore>,
    path: Path,
    state: State,
}

#[derive(Debug)]
enum State {
    Whole(Vec<Bytes>),
    Parts(WriteMultipart),
    Over,
}

impl Incoming {
    /// Takes the next bytes. Waits while enough is on its way.
    ///
    /// # Errors
    /// The store failed.
    pub async fn write(&mut self, bytes: Bytes) -> Result<(), FilesError> {
        match &mut self.state {
            State::Whole(held) => held.push(bytes),
            State::Parts(parts) => {
                parts.wait_for_capacity(PARTS).await?;
                parts.put(bytes);
            }
            State::Over => {}
        }
        Ok(())
    }

    /// Makes the file visible.
    ///
    /// # Errors
    /// The store failed; nothing is visible then.
    pub async fn finish(mut self) -> Result<(), FilesError> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Whole(held) => {
                let payload: PutPayload = held.into_iter().collect();
                self.store.put(&self.path, payload).await?;
            }
            State::Parts(parts) => {
                parts.finish().await?;
            }
            State::Over => {}
        }
        Ok(())
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Whoever wrote was cancelled or refused. The parts that the store holds cost room until they are given up.
        if let State::Parts(parts) = std::mem::replace(&mut self.state, State::Over)
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(async move {
                if let Err(error) = parts.abort().await {
                    tracing::warn!(%error, "an upload that was broken off stays in parts");
                }
            });
        }
    }
}
