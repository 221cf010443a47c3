//! The programme's targets and its progress: their tables.

mod count;
mod figures;
mod measure;
mod progress;
mod sales;
mod targets;

pub use count::count_certificates;
pub(crate) use count::{PlacedRow, columns, eras, in_units_of, is_place};
pub use figures::{Figures, figures};
pub use measure::measure;
pub use progress::progress;
pub use targets::{MOST_TARGETS, TargetFilter, begun_targets, count_targets, list_targets};
