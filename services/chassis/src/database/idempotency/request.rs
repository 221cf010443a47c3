//! What identifies a call that changes something.

use aws_lc_rs::digest::{SHA256, digest};
use uuid::Uuid;

use crate::database::StoreError;

/// What identifies a call that changes something: its id, and a digest of its body.
#[derive(Clone, Debug)]
pub struct Request {
    /// The caller's id for the call.
    pub id: Uuid,
    pub(super) body_hash: Vec<u8>,
}

impl Request {
    /// Reads the request id and digests the body.
    ///
    /// # Errors
    /// [`StoreError::RequestInvalid`] if `id` is not a UUID.
    pub fn new(id: &str, body: &impl prost::Message) -> Result<Self, StoreError> {
        let id = Uuid::parse_str(id.trim()).map_err(|_| StoreError::RequestInvalid)?;
        let body_hash = digest(&SHA256, &body.encode_to_vec()).as_ref().to_vec();
        Ok(Self { id, body_hash })
    }
}
