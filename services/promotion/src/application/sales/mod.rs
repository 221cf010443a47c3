//! What can be done with reported sales.

mod effects;
mod report_sales;

pub use effects::{Asked, Effects, effects};
pub use report_sales::ReportSales;
