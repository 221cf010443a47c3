//! Which listings suit a demand, and why.
//!
//! The weights are whole numbers that add up to 100: fit 40, capacity 25, price 20, distance 15. A product that is of no wanted
//! kind, has too few stars or is not certified is no candidate at all.

use std::cmp::Reverse;

use chrono::NaiveDate;
use ocop_places::{Places, Said};
use uuid::Uuid;

use super::{Bounds, Deal, Delivery, Demand, Goods, Month, Offer, Period};
use crate::listing::{Amount, Listing, Place, Star};

/// Points for words of the name, and for days on which the product is certified.
const WORDS: u32 = 15;
const DAYS: u32 = 15;
/// Points for five stars.
const STARS: u32 = 10;
const FIT: u32 = WORDS + DAYS + STARS;
const CAPACITY: u32 = 25;
const PRICE: u32 = 20;
const DISTANCE: u32 = 15;
/// Points for the same province.
const SAME_PROVINCE: u32 = 10;

/// In which respect a listing answers a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// Words of its name, days on which it is certified, stars.
    Fit,
    /// What can still be made in the time.
    Capacity,
    /// How far it is from where it is to be delivered.
    Distance,
    /// What it costs.
    Price,
}

/// How a listing answers a demand in one respect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// In which.
    pub kind: FactorKind,
    /// Points.
    pub points: u32,
    /// The most that there can be.
    pub most: u32,
    /// Why, with the figures.
    pub why: String,
}

/// A listing that may suit, with what is known beside it.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The listing.
    pub listing: &'a Listing,
    /// Deals about the product.
    pub deals: &'a [&'a Deal],
    /// The producer's offer that waits for an answer: its price counts.
    pub offer: Option<&'a Offer>,
    /// How many of the wanted words its name has, and how many there are.
    pub words: (u32, u32),
}

/// A listing that suits a demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// The product.
    pub goods: Goods,
    /// Its stars.
    pub star: Star,
    /// How it answers: fit, capacity, distance, price.
    pub factors: [Factor; 4],
    /// How much can still be made in the time, if that is known in the unit of the demand.
    pub left: Option<Amount>,
    /// Id of the offer whose price counts.
    pub offer_id: Option<Uuid>,
}

impl Ranked {
    /// The sum of the points, 0 to 100.
    pub fn score(&self) -> u32 {
        self.factors.iter().map(|factor| factor.points).sum()
    }
}

/// How much can still be made in a time: in each month of it that is left, the capacity less what is due of open deals in the
/// same unit.
pub fn capacity_left(per_month: &Amount, deals: &[&Deal], period: Period, today: NaiveDate) -> u64 {
    let of_month = |month: Month| {
        let same_unit = deals
            .iter()
            .filter(|deal| deal.volume.unit_key() == per_month.unit_key());
        let due = same_unit.map(|deal| deal.due_in(month, today));
        per_month
            .quantity
            .saturating_sub(due.fold(0, u64::saturating_add))
    };
    let months = period.months_from(today);
    months.map(of_month).fold(0, u64::saturating_add)
}

/// `points` in the proportion of `part` to `whole`, rounded down; all of them if there is no whole.
fn share(points: u32, part: u64, whole: u64) -> u32 {
    if whole == 0 {
        return points;
    }
    let share = u128::from(points) * u128::from(part.min(whole)) / u128::from(whole);
    u32::try_from(share).unwrap_or(points)
}

fn fit(demand: &Demand, candidate: &Candidate<'_>, star: Star, today: NaiveDate) -> Factor {
    let (found, words) = candidate.words;
    let period = demand.terms.period;
    let from = period.from.max(today);
    let days = (period.to - from).num_days().max(0).unsigned_abs() + 1;
    let valid_to = candidate
        .listing
        .held()
        .map_or(NaiveDate::MIN, |held| held.certificate.valid_to);
    let certified = (valid_to.min(period.to) - from).num_days() + 1;
    let certified = certified.max(0).unsigned_abs();
    let stars = match star {
        Star::Three => 3,
        Star::Four => 6,
        Star::Five => STARS,
    };
    let said = match words {
        0 => String::new(),
        _ => format!("{found} of {words} words of the name; "),
    };
    let number = star.number();
    Factor {
        kind: FactorKind::Fit,
        points: share(WORDS, found.into(), words.into()) + share(DAYS, certified, days) + stars,
        most: FIT,
        why: format!(
            "{said}certified until {valid_to}, on {certified} of {days} days until {}; {number} stars",
            period.to
        ),
    }
}

fn capacity(demand: &Demand, left: Option<&Amount>) -> Factor {
    let (sought, unit) = (demand.left(), &demand.terms.volume.unit);
    let (points, why) = match left {
        Some(left) => {
            let to = demand.terms.period.to;
            let why = format!(
                "{} {unit} can still be made by {to}, {sought} are sought",
                left.quantity
            );
            (share(CAPACITY, left.quantity, sought), why)
        }
        None => (0, format!("the capacity in {unit} is not known")),
    };
    Factor {
        kind: FactorKind::Capacity,
        points,
        most: CAPACITY,
        why,
    }
}

