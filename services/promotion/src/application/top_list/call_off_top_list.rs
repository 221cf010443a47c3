//! Calls a top list off.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_list;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::top_list::TopList;
use crate::storage::{self, Tx};

/// The list.
#[derive(Debug)]
pub struct CallOffTopList {
    /// Who asks.
    pub caller: Caller,
    /// Id of the list.
    pub id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for CallOffTopList {
    type Answer = Saved<TopList>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<TopList>, Error> {
        let mut list = own_list(tx, &self.caller, self.id).await?;
        list.call_off(self.reason.clone())?;
        tx.because(&self.reason);
        tx.save(&mut list).await?;
        storage::top_list::erase_key(tx, self.id).await?;
        Ok(list)
    }
}
