//! The program `ocop` as a person runs it: real processes, real ports, a real nats-server.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should panic"
)]

mod asked_places;
mod audit;
mod backup;
mod clocks;
mod command_line;
mod demands;
mod evidence;
mod fuzz;
mod journey;
mod lots;
mod merging;
mod nats_config;
mod nats_credentials;
mod office;
mod operations;
mod places;
mod program;
mod questions;
mod reach;
mod registers;
mod released;
mod replayed;
mod sales;
mod settings;
mod support;
mod tls;
mod up;
mod usage;
