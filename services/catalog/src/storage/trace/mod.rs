//! Lots and their events.

mod events;
mod grounds;
mod list;
mod public;
mod view;

use std::collections::BTreeSet;

use ocop_chassis::database::{Aggregate, Saved, StoreError, one_of, plain_table, select};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, FromQueryResult};

use super::Tx;
use crate::domain::trace::{Event, Lot, LotId, Origin};

pub use events::{MOST_RECORDED, about, by_event_ids, insert, lock, walked};
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
        }
    }
}

#[derive(FromQueryResult)]
struct LotRow {
    lot: String,
}

/// Those of these lots that are recorded, as they are written.
pub async fn known_lots(tx: &Tx, ids: &[&LotId]) -> Result<BTreeSet<String>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let keys = ids.iter().map(|id| id.to_string().into()).collect();
    let (among, values) = one_of(tx.db().get_database_backend(), "lot", keys);
    let sql = format!("select lot from lots where {among}");
    let rows: Vec<LotRow> = select(tx.db(), sql, values).await?;
    Ok(rows.into_iter().map(|row| row.lot).collect())
}
