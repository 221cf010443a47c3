//! Records a deal that was agreed outside of offers.

use chrono::{Datelike, NaiveDate};
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{listing, made, require_partner};
use crate::application::Error;
use crate::application::delivery::save_one_and_deliver;
use crate::domain::Event;
use crate::domain::listing::Amount;
use crate::domain::partner::Similar;
use crate::domain::trade::{Deal, Goods, Origin, Period, Refusal};
use crate::storage::{self, Tx};

/// The year in which the programme began (Decision 490/QĐ-TTg of 7 May 2018).
const PROGRAMME: i32 = 2018;

/// The deal.
#[derive(Debug)]
pub struct RecordTradeDeal {
    /// Who asks.
    pub caller: Caller,
    /// Id of the partner who buys.
    pub partner_id: Uuid,
    /// Id of the product.
    pub product_id: Uuid,
    /// How much.
    pub volume: Amount,
    /// The price of one of the unit, in VND.
    pub price_vnd: u64,
    /// When it is delivered.
    pub period: Period,
    /// The day on which it was agreed.
    pub agreed_on: NaiveDate,
    /// What proves it.
    pub document: String,
}

impl UseCase<Event> for RecordTradeDeal {
    type Answer = (Saved<Deal>, Vec<Similar>);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        storage::lock_market(tx).await?;
        let listing = listing(tx, self.product_id).await?;
        self.caller.within(made(&listing.product))?;
        let partner = require_partner(tx, self.partner_id).await?;
        if self.agreed_on > tx.today() {
            return Err(Refusal::AgreedInFuture.into());
        }
        if self.agreed_on.year() < PROGRAMME {
            return Err(Refusal::BeforeProgramme.into());
        }
        self.period.require_after(self.agreed_on)?;
        let deal = Deal::agree(
            tx.new_id(),
            (partner.id, partner.details.name.clone()),
            (
                Goods::agreed_on(&listing, self.agreed_on)?,
                Origin::Document(self.document.clone()),
            ),
            (self.volume.clone(), self.price_vnd),
            (self.period, self.agreed_on),
        );
        let similar = storage::trade::similar_deals(tx, &deal).await?;
        let deal = save_one_and_deliver(tx, Saved::new(deal, tx.now())).await?;
        Ok((deal, similar))
    }
}
