//! Lets a producer take part in a campaign.

use std::collections::HashMap;

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_campaign;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::campaign::Campaign;
use crate::domain::listing::Listing;
use crate::storage::{self, Tx};

/// The producer.
#[derive(Debug)]
pub struct AdmitParticipant {
    /// Who asks.
    pub caller: Caller,
    /// Id of the campaign.
    pub id: Uuid,
    /// Id of the producer.
    pub producer_id: Uuid,
    /// Ids of the products that it shows, each once.
    pub products: Vec<Uuid>,
}

impl UseCase<Event> for AdmitParticipant {
    type Answer = Saved<Campaign>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Campaign>, Error> {
        storage::lock_market(tx).await?;
        let mut campaign = own_campaign(tx, &self.caller, self.id).await?;
        // Two ids may lead to one product.
        let mut products = Vec::with_capacity(self.products.len());
        for id in storage::listing::resolve_all(tx, &self.products).await? {
            if !products.contains(&id) {
                products.push(id);
            }
        }
        let known = storage::listing::listings(tx, &products).await?;
        let listings: HashMap<Uuid, &Listing> = known
            .iter()
            .map(|(id, listing)| (*id, &**listing))
            .collect();
        let producer_id = storage::listing::producer(tx, self.producer_id).await?;
        campaign.admit(producer_id, &products, &listings, tx.today())?;
        tx.save(&mut campaign).await?;
        Ok(campaign)
    }
}
