//! Dossiers: their tables.

mod body;
pub(crate) mod dossiers;
mod due;
mod forgotten;
mod form_numbers;
mod list;
mod revisions;

pub use dossiers::{dossiers_by_id, last_content, open_kinds, scored_in};
pub use due::{DueFilter, list_due};
pub use forgotten::forget_person;
pub use form_numbers::next_form_number;
pub use list::{DossierFilter, list_dossiers};
pub use revisions::{list_revisions, revision};
