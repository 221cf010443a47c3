//! Seals keys of voters anew that were sealed with an older key, so that the key can be removed from the settings.

use ocop_chassis::database::UseCase;
use tracing::error;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::storage::top_list::VoterKeys;
use crate::storage::{self, Tx};

/// Lists in one transaction.
const BATCH: u64 = 200;

/// Seals the keys of the next lists with the present key. Answers the last of them; none at the end.
#[derive(Debug)]
pub struct ResealVoterKeys {
    /// The last list of the batch before.
    pub after: Option<Uuid>,
    /// What seals.
    pub keys: VoterKeys,
}

impl UseCase<Event> for ResealVoterKeys {
    type Answer = Option<Uuid>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Option<Uuid>, Error> {
        let sealed = storage::top_list::sealed_after(tx, self.after, BATCH).await?;
        let last = sealed.last().map(|(list, _)| *list);
        for (list, sealed) in sealed {
            if self.keys.is_current(&sealed) {
                continue;
            }
            match self.keys.open(list, &sealed) {
                Ok(key) => {
                    let sealed = self.keys.seal(list, &key)?;
                    storage::top_list::reseal(tx, list, &sealed).await?;
                }
                // The others are sealed anew all the same; nobody votes for this one until its key is back.
                Err(error) => error!(%error, "a key of voters cannot be sealed anew"),
            }
        }
        Ok(last)
    }
}
