//! The copy of the catalog's products, by which scoring works while the catalog is away.

use ocop_chassis::database::StoreError;
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Tx, from_json, json, producers};
use crate::domain::product::Product;

/// The table `products`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "products")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    producer_id: Uuid,
    criteria_set: i32,
    active: bool,
    body: String,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The product with this id, if its event has arrived, under the name that its producer has now. Its row is
/// locked until the end of the transaction: two first certificates of one product wait for each other.
///
/// # Errors
/// The database failed.
pub async fn product(tx: &Tx, id: Uuid) -> Result<Option<Product>, StoreError> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let mut product: Product = from_json(&row.body, "product")?;
    if let Some(name) = producers::name(tx, product.producer_id).await? {
        product.producer_name = name;
    }
    Ok(Some(product))
}

/// Keeps what was said last of each product; one entry per product.
///
/// # Errors
/// The database failed.
pub async fn keep_products(tx: &Tx, products: Vec<Product>) -> Result<(), StoreError> {
    let rows: Vec<ActiveModel> = products
        .into_iter()
        .map(|product| ActiveModel {
            id: Set(product.id),
            producer_id: Set(product.producer_id),
            criteria_set: Set(product.criteria_set.into()),
            active: Set(product.active),
            body: Set(json(&product)),
        })
        .collect();
    for chunk in rows.chunks(2_000) {
        let newest = OnConflict::column(Column::Id)
            .update_columns([
                Column::ProducerId,
                Column::CriteriaSet,
                Column::Active,
                Column::Body,
            ])
            .to_owned();
        Entity::insert_many(chunk.to_vec())
            .on_conflict(newest)
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}
