//! Products, with the certificate held of each.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, Stored, one_of, write_row};
use ocop_chassis::text::folded;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, NotSet, QueryResult, Statement};

use super::{Store, Tx, certificates, places, producers};
use crate::domain::product::{Gtin, Maker, Profile};
use crate::domain::{Event, HeldCertificate, ProducerKind, Product, Status};

/// The table `products`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "products")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(super) id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    producer_id: Uuid,
    criteria_set: i32,
    name: String,
    pub(super) name_lower: String,
    search_text: String,
    description: String,
    story: String,
    packaging: String,
    gtin: Option<String>,
    place_code: String,
    province_code: String,
    status: String,
}

/// What a product is read together with.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The certificate held of it: one or none.
    #[sea_orm(
        belongs_to = "certificates::Entity",
        from = "Column::Id",
        to = "certificates::Column::ProductId"
    )]
    Certificate,
    /// Its producer.
    #[sea_orm(
        belongs_to = "producers::Entity",
        from = "Column::ProducerId",
        to = "producers::Column::Id"
    )]
    Producer,
}

impl Related<producers::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Producer.def()
    }
}

impl Related<certificates::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Certificate.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// A product as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductRecord {
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
    /// What is said of it.
    pub profile: Profile,
    /// Code of the place it is made in.
    pub place_code: String,
    /// Code of the province it is made in.
    pub province_code: String,
    /// Where it is in its life.
    pub status: Status,
    /// The certificate held of it.
    pub certificate: Option<HeldCertificate>,
}

impl ProductRecord {
    /// The record of a product that was registered at `now`; it has no certificate yet.
    pub fn registered(product: &Product, now: DateTime<Utc>) -> Self {
        Self {
            id: product.id,
            version: product.version,
            created_at: now,
            updated_at: now,
            producer_id: product.maker.id,
            profile: product.profile.clone(),
            place_code: product.location.place.code.clone(),
            province_code: product.location.province.0.clone(),
            status: product.status,
            certificate: None,
        }
    }
}

impl TryFrom<(Model, Option<certificates::Model>)> for ProductRecord {
    type Error = StoreError;

    fn try_from((row, held): (Model, Option<certificates::Model>)) -> Result<Self, StoreError> {
        let status = Status::from_stored(&row.status).ok_or_else(|| StoreError::Corrupt {
            what: format!("product {}", row.id),
        })?;
        Ok(Self {
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
            status,
            certificate: held.map(HeldCertificate::from),
        })
    }
}

impl Stored for Product {
    type Event = Event;
    const TYPE: &'static str = "product";

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }

    fn events(&mut self) -> &mut Vec<Event> {
        &mut self.events
    }

    async fn write(
        &self,
        db: &DatabaseTransaction,
        was: u64,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let profile = self.profile.clone();
        let row = ActiveModel {
            id: if was == 0 { Set(self.id) } else { NotSet },
            version: Set(self.version.cast_signed()),
            created_at: if was == 0 { Set(now) } else { NotSet },
            updated_at: Set(now),
            producer_id: Set(self.maker.id),
            criteria_set: Set(profile.criteria_set.cast_signed()),
            name_lower: Set(profile.name.to_lowercase()),
            search_text: Set(folded(&profile.name)),
            name: Set(profile.name),
            description: Set(profile.description),
            story: Set(profile.story),
            packaging: Set(profile.packaging),
            gtin: Set(profile.gtin.map(|gtin| gtin.as_str().to_owned())),
            place_code: Set(self.location.place.code.clone()),
            province_code: Set(self.location.province.0.clone()),
            status: Set(self.status.as_str().to_owned()),
        };
        write_row(db, row, was, Column::Id.eq(self.id), Column::Version).await
    }
}

