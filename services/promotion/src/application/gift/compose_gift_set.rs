//! Puts a gift set together.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::gift::{GiftSet, Item, Refusal, Season, Terms};
use crate::domain::listing::Listing;
use crate::domain::partner::Similar;
use crate::storage::{self, Tx};

/// A product, and how many of it.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Id of the product.
    pub product_id: Uuid,
    /// How many.
    pub quantity: u32,
}

/// The set.
#[derive(Debug)]
pub struct ComposeGiftSet {
    /// Who asks.
    pub caller: Caller,
    /// Code of the province, of today.
    pub province_code: String,
    /// Name, seller, price and stock.
    pub terms: Terms,
    /// When it is sold.
    pub season: Season,
    /// What is in it, each product once.
    pub items: Vec<Wanted>,
}

/// The items that are wanted, certified on every day of a season from a day on.
pub(super) async fn certified(
    tx: &Tx,
    wanted: &[Wanted],
    (season, since): (Season, NaiveDate),
) -> Result<Vec<Item>, Error> {
    season.require_left(tx.today())?;
    let named: Vec<Uuid> = wanted.iter().map(|wanted| wanted.product_id).collect();
    let ids = storage::listing::resolve_all(tx, &named).await?;
    // Two ids may lead to one product.
    let mut each = HashSet::new();
    if let Some(twice) = ids.iter().find(|id| !each.insert(**id)) {
        return Err(Refusal::ItemTwice(*twice).into());
    }
    let known = storage::listing::listings(tx, &ids).await?;
    let listings: HashMap<Uuid, &Listing> = known
        .iter()
        .map(|(id, listing)| (*id, &**listing))
        .collect();
    let missing = GiftSet::uncertified(ids.iter().copied(), &listings, (season, since));
    if let [(product, on), others @ ..] = missing.as_slice() {
        let refusal = Refusal::Uncertified {
            product: *product,
            on: *on,
            others: others.len(),
        };
        return Err(refusal.into());
    }
    let items = wanted.iter().zip(&ids).filter_map(|(wanted, id)| {
        let listing = listings.get(id)?;
        Item::of(listing, wanted.quantity)
    });
    Ok(items.collect())
}

impl UseCase<Event> for ComposeGiftSet {
    type Answer = (Saved<GiftSet>, Vec<Similar>);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        let province = (self.province_code.clone(), tx.today());
        let terms = self.terms.clone();
        self.caller
            .within(Target::province(&province.0, province.1))?;
        storage::lock_market(tx).await?;
        // Days that are over count too: what was sold on them under the sign of OCOP was certified then.
        let items = certified(tx, &self.items, (self.season, self.season.from)).await?;
        let set = GiftSet::compose(tx.new_id(), province, terms, (self.season, items));
        let similar = storage::gift::similar(tx, &set).await?;
        Ok((tx.create(set).await?, similar))
    }
}
