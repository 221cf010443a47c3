//! Says how much of a product there is.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::application::partner::save_and_notify;
use crate::application::trade::made;
use crate::domain::Event;
use crate::domain::listing::{Listing, Refusal, Stock};
use crate::storage::{self, Tx};

/// The stock.
#[derive(Debug)]
pub struct ReportStock {
    /// Who asks.
    pub caller: Caller,
    /// Id of the product.
    pub product_id: Uuid,
    /// How much there is.
    pub stock: Stock,
}

impl UseCase<Event> for ReportStock {
    type Answer = Saved<Listing>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Listing>, Error> {
        storage::lock_market(tx).await?;
        let unknown = || Error::Refused(Refusal::Unknown(self.product_id).into());
        let id = storage::listing::resolve(tx, self.product_id).await?;
        let found = storage::listing::listings(tx, &[id]).await?.remove(&id);
        let mut listing = found.ok_or_else(unknown)?;
        self.caller.within(made(&listing.product))?;
        let said = listing.say_stock(self.stock.clone(), tx.today());
        said.map_err(|refusal| Error::Refused(refusal.into()))?;
        save_and_notify(tx, vec![listing]).await?;
        let saved = storage::listing::listings(tx, &[id]).await?.remove(&id);
        saved.ok_or_else(unknown)
    }
}
