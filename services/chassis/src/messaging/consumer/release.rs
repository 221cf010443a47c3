//! Parked events whose turn has come, as far as they were not taken along with the one before them: after a crash,
//! after a dead letter was given again, or when there were too many for one transaction.

use uuid::Uuid;

use super::inbox::{self, Decision};
use super::{Consumer, Handler, HandlerError, parked};
use crate::messaging::dead_letters::RejectedMessage;

/// What is released in one transaction.
struct Share {
    /// The aggregates.
    of: Vec<Uuid>,
    /// Most events of all of them.
    most: usize,
}

impl<E: Send + 'static, H: Handler<E>> Consumer<E, H> {
    /// Applies the parked events whose turn has come, many in a transaction, and sends to the dead letters those
    /// that are refused.
    ///
    /// # Errors
    /// The database or the broker cannot be reached; what is parked stays parked.
    pub async fn release(&self) -> anyhow::Result<()> {
        loop {
            let ready = parked::ready(self.store.database().reader(), H::NAME).await?;
            // If nothing moves, another replica has been faster.
            if ready.is_empty() || !self.release_of(ready).await? {
                return Ok(());
            }
        }
    }

    /// The same of these aggregates. What is refused is found by halving. Says whether anything moved.
    async fn release_of(&self, ready: Vec<Uuid>) -> anyhow::Result<bool> {
        let mut moved = false;
        let mut shares = vec![Share {
            of: ready,
            most: self.settings.batch,
        }];
        while let Some(mut share) = shares.pop() {
            match self.take_together(&[], &share.of, share.most).await {
                Ok(taken) => {
                    moved |= taken.released > 0;
                    if taken.more && taken.released > 0 {
                        shares.push(share);
                    }
                }
                Err(HandlerError::Store(error)) if error.may_pass() => return Err(error.into()),
                Err(_) if share.of.len() > 1 => {
                    let rest = share.of.split_off(share.of.len() / 2);
                    let most = share.most;
                    shares.push(Share { of: rest, most });
                    shares.push(share);
                }
                Err(_) if share.most > 1 => {
                    share.most /= 2;
                    shares.push(share);
                }
                Err(refused) => {
                    self.reject_next(&share.of, &refused).await?;
                    moved = true;
                }
            }
        }
        Ok(moved)
    }

    /// Sends the next parked event of an aggregate to the dead letters.
    async fn reject_next(&self, of: &[Uuid], refused: &HandlerError) -> anyhow::Result<()> {
        let db = self.store.database().reader();
        let heads = inbox::heads(db, H::NAME, of).await?;
        let waiting = parked::of(db, H::NAME, of, self.settings.batch).await?;
        let next = waiting
            .into_iter()
            .find(|event| heads.decide(event) == Decision::Apply);
        let Some(event) = next else {
            return Ok(());
        };
        let rejected = RejectedMessage {
            subject: event.subject.clone(),
            headers: event.headers(),
            data: event.data.clone().into(),
            id: event.id.to_string(),
            deliveries: 1,
            place: None,
        };
        self.dead_letter_as(rejected, refused).await?;
        self.unpark(&event).await?;
        Ok(())
    }
}
