//! What the contract promises about itself.

mod access;
mod personal;
mod requests;
mod topology;
