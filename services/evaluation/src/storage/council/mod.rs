//! Councils, their rounds, ballots and conflicts of interest: their tables.

pub(crate) mod ballots;
pub(crate) mod conflicts;
pub(crate) mod councils;
pub(crate) mod rounds;
