//! Local copies of the producers, products, growing areas and sessions of training that the catalog registers, and of who was at
//! which fair: their tables.

mod attendances;

mod growing_areas;
pub(crate) mod merged;
pub(crate) mod producers;
mod products;
mod sales;
mod trainings;
mod value_chains;

pub use attendances::{attendances, describe_fair, replace_attendances, store_attendance};
pub use growing_areas::{holders_of, store_area};
pub use merged::{find_kept, merge_producer, merge_product, resolved};
pub use producers::{
    find_home_of, home_of, is_person_erased, producer, producer_may_come, store_producers,
};
pub(crate) use products::retired;
pub use products::{find_product, product, product_may_come, products, store_products};
pub use sales::store_sales;
pub use trainings::store_training;
pub use value_chains::keep_value_chains;

/// The consumer that brings products.
pub const PRODUCTS: &str = "evaluation-products";
/// The consumer that brings producers.
pub const PRODUCERS: &str = "evaluation-producers";
