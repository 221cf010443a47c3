//! The chassis proven against real parts: both database engines, a real nats-server that is stopped,
//! killed, wiped and cut off, and a toy service that counts.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should panic"
)]

mod bench;
mod crashes;
mod crowd;
mod database_away;
mod dead_letters;
mod delivery;
mod large;
mod loss;
mod order;
mod outside;
mod relay;
mod requests;
mod together;
mod toy;
