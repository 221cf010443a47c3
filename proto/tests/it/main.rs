//! What the contract promises about itself.

mod access;
mod requests;
mod topology;
