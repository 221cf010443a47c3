//! Sends a file as it lies in the store, in pieces of a good size, and says at its end if it is not the one that was filed:
//! a reader must not take a damaged contract for the contract.

use aws_lc_rs::digest::{Context, SHA256};
use bytes::{Bytes, BytesMut};
use futures::stream::{Stream, TryStreamExt as _, try_unfold};
use uuid::Uuid;

use crate::application::Error;
use crate::domain::evidence::{File, Sha256};
use crate::storage::evidence::FilesError;

/// Least bytes of a piece, but for the last.
const PIECE: usize = 64 << 10;

/// The bytes of the file of document `id`, as `stored` gives them.
pub fn send_file(
    id: Uuid,
    file: File,
    stored: impl Stream<Item = Result<Bytes, FilesError>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, Error>> + Send {
    let sending = Sending {
        id,
        file,
        stored: Box::pin(stored),
        size: 0,
        hash: Some(Context::new(&SHA256)),
    };
    try_unfold(sending, |mut sending| async move {
        Ok(sending.next().await?.map(|piece| (piece, sending)))
    })
}

struct Sending<S> {
    id: Uuid,
    file: File,
    stored: std::pin::Pin<Box<S>>,
    size: u64,
    // `None` once the end was checked.
    hash: Option<Context>,
}

impl<S: Stream<Item = Result<Bytes, FilesError>>> Sending<S> {
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let Some(hash) = &mut self.hash else {
            return Ok(None);
        };
        let mut piece = BytesMut::new();
        while piece.len() < PIECE {
            let Some(more) = self.stored.try_next().await? else {
                break;
            };
            piece.extend_from_slice(&more);
        }
        self.size += piece.len() as u64;
        hash.update(&piece);
        if !piece.is_empty() {
            return Ok(Some(piece.freeze()));
        }
        let mut found = [0; 32];
        if let Some(hash) = self.hash.take() {
            found.copy_from_slice(hash.finish().as_ref());
        }
        self.file
            .is(self.size, Sha256::from(found))
            .map_err(|_| Error::FileDamaged { id: self.id })?;
        Ok(None)
    }
}
