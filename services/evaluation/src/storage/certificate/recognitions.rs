//! What bears on a product's recognition, read together: its certificates and the days of its dossiers.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;
use sea_orm::prelude::*;
use sea_orm::{FromQueryResult, QueryOrder, QuerySelect};

use crate::domain::certificate::recognition::{Recognition, Running};
use crate::storage::certificate::certificates;
use crate::storage::dossier::dossiers::{Column, Entity};
use crate::storage::{Store, parse};

/// The days of a lodged dossier.
#[derive(FromQueryResult)]
struct DaysRow {
    product_id: Uuid,
    kind: String,
    lodged_on: Date,
    forwarded_on: Option<Date>,
    sent_back_on: Option<Date>,
    closed_on: Option<Date>,
}

/// The recognitions of products, for the coalesced reader: two statements for as many as ask.
pub async fn recognitions_by_product(
    store: Store,
    products: Vec<Uuid>,
) -> Result<HashMap<Uuid, Recognition>, StoreError> {
    let db = store.database().reader();
    let mut found: HashMap<Uuid, Recognition> = HashMap::new();
    for (product, certificates) in certificates::of_products(db, &products).await? {
        found.entry(product).or_default().certificates = certificates;
    }
    let lodged = Entity::find()
        .select_only()
        .columns([
            Column::ProductId,
            Column::Kind,
            Column::LodgedOn,
            Column::ForwardedOn,
            Column::SentBackOn,
            Column::ClosedOn,
        ])
        .filter(Column::ProductId.is_in(products))
        .filter(Column::LodgedOn.is_not_null())
        .order_by_asc(Column::Id)
        .into_model::<DaysRow>()
        .all(db)
        .await?;
    for row in lodged {
        let dossiers = &mut found.entry(row.product_id).or_default().dossiers;
        dossiers.push(Running {
            kind: parse(&row.kind, "kind of a dossier")?,
            lodged_on: row.lodged_on,
            forwarded_on: row.forwarded_on,
            sent_back_on: row.sent_back_on,
            closed_on: row.closed_on,
        });
    }
    Ok(found)
}
