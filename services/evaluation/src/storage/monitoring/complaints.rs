//! Complaints.

use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use ocop_chassis::paging::Page;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use crate::domain::monitoring::complaint::{Complaint, ComplaintState, Event};
use crate::storage::monitoring::filter::{Columns, Filter};
use crate::storage::{Store, json};

/// The table `complaints`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaints")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    province_code: String,
    place_code: String,
    place_on: Date,
    producer_id: Uuid,
    product_id: Uuid,
    state: String,
    due_on: Option<Date>,
    body: String,
}

plain_table!();
kept_whole!(Complaint, "complaint");

impl Aggregate<Entity> for Complaint {
    type Event = Event;
    const TYPE: &'static str = "complaint";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            province_code: Set(saved.concerned.province_code.clone()),
            place_code: Set(saved.concerned.place_code.clone()),
            place_on: Set(saved.concerned.place_said_on),
            producer_id: Set(saved.concerned.producer_id),
            product_id: Set(saved.concerned.product_id),
            state: Set(saved.stage.state().to_string()),
            due_on: Set(saved.due_on()),
            body: Set(json(&**saved)),
        }
    }
}

const COLUMNS: Columns<Column> = Columns {
    product: Column::ProductId,
    producer: Column::ProducerId,
    state: Column::State,
    due_on: Column::DueOn,
};

/// A page of complaints and the token of the next.
pub async fn list_complaints(
    store: &Store,
    filter: &Filter<ComplaintState>,
    page: &Page,
) -> Result<(Vec<Saved<Complaint>>, String), StoreError> {
    let fits = filter.led(store).await?.condition(store, &COLUMNS);
    let found = Entity::find().filter(fits);
    store.database().page(found, page).await
}
