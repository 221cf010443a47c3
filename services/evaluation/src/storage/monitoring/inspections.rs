//! Inspections.

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, Saved, StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::domain::monitoring::inspection::Event;
use crate::domain::monitoring::inspection::{
    Finding, Held, Inspection, InspectionKind, InspectionState, Proposal, Stage, Subject, Topic,
};
use crate::storage::{Store, Tx, from_json, json, word};

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
    producer_id: Uuid,
    product_id: Option<Uuid>,
    certificate_id: Option<Uuid>,
    state: String,
    due_on: Option<Date>,
    body: String,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// An inspection without what its row says.
#[derive(Serialize, Deserialize)]
struct Body {
    subject: Subject,
    kind: InspectionKind,
    inspector: String,
    planned_for: NaiveDate,
    topics: Vec<Topic>,
    state: InspectionState,
    inspected_on: Option<NaiveDate>,
    findings: Vec<Finding>,
    proposal: Option<Proposal>,
    revoked_on: Option<NaiveDate>,
}

impl Body {
    fn stage(&self) -> Result<Stage, StoreError> {
        let held = self.inspected_on.map(|on| Held {
            on,
            findings: self.findings.clone(),
        });
        let stage = match (held, self.proposal.clone(), self.revoked_on) {
            (None, None, None) => Some(Stage::Planned),
            (Some(held), None, None) => Some(Stage::Held(held)),
            (Some(held), Some(proposal), None) => Some(Stage::Proposed { held, proposal }),
            (Some(held), Some(proposal), Some(on)) => Some(Stage::Revoked { held, proposal, on }),
            _ => None,
        };
        stage
            .filter(|stage| stage.state() == self.state)
            .ok_or_else(|| StoreError::Corrupt {
                what: format!("inspection: {:?} without what belongs to it", self.state),
            })
    }
}

impl TryFrom<Model> for Saved<Inspection> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let body: Body = from_json(&row.body, "inspection")?;
        let stage = body.stage()?;
        let inspection = Inspection {
            id: row.id,
            events: Vec::new(),
            subject: body.subject,
            kind: body.kind,
            inspector: body.inspector,
            planned_for: body.planned_for,
            topics: body.topics,
            stage,
        };
        Ok(Self::stored(
            inspection,
            row.version,
            row.created_at,
            row.updated_at,
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
        let this = Inspection::clone(saved);
        let stage = this.stage;
        let body = Body {
            subject: this.subject,
            kind: this.kind,
            inspector: this.inspector,
            planned_for: this.planned_for,
            topics: this.topics,
            state: stage.state(),
            inspected_on: stage.held().map(|held| held.on),
            findings: stage
                .held()
                .map(|held| held.findings.clone())
                .unwrap_or_default(),
            proposal: stage.proposal().cloned(),
            revoked_on: stage.revoked_on(),
        };
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            province_code: Set(body.subject.province_code.clone()),
            producer_id: Set(body.subject.producer_id),
            product_id: Set(body.subject.product_id),
            certificate_id: Set(body.subject.certificate_id),
            state: Set(word(&body.state)),
            due_on: Set(saved.due_on()),
            body: Set(json(&body)),
        }
    }
}

/// The inspection with this id, to be changed.
///
/// # Errors
/// The database failed.
pub async fn inspection(tx: &Tx, id: Uuid) -> Result<Option<Saved<Inspection>>, StoreError> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    row.map(Saved::try_from).transpose()
}

/// The inspection with this id, for reading.
///
/// # Errors
/// The database failed.
pub async fn read_inspection(
    store: &Store,
    id: Uuid,
) -> Result<Option<Saved<Inspection>>, StoreError> {
    let row = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    row.map(Saved::try_from).transpose()
}

/// Which inspections to list.
#[derive(Clone, Debug, Default)]
pub struct InspectionFilter {
    /// Of this province.
    pub province: Option<String>,
    /// Of this product.
    pub product: Option<Uuid>,
    /// Of this producer.
    pub producer: Option<Uuid>,
    /// That stand here.
    pub state: Option<InspectionState>,
    /// In which something must happen before this day.
    pub due_before: Option<NaiveDate>,
}

/// A page of inspections and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_inspections(
    store: &Store,
    filter: &InspectionFilter,
    page: &Page,
) -> Result<(Vec<Saved<Inspection>>, String), StoreError> {
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
