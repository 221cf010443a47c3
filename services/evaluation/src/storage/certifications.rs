//! Certifications: all certificates of one product, with the version that orders their events.

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, Stored};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, NotSet, QuerySelect};

use super::{Tx, certificates};
use crate::domain::certification::Certification;
use crate::domain::event::Event;

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
        let row = ActiveModel {
            product_id: if was == 0 {
                Set(self.product_id)
            } else {
                NotSet
            },
            version: Set(self.version.cast_signed()),
            created_at: if was == 0 { Set(now) } else { NotSet },
            updated_at: Set(now),
        };
        if was == 0 {
            Entity::insert(row).exec_without_returning(db).await?;
        } else {
            let done = Entity::update_many()
                .set(row)
                .filter(Column::ProductId.eq(self.product_id))
                .filter(Column::Version.eq(was.cast_signed()))
                .exec(db)
                .await?;
            if done.rows_affected != 1 {
                return Ok(false);
            }
        }
        certificates::write(db, &self.certificates, now).await?;
        Ok(true)
    }
}

/// The certificates of a product, to be changed; none if it never had one.
///
/// # Errors
/// The database failed.
pub async fn certification(tx: &Tx, product: Uuid) -> Result<Certification, StoreError> {
    let row = Entity::find_by_id(product)
        .lock_exclusive()
        .one(tx.db())
        .await?;
    let mut certification = Certification::none(product);
    if let Some(row) = row {
        certification.version = row.version.unsigned_abs();
        certification.certificates = certificates::of_product(tx.db(), product).await?;
    }
    Ok(certification)
}
