//! Accepts an offer, which becomes a deal.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{listing, offer_to_own};
use crate::application::Error;
use crate::application::delivery::save_one_and_deliver;
use crate::domain::Event;
use crate::domain::listing::Amount;
use crate::domain::trade::{Deal, Goods, Origin, Period, Refusal};
use crate::storage::Tx;

/// The answer.
#[derive(Debug)]
pub struct AcceptTradeOffer {
    /// Who asks.
    pub caller: Caller,
    /// Id of the offer.
    pub id: Uuid,
    /// How much of it; all if `None`.
    pub quantity: Option<u64>,
    /// Whether it is meant that more is agreed than is asked for.
    pub more_than_asked: bool,
    /// The first day of delivery; that of the demand if `None`.
    pub from: Option<NaiveDate>,
    /// The last day; that of the demand if `None`.
    pub to: Option<NaiveDate>,
}

impl UseCase<Event> for AcceptTradeOffer {
    type Answer = Saved<Deal>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Deal>, Error> {
        let (mut offer, mut demand) = offer_to_own(tx, &self.caller, self.id).await?;
        let listing = listing(tx, offer.goods.product_id).await?;
        let goods = Goods::of(&listing)?;
        let quantity = self.quantity.unwrap_or(offer.total.quantity);
        let deal_id = tx.new_id();
        offer.accept(quantity, deal_id)?;
        demand.take(quantity, self.more_than_asked, tx.today())?;
        let sought = demand.terms.period;
        let period = Period {
            from: self.from.unwrap_or(sought.from),
            to: self.to.unwrap_or(sought.to),
        };
        period.require_after(tx.today())?;
        if period.from < sought.from {
            return Err(Refusal::BeforeDemand(sought.from).into());
        }
        let origin = Origin::Offer {
            demand_id: demand.id,
            offer_id: offer.id,
        };
        let volume = Amount {
            quantity,
            unit: offer.total.unit.clone(),
        };
        let deal = Deal::agree(
            deal_id,
            (demand.partner_id, demand.partner_name.clone()),
            (goods, origin),
            (volume, offer.proposal.price_vnd),
            (period, tx.today()),
        );
        tx.save(&mut demand).await?;
        save_one_and_deliver(tx, offer).await?;
        Ok(save_one_and_deliver(tx, Saved::new(deal, tx.now())).await?)
    }
}
