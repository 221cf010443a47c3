//! Lots as callers see them.

use std::collections::HashMap;

use ocop_chassis::database::{Saved, StoreError, one_of, select};
use sea_orm::FromQueryResult;
use sea_orm::entity::prelude::*;

use super::Model;
use crate::domain::product::HeldCertificate;
use crate::domain::trace::Lot;
use crate::storage::Store;

/// A lot as callers see it.
#[derive(Clone, Debug)]
pub struct LotView {
    /// The lot.
    pub lot: Saved<Lot>,
    /// Name of its product; empty of raw material.
    pub product_name: String,
    /// Newest certificate of its product.
    pub certificate: Option<HeldCertificate>,
}

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    lot: Model,
    product_name: Option<String>,
    newest: Option<Uuid>,
    newest_star: Option<i32>,
    decision_number: Option<String>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    revoked_on: Option<Date>,
    imported: Option<bool>,
}

/// The lots with these ids that there are, by their ids.
pub async fn lots(store: &Store, ids: &[String]) -> Result<HashMap<String, LotView>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let keys = ids.iter().cloned().map(Value::from).collect();
    read(store, "lots.lot", keys).await
}

/// The lot with this id of the catalog.
pub async fn one(store: &Store, id: Uuid) -> Result<Option<LotView>, StoreError> {
    let found = read(store, "lots.id", vec![id.into()]).await?;
    Ok(found.into_values().next())
}

async fn read(
    store: &Store,
    column: &str,
    keys: Vec<Value>,
) -> Result<HashMap<String, LotView>, StoreError> {
    let db = store.database().reader();
    let (among, values) = one_of(db.get_database_backend(), column, keys);
    let sql = format!(
        "select lots.*, products.name as product_name, certificates.id as newest, \
         certificates.star as newest_star, certificates.decision_number, certificates.valid_from, \
         certificates.valid_to, certificates.revoked_on, certificates.imported from lots \
         left join products on products.id = lots.product_id \
         left join certificates on certificates.product_id = lots.product_id where {among}"
    );
    let rows: Vec<Row> = select(db, sql, values).await?;
    rows.into_iter()
        .map(|row| {
            let view = row.view()?;
            Ok((view.lot.lot.to_string(), view))
        })
        .collect()
}

impl Row {
    fn view(self) -> Result<LotView, StoreError> {
        let certificate = self.certificate();
        Ok(LotView {
            certificate,
            lot: self.lot.try_into()?,
            product_name: self.product_name.unwrap_or_default(),
        })
    }

    fn certificate(&self) -> Option<HeldCertificate> {
        Some(HeldCertificate {
            product_id: self.lot.product_id?,
            id: self.newest?,
            star: self.newest_star?.unsigned_abs(),
            decision_number: self.decision_number.clone()?,
            valid_from: self.valid_from?,
            valid_to: self.valid_to?,
            revoked_on: self.revoked_on,
            imported: self.imported?,
        })
    }
}
