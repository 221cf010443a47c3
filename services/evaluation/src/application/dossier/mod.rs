//! Dossiers: what can be done.

mod accept_dossier;
mod close_dossier;
mod correct_dossier;
mod create_dossier;
mod delete_draft;
mod endorse_dossier;
mod file_advisory_report;
mod file_supplement;
mod record_knock_out;
mod record_notice;
mod record_receipt;
mod reject_dossier;
mod request_supplement;
mod return_dossier;
mod return_from_province;
mod submit_dossier;
mod summarise_dossiers;
mod update_dossier;
mod withdraw_dossier;
mod withdraw_knock_out;

pub use accept_dossier::AcceptDossier;
pub use close_dossier::CloseDossier;
pub use correct_dossier::CorrectDossier;
pub use create_dossier::CreateDossier;
pub use delete_draft::DeleteDraft;
pub use endorse_dossier::EndorseDossier;
pub use file_advisory_report::FileAdvisoryReport;
pub use file_supplement::FileSupplement;
pub use record_knock_out::RecordKnockOut;
pub use record_notice::RecordNotice;
pub use record_receipt::RecordReceipt;
pub use reject_dossier::RejectDossier;
pub use request_supplement::RequestSupplement;
pub use return_dossier::ReturnDossier;
pub use return_from_province::ReturnFromProvince;
pub use submit_dossier::SubmitDossier;
pub use summarise_dossiers::summarise_dossiers;
pub use update_dossier::UpdateDossier;
pub use withdraw_dossier::WithdrawDossier;
pub use withdraw_knock_out::WithdrawKnockOut;

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, StoreError};
use ocop_identity::Target;
use uuid::Uuid;

use crate::application::step::Reachable;
use crate::application::{Error, Resource};
use crate::domain::council::Level;
use crate::domain::criteria::library::Library;
use crate::domain::criteria::{self, CriteriaSet};
use crate::domain::dossier::Dossier;
use crate::domain::dossier::content::Content;
use crate::domain::dossier::receipt::Office;
use crate::domain::evidence::Evidence;
use crate::storage::{self, Tx};

impl Reachable for Dossier {
    const WHAT: Resource = Resource::Dossier;

    /// Who has it in hand.
    fn target(&self) -> Target {
        let central = self.state().is_central();
        target_at(
            self,
            if central {
                Level::Centre
            } else {
                Level::Province
            },
        )
    }

    async fn load(tx: &Tx, id: Uuid) -> Result<Option<Saved<Self>>, StoreError> {
        tx.load(id).await
    }

    async fn save(tx: &mut Tx, saved: &mut Saved<Self>) -> Result<(), StoreError> {
        tx.save(saved).await
    }
}

/// Saves a dossier whose content changed: the evidence it refers to is checked and
/// noted as used by it.
pub(crate) async fn save_with_documents(
    tx: &mut Tx,
    mut dossier: Saved<Dossier>,
) -> Result<Saved<Dossier>, Error> {
    dossier.check_documents(&papers_of(tx, &dossier.content).await?)?;
    tx.save(&mut dossier).await?;
    storage::evidence::use_evidence(tx, dossier.id, &dossier.evidence()).await?;
    Ok(dossier)
}

/// The documents that what is handed in refers to, as far as there are such.
async fn papers_of(tx: &Tx, content: &Content) -> Result<Vec<Evidence>, StoreError> {
    let found = tx.load_many(&content.evidence()).await?;
    let mut papers = Vec::with_capacity(found.len());
    for paper in found {
        // What a record of the producer filed that was merged since is the producer's own.
        let mut paper: Evidence = Saved::into_inner(paper);
        paper.producer_id = storage::register::resolved(tx, paper.producer_id).await?;
        papers.push(paper);
    }
    Ok(papers)
}

/// Gives the form of a dossier that an office receives on a day its number, unless it has one.
async fn number_form(
    tx: &Tx,
    dossier: &mut Dossier,
    office: Office,
    on: NaiveDate,
) -> Result<(), StoreError> {
    if let Some(year) = dossier.awaits_number(office, on) {
        let number = storage::dossier::next_form_number(tx, office, &dossier.place, year).await?;
        dossier.give_number(office, number, on);
    }
    Ok(())
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

/// Where what the council of the last round found belongs, and the days of that round.
pub(crate) fn target_of_round(dossier: &Dossier) -> Target {
    target_at(dossier, dossier.level_of_round())
}

/// Where the decision on a dossier belongs, or its end.
pub(crate) fn target_in_charge(dossier: &Dossier) -> Target {
    target_at(dossier, dossier.level_in_charge())
}

/// What of a dossier belongs to a level. Nobody's scope but everywhere reaches the centre.
pub fn target_at(dossier: &Dossier, level: Level) -> Target {
    let place = &dossier.place;
    match level {
        Level::Province => Target::place(&place.province_code, &place.code, place.said_on)
            .of_producer(dossier.producer_id),
        Level::Centre => Target::default(),
    }
}
