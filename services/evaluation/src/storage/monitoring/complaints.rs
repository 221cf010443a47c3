//! Complaints.

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, Saved, StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::domain::monitoring::complaint::Event;
use crate::domain::monitoring::complaint::{
    Acceptance, Complaint, ComplaintState, Concerned, Rejection, Settlement, Stage, Statement,
};
use crate::storage::{Store, Tx, from_json, json, word};

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
    producer_id: Uuid,
    product_id: Uuid,
    state: String,
    due_on: Option<Date>,
    body: String,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A complaint without what its row says.
#[derive(Serialize, Deserialize)]
struct Body {
    concerned: Concerned,
    statement: Statement,
    filed_on: NaiveDate,
    state: ComplaintState,
    acceptance: Option<Acceptance>,
    rejection: Option<Rejection>,
    settlement: Option<Settlement>,
}

impl Body {
    fn stage(&self) -> Result<Stage, StoreError> {
        let (acceptance, settlement) = (self.acceptance.clone(), self.settlement.clone());
        let stage = match self.state {
            ComplaintState::Filed => Some(Stage::Filed),
            ComplaintState::Accepted => acceptance.map(Stage::Accepted),
            ComplaintState::Refused => self.rejection.clone().map(Stage::Refused),
            ComplaintState::Decided => {
                acceptance
                    .zip(settlement)
                    .map(|(acceptance, settlement)| Stage::Decided {
                        acceptance,
                        settlement,
                    })
            }
        };
        stage.ok_or_else(|| StoreError::Corrupt {
            what: format!("complaint: {:?} without what belongs to it", self.state),
        })
    }
}

impl TryFrom<Model> for Saved<Complaint> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let body: Body = from_json(&row.body, "complaint")?;
        let stage = body.stage()?;
        let complaint = Complaint {
            id: row.id,
            events: Vec::new(),
            concerned: body.concerned,
            statement: body.statement,
            filed_on: body.filed_on,
            stage,
        };
        Ok(Self::stored(
            complaint,
            row.version,
            row.created_at,
            row.updated_at,
        ))
    }
}

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
        let this = Complaint::clone(saved);
        let body = Body {
            concerned: this.concerned,
            statement: this.statement,
            filed_on: this.filed_on,
            state: this.stage.state(),
            acceptance: this.stage.acceptance().cloned(),
            rejection: this.stage.rejection().cloned(),
            settlement: this.stage.settlement().cloned(),
        };
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            province_code: Set(body.concerned.province_code.clone()),
            producer_id: Set(body.concerned.producer_id),
            product_id: Set(body.concerned.product_id),
            state: Set(word(&body.state)),
            due_on: Set(saved.due_on()),
            body: Set(json(&body)),
        }
    }
}

/// The complaint with this id, to be changed.
///
/// # Errors
/// The database failed.
pub async fn complaint(tx: &Tx, id: Uuid) -> Result<Option<Saved<Complaint>>, StoreError> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    row.map(Saved::try_from).transpose()
}

/// The complaint with this id, for reading.
///
/// # Errors
/// The database failed.
pub async fn read_complaint(
    store: &Store,
    id: Uuid,
) -> Result<Option<Saved<Complaint>>, StoreError> {
    let row = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    row.map(Saved::try_from).transpose()
}

/// Which complaints to list.
#[derive(Clone, Debug, Default)]
pub struct ComplaintFilter {
    /// Of this province.
    pub province: Option<String>,
    /// Of this product.
    pub product: Option<Uuid>,
    /// Of this producer.
    pub producer: Option<Uuid>,
    /// That stand here.
    pub state: Option<ComplaintState>,
    /// In which something must happen before this day.
    pub due_before: Option<NaiveDate>,
}

/// A page of complaints and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_complaints(
    store: &Store,
    filter: &ComplaintFilter,
    page: &Page,
) -> Result<(Vec<Saved<Complaint>>, String), StoreError> {
    let fits = Condition::all()
        .add_option(
            filter
                .province
                .as_ref()
                .map(|code| Column::ProvinceCode.eq(code)),
        )
        .add_option(filter.product.map(|id| Column::ProductId.eq(id)))
        .add_option(filter.producer.map(|id| Column::ProducerId.eq(id)))
        .add_option(filter.state.map(|state| Column::State.eq(word(&state))))
        .add_option(filter.due_before.map(|day| Column::DueOn.lt(day)));
    let query = Entity::find().filter(fits);
    let (rows, next) = page_by_id(store.database(), query, page, Column::Id, |row| row.id).await?;
    let records = rows.into_iter().map(Saved::try_from);
    Ok((records.collect::<Result<_, _>>()?, next))
}
