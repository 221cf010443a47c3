//! What the evaluation service can do: one file per use case. Each runs inside one transaction.

pub mod accept_complaint;
pub mod accept_dossier;
pub mod admit_upload;
pub mod amend_council;
pub mod appoint_council;
pub mod cast_ballot;
pub mod confirm_remedy;
pub mod create_dossier;
pub mod decide_complaint;
pub mod declare_conflict;
pub mod endorse_dossier;
pub mod error;
pub mod evidence_scope;
pub mod expire_certificates;
pub mod file_advisory_report;
pub mod file_complaint;
pub mod file_evidence;
pub mod file_supplement;
pub mod import_certificate;
pub mod keep_producers;
pub mod keep_products;
pub mod open_round;
pub mod plan_inspection;
pub mod propose_revocation;
pub mod receive_file;
pub mod record_decision;
pub mod record_inspection;
pub mod record_round_decision;
pub mod refuse_complaint;
mod registration;
pub mod reject_dossier;
pub mod request_supplement;
pub mod return_dossier;
pub mod revoke_certificate;
pub mod send_file;
pub mod set_target;
pub mod submit_dossier;
pub mod sweep_file;
pub mod tally_dossier;
pub mod update_dossier;
pub mod update_target;
pub mod withdraw_evidence;

pub use accept_complaint::AcceptComplaint;
pub use accept_dossier::AcceptDossier;
pub use admit_upload::AdmitUpload;
pub use amend_council::AmendCouncil;
pub use appoint_council::AppointCouncil;
pub use cast_ballot::CastBallot;
pub use confirm_remedy::ConfirmRemedy;
pub use create_dossier::CreateDossier;
pub use decide_complaint::DecideComplaint;
pub use declare_conflict::DeclareConflict;
pub use endorse_dossier::EndorseDossier;
pub use error::Error;
pub use evidence_scope::{listable_evidence, readable_evidence};
pub use expire_certificates::ExpireCertificates;
pub use file_advisory_report::FileAdvisoryReport;
pub use file_complaint::FileComplaint;
pub use file_evidence::FileEvidence;
pub use file_supplement::FileSupplement;
pub use import_certificate::ImportCertificate;
pub use keep_producers::keep_producers;
pub use keep_products::keep_products;
pub use open_round::OpenRound;
pub use plan_inspection::{Inspected, PlanInspection};
pub use propose_revocation::ProposeRevocation;
pub use receive_file::receive_file;
pub use record_decision::RecordDecision;
pub use record_inspection::RecordInspection;
pub use record_round_decision::RecordRoundDecision;
pub use refuse_complaint::RefuseComplaint;
pub use reject_dossier::RejectDossier;
pub use request_supplement::RequestSupplement;
pub use return_dossier::ReturnDossier;
pub use revoke_certificate::RevokeCertificate;
pub use send_file::send_file;
pub use set_target::SetTarget;
pub use submit_dossier::SubmitDossier;
pub use sweep_file::SweepFile;
pub use tally_dossier::TallyDossier;
pub use update_dossier::UpdateDossier;
pub use update_target::UpdateTarget;
pub use withdraw_evidence::WithdrawEvidence;

use chrono::NaiveDate;
use ocop_chassis::identity::{Caller, Target};
use uuid::Uuid;

use crate::domain::certificate::Certificate;
use crate::domain::council::{Council, Level};
use crate::domain::criteria::CriteriaSet;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::Dossier;
use crate::domain::monitoring::complaint::Complaint;
use crate::domain::monitoring::inspection::Inspection;
use crate::domain::refusal::Refusal;
use crate::domain::register::product::Product;
use crate::storage::{self, ComplaintRecord, DossierRecord, InspectionRecord, Tx};

