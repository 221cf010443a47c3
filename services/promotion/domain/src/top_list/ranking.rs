//! The result: exactly computed, the same whatever the order in which votes and points came.
//!
//! ```text
//!            community weight · 100 · votes / most votes  +  council weight · sum of points / members
//! points  =  ─────────────────────────────────────────────────────────────────────────────────────────
//!                                                  100
//! ```
//!
//! Votes count by the share that a product has of the votes for the product with the most. All points have one denominator, so they are
//! compared by whole numbers. Ties are broken by the points of the council, then votes, then stars, and at last by the id of the product,
//! which nobody chooses.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Nomination, Terms};

/// The points of one member of the council.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The subject of the member.
    pub member: String,
    /// Points from 0 to 100 by product.
    pub points: BTreeMap<Uuid, u32>,
}

/// What the votes came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ballots {
    /// How many voted.
    pub voters: u64,
    /// The digest over all votes.
    pub record: String,
    /// How many chose a product.
    pub chosen: BTreeMap<Uuid, u64>,
}

/// A product with what it came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// Id of the product.
    pub product_id: Uuid,
    /// How many voters chose it.
    pub votes: u64,
    /// The sum of the points of the council.
    pub council: u32,
    /// Its points, over the denominator of the outcome.
    pub points: u64,
}

/// Why a product is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// It was not recognised.
    NotRecognised,
    /// Its nomination was withdrawn.
    Withdrawn,
}

/// A product that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Omission {
    /// Id of the product.
    pub product_id: Uuid,
    /// Why.
    pub ground: Ground,
    /// The day on which that was found.
    pub found_on: NaiveDate,
}

/// When and by what decision the products were honoured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Honour {
    /// The day.
    pub on: NaiveDate,
    /// Number of the decision.
    pub document: String,
}

/// The result of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The day of publishing.
    pub published_on: NaiveDate,
    /// How many voted.
    pub voters: u64,
    /// The digest over all votes.
    pub record: String,
    /// How many members of the council scored.
    pub sheets: usize,
    /// Below all points.
    pub denominator: u64,
    /// Every product whose nomination stood, the best first, those among them that are left out.
    pub ranking: Vec<Ranked>,
    /// What is left out.
    pub omissions: Vec<Omission>,
    /// The honouring, once it was.
    pub honour: Option<Honour>,
}

impl Outcome {
    /// The products in their order, without those that are left out.
    pub fn placed(&self) -> impl Iterator<Item = &Ranked> {
        let omitted = |id| {
            self.omissions
                .iter()
                .any(|omission| omission.product_id == id)
        };
        let placed = self.ranking.iter();
        placed.filter(move |ranked| !omitted(ranked.product_id))
    }
}

/// The nominated products in their order, the best first, and the denominator of their points.
pub fn rank(
    terms: &Terms,
    nominations: &[Nomination],
    ballots: &Ballots,
    sheets: &[Sheet],
) -> (Vec<Ranked>, u64) {
    let stand = || nominations.iter().filter(|nomination| nomination.stands());
    let votes_for = |id: Uuid| ballots.chosen.get(&id).copied().unwrap_or(0);
    let most = stand().map(|nomination| votes_for(nomination.product_id));
    let most = most.max().unwrap_or(0).max(1);
    let members = (sheets.len() as u64).max(1);
    let mut ranking: Vec<(Reverse<_>, Ranked)> = stand()
        .map(|nomination| {
            let product_id = nomination.product_id;
            let votes = votes_for(product_id);
            let given = sheets
                .iter()
                .filter_map(|sheet| sheet.points.get(&product_id));
            let council: u32 = given.sum();
            let by_vote = u64::from(terms.community_weight) * 100 * votes * members;
            let by_council = u64::from(terms.council_weight()) * u64::from(council) * most;
            let points = by_vote + by_council;
            let order = Reverse((points, council, votes, nomination.star));
            let ranked = Ranked {
                product_id,
                votes,
                council,
                points,
            };
            (order, ranked)
        })
        .collect();
    ranking.sort_by_key(|(order, ranked)| (*order, ranked.product_id));
    let ranking = ranking.into_iter().map(|(_, ranked)| ranked).collect();
    (ranking, 100 * most * members)
}
