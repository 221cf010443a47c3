//! Documents of a producer and their files: their tables.

pub(crate) mod documents;
pub mod files;
pub(crate) mod orphaned_files;
pub(crate) mod uses;
