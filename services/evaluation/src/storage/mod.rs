//! The evaluation service's tables and files. sea-orm and object_store live here and nowhere else.
//!
//! What the law makes one thing (a dossier, a certificate) is kept whole as JSON in `body`; beside it
//! stand the columns that queries filter, count and order by. Filters live in the query functions, so
//! that no caller can forget one.

pub mod certificate;
pub mod council;
pub mod dossier;
pub mod evidence;
mod migrations;
pub mod monitoring;
pub mod programme;
pub mod register;

use ocop_chassis::database::{self, StoreError};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use certificate::certificates::{
    CertificateFilter, CertificateRecord, certificates_by_id, due, find_certificate,
    list_certificates, product_of_code,
};
pub use certificate::certifications::{certification, certifications, postpone_check};
pub use certificate::recognitions::{RecognitionRecord, recognitions_by_product};
pub use certificate::serials::{serials, store_serial};
pub use council::ballots::{
    BallotFilter, ballots, councils_of_ballots, insert_ballot, list_ballots,
};
pub use council::conflicts::{conflicts, insert_conflict, list_conflicts};
pub use council::councils::{
    CouncilFilter, council, councils_by_id, insert_council, list_councils, update_council,
};
pub use council::rounds::{RoundFilter, RoundRecord, insert_round, list_rounds, round, rounds_of};
pub use dossier::dossiers::{
    dossier, dossiers, dossiers_by_id, last_content, open_kinds, scored_in,
};
pub use dossier::due::{DueFilter, list_due};
pub use dossier::forgotten::forget_person;
pub use dossier::list::{DossierFilter, list_dossiers};
pub use dossier::revisions::{list_revisions, revision};
pub use evidence::documents::{
    EvidenceFilter, count_expiring, evidence, find_evidence, list_evidence, read_evidence,
};
pub use evidence::files::{FileKey, Files, FilesError, Incoming};
pub use evidence::orphaned_files::{Orphan, attach_file, detach_file, forget_file, orphaned_files};
pub use evidence::uses::{dossiers_using, evidence_in_use, use_evidence};
pub use migrations::Migrator;
pub use monitoring::complaints::{ComplaintFilter, complaint, list_complaints, read_complaint};
pub use monitoring::inspections::{
    InspectionFilter, inspection, list_inspections, read_inspection,
};
pub use programme::count::{Counted, count_certificates};
pub use programme::measure::measure;
pub use programme::progress::progress;
pub use programme::targets::{TargetFilter, begun_targets, list_targets, target};
pub use register::producers::{
    find_home_of, home_of, producer, producer_may_come, store_producers,
};
pub use register::products::{product, product_may_come, products, store_products};

use crate::domain::Event;

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

/// The plain variant that serde names by a word.
fn from_word<T: DeserializeOwned>(word: &str, what: &str) -> Result<T, StoreError> {
    from_json(&format!("\"{word}\""), what)
}
