//! Dossiers: on the wire.

pub(crate) mod contents;
pub(crate) mod dossiers;
pub(crate) mod due;
pub(crate) mod reviews;
pub(crate) mod rpcs;