fn distance(places: &Places, delivery: &Delivery, place: &Place) -> Factor {
    let is_in = |code: &str| place.is_in(places, code, delivery.said_on);
    let in_commune = delivery.place_code.as_deref().is_some_and(is_in);
    let (points, how) = if in_commune {
        (DISTANCE, "the commune of delivery")
    } else if is_in(&delivery.province_code) {
        (SAME_PROVINCE, "the province of delivery")
    } else {
        (0, "another province than that of delivery")
    };
    // What the province of its certificate became by the day of the demand.
    let delivered = Said {
        code: &delivery.province_code,
        on: delivery.said_on,
    };
    let names = places.chain(delivered);
    let moved = points > 0 && place.province_code != delivery.province_code;
    let now = names.last().filter(|_| moved);
    let now = now.map_or_else(String::new, |unit| format!(", today in {}", unit.name));
    let (name, province) = (&place.name, &place.province_name);
    Factor {
        kind: FactorKind::Distance,
        points,
        most: DISTANCE,
        why: format!("made in {name}, {province}{now}: {how}"),
    }
}

/// Points of a price: all at the lowest or below, half of them at the highest, none at a quarter above the highest.
fn price_points(vnd: u64, bounds: Bounds) -> u32 {
    let Some(to) = bounds.to else {
        return PRICE;
    };
    let from = bounds.from.unwrap_or(0).min(to);
    let half = PRICE / 2;
    if vnd <= to {
        half + share(half, to - vnd, to - from)
    } else {
        // A quarter above is four times the excess as a part of the highest price.
        let excess = u128::from(vnd - to) * 4 * u128::from(half);
        let lost = excess.div_ceil(u128::from(to.max(1)));
        half - u32::try_from(lost).unwrap_or(half).min(half)
    }
}

fn price(demand: &Demand, candidate: &Candidate<'_>) -> Factor {
    let (bounds, unit) = (demand.terms.price, &demand.terms.volume.unit);
    let listed = candidate.listing.product.trade.wholesale_price.as_ref();
    let in_unit = listed.filter(|price| price.unit_key() == demand.terms.volume.unit_key());
    let known = match candidate.offer {
        Some(offer) => Some((offer.proposal.price_vnd, "offered at")),
        None => in_unit.map(|price| (price.vnd, "sold at")),
    };
    let asked = match (bounds.from, bounds.to) {
        (_, None) => "any price is taken".to_owned(),
        (None, Some(to)) => format!("up to {to} are paid"),
        (Some(from), Some(to)) => format!("{from} to {to} are paid"),
    };
    let (points, why) = match known {
        Some((vnd, how)) => (
            price_points(vnd, bounds),
            format!("{how} {vnd} VND for one {unit}, {asked}"),
        ),
        None => (0, format!("the price of one {unit} is not known")),
    };
    Factor {
        kind: FactorKind::Price,
        points,
        most: PRICE,
        why,
    }
}

/// How a listing answers a demand; `None` if it does not suit.
fn weigh(
    places: &Places,
    demand: &Demand,
    candidate: &Candidate<'_>,
    today: NaiveDate,
) -> Option<Ranked> {
    let listing = candidate.listing;
    if !demand.terms.wanted.suits(listing) {
        return None;
    }
    let star = listing.star()?;
    let (terms, trade) = (&demand.terms, &listing.product.trade);
    let per_month = trade.capacity_per_month.as_ref();
    let per_month = per_month.filter(|amount| amount.in_unit_of(&terms.volume).is_some());
    let left = per_month.map(|per_month| Amount {
        quantity: capacity_left(per_month, candidate.deals, terms.period, today),
        unit: terms.volume.unit.clone(),
    });
    Some(Ranked {
        goods: Goods::of(listing).ok()?,
        star,
        factors: [
            fit(demand, candidate, star, today),
            capacity(demand, left.as_ref()),
            distance(places, &terms.delivery, &listing.product.place),
            price(demand, candidate),
        ],
        left,
        offer_id: candidate.offer.map(|offer| offer.id),
    })
}

/// The listings that suit, the best first; those with the same score in the order of their ids.
pub fn rank(
    places: &Places,
    demand: &Demand,
    candidates: &[Candidate<'_>],
    today: NaiveDate,
) -> Vec<Ranked> {
    let weighed = candidates
        .iter()
        .filter_map(|candidate| weigh(places, demand, candidate, today));
    let mut ranked: Vec<Ranked> = weighed.collect();
    ranked.sort_by_key(|one| (Reverse(one.score()), one.goods.product_id));
    ranked
}
