//! Lots and their events.

mod events;
mod grounds;
mod list;
mod public;
mod view;

use std::collections::BTreeMap;

use ocop_chassis::database::{Aggregate, Saved, StoreError, one_of, plain_table, select};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, FromQueryResult};

use super::Tx;
use crate::domain::trace::{Event, Lot, LotId, Origin};

pub use events::{MOST_RECORDED, about, by_event_ids, declare, insert, lock, walked};
pub use grounds::{Known, areas, origin, products};
pub use list::{LotFilter, list};
pub use public::{PublicProducer, producer, product_of_gtin};
pub use view::{LotView, lots, one};

/// The table `lots`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lots")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    lot: String,
    producer_id: Uuid,
    product_id: Option<Uuid>,
    place_code: String,
    province_code: String,
    place_on: Date,
    made_on: Date,
    making: String,
    certificate_id: Option<Uuid>,
    star: Option<i32>,
    declared_in_error: bool,
}

plain_table!();

impl TryFrom<Model> for Saved<Lot> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let corrupt = || StoreError::Corrupt {
            what: format!("lot {}", row.id),
        };
        let certified = row.certificate_id.zip(row.star.map(i32::unsigned_abs));
        let lot = Lot {
            id: row.id,
            events: Vec::new(),
            lot: row.lot.parse().map_err(|_| corrupt())?,
            origin: Origin {
                producer_id: row.producer_id,
                place_code: row.place_code,
                province_code: row.province_code,
                place_on: row.place_on,
            },
            made_on: row.made_on,
            making: serde_json::from_str(&row.making).map_err(|_| corrupt())?,
            certified,
            declared_in_error: row.declared_in_error,
        };
        Ok(Self::stored(
            lot,
            row.version,
            row.created_at,
            row.updated_at,
        ))
    }
}

impl Aggregate<Entity> for Lot {
    type Event = Event;
    const TYPE: &'static str = "lot";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        let making = serde_json::to_string(&saved.making);
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            lot: Set(saved.lot.to_string()),
            producer_id: Set(saved.origin.producer_id),
            product_id: Set(saved.making.product),
            place_code: Set(saved.origin.place_code.clone()),
            province_code: Set(saved.origin.province_code.clone()),
            place_on: Set(saved.origin.place_on),
            made_on: Set(saved.made_on),
            making: Set(making.expect("what is known of a making has a JSON form")),
            certificate_id: Set(saved.certified.map(|(id, _)| id)),
            star: Set(saved.certified.map(|(_, star)| star.cast_signed())),
            declared_in_error: Set(saved.declared_in_error),
        }
    }
}

#[derive(FromQueryResult)]
struct LotRow {
    lot: String,
    id: Uuid,
    declared_in_error: bool,
}

/// A lot that is recorded.
#[derive(Clone, Copy, Debug)]
pub struct KnownLot {
    /// Its id in the catalog.
    pub id: Uuid,
    /// Whether it is declared in error.
    pub in_error: bool,
}

/// Those of these lots that are recorded, by their ids as they are written.
pub async fn known_lots(tx: &Tx, ids: &[&LotId]) -> Result<BTreeMap<String, KnownLot>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let keys = ids.iter().map(|id| id.to_string().into()).collect();
    let (among, values) = one_of(tx.db().get_database_backend(), "lot", keys);
    let sql = format!("select lot, id, declared_in_error from lots where {among}");
    let rows: Vec<LotRow> = select(tx.db(), sql, values).await?;
    let known = rows.into_iter().map(|row| {
        let (id, in_error) = (row.id, row.declared_in_error);
        (row.lot, KnownLot { id, in_error })
    });
    Ok(known.collect())
}

/// The lots with these ids of the catalog, to be changed.
pub async fn to_change(tx: &Tx, ids: Vec<Uuid>) -> Result<Vec<Saved<Lot>>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.load_where(Condition::all().add(Column::Id.is_in(ids)))
        .await
}
