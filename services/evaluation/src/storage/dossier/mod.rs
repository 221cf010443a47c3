//! Dossiers: their tables.

mod body;
pub(crate) mod dossiers;
pub(crate) mod due;
pub(crate) mod forgotten;
pub(crate) mod list;
pub(crate) mod revisions;
