//! Takes a gift set off.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_set;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::gift::GiftSet;
use crate::storage::Tx;

/// The set.
#[derive(Debug)]
pub struct CloseGiftSet {
    /// Who asks.
    pub caller: Caller,
    /// Id of the set.
    pub id: Uuid,
}

impl UseCase<Event> for CloseGiftSet {
    type Answer = Saved<GiftSet>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<GiftSet>, Error> {
        let mut set = own_set(tx, &self.caller, self.id).await?;
        set.close()?;
        tx.save(&mut set).await?;
        Ok(set)
    }
}
