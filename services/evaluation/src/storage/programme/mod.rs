//! The programme's targets and its progress: their tables.

pub(crate) mod count;
pub(crate) mod measure;
pub(crate) mod progress;
pub(crate) mod targets;
