//! Councils, their rounds, ballots and conflicts of interest: on the wire.

pub(crate) mod ballots;
pub(crate) mod conflicts;
pub(crate) mod councils;
pub(crate) mod rounds;
pub(crate) mod rpcs;
pub(crate) mod verdicts;
pub(crate) mod voting;
