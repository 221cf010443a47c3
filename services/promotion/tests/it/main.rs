//! Promotion through its rpcs, its events and its webhooks, on both engines, with a real broker.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should panic"
)]

mod access;
mod bad_input;
mod campaign;
mod delivery;
mod demand;
mod due;
mod exchange;
mod fixture;
mod gift;
mod journey;
mod leaving;
mod listing;
mod mail;
mod merging;
mod origins;
mod partner;
mod partner_nats;
mod partner_python;
mod receivers;
mod recovery;
mod replicas;
mod reward;
mod sales;
mod sales_point;
mod secrets;
mod signatures;
mod sourcing;
mod subscription;
mod top_list;
mod trade;
mod trade_events;
mod trade_matches;
mod twice;
mod webhooks;
