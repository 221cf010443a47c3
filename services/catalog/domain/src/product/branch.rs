//! Branches (ngành) of Appendix I of Decision 26/2026/QĐ-TTg.

use std::ops::RangeInclusive;

use strum::{Display, EnumString};

/// A branch; it is written with its Roman numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString)]
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
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Food,
        Self::Drinks,
        Self::Herbs,
        Self::Handicraft,
        Self::Ornamental,
        Self::Tourism,
    ];

    /// Its criteria sets.
    pub fn sets(self) -> RangeInclusive<u32> {
        match self {
            Self::Food => 1..=13,
            Self::Drinks => 14..=17,
            Self::Herbs => 18..=20,
            Self::Handicraft => 21..=22,
            Self::Ornamental => 23..=25,
            Self::Tourism => 26..=26,
        }
    }

    /// The branch of a criteria set.
    pub fn of(criteria_set: u32) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|branch| branch.sets().contains(&criteria_set))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::CRITERIA_SETS;

    #[test]
    fn every_criteria_set_is_of_one_branch() {
        for set in CRITERIA_SETS {
            let of = Branch::ALL.into_iter();
            let of = of.filter(|branch| branch.sets().contains(&set));
            assert_eq!(of.count(), 1, "{set}");
        }
        assert_eq!(Branch::of(14), Some(Branch::Drinks));
        assert_eq!(Branch::of(27), None);
        assert_eq!("IV".parse(), Ok(Branch::Handicraft));
    }
}
