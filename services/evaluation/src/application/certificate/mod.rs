//! Certificates: what can be done.

mod codes;
pub mod contradicted;
mod correct_decision;
mod correct_import;
mod expire_certificates;
mod import_certificate;
pub mod import_certificates;
mod proposals;
mod record_decision;
pub mod record_round_decision;
mod registration;
mod reissue_certificate;
mod revoke_certificate;
mod transfer_certificate;
mod withdraw_recognition;

pub use correct_decision::{CorrectDecision, CorrectedDecision};
pub use correct_import::CorrectImport;
pub use expire_certificates::expire_certificates;
pub use import_certificate::{ImportCertificate, Imported};
pub use import_certificates::ImportCertificates;
pub use record_decision::{Decided, RecordDecision};
pub use record_round_decision::RecordRoundDecision;
pub use reissue_certificate::ReissueCertificate;
pub use revoke_certificate::RevokeCertificate;
pub use transfer_certificate::TransferCertificate;
pub use withdraw_recognition::{WithdrawRecognition, Withdrawn};

use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::{Error, Resource};
use crate::domain::certificate::Certificate;
use crate::domain::certificate::certification::Certification;
use crate::domain::correction::Grounds;
use crate::domain::criteria::regulation::Level;
use crate::storage::{self, Tx};

pub(crate) async fn certificate(tx: &Tx, id: Uuid) -> Result<Certificate, Error> {
    let found = storage::certificate::find_certificate(tx, id).await?;
    Resource::Certificate.found(found, id)
}

/// Where a certificate was given, for comparing with scopes.
pub(crate) fn target_of(certificate: &Certificate) -> Target {
    let place = &certificate.place;
    Target::place(&place.province_code, &place.code, place.said_on)
        .of_producer(certificate.producer_id)
}

/// Where whoever decides on a certificate must reach: five stars are for a scope of everywhere.
pub(crate) fn target_of_authority(certificate: &Certificate) -> Target {
    match certificate.revoked_by() {
        // Only a scope of everywhere reaches what belongs to no province.
        Level::Centre => Target::default(),
        Level::Province | Level::District => target_of(certificate),
    }
}

/// Why a caller corrects something. It goes into the audit too.
fn grounds(tx: &mut Tx, caller: &Caller, reason: &str) -> Grounds {
    tx.because(reason);
    Grounds {
        reason: reason.to_owned(),
        by: caller.actor.subject.clone(),
        at: tx.now(),
    }
}

/// One of the certificates of a product.
pub(crate) fn granted(certification: &Certification, id: Uuid) -> Result<Certificate, Error> {
    let mut certificates = certification.certificates.iter();
    let found = certificates.find(|certificate| certificate.id == id);
    Resource::Certificate.found(found.cloned(), id)
}
