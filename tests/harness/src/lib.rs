//! Shared by all tests: a real PostgreSQL, a real nats-server, a proxy that can be cut, a receiver of webhooks, and
//! one way of waiting.
//!
//! A test that needs a server asks for the one its process shares ([`Postgres::shared`], [`Nats::shared`]) and takes a
//! fresh database or stream names of its own in it. A test that stops, kills or freezes a server starts a
//! private one. No server outlives its test process, however that process ends.
//!
//! Nothing here knows any service but by name.

pub mod certificates;
mod engines;
mod epcis_schema;
mod eventually;
mod folder;
pub mod fuzz;
mod kept_events;
mod nats;
mod pgbouncer;
mod port;
mod postgres;
mod process;
mod programs;
mod prometheus;
mod proxy;
mod raw;
mod receiver;
mod service;
mod small_disk;
mod streams;
mod watchdog;

pub use engines::{on_postgres, on_sqlite};
pub use epcis_schema::EpcisSchema;
pub use eventually::{Answer, eventually, eventually_within};
pub use nats::Nats;
pub use pgbouncer::PgBouncer;
pub use port::free as free_port;
pub use postgres::Postgres;
pub use process::{Process, programs};
pub use programs::{is_installed, nats_py};
pub use prometheus::{AlertRule, Prometheus};
pub use proxy::Proxy;
pub use raw::Raw;
pub use receiver::{Received, Receiver, Reply};
pub use service::{Bearer, NOON, Running, SEALING_KEY, reason_of};
pub use small_disk::SmallDisk;
pub use streams::set_up;
