//! Certifications: all certificates of one product, with the version that orders their events.

use std::collections::HashMap;

use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, QueryOrder, QuerySelect};

use crate::domain::certificate::Event;
use crate::domain::certificate::certification::Certification;
use crate::storage::certificate::certificates;
use crate::storage::certificate::recognitions::lodged_of;
use crate::storage::{Store, Tx};

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

plain_table!();

impl Aggregate<Entity> for Certification {
    type Event = Event;
    /// Its events speak of certificates.
    const TYPE: &'static str = "certificate";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.product_id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        ActiveModel {
            product_id: Set(saved.product_id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
        }
    }

    async fn write_parts(
        saved: &[&Saved<Self>],
        db: &DatabaseTransaction,
    ) -> Result<(), StoreError> {
        certificates::write(db, saved).await
    }
}

/// The certificates of a product, to be changed; none if it never had one.
pub async fn certification(tx: &Tx, product: Uuid) -> Result<Saved<Certification>, StoreError> {
    let mut found = certifications(tx, &[product]).await?;
    Ok(found
        .remove(&product)
        .unwrap_or_else(|| Saved::new(Certification::none(product), tx.now())))
}

/// The certificates of a product, for reading.
pub async fn find_certification(store: &Store, product: Uuid) -> Result<Certification, StoreError> {
    let mut found = certificates::of_products(store.database().reader(), &[product]).await?;
    let mut certification = Certification::none(product);
    certification.certificates = found.remove(&product).unwrap_or_default();
    Ok(certification)
}

/// The certificates of several products, to be changed, by product. The rows are locked until the end
/// of the transaction, in the order of the ids, so that two that want the same ones wait and do not
/// block each other.
pub async fn certifications(
    tx: &Tx,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Saved<Certification>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProductId.is_in(products.iter().copied()))
        .order_by_asc(Column::ProductId)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    let mut certificates = certificates::of_products(tx.db(), products).await?;
    let mut found: HashMap<Uuid, Saved<Certification>> = HashMap::with_capacity(products.len());
    for row in rows {
        let mut certification = Certification::none(row.product_id);
        certification.certificates = certificates.remove(&row.product_id).unwrap_or_default();
        let saved = Saved::stored(certification, row.version, row.created_at, row.updated_at);
        found.insert(row.product_id, saved);
    }
    for product in products {
        let none = || Saved::new(Certification::none(*product), tx.now());
        found.entry(*product).or_insert_with(none);
    }
    for (product, running) in lodged_of(tx.db(), products.iter().copied()).await? {
        if let Some(certification) = found.get_mut(&product) {
            certification.dossiers.push(running);
        }
    }
    Ok(found)
}

/// Stores the next day on which to check certificates of which no event was due just now.
pub async fn postpone_check(
    tx: &Tx,
    certifications: &[&Saved<Certification>],
) -> Result<(), StoreError> {
    certificates::write(tx.db(), certifications).await
}
