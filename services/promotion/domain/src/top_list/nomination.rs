//! What communes nominate, and what may be nominated.

use std::collections::HashMap;
use std::fmt;

use chrono::{Datelike, NaiveDate};
use ocop_places::Places;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Terms, Window};
use crate::listing::{Branch, CriteriaSet, Listing, Standing, Star};

/// A commune, as it was said for a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commune {
    /// Its code.
    pub code: String,
    /// The day for which the code was said.
    pub said_on: NaiveDate,
}

/// What a commune proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Id of the product.
    pub product_id: Uuid,
    /// The document by which it is in upgrade or renewal in the year of the list.
    pub renewal: Option<String>,
}

/// A product that was nominated, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nomination {
    /// Id of the product.
    pub product_id: Uuid,
    /// Its name, as it was certified.
    pub product_name: String,
    /// Id of the producer.
    pub producer_id: Uuid,
    /// Name of the producer.
    pub producer_name: String,
    /// The criteria set.
    pub criteria_set: CriteriaSet,
    /// Its star.
    pub star: Star,
    /// Which commune nominated it.
    pub commune: Commune,
    /// The document by which it is in upgrade or renewal in the year of the list.
    pub renewal: Option<String>,
    /// Why the nomination was withdrawn, if it was.
    pub withdrawn: Option<String>,
}

impl Nomination {
    /// Whether it was not withdrawn.
    pub fn stands(&self) -> bool {
        self.withdrawn.is_none()
    }
}

/// Why a product may not be nominated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defect {
    /// Nothing is known of a product with this id.
    Unknown,
    /// Its recognition is not valid on a day of voting.
    NotRecognised(NaiveDate),
    /// It is said to be in upgrade or renewal, and had no valid recognition in the year.
    NotRecognisedInYear(i32),
    /// Its branch is left out.
    Excluded(Branch),
    /// It is not made in the commune.
    Elsewhere,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("nothing is known of a product with this id"),
            Self::NotRecognised(day) => write!(f, "its recognition is not valid on {day}"),
            Self::NotRecognisedInYear(year) => {
                write!(f, "its recognition was not valid in {year}, or was revoked")
            }
            Self::Excluded(branch) => write!(f, "branch {branch} is left out"),
            Self::Elsewhere => write!(f, "it is not made in the commune"),
        }
    }
}

/// What is wrong with what a commune proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// It proposes too few or too many.
    Count {
        /// How many it proposes.
        given: usize,
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// A product may not be nominated.
    Product(Uuid, Defect),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count { given, least, most } => {
                write!(
                    f,
                    "a commune nominates {least} to {most} products, not {given}"
                )
            }
            Self::Product(id, defect) => write!(f, "product {id}: {defect}"),
        }
    }
}

/// Why a product is not recognised on the days that count, if it is not. One in upgrade or renewal in the year needs a recognition
/// that was valid in the year and was not revoked.
pub(super) fn unrecognised(
    listing: Option<&Listing>,
    in_renewal: bool,
    (days, year): (Window, i32),
) -> Option<Defect> {
    let Some(listing) = listing else {
        return Some(Defect::Unknown);
    };
    if !in_renewal {
        let day = listing.first_uncertified(days.from, days.to);
        return day.map(Defect::NotRecognised);
    }
    let held = listing.held().filter(|_| listing.product.active);
    let in_year = held.is_some_and(|held| {
        let revoked = matches!(held.standing, Standing::Revoked(_));
        let certificate = &held.certificate;
        !revoked && (certificate.valid_from.year()..=certificate.valid_to.year()).contains(&year)
    });
    (!in_year).then_some(Defect::NotRecognisedInYear(year))
}

/// What a commune nominates by its proposals, or everything that is wrong with them.
pub(super) fn nominations(
    (terms, places): (&Terms, &Places),
    commune: &Commune,
    proposals: &[Proposal],
    listings: &HashMap<Uuid, &Listing>,
) -> Result<Vec<Nomination>, Vec<Problem>> {
    let mut problems = Vec::new();
    let (given, share) = (proposals.len(), terms.share);
    if !(share.least..=share.most).contains(&given) {
        problems.push(Problem::Count {
            given,
            least: share.least,
            most: share.most,
        });
    }
    let mut nominations = Vec::with_capacity(given);
    for proposal in proposals {
        let id = proposal.product_id;
        let listing = listings.get(&id).copied();
        let days = (terms.voting, terms.year);
        let mut defects: Vec<Defect> = unrecognised(listing, proposal.renewal.is_some(), days)
            .into_iter()
            .collect();
        if let Some(listing) = listing {
            let product = &listing.product;
            let excluded = terms.excluded.iter();
            let excluded = excluded.filter(|branch| branch.holds(product.criteria_set));
            defects.extend(excluded.copied().map(Defect::Excluded));
            if !product.place.is_in(places, &commune.code, commune.said_on) {
                defects.push(Defect::Elsewhere);
            }
        }
        if let Some((listing, held)) = listing.and_then(|found| Some((found, found.held()?)))
            && defects.is_empty()
        {
            nominations.push(Nomination {
                product_id: id,
                product_name: listing.product.name.clone(),
                producer_id: listing.product.producer_id,
                producer_name: listing.product.producer_name.clone(),
                criteria_set: listing.product.criteria_set,
                star: held.certificate.star,
                commune: commune.clone(),
                renewal: proposal.renewal.clone(),
                withdrawn: None,
            });
        }
        problems.extend(
            defects
                .into_iter()
                .map(|defect| Problem::Product(id, defect)),
        );
    }
    if problems.is_empty() {
        Ok(nominations)
    } else {
        Err(problems)
    }
}
