//! Issues credentials with which a partner reads its events on NATS.

use chrono::TimeDelta;
use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_partner_to_change};
use crate::domain::Event;
use crate::domain::partner::{NatsCredentials, Refusal, admit};
use crate::storage::{self, Tx};

/// The credentials to issue.
#[derive(Debug)]
pub struct IssueNatsCredentials {
    /// Who asks.
    pub caller: Caller,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Whether partners are given NATS here.
    pub offered: bool,
    /// SHA-256 of the password, made at the edge.
    pub password_hash: Vec<u8>,
    /// For how long they are valid.
    pub valid_for: TimeDelta,
}

impl UseCase<Event> for IssueNatsCredentials {
    type Answer = NatsCredentials;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<NatsCredentials, Error> {
        own_partner_to_change(tx, &self.caller, self.partner_id).await?;
        if !self.offered {
            return Err(Refusal::NatsNotOffered.into());
        }
        admit(storage::partner::count_valid_credentials(tx, self.partner_id).await?)?;
        let issued = NatsCredentials {
            id: tx.new_id(),
            partner_id: self.partner_id,
            password_hash: self.password_hash.clone(),
            issued_at: tx.now(),
            expires_at: tx.now() + self.valid_for,
            revoked_at: None,
        };
        storage::partner::insert_credentials(tx, &issued).await?;
        tx.audit("nats_credentials", issued.id);
        Ok(issued)
    }
}
