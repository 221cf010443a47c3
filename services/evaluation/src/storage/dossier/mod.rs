//! Dossiers: their tables.

mod body;
pub(crate) mod dossiers;
mod due;
mod facets;
mod forgotten;
mod form_numbers;
mod list;
mod revisions;
mod summaries;

pub use dossiers::{any_in_round, dossiers_by_id, last_content, open_kinds, scored_in};
pub use due::{DueFilter, list_due, list_unsettled};
pub use facets::{DossierDimension, dossier_facets};
pub use forgotten::forget_person;
pub use form_numbers::next_form_number;
pub use list::{Awaiting, DossierFilter, list_dossiers, list_summaries};
pub use revisions::{list_revisions, redate_revision, revision};
pub use summaries::summarise;
