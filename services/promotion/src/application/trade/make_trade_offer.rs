//! Offers a product for a demand.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{demand, listing, made, require_partner};
use crate::application::Error;
use crate::application::delivery::save_one_and_deliver;
use crate::domain::Event;
use crate::domain::trade::{MAX_OFFERS, Offer, Proposal, Refusal};
use crate::storage::{self, Tx};

/// The offer.
#[derive(Debug)]
pub struct MakeTradeOffer {
    /// Who asks.
    pub caller: Caller,
    /// Id of the demand.
    pub demand_id: Uuid,
    /// Id of the product.
    pub product_id: Uuid,
    /// What is offered.
    pub proposal: Proposal,
}

impl UseCase<Event> for MakeTradeOffer {
    type Answer = Saved<Offer>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Offer>, Error> {
        storage::lock_market(tx).await?;
        let listing = listing(tx, self.product_id).await?;
        self.caller.within(made(&listing.product))?;
        let demand = demand(tx, self.demand_id).await?;
        require_partner(tx, demand.partner_id).await?;
        if storage::trade::count_open_offers(tx, demand.id).await? >= MAX_OFFERS {
            return Err(Refusal::TooManyOffers.into());
        }
        if storage::trade::offer_of_product(tx, demand.id, listing.product.id).await? {
            return Err(Refusal::OfferExists.into());
        }
        let proposal = self.proposal.clone();
        let offer = Offer::make(tx.new_id(), &demand, &listing, proposal, tx.today())?;
        Ok(save_one_and_deliver(tx, Saved::new(offer, tx.now())).await?)
    }
}
