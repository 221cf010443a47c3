//! Plans a top list.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;

use super::target;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::partner::Similar;
use crate::domain::top_list::{Terms, TopList};
use crate::storage::top_list::{VoterKey, VoterKeys};
use crate::storage::{self, Tx};

/// The list.
#[derive(Debug)]
pub struct PlanTopList {
    /// Who asks.
    pub caller: Caller,
    /// Code of the province, of today.
    pub province_code: String,
    /// What is planned.
    pub terms: Terms,
    /// What seals the key of its voters.
    pub keys: VoterKeys,
}

impl UseCase<Event> for PlanTopList {
    type Answer = (Saved<TopList>, Vec<Similar>);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        let province = (self.province_code.clone(), tx.today());
        let list = TopList::plan(tx.new_id(), province, self.terms.clone())?;
        self.caller.within(target(&list))?;
        let similar = storage::top_list::similar(tx, &list).await?;
        let list = tx.create(list).await?;
        let key = self.keys.seal(list.id, &VoterKey::generate()?)?;
        storage::top_list::open_box(tx, list.id, &key).await?;
        Ok((list, similar))
    }
}
