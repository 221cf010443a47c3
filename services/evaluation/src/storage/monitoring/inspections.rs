//! Inspections.

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition};

use crate::domain::monitoring::inspection::{Event, Inspection, InspectionState};
use crate::storage::{PLACED, Store, equal, from_json, in_unit, json};

/// The table `inspections`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inspections")]
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
    product_id: Option<Uuid>,
    certificate_id: Option<Uuid>,
    state: String,
    due_on: Option<Date>,
    body: String,
}

plain_table!();

impl TryFrom<Model> for Saved<Inspection> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let inspection = from_json(&row.body, "inspection")?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(
            inspection,
            row.version,
            created_at,
            updated_at,
        ))
    }
}

impl Aggregate<Entity> for Inspection {
    type Event = Event;
    const TYPE: &'static str = "inspection";
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
            province_code: Set(saved.subject.province_code.clone()),
            place_code: Set(saved.subject.place_code.clone()),
            place_on: Set(saved.subject.place_said_on),
            producer_id: Set(saved.subject.producer_id),
            product_id: Set(saved.subject.product_id),
            certificate_id: Set(saved.subject.certificate_id),
            state: Set(saved.stage.state().to_string()),
            due_on: Set(saved.due_on()),
            body: Set(json(&**saved)),
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct InspectionFilter {
    pub province: Option<AskedUnit>,
    pub product: Option<Uuid>,
    pub producer: Option<Uuid>,
    pub state: Option<InspectionState>,
    /// In which something must happen before this day.
    pub due_before: Option<NaiveDate>,
}

/// A page of inspections and the token of the next.
pub async fn list_inspections(
    store: &Store,
    filter: &InspectionFilter,
    page: &Page,
) -> Result<(Vec<Saved<Inspection>>, String), StoreError> {
    let fits = Condition::all()
        .add_option(in_unit(store, filter.province.as_ref(), PLACED))
        .add_option(equal(Column::ProductId, &filter.product))
        .add_option(equal(Column::ProducerId, &filter.producer))
        .add_option(
            filter
                .state
                .map(|state| Column::State.eq(state.to_string())),
        )
        .add_option(filter.due_before.map(|day| Column::DueOn.lt(day)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
