//! What the catalog can do: one file per use case. Each runs inside one transaction.

mod error;
pub mod growing_area;
pub mod merging;
pub mod place;
pub mod producer;
pub mod product;
pub mod support;
pub mod trace;
pub mod transfer;

pub use error::Error;
