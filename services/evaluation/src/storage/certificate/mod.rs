//! Certificates: their tables.

pub(crate) mod certificates;
pub(crate) mod certifications;
pub(crate) mod recognitions;
pub(crate) mod serials;
