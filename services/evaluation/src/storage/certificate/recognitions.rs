//! What bears on a product's recognition, read together: its certificates and the days of its dossiers.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::StoreError;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::domain::certificate::recognition::{Recognition, Running};
use crate::storage::certificate::certificates;
use crate::storage::dossier::dossiers;
use crate::storage::{Store, from_word};

/// A recognition, with when each of its certificates was recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecognitionRecord {
    /// The recognition.
    pub recognition: Recognition,
    /// When each certificate was recorded, in their order.
    pub created_at: Vec<DateTime<Utc>>,
}

/// The days of a dossier as the table has them.
type Days = (
    Uuid,
    String,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<NaiveDate>,
);

/// The recognitions of products, for the coalesced reader: two statements for as many as ask.
///
/// # Errors
/// The database failed.
pub async fn recognitions_by_product(
    store: Store,
    products: Vec<Uuid>,
) -> Result<HashMap<Uuid, RecognitionRecord>, StoreError> {
    let db = store.database().reader();
    let mut found: HashMap<Uuid, RecognitionRecord> = HashMap::new();
    for (product, records) in certificates::of_products(db, &products).await? {
        let of = found.entry(product).or_default();
        for record in records {
            of.recognition.certificates.push(record.certificate);
            of.created_at.push(record.created_at);
        }
    }
    let lodged: Vec<Days> = dossiers::Entity::find()
        .select_only()
        .columns([
            dossiers::Column::ProductId,
            dossiers::Column::Kind,
            dossiers::Column::LodgedOn,
            dossiers::Column::ForwardedOn,
            dossiers::Column::SentBackOn,
            dossiers::Column::ClosedOn,
        ])
        .filter(dossiers::Column::ProductId.is_in(products))
        .filter(dossiers::Column::LodgedOn.is_not_null())
        .order_by_asc(dossiers::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    for (product, kind, lodged_on, forwarded_on, sent_back_on, closed_on) in lodged {
        if let Some(lodged_on) = lodged_on {
            let of = found.entry(product).or_default();
            of.recognition.dossiers.push(Running {
                kind: from_word(&kind, "kind of a dossier")?,
                lodged_on,
                forwarded_on,
                sent_back_on,
                closed_on,
            });
        }
    }
    Ok(found)
}