/// Loads a dossier that the caller may touch.
async fn dossier(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Dossier, Error> {
    let dossier = storage::dossier(tx, id).await?.ok_or(Error::Unknown {
        what: "dossier",
        id,
    })?;
    caller.within(&target_in_hand(&dossier))?;
    Ok(dossier)
}

/// The council before which a dossier stands.
async fn council_of(tx: &Tx, dossier: &Dossier) -> Result<Council, Error> {
    dossier.may_be_scored()?;
    let id = dossier.council_id.ok_or(Refusal::WrongState {
        state: dossier.state,
    })?;
    let what = "council";
    let council = storage::council(tx, id).await?;
    council.ok_or(Error::Unknown { what, id })
}

/// Saves a dossier and reads it back as callers see it.
async fn saved(tx: &mut Tx, mut dossier: Dossier) -> Result<DossierRecord, Error> {
    tx.save(&mut dossier).await?;
    Ok(storage::dossier_record(tx, dossier.id).await?)
}

/// Saves a dossier whose content changed: the papers it refers to are looked at and kept for it.
async fn saved_with_papers(tx: &mut Tx, dossier: Dossier) -> Result<DossierRecord, Error> {
    let found = storage::evidence(tx, &dossier.content.evidence()).await?;
    dossier.check_papers(&found)?;
    let (id, papers) = (dossier.id, dossier.evidence());
    let record = saved(tx, dossier).await?;
    storage::use_evidence(tx, id, &papers).await?;
    Ok(record)
}

/// The product of an id, once its event has arrived.
async fn product(tx: &Tx, id: Uuid) -> Result<Product, Error> {
    storage::product(tx, id)
        .await?
        .ok_or(Error::ProductUnknown { id })
}

/// A date given by the caller, today if none was. Nothing that matters in law lies in the future.
fn on(tx: &Tx, given: Option<NaiveDate>) -> Result<NaiveDate, Error> {
    let today = tx.today();
    match given {
        Some(day) if day > today => Err(Error::InTheFuture { day, today }),
        given => Ok(given.unwrap_or(today)),
    }
}

/// The criteria set a dossier was lodged under.
fn set_of<'a>(library: &'a Library, dossier: &Dossier) -> Result<&'a CriteriaSet, Error> {
    let code = dossier.regulation.ok_or(Refusal::WrongState {
        state: dossier.state,
    })?;
    let number = dossier.criteria_set;
    let on = dossier.lodged_on.unwrap_or(dossier.drafted_on);
    Ok(library
        .set(code, number)
        .ok_or(Refusal::NoCriteriaSet { number, on })?)
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
fn target_in_hand(dossier: &Dossier) -> Target {
    let central = dossier.state.is_central();
    target_at(
        dossier,
        if central {
            Level::Centre
        } else {
            Level::Province
        },
    )
}

/// Where a council belongs. That of the centre belongs nowhere, and only who may act anywhere may
/// touch it.
fn target_of_council(council: &Council) -> Target {
    match council.level {
        Level::Province => Target::province(&council.province_code),
        Level::Centre => Target::default(),
    }
}

/// The certificate of an id.
async fn certificate(tx: &Tx, id: Uuid) -> Result<Certificate, Error> {
    let found = storage::find_certificate(tx, id).await?;
    let what = "certificate";
    Ok(found.ok_or(Error::Unknown { what, id })?.certificate)
}

/// Loads an inspection that the caller may touch.
async fn inspection(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Inspection, Error> {
    let found = storage::inspection(tx, id).await?;
    let what = "inspection";
    let inspection = found.ok_or(Error::Unknown { what, id })?;
    caller.within(&target_of_inspection(&inspection))?;
    Ok(inspection)
}

/// Saves an inspection and reads it back as callers see it.
async fn saved_inspection(
    tx: &mut Tx,
    mut inspection: Inspection,
) -> Result<InspectionRecord, Error> {
    tx.save(&mut inspection).await?;
    Ok(storage::inspection_record(tx, inspection.id).await?)
}

/// Loads a complaint that the caller may touch.
async fn complaint(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Complaint, Error> {
    let found = storage::complaint(tx, id).await?;
    let what = "complaint";
    let complaint = found.ok_or(Error::Unknown { what, id })?;
    caller.within(&target_of_complaint(&complaint))?;
    Ok(complaint)
}

/// Saves a complaint and reads it back as callers see it.
async fn saved_complaint(tx: &mut Tx, mut complaint: Complaint) -> Result<ComplaintRecord, Error> {
    tx.save(&mut complaint).await?;
    Ok(storage::complaint_record(tx, complaint.id).await?)
}

/// Where an inspection belongs, for comparing with scopes.
pub fn target_of_inspection(inspection: &Inspection) -> Target {
    let subject = &inspection.subject;
    Target::place(&subject.province_code, &subject.place_code).of_producer(subject.producer_id)
}

/// Where a complaint belongs, for comparing with scopes.
pub fn target_of_complaint(complaint: &Complaint) -> Target {
    let concerned = &complaint.concerned;
    Target::place(&concerned.province_code, &concerned.place_code)
        .of_producer(concerned.producer_id)
}

/// Where a certificate was given, for comparing with scopes.
fn target_of(certificate: &Certificate) -> Target {
    let place = &certificate.place;
    Target::place(&place.province_code, &place.code).of_producer(certificate.producer_id)
}
