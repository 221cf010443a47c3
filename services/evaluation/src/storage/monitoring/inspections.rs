//! Inspections.

use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use ocop_chassis::paging::Page;
use sea_orm::ActiveValue::Set;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use crate::domain::certificate::Certificate;
use crate::domain::monitoring::inspection::{Event, Inspection, InspectionState};
use crate::storage::monitoring::filter::{Columns, Filter};
use crate::storage::{Store, Tx, json};

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
kept_whole!(Inspection, "inspection");

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

const COLUMNS: Columns<Column> = Columns {
    product: Column::ProductId,
    producer: Column::ProducerId,
    state: Column::State,
    due_on: Column::DueOn,
};

/// A page of inspections and the token of the next.
pub async fn list_inspections(
    store: &Store,
    filter: &Filter<InspectionState>,
    page: &Page,
) -> Result<(Vec<Saved<Inspection>>, String), StoreError> {
    let fits = filter.led(store).await?.condition(store, &COLUMNS);
    let found = Entity::find().filter(fits);
    store.database().page(found, page).await
}

/// The inspections that proposed to revoke a certificate and stand somewhere, to be changed.
pub async fn that_proposed(
    tx: &Tx,
    certificate: &Certificate,
    state: InspectionState,
) -> Result<Vec<Saved<Inspection>>, StoreError> {
    let which = Condition::all()
        .add(Column::ProducerId.eq(certificate.producer_id))
        .add(Column::State.eq(state.to_string()));
    let mut found: Vec<Saved<Inspection>> = tx.load_where(which).await?;
    found.retain(|inspection| {
        let proposal = inspection.stage.proposal();
        proposal.is_some_and(|proposal| proposal.certificate_id == certificate.id)
    });
    Ok(found)
}
