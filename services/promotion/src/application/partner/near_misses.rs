//! Says a producer what its products lack for which partners.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, StoreError};
use uuid::Uuid;

use crate::domain::listing::{Listing, Stage};
use crate::domain::partner::{Assessment, Lookup, Partner};
use crate::storage::{self, Store};

/// A partner that would take a product if it had what it lacks.
#[derive(Debug)]
pub struct NearMiss {
    /// The partner.
    pub partner: Saved<Partner>,
    /// Id of the product.
    pub product_id: Uuid,
    /// Its name.
    pub product_name: String,
    /// What it lacks.
    pub assessment: Assessment,
}

/// The near misses of open listings among at most `most` partners after one, by id, and the last partner looked at if there may
/// be more.
///
/// # Errors
/// The database failed.
pub async fn near_misses(
    store: &Store,
    listings: &[Listing],
    (after, most): (Option<Uuid>, u64),
    today: NaiveDate,
) -> Result<(Vec<NearMiss>, Option<Uuid>), StoreError> {
    let places = store.places().places();
    let lookups = listings.iter();
    let lookups: Vec<Lookup> = lookups
        .filter_map(|listing| Lookup::of(&places, listing))
        .collect();
    let ids = storage::partner::near(store, &lookups, after, most).await?;
    let last = ids.last().copied().filter(|_| ids.len() as u64 == most);
    let mut partners = storage::partner::by_ids(store.clone(), ids.clone()).await?;
    let mut found = Vec::new();
    for id in ids {
        let Some(partner) = partners.remove(&id) else {
            continue;
        };
        for listing in listings {
            let Stage::Listed { held, .. } = &listing.stage else {
                continue;
            };
            let product = &listing.product;
            let assessment = partner
                .sourcing
                .assess(&places, product, &held.certificate, today);
            if partner.left_at.is_none() && assessment.is_near() {
                found.push(NearMiss {
                    partner: partner.clone(),
                    product_id: product.id,
                    product_name: product.name.clone(),
                    assessment,
                });
            }
        }
    }
    Ok((found, last))
}
