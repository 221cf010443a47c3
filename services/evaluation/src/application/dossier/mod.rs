//! Dossiers: what can be done.

mod accept_dossier;
mod create_dossier;
mod endorse_dossier;
mod file_advisory_report;
mod file_supplement;
mod reject_dossier;
mod request_supplement;
mod return_dossier;
mod submit_dossier;
mod update_dossier;

pub use accept_dossier::AcceptDossier;
pub use create_dossier::CreateDossier;
pub use endorse_dossier::EndorseDossier;
pub use file_advisory_report::FileAdvisoryReport;
pub use file_supplement::FileSupplement;
pub use reject_dossier::RejectDossier;
pub use request_supplement::RequestSupplement;
pub use return_dossier::ReturnDossier;
pub use submit_dossier::SubmitDossier;
pub use update_dossier::UpdateDossier;

use ocop_chassis::database::Saved;
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::{Error, Resource};
use crate::domain::council::Level;
use crate::domain::criteria::library::Library;
use crate::domain::criteria::{self, CriteriaSet};
use crate::domain::dossier::Dossier;
use crate::domain::evidence::Evidence;
use crate::storage::{self, Tx};

/// Loads a dossier that the caller may touch.
pub(crate) async fn load(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Saved<Dossier>, Error> {
    let dossier = storage::dossier(tx, id).await?.ok_or(Error::Unknown {
        what: Resource::Dossier,
        id,
    })?;
    caller.within(target_in_hand(&dossier))?;
    Ok(dossier)
}

/// Saves a dossier that was changed.
pub(crate) async fn save(
    tx: &mut Tx,
    mut dossier: Saved<Dossier>,
) -> Result<Saved<Dossier>, Error> {
    tx.save(&mut dossier).await?;
    Ok(dossier)
}

/// Saves a dossier whose content changed: the evidence it refers to is checked and
/// noted as used by it.
pub(crate) async fn save_with_documents(
    tx: &mut Tx,
    dossier: Saved<Dossier>,
) -> Result<Saved<Dossier>, Error> {
    let found = storage::evidence(tx, &dossier.content.evidence()).await?;
    let found: Vec<Evidence> = found.into_iter().map(Saved::into_inner).collect();
    dossier.check_documents(&found)?;
    let (id, used) = (dossier.id, dossier.evidence());
    let dossier = save(tx, dossier).await?;
    storage::use_evidence(tx, id, &used).await?;
    Ok(dossier)
}

/// The criteria set a dossier was lodged under.
pub(crate) fn set_of<'a>(
    library: &'a Library,
    dossier: &Dossier,
) -> Result<&'a CriteriaSet, Error> {
    let lodged = dossier.lodged()?;
    let (number, on) = (dossier.criteria_set, lodged.on);
    Ok(library
        .set(lodged.regulation, number)
        .ok_or(criteria::Refusal::NoCriteriaSet { number, on })?)
}

/// Where a dossier belongs, for reading it.
pub fn target_of_dossier(dossier: &Dossier) -> Target {
    target_at(dossier, Level::Province)
}

/// What of a dossier belongs to a level. Nobody's scope but everywhere reaches the centre.
pub fn target_at(dossier: &Dossier, level: Level) -> Target {
    let place = &dossier.place;
    match level {
        Level::Province => {
            Target::place(&place.province_code, &place.code).of_producer(dossier.producer_id)
        }
        Level::Centre => Target::default(),
    }
}

/// Who has a dossier in hand, for changing it.
pub(crate) fn target_in_hand(dossier: &Dossier) -> Target {
    let central = dossier.state().is_central();
    target_at(
        dossier,
        if central {
            Level::Centre
        } else {
            Level::Province
        },
    )
}
