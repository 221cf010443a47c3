//! Local copies of the producers and products that the catalog registers: their tables.

pub(crate) mod producers;
pub(crate) mod products;

/// The consumer that brings products.
pub const PRODUCTS: &str = "evaluation-products";
/// The consumer that brings producers.
pub const PRODUCERS: &str = "evaluation-producers";
