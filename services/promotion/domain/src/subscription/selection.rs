//! Which events a subscription takes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::listing::{CriteriaSet, Product};
use crate::partner::MatchChange;

/// Which events of a partner's matches a subscription takes. An empty set means any.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// What happened.
    pub changes: BTreeSet<MatchChange>,
    /// Of products of these criteria sets.
    pub criteria_sets: BTreeSet<CriteriaSet>,
    /// Of products of these provinces, by the code that the event names.
    pub province_codes: BTreeSet<String>,
}

impl Selection {
    /// Whether it takes an event about a product.
    pub fn takes(&self, change: MatchChange, product: &Product) -> bool {
        let happened = self.changes.is_empty() || self.changes.contains(&change);
        let of_sets =
            self.criteria_sets.is_empty() || self.criteria_sets.contains(&product.criteria_set);
        let province = &product.place.province_code;
        let from_provinces =
            self.province_codes.is_empty() || self.province_codes.contains(province);
        happened && of_sets && from_provinces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::*;

    #[test]
    fn a_selection_takes_what_it_names_and_an_empty_one_everything() {
        let any = Selection::default();
        assert!(any.takes(MatchChange::Opened, &fish_sauce()));
        let endings = Selection {
            changes: [MatchChange::Suspended, MatchChange::Ended].into(),
            ..Selection::default()
        };
        assert!(!endings.takes(MatchChange::Opened, &fish_sauce()));
        assert!(endings.takes(MatchChange::Ended, &fish_sauce()));
        let drinks = Selection {
            criteria_sets: [set(14)].into(),
            ..Selection::default()
        };
        assert!(!drinks.takes(MatchChange::Ended, &fish_sauce()));
        let elsewhere = Selection {
            province_codes: ["48".to_owned()].into(),
            ..Selection::default()
        };
        assert!(!elsewhere.takes(MatchChange::Ended, &fish_sauce()));
    }
}
