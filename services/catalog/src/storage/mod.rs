//! The catalog's tables. sea-orm lives here and nowhere else.
//!
//! Aggregates are read whole, changed by the domain and saved through [`Tx`], which records their
//! events. Filters live in the query functions, so that no caller can forget one.

mod migrations;
pub mod place;
pub mod producer;
pub mod product;
mod search;
pub mod transfer;

use ocop_chassis::database;

pub use migrations::Migrator;

use crate::domain::Event;

/// The catalog's store.
pub type Store = database::Store<Event>;
/// An open transaction of the catalog.
pub type Tx = database::Tx<Event>;
