//! Merges two records of a product.

use ocop_chassis::database::UseCase;
use ocop_chassis::text::name_key;
use ocop_identity::{Caller, Touched};

use super::{Merged, Moved, Pair, index_areas, move_areas};
use crate::application::{Error, product};
use crate::domain::Event;
use crate::domain::merging::{Obstacle, Refusal, absorb_product};
use crate::domain::product::{Gtin, Product};
use crate::storage::merging::{Key, Kind, Last};
use crate::storage::{self, Tx};

/// The merge.
#[derive(Debug)]
pub struct MergeProducts {
    /// Who asks.
    pub caller: Caller,
    /// The records.
    pub pair: Pair,
}

impl UseCase<Event> for MergeProducts {
    type Answer = Merged<Product>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Merged<Product>, Error> {
        let pair = &self.pair;
        let mut kept = product::product(tx, pair.kept.0).await?;
        let mut absorbed = product::product(tx, pair.absorbed.0).await?;
        let (own, other) = (&kept.maker, &absorbed.maker);
        let touched = Touched::new(product::target(&kept))
            .of_producer(product::target_of_maker(own))
            .and([product::target(&absorbed), product::target_of_maker(other)]);
        self.caller.within(touched)?;
        kept.expect_version(pair.kept.1)?;
        absorbed.expect_version(pair.absorbed.1)?;
        let open = storage::merging::open_transfer(tx, absorbed.id).await?;
        let open = open.map(Obstacle::OpenTransfer);
        let files = kept.profile.details.files.len();
        let left = absorb_product(&mut kept, &mut absorbed, &pair.choices, tx.today());
        let left = match (left, open) {
            (Ok(left), None) => left,
            (Ok(_), Some(open)) => return Err(Refusal(vec![open]).into()),
            (Err(refusal), open) => {
                let found = refusal.0.into_iter().chain(open);
                return Err(Refusal(found.collect()).into());
            }
        };
        tx.because(&pair.reason);
        tx.save(&mut absorbed).await?;
        let (from, to) = (absorbed.id, kept.id);
        let lots = storage::merging::lots_of_product(tx, from, to).await?;
        storage::merging::transfers_of_product(tx, from, to).await?;
        let areas = move_areas(tx, from, to).await?;
        index_areas(tx, &areas).await?;
        let last = Last {
            kind: Kind::Product,
            id: from,
            created_at: absorbed.created_at(),
        };
        storage::merging::lead_on(tx, last, to).await?;
        tx.save(&mut kept).await?;
        lead_keys(tx, &kept, &absorbed, left.as_ref()).await?;
        let files = kept.profile.details.files.len() - files;
        let former = left.iter().map(|gtin| gtin.as_str().to_owned());
        let moved = Moved {
            products: 0,
            areas: areas.len() as u64,
            lots,
            files: files as u64,
            former: former.collect(),
            sessions: 0,
            grants: 0,
        };
        Ok(Merged { kept, moved })
    }
}

/// Has the name of the absorbed product, and a GTIN that neither bears, lead to the kept one.
async fn lead_keys(
    tx: &Tx,
    kept: &Product,
    absorbed: &Product,
    left: Option<&Gtin>,
) -> Result<(), Error> {
    let name = name_key(&absorbed.profile.name);
    if name != name_key(&kept.profile.name) {
        let key = storage::merging::name_of_product(kept.maker.id, &name);
        storage::merging::lead(tx, Key::ProductName, &key, kept.id).await?;
    }
    if let Some(gtin) = left {
        storage::merging::lead(tx, Key::Gtin, gtin.as_str(), kept.id).await?;
    }
    Ok(())
}
