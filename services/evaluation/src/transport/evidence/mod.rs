//! Documents of a producer and their files: on the wire.

pub(crate) mod documents;
pub(crate) mod rpcs;
