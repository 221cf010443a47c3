//! Evaluation's own copies of what catalog says of producers and products, and promotion of who was at which fair and of sales.

pub mod attendance;
pub mod growing_area;
pub mod producer;
pub mod product;
pub mod sales;
pub mod training;
