//! What the contract promises about itself.

mod access;
mod event_catalogue;
mod fuzz;
mod limits;
mod newer;
mod personal;
mod reasons;
mod requests;
mod topology;
mod views;
