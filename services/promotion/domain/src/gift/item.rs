//! What is in a gift set, and on which days it is certified.

use chrono::NaiveDate;
use ocop_places::Places;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Refusal;
use crate::listing::{CriteriaSet, Listing, Place, Star};

/// A product in a set, as it was when it was put in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Id of the product.
    pub product_id: Uuid,
    /// How many of it.
    pub quantity: u32,
    /// Name of the product, as it was certified.
    pub product_name: String,
    /// Name of the producer.
    pub producer_name: String,
    /// The criteria set.
    pub criteria_set: CriteriaSet,
    /// Its star.
    pub star: Star,
    /// Where it is made.
    pub place: Place,
}

impl Item {
    /// So many of the product of a listing, if it shows a certificate.
    pub fn of(listing: &Listing, quantity: u32) -> Option<Self> {
        let held = listing.held()?;
        Some(Self {
            product_id: listing.product.id,
            quantity,
            product_name: listing.product.name.clone(),
            producer_name: listing.product.producer_name.clone(),
            criteria_set: listing.product.criteria_set,
            star: held.certificate.star,
            place: listing.product.place.clone(),
        })
    }

    /// Whether the product of a listing may stand in for it: of the same criteria set and province, with as many stars or
    /// more.
    pub fn may_be_replaced_by(&self, places: &Places, listing: &Listing) -> bool {
        let product = &listing.product;
        let province = &self.place.province_code;
        product.id != self.product_id
            && product.criteria_set == self.criteria_set
            && product.place.is_in(places, province, self.place.said_on)
            && listing.star().is_some_and(|star| star >= self.star)
    }
}

/// The days on which a set is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

impl Season {
    /// Checks that its last day is not over.
    ///
    /// # Errors
    /// [`Refusal::SeasonOver`].
    pub fn require_left(self, today: NaiveDate) -> Result<(), Refusal> {
        if self.to < today {
            return Err(Refusal::SeasonOver(self.to));
        }
        Ok(())
    }
}

/// The first day of a season, from a day on, on which the product of a listing is not certified.
pub fn lapse(listing: &Listing, season: Season, since: NaiveDate) -> Option<NaiveDate> {
    listing.first_uncertified(season.from.max(since), season.to)
}

/// A product that may stand in for one that lapsed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Substitute {
    /// Id of the product.
    pub product_id: Uuid,
    /// Its name.
    pub product_name: String,
    /// Name of its producer.
    pub producer_name: String,
    /// Its star.
    pub star: Star,
}

/// An item that is not certified on a day on which the set is sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapse {
    /// Id of the product.
    pub product_id: Uuid,
    /// The first day.
    pub on: NaiveDate,
    /// What may stand in for it.
    pub substitutes: Vec<Substitute>,
}
