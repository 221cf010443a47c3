//! The evaluation service's tables. sea-orm lives here and nowhere else.
//!
//! What the law makes one thing (a dossier, a certificate) is kept whole as JSON in `body`; beside it
//! stand the columns that queries filter, count and order by. Filters live in the query functions, so
//! that no caller can forget one.

mod ballots;
mod certificates;
mod certifications;
mod complaints;
mod councils;
mod count;
mod dossiers;
mod inspections;
mod measure;
mod migrations;
mod producers;
mod products;
mod progress;
mod targets;

use ocop_chassis::database::{self, StoreError};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use ballots::{ballots, insert_ballot};
pub use certificates::{
    CertificateFilter, CertificateRecord, certificate_record, certificates_by_id, ended,
    find_certificate, list_certificates, newest_of,
};
pub use certifications::certification;
pub use complaints::{
    ComplaintFilter, ComplaintRecord, complaint, complaint_record, list_complaints, read_complaint,
};
pub use councils::{council, insert_council, insert_round, round};
pub use count::{Counted, count_certificates};
pub use dossiers::{
    DossierFilter, DossierRecord, dossier, dossier_record, dossiers_by_id, list_dossiers,
    open_kinds,
};
pub use inspections::{
    InspectionFilter, InspectionRecord, inspection, inspection_record, list_inspections,
    read_inspection,
};
pub use measure::measure;
pub use migrations::Migrator;
pub use producers::{keep_producers, producer};
pub use products::{keep_products, product};
pub use progress::progress;
pub use targets::{TargetFilter, TargetRecord, begun_targets, list_targets, target, target_record};

use crate::domain::event::Event;

/// The service's store.
pub type Store = database::Store<Event>;
/// An open transaction of the service.
pub type Tx = database::Tx<Event>;

/// A part of the domain as JSON. It has no form that JSON lacks.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the domain's values have a JSON form")
}

/// A part of the domain from JSON.
fn from_json<T: DeserializeOwned>(text: &str, what: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt {
        what: format!("{what}: {error}"),
    })
}

/// The word by which serde names a plain variant.
fn word(value: &impl Serialize) -> String {
    json(value).trim_matches('"').to_owned()
}
