//! The index over what partners look for. A profile has a key for each criteria set in each province that it takes; a product
//! is compared with the partners whose keys it has, and with no others.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ocop_places::{Kind, Places, Said};

use super::{Asked, Demand, Profile, Sourcing};
use crate::listing::{CriteriaSet, Listing, Place, Star};

/// Keys of one profile at most. One that would have more has a key for each criteria set, in any province.
const MOST: usize = 300;

/// What a product must be to be looked at: of a criteria set or any, from a province or any, with enough stars.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The criteria set; `None` for any.
    pub set: Option<CriteriaSet>,
    /// Code of the province as it was said, for whatever day; `None` for any.
    pub province: Option<String>,
    /// The fewest stars.
    pub minimum_star: Star,
}

/// By what the keys that an open listing has are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    /// Its criteria set.
    pub set: CriteriaSet,
    /// Every code that a province in which it lies has or had.
    pub provinces: BTreeSet<String>,
    /// Its stars.
    pub star: Star,
}

impl Lookup {
    /// That of a listing. `None` unless it is open: then nobody is offered it.
    pub fn of(places: &Places, listing: &Listing) -> Option<Self> {
        Some(Self {
            set: listing.product.criteria_set,
            provinces: provinces(places, &listing.product.place),
            star: listing.star()?,
        })
    }

    /// Whether a listing has this key.
    pub fn has(&self, key: &Key) -> bool {
        key.set.is_none_or(|set| set == self.set)
            && key
                .province
                .as_ref()
                .is_none_or(|code| self.provinces.contains(code))
            && key.minimum_star <= self.star
    }
}

/// The codes of all provinces in which a place lies or lay, or may lie since its unit was divided, on any day.
fn provinces(places: &Places, place: &Place) -> BTreeSet<String> {
    let turns = places.turns().iter();
    // Between two turns nothing changes.
    let days = turns.flat_map(|turn| [Some(*turn), turn.succ_opt()]);
    let days: Vec<NaiveDate> = days.flatten().chain([place.said_on]).collect();
    let mut codes = BTreeSet::from([place.province_code.clone(), place.code.clone()]);
    for code in [&place.code, &place.province_code] {
        let said = Said {
            code,
            on: place.said_on,
        };
        for day in &days {
            for unit in places.on(said, *day) {
                let chain = places.chain(Said {
                    code: &unit.code,
                    on: *day,
                });
                let provinces = chain.iter().filter(|unit| unit.kind == Kind::Province);
                codes.extend(provinces.map(|unit| unit.code.to_string()));
            }
        }
    }
    codes
}

impl Profile {
    /// The criteria sets that a product may be of; `None` for any.
    pub fn sets(&self) -> Option<BTreeSet<CriteriaSet>> {
        let own = (!self.criteria_sets.is_empty()).then(|| self.criteria_sets.clone());
        let musts = self.musts().filter_map(|asked| match asked {
            Asked::Sets(sets) => Some(sets.clone()),
            Asked::Branches(branches) => {
                Some(branches.iter().flat_map(|branch| branch.sets()).collect())
            }
            _ => None,
        });
        own.into_iter()
            .chain(musts)
            .reduce(|one, other| one.intersection(&other).copied().collect())
    }

    /// The codes of the provinces from which all comes that fits it; `None` if it may come from anywhere.
    pub fn provinces(&self, places: &Places) -> Option<BTreeSet<String>> {
        if !self.province_codes.is_empty() {
            return Some(self.province_codes.clone());
        }
        let codes = self.musts().find_map(|asked| match asked {
            Asked::Places(codes) => Some(codes),
            _ => None,
        })?;
        let on = self.said_on;
        let provinces = |code: &String| {
            let units = places.on(Said { code, on }, on).into_iter();
            let tops = units.filter_map(|unit| {
                let code = &unit.code;
                let chain = places.chain(Said { code, on });
                Some(chain.last()?.code.to_string())
            });
            let mut found: BTreeSet<String> = tops.collect();
            if found.is_empty() {
                found.insert(code.clone());
            }
            found
        };
        Some(codes.iter().flat_map(provinces).collect())
    }

    /// The fewest stars that a product may have.
    pub fn star(&self) -> Star {
        let musts = self.musts().filter_map(|asked| match asked {
            Asked::Star(star) => Some(*star),
            _ => None,
        });
        musts.fold(self.minimum_star, Star::max)
    }

    fn musts(&self) -> impl Iterator<Item = &Asked> {
        let musts = self
            .criteria
            .iter()
            .filter(|criterion| criterion.demand == Demand::Must);
        musts.map(|criterion| &criterion.asked)
    }

    fn keys(&self, places: &Places) -> Vec<Key> {
        let any_or = |found: Option<BTreeSet<String>>| -> Vec<Option<String>> {
            found.map_or_else(|| vec![None], |all| all.into_iter().map(Some).collect())
        };
        let sets: Vec<Option<CriteriaSet>> = self
            .sets()
            .map_or_else(|| vec![None], |all| all.into_iter().map(Some).collect());
        let mut provinces = any_or(self.provinces(places));
        if sets.len() * provinces.len() > MOST {
            provinces = vec![None];
        }
        let minimum_star = self.star();
        let of_set = |set: &Option<CriteriaSet>| {
            let set = *set;
            let key = move |province: &Option<String>| Key {
                set,
                province: province.clone(),
                minimum_star,
            };
            provinces.iter().map(key).collect::<Vec<Key>>()
        };
        sets.iter().flat_map(of_set).collect()
    }
}

impl Sourcing {
    /// The keys of all its profiles, each set and province once.
    pub fn keys(&self, places: &Places) -> Vec<Key> {
        let mut stars: BTreeMap<(Option<CriteriaSet>, Option<String>), Star> = BTreeMap::new();
        for key in self.profiles().flat_map(|one| one.keys(places)) {
            let star = stars
                .entry((key.set, key.province))
                .or_insert(key.minimum_star);
            *star = key.minimum_star.min(*star);
        }
        let key = |((set, province), minimum_star)| Key {
            set,
            province,
            minimum_star,
        };
        stars.into_iter().map(key).collect()
    }
}
