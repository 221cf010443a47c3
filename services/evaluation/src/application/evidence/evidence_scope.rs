//! Whose documents a caller may see and change: those of a producer that it is or in whose own place it holds a role,
//! wherever the products are made. The documents of a dossier that was lodged are read besides by those who judge it.

use ocop_chassis::database::Saved;
use ocop_identity::{AskedUnit, Caller, OutOfScope, Target};
use uuid::Uuid;

use crate::application::{Error, Resource, dossier, register};
use crate::domain::evidence::Evidence;
use crate::domain::register::producer::Home;
use crate::storage::evidence::EvidenceFilter;
use crate::storage::{self, Store, Tx};

/// Checks that the caller reaches a producer, and gives the place where that is.
pub(super) async fn reached(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Home, Error> {
    let home = storage::register::home_of(tx, id).await?;
    let kept = storage::register::resolved(tx, id).await?;
    // A producer that is not known here is in nobody's place, and has only itself.
    let target = home
        .as_ref()
        .map_or_else(Target::default, register::target_of_home);
    caller.within(target.of_producer(kept))?;
    match home {
        Some(home) => Ok(home),
        None => Err(register::producer_unknown(tx, id).await?),
    }
}

async fn reaches(store: &Store, caller: &Caller, producer: Uuid) -> Result<bool, Error> {
    let home = storage::register::find_home_of(store, producer).await?;
    let kept = storage::register::find_kept(store, producer).await?;
    let target = home
        .as_ref()
        .map_or_else(Target::default, register::target_of_home);
    Ok(caller.within(target.of_producer(kept)).is_ok())
}

/// Whether the caller judges a dossier that uses the document.
async fn judges_by(store: &Store, caller: &Caller, document: Uuid) -> Result<bool, Error> {
    let using = storage::evidence::dossiers_using(store, document).await?;
    let dossiers = storage::dossier::dossiers_by_id(store.clone(), using).await?;
    let mut lodged = dossiers
        .values()
        .filter(|dossier| dossier.stage.lodged().is_some());
    Ok(lodged.any(|found| caller.within(dossier::target_of_dossier(found)).is_ok()))
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
    let found: Option<Saved<Evidence>> = store.database().read_one(id).await?;
    let record = Resource::Evidence.found(found, id)?;
    if reaches(store, caller, record.producer_id).await? || judges_by(store, caller, id).await? {
        Ok(record)
    } else {
        Err(OutOfScope.into())
    }
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
    let narrowest = filter.place.as_ref().or(filter.province.as_ref());
    let named = narrowest.map_or_else(Target::default, AskedUnit::target);
    if caller.within(named).is_ok() {
        return Ok(());
    }
    let producer = filter.producer.ok_or(OutOfScope)?;
    if reaches(store, caller, producer).await? {
        Ok(())
    } else {
        Err(OutOfScope.into())
    }
}
