//! Takes a file as it comes and hands it on to the store, a piece at a time. Nothing of it is visible before all of it came
//! and was found to be what was announced.

use aws_lc_rs::digest::{Context, SHA256};
use bytes::Bytes;
use futures::{Stream, TryStreamExt as _};

use crate::application::Error;
use crate::domain::evidence::{File, HEAD, Sha256};
use crate::storage::evidence::{FileKey, Files, Incoming};

/// Receives `file`. `pieces` may end in an error of the caller's own, which is given back.
///
/// # Errors
/// What came is not what was announced, or the store failed; nothing is visible then.
pub async fn receive_file<E: From<Error>>(
    files: &Files,
    key: FileKey,
    file: &File,
    mut pieces: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<(), E> {
    let mut arriving = Arriving {
        files,
        key,
        file,
        head: Vec::with_capacity(HEAD),
        size: 0,
        hash: Context::new(&SHA256),
        incoming: None,
    };
    while let Some(piece) = pieces.try_next().await? {
        arriving.take(piece).await?;
    }
    Ok(arriving.end().await?)
}

struct Arriving<'a> {
    files: &'a Files,
    key: FileKey,
    file: &'a File,
    head: Vec<u8>,
    size: u64,
    hash: Context,
    // `None` until the head is known to be that of such a file.
    incoming: Option<Incoming>,
}

impl Arriving<'_> {
    async fn take(&mut self, piece: Bytes) -> Result<(), Error> {
        self.size += piece.len() as u64;
        self.file.has_room_for(self.size)?;
        self.hash.update(&piece);
        match &mut self.incoming {
            Some(incoming) => incoming.write(piece).await?,
            None => {
                self.head.extend_from_slice(&piece);
                if self.head.len() >= HEAD {
                    self.begin().await?;
                }
            }
        }
        Ok(())
    }

    /// Looks at the head and begins to write.
    async fn begin(&mut self) -> Result<(), Error> {
        let looked_at = self.head.len().min(HEAD);
        self.file.may_begin_with(&self.head[..looked_at])?;
        let mut incoming = self.files.begin(self.key, self.file.size).await?;
        incoming
            .write(std::mem::take(&mut self.head).into())
            .await?;
        self.incoming = Some(incoming);
        Ok(())
    }

    async fn end(mut self) -> Result<(), Error> {
        if self.incoming.is_none() {
            self.begin().await?;
        }
        let mut found = [0; 32];
        found.copy_from_slice(self.hash.finish().as_ref());
        self.file.is(self.size, Sha256::from(found))?;
        if let Some(incoming) = self.incoming {
            incoming.finish().await?;
        }
        Ok(())
    }
}
