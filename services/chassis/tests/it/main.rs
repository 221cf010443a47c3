//! The chassis proven against real parts: both database engines, a real nats-server that is stopped,
//! killed, wiped and cut off, and a toy service that counts.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should panic"
)]

mod audit;
mod callers;
mod cancelled_calls;
mod cluster;
mod crashes;
mod database_away;
mod dead_letters;
mod delivery;
mod disk_full;
mod edge;
mod forged;
mod group_commit;
mod large;
mod loss;
mod migrate;
mod newer;
mod office;
mod order;
mod origins;
mod outside;
mod parked;
mod relay;
mod requests;
mod setup;
mod snapshots;
mod tls;
mod too_many;
mod toy;
