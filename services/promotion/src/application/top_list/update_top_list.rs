//! Changes what is planned of a top list.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_list;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::top_list::{Terms, TopList};
use crate::storage::Tx;

/// The change.
#[derive(Debug)]
pub struct UpdateTopList {
    /// Who asks.
    pub caller: Caller,
    /// Id of the list.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What is planned from now on.
    pub terms: Terms,
}

impl UseCase<Event> for UpdateTopList {
    type Answer = Saved<TopList>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<TopList>, Error> {
        let mut list = own_list(tx, &self.caller, self.id).await?;
        list.expect_version(self.seen)?;
        list.update(self.terms.clone(), tx.today())?;
        tx.save(&mut list).await?;
        Ok(list)
    }
}
