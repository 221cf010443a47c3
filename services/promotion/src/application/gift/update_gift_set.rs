//! Changes name, seller, price and stock of a gift set.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_set;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::gift::{GiftSet, Terms};
use crate::storage::Tx;

/// The change.
#[derive(Debug)]
pub struct UpdateGiftSet {
    /// Who asks.
    pub caller: Caller,
    /// Id of the set.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What it is from now on.
    pub terms: Terms,
}

impl UseCase<Event> for UpdateGiftSet {
    type Answer = Saved<GiftSet>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<GiftSet>, Error> {
        let mut set = own_set(tx, &self.caller, self.id).await?;
        set.expect_version(self.seen)?;
        set.update(self.terms.clone(), tx.today())?;
        tx.save(&mut set).await?;
        Ok(set)
    }
}
