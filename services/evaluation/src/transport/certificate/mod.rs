//! Certificates: on the wire.

pub(crate) mod certificates;
pub(crate) mod round_decisions;
pub(crate) mod rpcs;
