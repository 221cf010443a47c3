//! Evaluation's own copies of what catalog says of producers and products.

pub mod producer;
pub mod product;
