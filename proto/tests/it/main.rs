//! What the contract promises about itself.

mod access;
mod limits;
mod personal;
mod requests;
mod topology;
