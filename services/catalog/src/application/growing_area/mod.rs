//! What can be done with growing areas.

mod register_area;
mod update_area;

pub use register_area::RegisterArea;
pub use update_area::UpdateArea;

use std::collections::BTreeSet;

use ocop_identity::Target;
use uuid::Uuid;

use super::Error;
use crate::domain::growing_area::Profile;
use crate::domain::{producer, product};
use crate::storage::merging::Kind;
use crate::storage::{self, Tx};

/// The same with the producers and products to which ids of merged records lead.
async fn led(tx: &Tx, profile: Profile) -> Result<Profile, Error> {
    let mut profile = profile;
    storage::merging::all_resolved(tx, Kind::Producer, &mut profile.holders).await?;
    storage::merging::all_resolved(tx, Kind::Product, &mut profile.products).await?;
    Ok(profile)
}

/// The holders and products that `profile` names and `before` did not, for comparing with scopes. They must exist.
async fn attached(
    tx: &Tx,
    profile: &Profile,
    before: Option<&Profile>,
) -> Result<Vec<Target>, Error> {
    let added = |ids: &[Uuid], known: Option<&[Uuid]>| -> Vec<Uuid> {
        let known: BTreeSet<_> = known.unwrap_or_default().iter().collect();
        ids.iter()
            .filter(|id| !known.contains(id))
            .copied()
            .collect()
    };
    let holders = added(
        &profile.holders,
        before.map(|before| before.holders.as_slice()),
    );
    let products = added(
        &profile.products,
        before.map(|before| before.products.as_slice()),
    );
    let mut targets = Vec::new();
    let mut found = storage::growing_area::producers(tx, &holders).await?;
    for id in holders {
        let spot = found.remove(&id).ok_or(producer::Refusal::Unknown(id))?;
        targets.push(
            Target::place(&spot.province_code, &spot.place_code, spot.place_on).of_producer(id),
        );
    }
    let mut found = storage::growing_area::products(tx, &products).await?;
    for id in products {
        let spot = found.remove(&id).ok_or(product::Refusal::Unknown(id))?;
        let made_in = Target::place(&spot.province_code, &spot.place_code, spot.place_on);
        targets.push(made_in.of_producer(spot.producer_id));
    }
    Ok(targets)
}
