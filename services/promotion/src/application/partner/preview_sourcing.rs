//! Says what would fit before it is looked for.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;
use ocop_places::Places;
use uuid::Uuid;

use crate::domain::listing::{Listing, Stage};
use crate::domain::partner::{Assessment, CriterionKind, Sourcing};
use crate::storage::{self, Store};

/// Listings compared at once.
const PAGE: u64 = 500;
/// Listings compared at most.
const MOST: usize = 5_000;
/// Products that are named of each kind.
const NAMED: usize = 20;

/// What would fit.
#[derive(Debug, Default)]
pub struct Preview {
    /// Open listings of the sets and places asked for that were compared.
    pub examined: usize,
    /// Whether there are more of them, which were not compared.
    pub more: bool,
    /// How many of them fit.
    pub fitting: usize,
    /// How many lack so little that a producer could bring it about.
    pub near: usize,
    /// How many lack this, whatever else they lack.
    pub lacking: BTreeMap<CriterionKind, usize>,
    /// The first of those that fit.
    pub fits: Vec<(Listing, Assessment)>,
    /// The first of those that are near.
    pub nearly: Vec<(Listing, Assessment)>,
}

impl Preview {
    fn add(&mut self, places: &Places, listing: Listing, sourcing: &Sourcing, today: NaiveDate) {
        let Stage::Listed { held, .. } = &listing.stage else {
            return;
        };
        self.examined += 1;
        let assessment = sourcing.assess(places, &listing.product, &held.certificate, today);
        let mut kinds: Vec<CriterionKind> = assessment.missing.iter().map(|one| one.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            *self.lacking.entry(kind).or_default() += 1;
        }
        if assessment.fits() {
            self.fitting += 1;
            if self.fits.len() < NAMED {
                self.fits.push((listing, assessment));
            }
        } else if assessment.is_near() {
            self.near += 1;
            if self.nearly.len() < NAMED {
                self.nearly.push((listing, assessment));
            }
        }
    }
}

/// Compares open listings with what is to be looked for.
///
/// # Errors
/// The database failed.
pub async fn preview_sourcing(
    store: &Store,
    sourcing: &Sourcing,
    today: NaiveDate,
) -> Result<Preview, StoreError> {
    let places = store.places().places();
    let mut preview = Preview::default();
    let mut after: Option<Uuid> = None;
    loop {
        let page = storage::listing::like(store, sourcing, after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(preview);
        };
        after = Some(last.product.id);
        let is_last = (page.len() as u64) < PAGE;
        for listing in page {
            preview.add(&places, listing, sourcing, today);
        }
        if is_last {
            return Ok(preview);
        }
        if preview.examined >= MOST {
            preview.more = true;
            return Ok(preview);
        }
    }
}
