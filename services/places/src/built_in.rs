//! The units that come with the program.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;

use crate::{Facts, Places};

/// The day on which the districts of Viet Nam ended, with 29 of its 63 provinces (202/2025/QH15, 203/2025/QH15).
pub const LAST_DAY_OF_DISTRICTS: NaiveDate = NaiveDate::from_ymd_opt(2025, 6, 30).expect("a day");

static BUILT_IN: LazyLock<Arc<Places>> = LazyLock::new(|| {
    let units = include_str!("../data/units.csv");
    let successors = include_str!("../data/successors.csv");
    // What is compiled in is what the tests have read.
    let facts = Facts::read_in_place(units, successors).unwrap_or_default();
    Arc::new(Places::new(facts))
});

/// The units that existed on 30 June 2025 or since, as far as they were known when the program was built. Read once.
pub fn built_in() -> Arc<Places> {
    Arc::clone(&BUILT_IN)
}
