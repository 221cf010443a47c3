//! The catalog through its rpcs, on both engines, with a real broker.

mod access;
mod certificates;
mod fixture;
mod places;
mod producers;
mod products;
