//! Certificates: what can be done.

mod expire_certificates;
mod import_certificate;
mod record_decision;
pub mod record_round_decision;
mod registration;
mod revoke_certificate;

pub use expire_certificates::expire_certificates;
pub use import_certificate::ImportCertificate;
pub use record_decision::RecordDecision;
pub use record_round_decision::RecordRoundDecision;
pub use revoke_certificate::RevokeCertificate;

use ocop_identity::Target;
use uuid::Uuid;

use crate::application::{Error, Resource};
use crate::domain::certificate::Certificate;
use crate::domain::certificate::certification::Certification;
use crate::storage::{self, Tx};

pub(crate) async fn certificate(tx: &Tx, id: Uuid) -> Result<Certificate, Error> {
    let found = storage::certificate::find_certificate(tx, id).await?;
    Resource::Certificate.found(found, id)
}

/// Where a certificate was given, for comparing with scopes.
pub(crate) fn target_of(certificate: &Certificate) -> Target {
    let place = &certificate.place;
    Target::place(&place.province_code, &place.code).of_producer(certificate.producer_id)
}

/// One of the certificates of a product.
pub(crate) fn granted(certification: &Certification, id: Uuid) -> Result<Certificate, Error> {
    let mut certificates = certification.certificates.iter();
    let found = certificates.find(|certificate| certificate.id == id);
    Resource::Certificate.found(found.cloned(), id)
}
