//! Promotion: certified products find their buyers.
//!
//! The service keeps a listing of every certified product, matches listings with what partners such as supermarket
//! chains look for, and tells the partners of everything that happens to a product they carry: on NATS subjects and by
//! signed webhooks.

pub mod domain;
pub mod webhook;
