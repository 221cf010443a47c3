//! Documents of a producer and their files: their tables.

mod documents;
mod files;
mod orphaned_files;
mod uses;

pub use documents::{EvidenceFilter, count_expiring, list_evidence};
pub use files::{FileKey, Files, FilesError, Incoming, Settings};
pub use orphaned_files::{Orphan, attach_file, detach_file, forget_file, orphaned_files};
pub use uses::{dossiers_using, evidence_in_use, use_evidence};
