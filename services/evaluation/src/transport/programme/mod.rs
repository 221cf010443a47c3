//! The programme's targets and its progress: on the wire.

pub(crate) mod progress;
pub(crate) mod rpcs;
pub(crate) mod targets;
