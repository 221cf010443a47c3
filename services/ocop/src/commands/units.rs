//! The day in whose administrative units a place is named.

use chrono::NaiveDate;
use clap::Args;

use crate::words;

/// In the units of which day.
#[derive(Args, Clone, Debug)]
pub(crate) struct Units {
    /// The day in whose administrative units places are named and counted, YYYY-MM-DD; today if not given.
    #[arg(long, value_name = "DAY", value_parser = words::day)]
    in_units_of: Option<NaiveDate>,
}

impl Units {
    /// As requests have it.
    pub(super) fn day(&self) -> String {
        words::written(self.in_units_of)
    }
}
