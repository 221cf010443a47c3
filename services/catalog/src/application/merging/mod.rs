//! What can be done with records that were registered twice.

mod merge_producers;
mod merge_products;

pub use merge_producers::MergeProducers;
pub use merge_products::MergeProducts;

use ocop_chassis::database::{Saved, StoreError};
use uuid::Uuid;

use super::Error;
use crate::domain::growing_area::GrowingArea;
use crate::domain::merging::Choices;
use crate::storage::{self, Tx};

/// Two records of which one absorbs the other.
#[derive(Debug)]
pub struct Pair {
    /// Id of the record that is kept, and the version of it that the caller saw.
    pub kept: (Uuid, u64),
    /// The same of the record that it absorbs.
    pub absorbed: (Uuid, u64),
    /// What the caller decided.
    pub choices: Choices,
    /// Why.
    pub reason: String,
}

/// What followed a record into the one that is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Products.
    pub products: u64,
    /// Growing areas.
    pub areas: u64,
    /// Lots.
    pub lots: u64,
    /// Pictures and papers.
    pub files: u64,
    /// Sessions of training that were attended.
    pub sessions: u64,
    /// Grants.
    pub grants: u64,
    /// Numbers that neither record bears any more.
    pub former: Vec<String>,
}

/// A record that was kept.
#[derive(Debug)]
pub struct Merged<A> {
    /// The record.
    pub kept: Saved<A>,
    /// What followed.
    pub moved: Moved,
}

/// Has the growing areas that name a record name the kept one, and says how many there are.
async fn move_areas(tx: &mut Tx, from: Uuid, to: Uuid) -> Result<Vec<Saved<GrowingArea>>, Error> {
    let mut areas = storage::growing_area::naming(tx, from).await?;
    for area in &mut areas {
        let mut profile = area.profile.clone();
        for ids in [&mut profile.holders, &mut profile.products] {
            for id in ids.iter_mut().filter(|id| **id == from) {
                *id = to;
            }
            ids.sort_unstable();
            ids.dedup();
        }
        area.update(profile)?;
        tx.save(area).await?;
    }
    Ok(areas)
}

/// Writes what areas are found by anew.
async fn index_areas(tx: &Tx, areas: &[Saved<GrowingArea>]) -> Result<(), StoreError> {
    for area in areas {
        storage::growing_area::index(tx, area).await?;
    }
    Ok(())
}
