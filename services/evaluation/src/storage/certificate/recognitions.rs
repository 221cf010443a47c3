//! What bears on a product's recognition, read together: its certificates and the days of its dossiers.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;
use sea_orm::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, Func, SimpleExpr};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder, QuerySelect};

use crate::domain::certificate::recognition::{Recognition, Running};
use crate::storage::certificate::certificates;
use crate::storage::dossier::dossiers::{Column, Entity};
use crate::storage::register::merged;
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

/// The day a dossier was first lodged. A program of before notes only when it was last lodged.
fn first_lodged() -> SimpleExpr {
    Func::coalesce([Column::FirstLodgedOn, Column::LodgedOn].map(Expr::col)).into()
}

/// The recognitions of the products to which ids lead, by these ids, for the coalesced reader: few statements for as many as ask.
pub async fn recognitions_by_product(
    store: Store,
    products: Vec<Uuid>,
) -> Result<HashMap<Uuid, Recognition>, StoreError> {
    let db = store.database().reader();
    let records = merged::all_ids(db, &products).await?;
    let ids: Vec<Uuid> = records.keys().copied().collect();
    let record = |id: &Uuid| records.get(id).copied().unwrap_or(*id);
    let mut found: HashMap<Uuid, Recognition> = HashMap::new();
    for (product, certificates) in certificates::of_products(db, &ids).await? {
        let of_record = found.entry(record(&product)).or_default();
        of_record.certificates.extend(certificates);
    }
    for recognition in found.values_mut() {
        // Those of a record that was merged in between; of one record they follow each other already.
        let held = &mut recognition.certificates;
        held.sort_by_key(|certificate| certificate.valid_from);
    }
    for (product, running) in lodged_of(db, ids).await? {
        let dossiers = &mut found.entry(record(&product)).or_default().dossiers;
        dossiers.push(running);
    }
    let led = merged::kept(db, products).await?;
    for (id, into) in led {
        if let Some(of_kept) = found.get(&into).cloned() {
            found.insert(id, of_kept);
        }
    }
    Ok(found)
}

/// The days of the lodged dossiers of products, in the order in which they were made, each with its product.
pub(crate) async fn lodged_of(
    db: &impl ConnectionTrait,
    products: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<(Uuid, Running)>, StoreError> {
    let rows = Entity::find()
        .select_only()
        .columns([
            Column::ProductId,
            Column::Kind,
            Column::ForwardedOn,
            Column::SentBackOn,
            Column::ClosedOn,
        ])
        .expr_as(first_lodged(), "lodged_on")
        .filter(Column::ProductId.is_in(products))
        .filter(first_lodged().is_not_null())
        .order_by_asc(Column::Id)
        .into_model::<DaysRow>()
        .all(db)
        .await?;
    let days = rows.into_iter().map(|row| {
        let running = Running {
            kind: parse(&row.kind, "kind of a dossier")?,
            lodged_on: row.lodged_on,
            forwarded_on: row.forwarded_on,
            sent_back_on: row.sent_back_on,
            closed_on: row.closed_on,
        };
        Ok((row.product_id, running))
    });
    days.collect()
}
