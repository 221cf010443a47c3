//! What certificate events said last of each product.

use ocop_chassis::database::StoreError;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::Tx;
use crate::domain::HeldCertificate;

/// The table `certificates`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    product_id: Uuid,
    id: Uuid,
    star: i32,
    decision_number: String,
    valid_from: Date,
    valid_to: Date,
    revoked_on: Option<Date>,
}

/// None: the catalog joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Model> for HeldCertificate {
    fn from(row: Model) -> Self {
        Self {
            product_id: row.product_id,
            id: row.id,
            star: row.star.unsigned_abs(),
            decision_number: row.decision_number,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            revoked_on: row.revoked_on,
        }
    }
}

/// Keeps the newest certificate of each product; one per product in `held`.
///
/// # Errors
/// The database failed.
pub async fn keep_certificates(tx: &Tx, held: Vec<HeldCertificate>) -> Result<(), StoreError> {
    let rows: Vec<ActiveModel> = held
        .into_iter()
        .map(|held| ActiveModel {
            product_id: Set(held.product_id),
            id: Set(held.id),
            star: Set(held.star.cast_signed()),
            decision_number: Set(held.decision_number),
            valid_from: Set(held.valid_from),
            valid_to: Set(held.valid_to),
            revoked_on: Set(held.revoked_on),
        })
        .collect();
    for chunk in rows.chunks(2_000) {
        let newest = OnConflict::column(Column::ProductId)
            .update_columns([
                Column::Id,
                Column::Star,
                Column::DecisionNumber,
                Column::ValidFrom,
                Column::ValidTo,
                Column::RevokedOn,
            ])
            .to_owned();
        Entity::insert_many(chunk.to_vec())
            .on_conflict(newest)
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}
