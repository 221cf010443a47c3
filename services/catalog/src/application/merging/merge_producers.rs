//! Merges two records of a producer: its products go over to the kept one.

use std::collections::HashMap;

use ocop_chassis::database::{Saved, UseCase};
use ocop_chassis::text::name_key;
use ocop_identity::{Caller, Touched};
use uuid::Uuid;

use super::{Merged, Moved, Pair, index_areas, move_areas};
use crate::application::{Error, producer};
use crate::domain::Event;
use crate::domain::merging::{NumbersLeft, Obstacle, Refusal, absorb_producer};
use crate::domain::producer::{Gln, Producer};
use crate::domain::product::{Maker, Product};
use crate::storage::merging::{Key, Kind, Last};
use crate::storage::{self, Tx};

/// Products that follow a producer at most.
const MOST_PRODUCTS: usize = 500;

/// The merge.
#[derive(Debug)]
pub struct MergeProducers {
    /// Who asks.
    pub caller: Caller,
    /// The records.
    pub pair: Pair,
}

impl UseCase<Event> for MergeProducers {
    type Answer = Merged<Producer>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Merged<Producer>, Error> {
        let pair = &self.pair;
        let mut kept = producer::producer(tx, pair.kept.0).await?;
        let mut absorbed = producer::producer(tx, pair.absorbed.0).await?;
        let touched = Touched::new(producer::target(&kept)).and([producer::target(&absorbed)]);
        self.caller.within(touched)?;
        kept.expect_version(pair.kept.1)?;
        absorbed.expect_version(pair.absorbed.1)?;
        let (from, to) = (absorbed.id, kept.id);
        let mut found = Vec::new();
        let left = absorb_producer(&mut kept, &mut absorbed, &pair.choices);
        let left = left.map_err(|refusal| found.extend(refusal.0)).ok();
        let open = storage::merging::open_transfer(tx, from).await?;
        found.extend(open.map(Obstacle::OpenTransfer));
        let mut products = Vec::new();
        if from != to {
            products = followers(tx, (from, &kept), &mut found).await?;
        }
        let (Some(left), true) = (left, found.is_empty()) else {
            return Err(Refusal(found).into());
        };
        tx.because(&pair.reason);
        tx.save(&mut absorbed).await?;
        tx.save_all(&mut products).await?;
        let lots = storage::merging::lots_of_producer(tx, from, to).await?;
        storage::merging::transfers_of_producer(tx, from, to).await?;
        let (sessions, grants) = move_support(tx, from, to).await?;
        let areas = move_areas(tx, from, to).await?;
        index_areas(tx, &areas).await?;
        let last = Last {
            kind: Kind::Producer,
            id: from,
            created_at: absorbed.created_at(),
        };
        storage::merging::lead_on(tx, last, to).await?;
        tx.save(&mut kept).await?;
        storage::merging::rename_makers(tx, from, to).await?;
        let former = lead_keys(tx, to, &left).await?;
        let moved = Moved {
            products: products.len() as u64,
            areas: areas.len() as u64,
            lots,
            files: 0,
            sessions,
            grants,
            former,
        };
        Ok(Merged { kept, moved })
    }
}

/// Has the sessions of training that a producer attended, and what was granted to it, name the kept one, and says how many there
/// are of each.
async fn move_support(tx: &mut Tx, from: Uuid, to: Uuid) -> Result<(u64, u64), Error> {
    let mut sessions = storage::support::sessions_attended_by(tx, from).await?;
    for session in &mut sessions {
        session.follow_merge(from, to);
    }
    tx.save_all(&mut sessions).await?;
    let mut grants = storage::support::grants_to(tx, from).await?;
    for grant in &mut grants {
        grant.follow_merge(to);
    }
    tx.save_all(&mut grants).await?;
    Ok((sessions.len() as u64, grants.len() as u64))
}

/// The products that go over to the kept producer, as they are there, and what stands against it.
async fn followers(
    tx: &Tx,
    (from, kept): (Uuid, &Producer),
    found: &mut Vec<Obstacle>,
) -> Result<Vec<Saved<Product>>, Error> {
    let most = MOST_PRODUCTS as u64;
    let count = storage::product::count_of_producer(tx, from).await?;
    if count > most {
        found.push(Obstacle::TooManyProducts {
            count: usize::try_from(count).unwrap_or(usize::MAX),
            most: MOST_PRODUCTS,
        });
        return Ok(Vec::new());
    }
    let names = storage::product::names_of(tx, kept.id).await?;
    let own: HashMap<String, Uuid> = names
        .into_iter()
        .map(|(id, name)| (name_key(&name), id))
        .collect();
    let mut products = storage::product::of_producer(tx, from, most).await?;
    let maker = Maker::of(kept);
    for product in &mut products {
        let name = &product.profile.name;
        if let Some(same) = own.get(&name_key(name)) {
            found.push(Obstacle::SameProductName {
                name: name.clone(),
                kept: *same,
                absorbed: product.id,
            });
        }
        if let Err(refusal) = product.follow_maker(maker.clone()) {
            found.push(refusal.into());
        }
    }
    Ok(products)
}

/// Has numbers that neither record bears lead to the kept one, and names them.
async fn lead_keys(tx: &Tx, kept: Uuid, left: &NumbersLeft) -> Result<Vec<String>, Error> {
    let keys = [
        (Key::RegistrationNumber, left.registration_number.as_deref()),
        (Key::Gln, left.gln.as_ref().map(Gln::as_str)),
    ];
    let mut former = Vec::new();
    for (key, text) in keys {
        if let Some(text) = text {
            storage::merging::lead(tx, key, text, kept).await?;
            former.push(text.to_owned());
        }
    }
    Ok(former)
}
