//! The copy of the newest certificate of each product.

use ocop_chassis::database::{StoreError, insert_rows};
use sea_orm::entity::prelude::*;

use crate::domain::product::HeldCertificate;
use crate::storage::Tx;

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
    imported: bool,
}

/// None: the catalog joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Forgets the certificates of products that have none.
pub async fn remove_certificates(tx: &Tx, products: Vec<Uuid>) -> Result<(), StoreError> {
    if !products.is_empty() {
        let of_them = Column::ProductId.is_in(products);
        Entity::delete_many().filter(of_them).exec(tx.db()).await?;
    }
    Ok(())
}

/// Stores the newest certificate of each product; one per product in `held`.
pub async fn upsert_certificates(tx: &Tx, held: Vec<HeldCertificate>) -> Result<(), StoreError> {
    let mut values: Vec<Value> = Vec::with_capacity(held.len() * 8);
    for held in held {
        values.extend([
            held.product_id.into(),
            held.id.into(),
            held.star.cast_signed().into(),
            held.decision_number.into(),
            held.valid_from.into(),
            held.valid_to.into(),
            held.revoked_on.into(),
            held.imported.into(),
        ]);
    }
    insert_rows(
        tx.db(),
        "insert into certificates (product_id, id, star, decision_number, valid_from, valid_to, revoked_on, imported)",
        8,
        values,
        "on conflict (product_id) do update set id = excluded.id, star = excluded.star, \
         decision_number = excluded.decision_number, valid_from = excluded.valid_from, \
         valid_to = excluded.valid_to, revoked_on = excluded.revoked_on, imported = excluded.imported",
    )
    .await?;
    Ok(())
}
