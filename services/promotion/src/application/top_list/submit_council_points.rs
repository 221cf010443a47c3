//! Gives the points of a member of the council of a top list.

use std::collections::BTreeMap;

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_list;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::top_list::TopList;
use crate::storage::Tx;

/// The points of the caller.
#[derive(Debug)]
pub struct SubmitCouncilPoints {
    /// Who asks.
    pub caller: Caller,
    /// Id of the list.
    pub id: Uuid,
    /// Points by product.
    pub points: BTreeMap<Uuid, u32>,
}

impl UseCase<Event> for SubmitCouncilPoints {
    type Answer = Saved<TopList>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<TopList>, Error> {
        let mut list = own_list(tx, &self.caller, self.id).await?;
        let member = &self.caller.actor.subject;
        list.score(member, self.points.clone(), tx.today())?;
        tx.save(&mut list).await?;
        Ok(list)
    }
}
