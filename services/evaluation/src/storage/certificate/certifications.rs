//! Certifications: all certificates of one product, with the version that orders their events.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, Stored};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, QueryOrder, QuerySelect};

use crate::domain::certificate::Event;
use crate::domain::certificate::certification::Certification;
use crate::storage::Tx;
use crate::storage::certificate::certificates;

/// The table `certifications`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certifications")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    product_id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Stored for Certification {
    type Event = Event;
    /// Its events speak of certificates.
    const TYPE: &'static str = "certificate";

    fn id(&self) -> Uuid {
        self.product_id
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
        Ok(Self::write_all(&[(was, self)], db, now).await?.is_none())
    }

    async fn write_all(
        aggregates: &[(u64, &Self)],
        db: &DatabaseTransaction,
        now: DateTime<Utc>,
    ) -> Result<Option<Uuid>, StoreError> {
        // Those to which as many things happened share a statement, which takes a row that is there
        // only at the version it was loaded with.
        let mut alike: BTreeMap<u64, Vec<&Self>> = BTreeMap::new();
        for (was, certification) in aggregates {
            let happened = certification.version - was;
            alike.entry(happened).or_default().push(certification);
        }
        for (happened, certifications) in alike {
            let rows = certifications.iter().map(|certification| ActiveModel {
                product_id: Set(certification.product_id),
                version: Set(certification.version.cast_signed()),
                created_at: Set(now),
                updated_at: Set(now),
            });
            let as_loaded = format!("certifications.version + {happened} = excluded.version");
            let changed = OnConflict::column(Column::ProductId)
                .update_columns([Column::Version, Column::UpdatedAt])
                .action_and_where(Expr::cust(as_loaded))
                .to_owned();
            let written = Entity::insert_many(rows)
                .on_conflict(changed)
                .exec_without_returning(db)
                .await?;
            if written != certifications.len() as u64 {
                return Ok(certifications.first().map(|first| first.product_id));
            }
        }
        let all: Vec<&Self> = aggregates.iter().map(|(_, one)| *one).collect();
        certificates::write(db, &all, now).await?;
        Ok(None)
    }
}

/// The certificates of a product, to be changed; none if it never had one.
///
/// # Errors
/// The database failed.
pub async fn certification(tx: &Tx, product: Uuid) -> Result<Certification, StoreError> {
    let mut found = certifications(tx, &[product]).await?;
    Ok(found
        .remove(&product)
        .unwrap_or_else(|| Certification::none(product)))
}

/// The certificates of several products, to be changed, by product. The rows are locked until the end
/// of the transaction, in the order of the ids, so that two that want the same ones wait and do not
/// block each other.
///
/// # Errors
/// The database failed.
pub async fn certifications(
    tx: &Tx,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Certification>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProductId.is_in(products.iter().copied()))
        .order_by_asc(Column::ProductId)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    let mut certificates = certificates::of_products(tx.db(), products).await?;
    let mut found: HashMap<Uuid, Certification> = HashMap::with_capacity(products.len());
    for product in products {
        found.insert(*product, Certification::none(*product));
    }
    for row in rows {
        let records = certificates.remove(&row.product_id).unwrap_or_default();
        if let Some(certification) = found.get_mut(&row.product_id) {
            certification.version = row.version.unsigned_abs();
            certification.certificates = records
                .into_iter()
                .map(|record| record.certificate)
                .collect();
        }
    }
    Ok(found)
}

/// Stores the next day on which to check certificates of which no event was due just now.
///
/// # Errors
/// The database failed.
pub async fn postpone_check(tx: &Tx, certifications: &[&Certification]) -> Result<(), StoreError> {
    certificates::write(tx.db(), certifications, tx.now()).await
}
