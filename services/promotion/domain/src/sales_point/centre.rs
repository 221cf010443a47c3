//! Design centres: where OCOP products are designed, introduced, promoted and sold (*trung tâm thiết kế sáng tạo, giới thiệu,
//! quảng bá và bán sản phẩm OCOP*).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ocop_spelling::number_key;
use serde::{Deserialize, Serialize};
use strum::EnumIter;
use strum::IntoEnumIterator;
use uuid::Uuid;

use super::rules::CentreRules;
use super::{CentreChange, CentreEvent, CentreFact, Refusal, Site};

/// Most scorings that are kept of a centre.
pub const MAX_SCORINGS: usize = 100;

/// A zone that a centre has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumIter, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// Display and sale.
    Display,
    /// Trade and meetings.
    Trade,
    /// Demonstration, experience and information.
    Experience,
    /// Photographs of products.
    Photography,
}

/// What is recorded of a centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentreTerms {
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub owner: String,
    /// Where it is.
    pub site: Site,
    /// The floor area.
    pub square_metres: u32,
    /// Its zones.
    pub zones: BTreeSet<Zone>,
    /// How many OCOP products it shows.
    pub ocop_goods: u32,
    /// How many local crafts.
    pub craft_goods: u32,
    /// How many others.
    pub other_goods: u32,
}

/// The points that a council gave a centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scoring {
    /// The day.
    pub on: NaiveDate,
    /// Number of the minutes.
    pub document: String,
    /// Points for display and sale.
    pub display: u32,
    /// All points, at most 100.
    pub total: u32,
}

impl Scoring {
    fn is_of_same_minutes(&self, other: &Self) -> bool {
        self.on == other.on && number_key(&self.document) == number_key(&other.document)
    }
}

/// What a centre lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It is too small.
    Area {
        /// The floor area that it needs.
        needs: u32,
    },
    /// A zone.
    Zone(Zone),
    /// Too few of the goods are OCOP products or local craft.
    LocalGoods {
        /// How many percent are needed.
        needs: u32,
        /// How many whole percent are.
        has: u32,
    },
}

/// A design centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Centre {
    /// Id given by promotion.
    pub id: Uuid,
    /// What is recorded of it.
    pub terms: CentreTerms,
    /// How it was scored, oldest first.
    pub scorings: Vec<Scoring>,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<CentreEvent>,
}

impl Centre {
    /// A new centre.
    pub fn register(id: Uuid, terms: CentreTerms) -> Self {
        let mut centre = Self {
            id,
            terms,
            scorings: Vec::new(),
            events: Vec::new(),
        };
        centre.emit(CentreChange::Registered);
        centre
    }

    /// Changes what is recorded of it.
    pub fn update(&mut self, terms: CentreTerms) {
        if self.terms != terms {
            self.terms = terms;
            self.emit(CentreChange::Updated);
        }
    }

    /// Records the points of a council. Minutes of the same number and day as some that are recorded put those right; the same again
    /// changes nothing.
    ///
    /// # Errors
    /// It lacks something that is mandatory, more points are given than there are, or it was scored later or too often.
    pub fn score(&mut self, scoring: Scoring, rules: &CentreRules) -> Result<(), Refusal> {
        if !self.missing(rules).is_empty() {
            return Err(Refusal::CentreIncomplete);
        }
        if scoring.total > 100 || scoring.display > rules.display_points {
            return Err(Refusal::TooManyPoints(rules.display_points));
        }
        if scoring.display > scoring.total {
            return Err(Refusal::MoreForDisplay {
                display: scoring.display,
                total: scoring.total,
            });
        }
        let mut known = self.scorings.iter_mut();
        if let Some(before) = known.find(|before| before.is_of_same_minutes(&scoring)) {
            if *before != scoring {
                *before = scoring;
                self.emit(CentreChange::Scored);
            }
            return Ok(());
        }
        if self
            .scorings
            .last()
            .is_some_and(|last| last.on > scoring.on)
        {
            return Err(Refusal::ScoredLater);
        }
        if self.scorings.len() >= MAX_SCORINGS {
            return Err(Refusal::TooManyScorings);
        }
        self.scorings.push(scoring);
        self.emit(CentreChange::Scored);
        Ok(())
    }

    /// Everything that it lacks.
    pub fn missing(&self, rules: &CentreRules) -> Vec<Missing> {
        let terms = &self.terms;
        let mut missing = Vec::new();
        if terms.square_metres < rules.minimum_square_metres {
            missing.push(Missing::Area {
                needs: rules.minimum_square_metres,
            });
        }
        let zones = Zone::iter().filter(|zone| !terms.zones.contains(zone));
        missing.extend(zones.map(Missing::Zone));
        let local = u64::from(terms.ocop_goods) + u64::from(terms.craft_goods);
        let all = local + u64::from(terms.other_goods);
        if local * 100 < all * u64::from(rules.local_percent) || all == 0 {
            let has = (local * 100).checked_div(all).unwrap_or_default();
            missing.push(Missing::LocalGoods {
                needs: rules.local_percent,
                has: u32::try_from(has).unwrap_or(100),
            });
        }
        missing
    }

    fn emit(&mut self, change: CentreChange) {
        let centre = Box::new(Self {
            events: Vec::new(),
            ..self.clone()
        });
        self.events.push(CentreEvent {
            change,
            fact: CentreFact { centre },
        });
    }
}
