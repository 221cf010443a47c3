//! Growing areas.

mod attached;
mod index;
mod lapse;
mod list;

use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use ocop_chassis::text::name_key;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, QuerySelect as _};

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
    code_key: Option<String>,
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
        // It is given once: areas of earlier versions may share theirs.
        let code_key = if saved.version() == 1 {
            Set(Some(key(&code)))
        } else {
            NotSet
        };
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
            code_key,
        }
    }
}

/// What an issuer's code has in common with those that are the same.
fn key(code: &Code) -> String {
    format!("{}\n{}", name_key(&code.issuer), name_key(&code.text))
}

#[derive(FromQueryResult)]
struct Given {
    code: String,
    issuer: String,
}

/// Whether an earlier version, which did not keep what codes have in common, registered an area with this code.
pub async fn is_given(tx: &Tx, code: &Code) -> Result<bool, StoreError> {
    let given = Entity::find()
        .select_only()
        .columns([Column::Code, Column::Issuer])
        .filter(Column::CodeKey.is_null())
        .into_model::<Given>()
        .all(tx.db())
        .await?;
    let wanted = key(code);
    let mut given = given
        .into_iter()
        .map(|Given { code, issuer }| Code { text: code, issuer });
    Ok(given.any(|code| key(&code) == wanted))
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
