//! What a recount finds for the indicator of a target.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ocop_evaluation::domain::certificate::Certificate;
use ocop_evaluation::domain::certificate::certification::Certification;
use ocop_evaluation::domain::criteria::star::Star;
use ocop_evaluation::domain::programme::target::{Indicator, Measure, Period, PlaceLevel, Terms};
use ocop_evaluation::domain::register::product::DISTRICTS_UNTIL;
use ocop_identity::{Located, UnitsOfDay};
use ocop_places::{Said, built_in};
use uuid::Uuid;

use super::Register;

/// What is found in a province for the indicator of a target on a day: what flows is counted from the first day of the
/// period to that day, what stands is counted on it.
pub(crate) fn measure(
    register: Register<'_>,
    province: Said<'_>,
    terms: &Terms,
    day: NaiveDate,
) -> Measure {
    let so_far = Period {
        from: terms.period.from,
        to: day,
    };
    let here = Some(province);
    let begun = || {
        register
            .certificates(here)
            .filter(move |(this, _)| so_far.holds(this.valid_from))
    };
    let counted = |value: usize, base: usize| Measure {
        value: u32::try_from(value).unwrap_or(u32::MAX),
        base: u32::try_from(base).unwrap_or(u32::MAX),
        growth: None,
    };
    match terms.indicator {
        Indicator::NewProducts { min_star } => {
            let new = begun().filter(|(this, before)| before.is_none() && this.star >= min_star);
            counted(new.count(), 0)
        }
        Indicator::RecognisedProducts { min_star } => {
            let recognised = begun().filter(|(this, before)| {
                this.star >= min_star && before.is_none_or(|before| this.star > before.star)
            });
            counted(products(recognised.map(|(this, _)| this)).len(), 0)
        }
        Indicator::ValidProducts { min_star } => {
            let valid = register.valid_on(here, day);
            counted(valid.filter(|this| this.star >= min_star).count(), 0)
        }
        Indicator::Upgraded { min_star, cohort } => {
            let risen = |product: &Certification| rose(product, min_star, so_far);
            match cohort {
                None => {
                    let risen = begun().filter(|(this, before)| {
                        this.star >= min_star
                            && before.is_some_and(|before| this.star > before.star)
                    });
                    counted(products(risen.map(|(this, _)| this)).len(), 0)
                }
                Some(cohort) => {
                    let members: Vec<&Certification> = register
                        .products
                        .iter()
                        .filter(|product| last_of(product, province, cohort, day).is_some())
                        .collect();
                    let risen = members.iter().filter(|product| risen(product)).count();
                    counted(risen, members.len())
                }
            }
        }
        Indicator::Kept { cohort } => {
            let due: Vec<&Certification> = register
                .products
                .iter()
                .filter(|product| {
                    last_of(product, province, cohort, day)
                        .is_some_and(|last| super::gone_on(last) <= day)
                })
                .collect();
            let kept = due.iter().filter(|product| product.valid_on(day).is_some());
            counted(kept.count(), due.len())
        }
        Indicator::FiveStarCandidates => {
            let sent = register
                .forwarded
                .iter()
                .filter(|sent| sent.province_code == province.code && so_far.holds(sent.on));
            let products: BTreeSet<Uuid> = sent.map(|sent| sent.product_id).collect();
            counted(products.len(), 0)
        }
        Indicator::Producers { which } => {
            let holders = register.holders(here, (so_far.from, day));
            Measure {
                value: holders.such(which),
                base: holders.total,
                growth: None,
            }
        }
        Indicator::SalesGrowth => {
            let growth = register.growth(here, day);
            Measure {
                value: growth.products,
                base: growth.of_products,
                growth: Some(growth),
            }
        }
        Indicator::TrainedProducers => {
            let holding = register.holding(here, day);
            let trained = register.trained((so_far.from, so_far.to));
            counted(holding.intersection(&trained).count(), holding.len())
        }
        Indicator::Places { level } => {
            let units = UnitsOfDay::new(built_in(), day.min(DISTRICTS_UNTIL));
            let place = |this: &Certificate| {
                let place = &this.place;
                let located = Located {
                    province: place.province_code.clone(),
                    place: Some(place.code.clone()),
                    said_on: place.said_on,
                };
                match level {
                    PlaceLevel::Commune => {
                        let units = units.on(day);
                        let unit = units.unit_of(&located).map(str::to_owned);
                        Some(unit.unwrap_or_else(|| place.code.clone()))
                    }
                    PlaceLevel::District => {
                        let district = units.district_of(&located).map(str::to_owned);
                        district.or_else(|| place.district_code.clone())
                    }
                }
            };
            let places: BTreeSet<String> = register.valid_on(here, day).filter_map(place).collect();
            counted(places.len(), 0)
        }
    }
}

fn products<'a>(certificates: impl Iterator<Item = &'a Certificate>) -> BTreeSet<Uuid> {
    certificates.map(|this| this.product_id).collect()
}

/// The last certificate that makes a product a member of a cohort by a day.
fn last_of<'a>(
    product: &'a Certification,
    province: Said<'_>,
    cohort: Period,
    day: NaiveDate,
) -> Option<&'a Certificate> {
    product.certificates.iter().rev().find(|this| {
        let own = Said {
            code: &this.place.province_code,
            on: this.place.said_on,
        };
        built_in().lies_in(own, province) && cohort.holds(this.valid_from) && this.valid_from <= day
    })
}

/// Whether a product rose to at least so many stars in a period.
fn rose(product: &Certification, min_star: Star, period: Period) -> bool {
    product.certificates.windows(2).any(|pair| {
        let [before, this] = pair else { return false };
        this.star > before.star && this.star >= min_star && period.holds(this.valid_from)
    })
}
