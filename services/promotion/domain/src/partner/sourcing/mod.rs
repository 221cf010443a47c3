//! What a partner looks for: one profile or several, such as one for its shelves and one for its gift baskets.

mod assessment;
mod criterion;
mod keys;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ocop_places::Places;
use serde::{Deserialize, Serialize};

pub use assessment::Assessment;
pub use criterion::{Asked, Criterion, CriterionKind, Demand, Finding};
pub use keys::{Key, Lookup};

use crate::listing::{Certificate, CriteriaSet, Product, Star, Term};

/// One list of criteria. A product fits it if it answers all that it must. An empty set means any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// What the partner calls it; may be empty.
    pub name: String,
    /// The criteria sets it buys from.
    pub criteria_sets: BTreeSet<CriteriaSet>,
    /// Codes of the provinces it buys from.
    pub province_codes: BTreeSet<String>,
    /// The day for which they, and the places of the criteria, were said.
    pub said_on: NaiveDate,
    /// The fewest stars it takes.
    pub minimum_star: Star,
    /// What else is asked.
    pub criteria: Vec<Criterion>,
}

impl Profile {
    /// All that is asked, what its own fields say first.
    fn criteria(&self) -> impl Iterator<Item = Criterion> + '_ {
        let sets = (!self.criteria_sets.is_empty())
            .then(|| Criterion::must(Asked::Sets(self.criteria_sets.clone())));
        let provinces = (!self.province_codes.is_empty())
            .then(|| Criterion::must(Asked::Places(self.province_codes.clone())));
        let star = Criterion::must(Asked::Star(self.minimum_star));
        let own = sets.into_iter().chain(provinces).chain([star]);
        own.chain(self.criteria.iter().cloned())
    }

    /// Until when a product fits it.
    pub fn term(&self, places: &Places, product: &Product, certificate: &Certificate) -> Term {
        let enough = Term::of(certificate.star >= self.minimum_star);
        let of_sets =
            self.criteria_sets.is_empty() || self.criteria_sets.contains(&product.criteria_set);
        let from_provinces = self.province_codes.is_empty()
            || self
                .province_codes
                .iter()
                .any(|code| product.place.is_in(places, code, self.said_on));
        let own = enough.min(Term::of(of_sets)).min(Term::of(from_provinces));
        let musts = self
            .criteria
            .iter()
            .filter(|criterion| criterion.demand == Demand::Must);
        let terms = musts.map(|criterion| {
            let asked = &criterion.asked;
            asked.term((product, certificate), places, self.said_on)
        });
        terms.fold(own, Term::min)
    }

    /// How a product answers it.
    pub fn assess(
        &self,
        places: &Places,
        product: &Product,
        certificate: &Certificate,
        today: NaiveDate,
    ) -> Assessment {
        let judged = self.criteria().map(|criterion| {
            criterion.judge((product, certificate), (places, self.said_on), today)
        });
        Assessment::of(self.name.clone(), judged.collect(), today)
    }
}

/// What a partner looks for: what fits one of its profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourcing {
    /// The first profile.
    pub first: Profile,
    /// Those besides it.
    pub further: Vec<Profile>,
}

impl Sourcing {
    /// What looks for one thing only.
    pub fn one(first: Profile) -> Self {
        let further = Vec::new();
        Self { first, further }
    }

    /// All profiles in the order in which they were given.
    pub fn profiles(&self) -> impl Iterator<Item = &Profile> {
        std::iter::once(&self.first).chain(&self.further)
    }

    /// Until when a product is what is looked for.
    pub fn term(&self, places: &Places, product: &Product, certificate: &Certificate) -> Term {
        let terms = self
            .profiles()
            .map(|profile| profile.term(places, product, certificate));
        terms.max().unwrap_or(Term::Never)
    }

    /// How a product answers the profile that it answers best.
    pub fn assess(
        &self,
        places: &Places,
        product: &Product,
        certificate: &Certificate,
        today: NaiveDate,
    ) -> Assessment {
        let first = self.first.assess(places, product, certificate, today);
        let further = self
            .further
            .iter()
            .map(|profile| profile.assess(places, product, certificate, today));
        further.fold(first, |best, other| {
            if other.is_better_than(&best) {
                other
            } else {
                best
            }
        })
    }
}

#[cfg(test)]
pub(super) mod tests;
