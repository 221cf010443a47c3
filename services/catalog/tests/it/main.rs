//! The catalog through its rpcs, on both engines, with a real broker.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should panic"
)]

mod access;
mod area_marks;
mod audit;
mod certificate;
mod fixture;
mod growing_area;
mod history;
mod import;
mod merging;
mod operations;
mod personal;
mod place;
mod place_additions;
mod pooler;
mod producer;
mod product;
mod reach;
mod register;
mod search;
mod support;
mod tls;
mod trace;
mod transfer;
mod views;
