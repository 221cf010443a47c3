//! Products as callers see them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use ocop_chassis::database::{Saved, StoreError, one_of};
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, QueryResult, Statement};

use super::corrupt;
use crate::domain::product::{Gtin, HeldCertificate, Product, Profile, Status};
use crate::storage::Store;

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
    /// Where it is in its life.
    pub status: Status,
    /// The copy of its newest certificate.
    pub certificate: Option<HeldCertificate>,
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
            place_code: product.location.place.code,
            province_code: product.location.province.0,
            status: product.status,
            certificate: product.certificate,
        }
    }
}

/// What is read of a product and its certificate: the fields of [`Row`].
pub(super) const COLUMNS: &str = "products.id, products.version, products.created_at, products.updated_at, \
    products.producer_id, products.criteria_set, products.name, products.description, products.story, \
    products.packaging, products.gtin, products.place_code, products.province_code, products.status, \
    certificates.id as certificate_id, certificates.star, certificates.decision_number, \
    certificates.valid_from, certificates.valid_to, certificates.revoked_on";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    producer_id: Uuid,
    criteria_set: i32,
    name: String,
    description: String,
    story: String,
    packaging: String,
    gtin: Option<String>,
    place_code: String,
    province_code: String,
    status: String,
    certificate_id: Option<Uuid>,
    star: Option<i32>,
    decision_number: Option<String>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    revoked_on: Option<Date>,
}

impl Row {
    fn certificate(&mut self) -> Option<HeldCertificate> {
        Some(HeldCertificate {
            product_id: self.id,
            id: self.certificate_id?,
            star: self.star?.unsigned_abs(),
            decision_number: self.decision_number.take()?,
            valid_from: self.valid_from?,
            valid_to: self.valid_to?,
            revoked_on: self.revoked_on,
        })
    }
}

/// The product in a row of [`COLUMNS`].
pub(super) fn read(row: &QueryResult) -> Result<ProductView, StoreError> {
    let mut row = Row::from_query_result(row, "")?;
    Ok(ProductView {
        certificate: row.certificate(),
        id: row.id,
        version: row.version.unsigned_abs(),
        created_at: row.created_at,
        updated_at: row.updated_at,
        producer_id: row.producer_id,
        profile: Profile {
            criteria_set: row.criteria_set.unsigned_abs(),
            name: row.name,
            description: row.description,
            story: row.story,
            packaging: row.packaging,
            gtin: row.gtin.as_deref().and_then(Gtin::parse),
        },
        place_code: row.place_code,
        province_code: row.province_code,
        status: row.status.parse().map_err(|_| corrupt(row.id))?,
    })
}

/// The products with these ids. Written by hand: it is the query that is asked most.
pub async fn by_ids(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, ProductView>, StoreError> {
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
