//! Nominates the products of a commune for a top list.

use std::collections::HashMap;

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target};
use ocop_places::Said;
use uuid::Uuid;

use super::list_to_change;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::listing::Listing;
use crate::domain::top_list::{Commune, Proposal, Refusal, TopList};
use crate::storage::{self, Tx};

/// What a commune nominates.
#[derive(Debug)]
pub struct NominateProducts {
    /// Who asks.
    pub caller: Caller,
    /// Id of the list.
    pub id: Uuid,
    /// The commune, of today.
    pub commune: Commune,
    /// Code of its province, of today.
    pub province_code: String,
    /// What it proposes, each product once.
    pub proposals: Vec<Proposal>,
}

impl UseCase<Event> for NominateProducts {
    type Answer = Saved<TopList>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<TopList>, Error> {
        let (commune, on) = (&self.commune.code, self.commune.said_on);
        self.caller
            .within(Target::place(&self.province_code, commune, on))?;
        // The producers of what is nominated are stored with it.
        storage::lock_market(tx).await?;
        let mut list = list_to_change(tx, self.id).await?;
        let province = Said {
            code: &list.province_code,
            on: list.said_on,
        };
        let said = Said { code: commune, on };
        if !tx.units().places().lies_in(said, province) {
            return Err(Refusal::OtherProvince.into());
        }
        let ids: Vec<Uuid> = self.proposals.iter().map(|one| one.product_id).collect();
        let ids = storage::listing::resolve_all(tx, &ids).await?;
        // Two ids may lead to one product.
        let mut proposals: Vec<Proposal> = Vec::with_capacity(ids.len());
        for (proposal, id) in self.proposals.iter().zip(&ids) {
            if !proposals.iter().any(|known| known.product_id == *id) {
                proposals.push(Proposal {
                    product_id: *id,
                    ..proposal.clone()
                });
            }
        }
        let known = storage::listing::listings(tx, &ids).await?;
        let listings: HashMap<Uuid, &Listing> = known
            .iter()
            .map(|(id, listing)| (*id, &**listing))
            .collect();
        let units = tx.units();
        let known = (units.places(), tx.today());
        list.nominate(&self.commune, &proposals, &listings, known)?;
        tx.save(&mut list).await?;
        Ok(list)
    }
}
