//! Growing areas.

mod attached;
mod index;
mod lapse;
mod list;

use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use sea_orm::ActiveValue::Set;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use super::{Store, Tx};
use crate::domain::growing_area::{Code, Event, GrowingArea};

pub use attached::{Attached, producers, products};
pub use index::index;
pub use lapse::{AreaLapse, Dependent, LapseFilter, lapses};
pub use list::{AreaFilter, list};

/// The table `growing_areas`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "growing_areas")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    code: String,
    issuer: String,
    place_code: String,
    province_code: String,
    place_on: Date,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    profile: String,
}

plain_table!();

impl TryFrom<Model> for Saved<GrowingArea> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let corrupt = |_| StoreError::Corrupt {
            what: format!("growing area {}", row.id),
        };
        let area = GrowingArea {
            id: row.id,
            events: Vec::new(),
            profile: serde_json::from_str(&row.profile).map_err(corrupt)?,
            code: Code {
                text: row.code,
                issuer: row.issuer,
            },
            place_code: row.place_code,
            province_code: row.province_code,
            place_on: row.place_on,
        };
        Ok(Self::stored(
            area,
            row.version,
            row.created_at,
            row.updated_at,
        ))
    }
}

impl Aggregate<Entity> for GrowingArea {
    type Event = Event;
    const TYPE: &'static str = "growing_area";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        let code = saved.code.clone();
        let profile = serde_json::to_string(&saved.profile);
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            code: Set(code.text),
            issuer: Set(code.issuer),
            place_code: Set(saved.place_code.clone()),
            province_code: Set(saved.province_code.clone()),
            place_on: Set(saved.place_on),
            valid_from: Set(saved.profile.code_valid.from),
            valid_to: Set(saved.profile.code_valid.to),
            profile: Set(profile.expect("a profile has a JSON form")),
        }
    }
}

/// The areas that a producer holds or on which a product depends, to be changed.
pub async fn naming(tx: &Tx, id: Uuid) -> Result<Vec<Saved<GrowingArea>>, StoreError> {
    let which = Condition::any()
        .add(list::named("growing_area_holders", "producer_id", id))
        .add(list::named("growing_area_products", "product_id", id));
    tx.load_where(which).await
}

/// The area with this id, to be read.
pub async fn area(store: &Store, id: Uuid) -> Result<Option<Saved<GrowingArea>>, StoreError> {
    store.database().read_one(id).await
}
