//! The catalog's tables. sea-orm lives here and nowhere else.
//!
//! Aggregates are read whole, changed by the domain and saved through [`Tx`], which records their
//! events. Filters live in the query functions, so that no caller can forget one.

mod certificates;
mod migrations;
mod places;
mod producer_list;
mod producers;
mod product_list;
mod products;

use ocop_chassis::database;

pub use certificates::keep_certificates;
pub use migrations::Migrator;
pub use places::{PlaceFilter, insert_place, list_places, location, place};
pub use producer_list::{ProducerFilter, list_producers};
pub use producers::{ProducerRecord, maker, producer, producer_record, producers_by_id};
pub use product_list::{ProductFilter, list_products};
pub use products::{ProductRecord, product, product_record, products_by_id};

use crate::domain::Event;

/// The catalog's store.
pub type Store = database::Store<Event>;
/// An open transaction of the catalog.
pub type Tx = database::Tx<Event>;
