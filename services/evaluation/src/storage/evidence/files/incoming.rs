//! A file on its way into the store.

use std::sync::Arc;

use bytes::Bytes;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload, WriteMultipart};

use super::FilesError;

/// Bytes of a part: the least that S3 takes. A smaller file is written in one request.
const PART: usize = 5 << 20;

/// Parts of one file on their way at once, besides the one that is being filled.
const PARTS: usize = 2;

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
    /// Begins a file of `size` bytes at a path.
    pub(super) async fn begin(
        store: Arc<dyn ObjectStore>,
        path: Path,
        size: u64,
    ) -> Result<Self, FilesError> {
        let state = if size <= PART as u64 {
            State::Whole(Vec::new())
        } else {
            let upload = store.put_multipart(&path).await?;
            State::Parts(WriteMultipart::new_with_chunk_size(upload, PART))
        };
        Ok(Self { store, path, state })
    }

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