/// The product with this id, to be changed.
///
/// # Errors
/// The database failed.
pub async fn product(tx: &Tx, id: Uuid) -> Result<Option<Product>, StoreError> {
    let found = Entity::find_by_id(id)
        .find_also_related(producers::Entity)
        .one(tx.db())
        .await?;
    let Some((row, Some(maker))) = found else {
        return Ok(None);
    };
    let corrupt = |what: &str| StoreError::Corrupt {
        what: format!("{what} of product {id}"),
    };
    let maker = Maker {
        id: row.producer_id,
        kind: ProducerKind::from_stored(&maker.kind).ok_or_else(|| corrupt("producer"))?,
        name: maker.name,
    };
    let record = ProductRecord::try_from((row, None))?;
    let location = places::location(tx, &record.place_code)
        .await?
        .ok_or_else(|| corrupt("place"))?;
    Ok(Some(Product {
        id,
        version: record.version,
        events: Vec::new(),
        maker,
        profile: record.profile,
        location,
        status: record.status,
    }))
}

/// The product with this id as callers see it, inside the transaction that changed it.
///
/// # Errors
/// The database failed, or the product is not there.
pub async fn product_record(tx: &Tx, id: Uuid) -> Result<ProductRecord, StoreError> {
    let found = Entity::find_by_id(id)
        .find_also_related(certificates::Entity)
        .one(tx.db())
        .await?;
    found
        .ok_or_else(|| StoreError::Corrupt {
            what: format!("product {id}"),
        })?
        .try_into()
}

/// What is read of a product and its certificate, in the order in which [`read`] takes it.
pub(super) const READ: &str = "products.id, version, created_at, updated_at, producer_id, criteria_set, name, \
    description, story, packaging, gtin, place_code, province_code, status, \
    certificates.id, star, decision_number, valid_from, valid_to, revoked_on";

/// The products with these ids, for the coalesced reader. Written by hand: it is the query that is asked most.
///
/// # Errors
/// The database failed.
pub async fn products_by_id(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, ProductRecord>, StoreError> {
    let db = store.database().reader();
    let engine = db.get_database_backend();
    let ids = ids.into_iter().map(Value::from).collect();
    let (among, values) = one_of(engine, "products.id", ids);
    let sql = format!(
        "select {READ} from products \
         left join certificates on certificates.product_id = products.id where {among}"
    );
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(engine, sql, values))
        .await?;
    rows.iter()
        .map(|row| read(row).map(|record| (record.id, record)))
        .collect()
}

/// Reads a row of [`READ`].
pub(super) fn read(row: &QueryResult) -> Result<ProductRecord, StoreError> {
    let id: Uuid = row.try_get_by_index(0)?;
    let status: String = row.try_get_by_index(13)?;
    let certificate: Option<Uuid> = row.try_get_by_index(14)?;
    let certificate = match certificate {
        Some(certificate) => Some(HeldCertificate {
            product_id: id,
            id: certificate,
            star: row.try_get_by_index::<i32>(15)?.unsigned_abs(),
            decision_number: row.try_get_by_index(16)?,
            valid_from: row.try_get_by_index(17)?,
            valid_to: row.try_get_by_index(18)?,
            revoked_on: row.try_get_by_index(19)?,
        }),
        None => None,
    };
    Ok(ProductRecord {
        id,
        version: row.try_get_by_index::<i64>(1)?.unsigned_abs(),
        created_at: row.try_get_by_index(2)?,
        updated_at: row.try_get_by_index(3)?,
        producer_id: row.try_get_by_index(4)?,
        profile: Profile {
            criteria_set: row.try_get_by_index::<i32>(5)?.unsigned_abs(),
            name: row.try_get_by_index(6)?,
            description: row.try_get_by_index(7)?,
            story: row.try_get_by_index(8)?,
            packaging: row.try_get_by_index(9)?,
            gtin: row
                .try_get_by_index::<Option<String>>(10)?
                .as_deref()
                .and_then(Gtin::parse),
        },
        place_code: row.try_get_by_index(11)?,
        province_code: row.try_get_by_index(12)?,
        status: Status::from_stored(&status).ok_or_else(|| StoreError::Corrupt {
            what: format!("product {id}"),
        })?,
        certificate,
    })
}
