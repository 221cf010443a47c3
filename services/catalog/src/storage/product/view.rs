//! Products as callers see them.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{Saved, StoreError, one_of};
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

use super::{COLUMNS, read};
use crate::domain::product::{HeldCertificate, Product, Profile, Status};
use crate::storage::Store;
use crate::storage::merging::{self, Kind};

/// A product as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductView {
    /// Its id.
    pub id: Uuid,
    /// The number of events it has recorded: its etag.
    pub version: u64,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Id of its producer.
    pub producer_id: Uuid,
    /// Its description.
    pub profile: Profile,
    /// Code of the place it is made in.
    pub place_code: String,
    /// Code of the province it is made in.
    pub province_code: String,
    /// The day for which both were said.
    pub place_on: NaiveDate,
    /// Its status.
    pub status: Status,
    /// Why it stands there.
    pub status_reason: String,
    /// The copy of its newest certificate.
    pub certificate: Option<HeldCertificate>,
    /// The records that were merged into it.
    pub merged_from: BTreeSet<Uuid>,
    /// Of a record of the past: that into which it was merged later.
    pub merged_into: Option<Uuid>,
}

impl From<Saved<Product>> for ProductView {
    fn from(saved: Saved<Product>) -> Self {
        let (version, created_at) = (saved.version(), saved.created_at());
        let updated_at = saved.updated_at();
        let product = saved.into_inner();
        Self {
            id: product.id,
            version,
            created_at,
            updated_at,
            producer_id: product.maker.id,
            profile: product.profile,
            place_code: product.location.place.code.to_string(),
            province_code: product.location.province.code,
            place_on: product.location.said_on,
            status: product.status,
            status_reason: product.status_reason,
            certificate: product.certificate,
            merged_from: product.merged_from,
            merged_into: None,
        }
    }
}

/// The products to which these ids lead, by these ids.
pub async fn by_ids(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, ProductView>, StoreError> {
    let mut found = with_ids(&store, ids.clone()).await?;
    let missing: Vec<Uuid> = ids
        .into_iter()
        .filter(|id| !found.contains_key(id))
        .collect();
    let led = merging::kept(store.database().reader(), Kind::Product, &missing).await?;
    if !led.is_empty() {
        let kept = with_ids(&store, led.values().copied().collect()).await?;
        let of = |(id, into): (Uuid, Uuid)| Some((id, kept.get(&into)?.clone()));
        found.extend(led.into_iter().filter_map(of));
    }
    Ok(found)
}

/// The products with these ids. Written by hand: it is the most frequent query.
async fn with_ids(store: &Store, ids: Vec<Uuid>) -> Result<HashMap<Uuid, ProductView>, StoreError> {
    let db = store.database().reader();
    let engine = db.get_database_backend();
    let ids = ids.into_iter().map(Value::from).collect();
    let (among, values) = one_of(engine, "products.id", ids);
    let sql = format!(
        "select {COLUMNS} from products \
         left join certificates on certificates.product_id = products.id where {among}"
    );
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(engine, sql, values))
        .await?;
    rows.iter()
        .map(|row| read(row).map(|view| (view.id, view)))
        .collect()
}
