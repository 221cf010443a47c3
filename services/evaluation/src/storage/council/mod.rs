//! Councils, their rounds, ballots and conflicts of interest: their tables.

mod ballots;
mod conflicts;
mod councils;
mod relied;
mod rounds;

pub use ballots::{
    BallotFilter, ballots, councils_of_ballots, insert_ballot, list_ballots, withdraw_ballot,
};
pub(crate) use ballots::{Vote, ballot_in};
pub(crate) use conflicts::conflict_in;
pub use conflicts::{
    conflicts, insert_conflict, list_conflicts, standing_conflicts, withdraw_conflict,
};
pub(crate) use councils::members::councils_of_member;
pub use councils::{
    CouncilFilter, council, councils_by_id, insert_council, list_councils, update_council,
};
pub use relied::relied_on;
pub(crate) use rounds::rounds_with;
pub use rounds::{
    RoundFilter, insert_round, list_rounds, round, round_for_update, rounds_of, update_round,
};
