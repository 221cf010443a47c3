//! Offers to move something.

mod list;

use ocop_chassis::database::{Aggregate, Saved, StoreError};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;

use super::Tx;
use crate::domain::transfer::{Event, Offer, Spot, Subject, Transfer};

pub use list::{TransferFilter, list};

/// The table `transfers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    subject_id: Uuid,
    producer_id: Uuid,
    from_place_code: String,
    from_province_code: String,
    from_place_on: Date,
    to_place_code: String,
    to_province_code: String,
    to_place_on: Date,
    by_office: bool,
    state: String,
    reason: String,
    closing_reason: String,
}

/// None: the catalog joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Saved<Transfer> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let state = row.state.parse().map_err(|_| StoreError::Corrupt {
            what: format!("transfer {}", row.id),
        })?;
        let subject = if row.subject_id == row.producer_id {
            Subject::Producer(row.producer_id)
        } else {
            Subject::Product(row.subject_id)
        };
        let spot = |place_code, province_code, said_on| Spot {
            place_code,
            province_code,
            said_on,
        };
        let transfer = Transfer {
            id: row.id,
            events: Vec::new(),
            offer: Offer {
                subject,
                producer_id: row.producer_id,
                from: spot(
                    row.from_place_code,
                    row.from_province_code,
                    row.from_place_on,
                ),
                to: spot(row.to_place_code, row.to_province_code, row.to_place_on),
                by_office: row.by_office,
                reason: row.reason,
            },
            state,
            closing_reason: row.closing_reason,
        };
        Ok(Self::stored(
            transfer,
            row.version,
            row.created_at,
            row.updated_at,
        ))
    }
}

impl Aggregate<Entity> for Transfer {
    type Event = Event;
    const TYPE: &'static str = "transfer";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        let offer = saved.offer.clone();
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            subject_id: Set(offer.subject.id()),
            producer_id: Set(offer.producer_id),
            from_place_code: Set(offer.from.place_code),
            from_province_code: Set(offer.from.province_code),
            from_place_on: Set(offer.from.said_on),
            to_place_code: Set(offer.to.place_code),
            to_province_code: Set(offer.to.province_code),
            to_place_on: Set(offer.to.said_on),
            by_office: Set(offer.by_office),
            state: Set(saved.state.to_string()),
            reason: Set(offer.reason),
            closing_reason: Set(saved.closing_reason.clone()),
        }
    }
}

/// The offer with this id, to be changed.
pub async fn transfer(tx: &Tx, id: Uuid) -> Result<Option<Saved<Transfer>>, StoreError> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    row.map(Saved::try_from).transpose()
}
