//! Revokes credentials with which a partner reads its events on NATS. Connections that use them are ended soon after.

use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_partner};
use crate::domain::Event;
use crate::domain::partner::{NatsCredentials, Refusal};
use crate::storage::{self, Tx};

/// The credentials to revoke.
#[derive(Debug)]
pub struct RevokeNatsCredentials {
    /// Who asks.
    pub caller: Caller,
    /// Their id.
    pub id: Uuid,
}

impl UseCase<Event> for RevokeNatsCredentials {
    type Answer = NatsCredentials;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<NatsCredentials, Error> {
        let mut found = storage::partner::credentials(tx, self.id)
            .await?
            .ok_or(Refusal::CredentialsUnknown(self.id))?;
        own_partner(tx, &self.caller, found.partner_id).await?;
        found.revoke(tx.now())?;
        storage::partner::revoke_credentials(tx, self.id).await?;
        tx.audit("nats_credentials", self.id);
        Ok(found)
    }
}
