//! What the contract promises about itself.

mod access;
mod limits;
mod newer;
mod personal;
mod requests;
mod topology;
