//! The catalog through its rpcs, on both engines, with a real broker.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should panic"
)]

mod access;
mod certificates;
mod fixture;
mod places;
mod producers;
mod products;
