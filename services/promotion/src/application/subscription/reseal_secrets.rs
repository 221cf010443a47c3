//! Seals secrets anew that were sealed with an older key, so that the key can be removed from the settings.

use ocop_chassis::database::UseCase;
use tracing::error;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::subscription::Subscription;
use crate::storage::subscription::SecretSealer;
use crate::storage::{self, Tx};

/// Subscriptions in one transaction.
const BATCH: u64 = 200;

/// Seals the secrets of the next subscriptions with the present key. Answers the last of them; none at the end.
#[derive(Debug)]
pub struct ResealSecrets {
    /// The last subscription of the batch before.
    pub after: Option<Uuid>,
    /// What seals.
    pub sealer: SecretSealer,
}

impl UseCase<Event> for ResealSecrets {
    type Answer = Option<Uuid>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Option<Uuid>, Error> {
        let subscriptions = storage::subscription::after(tx, self.after, BATCH).await?;
        let last = subscriptions.last().map(|subscription| subscription.id);
        for mut subscription in subscriptions {
            let id = subscription.id;
            let mut changed = false;
            let signs: &mut Subscription = &mut subscription;
            let secrets = signs.secrets.all_mut();
            for secret in secrets.chain(signs.signing.private_keys_mut()) {
                if self.sealer.is_current(secret) {
                    continue;
                }
                match self.sealer.open(id, secret) {
                    Ok(opened) => {
                        *secret = self.sealer.seal(id, &opened)?;
                        changed = true;
                    }
                    // The others are sealed anew all the same; this one signs nothing until its key is back.
                    Err(error) => error!(%error, "a secret cannot be sealed anew"),
                }
            }
            if changed {
                storage::subscription::update_secrets(tx, &subscription).await?;
            }
        }
        Ok(last)
    }
}
