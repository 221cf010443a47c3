//! Records that the products of a top list were honoured.

use std::collections::HashMap;

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{nominated, own_list};
use crate::application::Error;
use crate::domain::Event;
use crate::domain::listing::Listing;
use crate::domain::top_list::TopList;
use crate::storage::Tx;

/// The list.
#[derive(Debug)]
pub struct HonourTopList {
    /// Who asks.
    pub caller: Caller,
    /// Id of the list.
    pub id: Uuid,
    /// Number of the decision to honour.
    pub document: String,
}

impl UseCase<Event> for HonourTopList {
    type Answer = Saved<TopList>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<TopList>, Error> {
        let mut list = own_list(tx, &self.caller, self.id).await?;
        let known = nominated(tx, &list).await?;
        let listings: HashMap<Uuid, &Listing> = known
            .iter()
            .map(|listing| (listing.product.id, listing))
            .collect();
        list.honour(self.document.clone(), &listings, tx.today())?;
        tx.save(&mut list).await?;
        Ok(list)
    }
}
