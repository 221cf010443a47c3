//! Whose documents a caller may see and change: those of a producer in whose places it holds a role, or which it is.

use ocop_chassis::database::Saved;
use ocop_identity::{Caller, OutOfScope, Target};
use uuid::Uuid;

use crate::application::{Error, Resource};
use crate::domain::evidence::Evidence;
use crate::domain::register::product::Place;
use crate::storage::{self, EvidenceFilter, Store, Tx};

/// Checks that the caller reaches a producer, and gives the places where that makes its products.
pub(super) async fn reached(tx: &Tx, caller: &Caller, producer: Uuid) -> Result<Vec<Place>, Error> {
    let places = storage::places_of(tx, producer).await?;
    within(caller, producer, &places)?;
    Ok(places)
}

fn within(caller: &Caller, producer: Uuid, places: &[Place]) -> Result<(), OutOfScope> {
    let itself = Target::default().of_producer(producer);
    let of = |place: &Place| Target::place(&place.province_code, &place.code).of_producer(producer);
    places
        .iter()
        .map(of)
        .chain([itself])
        .any(|target| caller.within(&target).is_ok())
        .then_some(())
        .ok_or(OutOfScope)
}

/// A document that the caller may see.
///
/// # Errors
/// There is none with this id, or it is out of the caller's scope.
pub async fn readable_evidence(
    store: &Store,
    caller: &Caller,
    id: Uuid,
) -> Result<Saved<Evidence>, Error> {
    let found = storage::find_evidence(store, id).await?;
    let record = found.ok_or(Error::Unknown {
        what: Resource::Evidence,
        id,
    })?;
    let producer = record.producer_id;
    let places = storage::find_places_of(store, producer).await?;
    within(caller, producer, &places)?;
    Ok(record)
}

/// Checks that the caller may list what a filter lets through: that its scope covers the producer, the place or the province
/// that is named. Without any of them it must cover everything.
///
/// # Errors
/// It does not.
pub async fn listable_evidence(
    store: &Store,
    caller: &Caller,
    filter: &EvidenceFilter,
) -> Result<(), Error> {
    let named = Target {
        province: filter.province.clone(),
        commune: filter.place.clone(),
        ..Target::default()
    };
    if caller.within(&named).is_ok() {
        return Ok(());
    }
    let producer = filter.producer.ok_or(OutOfScope)?;
    let places = storage::find_places_of(store, producer).await?;
    Ok(within(caller, producer, &places)?)
}
