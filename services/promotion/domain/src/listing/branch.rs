//! Branches (ngành) of Appendix I of Decision 26/2026/QĐ-TTg.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use super::CriteriaSet;

/// A branch; it is written with its Roman numeral.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Display,
    EnumString,
    EnumIter,
    Serialize,
    Deserialize,
)]
pub enum Branch {
    /// Thực phẩm.
    #[strum(serialize = "I")]
    Food,
    /// Đồ uống.
    #[strum(serialize = "II")]
    Drinks,
    /// Dược liệu và sản phẩm từ dược liệu.
    #[strum(serialize = "III")]
    Herbs,
    /// Hàng thủ công mỹ nghệ.
    #[strum(serialize = "IV")]
    Handicraft,
    /// Sinh vật cảnh.
    #[strum(serialize = "V")]
    Ornamental,
    /// Dịch vụ du lịch.
    #[strum(serialize = "VI")]
    Tourism,
}

impl Branch {
    fn numbers(self) -> RangeInclusive<u32> {
        match self {
            Self::Food => 1..=13,
            Self::Drinks => 14..=17,
            Self::Herbs => 18..=20,
            Self::Handicraft => 21..=22,
            Self::Ornamental => 23..=25,
            Self::Tourism => 26..=26,
        }
    }

    /// Its criteria sets.
    pub fn sets(self) -> impl Iterator<Item = CriteriaSet> {
        self.numbers()
            .filter_map(|number| CriteriaSet::try_from(number).ok())
    }

    /// Whether a criteria set is of it.
    pub fn holds(self, set: CriteriaSet) -> bool {
        self.numbers().contains(&set.number())
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;
    use crate::samples::set;

    #[test]
    fn every_criteria_set_is_of_one_branch() {
        for number in 1..=26 {
            let of = Branch::iter().filter(|branch| branch.holds(set(number)));
            assert_eq!(of.count(), 1, "{number}");
        }
        let sets: usize = Branch::iter().map(|branch| branch.sets().count()).sum();
        assert_eq!(sets, 26);
        assert_eq!("IV".parse(), Ok(Branch::Handicraft));
    }
}
