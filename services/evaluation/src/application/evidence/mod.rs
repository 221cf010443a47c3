//! Documents of a producer and their files: what can be done.

mod admit_upload;
mod evidence_scope;
mod file_evidence;
mod receive_file;
mod send_file;
mod sweep_file;
mod withdraw_evidence;

pub use admit_upload::AdmitUpload;
pub use evidence_scope::{listable_evidence, readable_evidence};
pub use file_evidence::FileEvidence;
pub use receive_file::receive_file;
pub use send_file::send_file;
pub use sweep_file::sweep_files;
pub use withdraw_evidence::WithdrawEvidence;
