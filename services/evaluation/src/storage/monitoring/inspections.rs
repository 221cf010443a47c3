//! Inspections.

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{StoreError, Stored, page_by_id, write_row};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, DatabaseTransaction, NotSet, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::domain::monitoring::inspection::Event;
use crate::domain::monitoring::inspection::{
    Finding, Inspection, InspectionKind, InspectionState, Proposal, Subject, Topic,
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

/// An inspection as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct InspectionRecord {
    /// The inspection.
    pub inspection: Inspection,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl TryFrom<Model> for InspectionRecord {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let body: Body = from_json(&row.body, "inspection")?;
        Ok(Self {
            inspection: Inspection {
                id: row.id,
                version: row.version.unsigned_abs(),
                events: Vec::new(),
                subject: body.subject,
                kind: body.kind,
                inspector: body.inspector,
                planned_for: body.planned_for,
                topics: body.topics,
                state: body.state,
                inspected_on: body.inspected_on,
                findings: body.findings,
                proposal: body.proposal,
                revoked_on: body.revoked_on,
            },
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

impl Stored for Inspection {
    type Event = Event;
    const TYPE: &'static str = "inspection";

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }

    fn events(&mut self) -> &mut Vec<Event> {
        &mut self.events
    }

    async fn write(
        &self,
        db: &DatabaseTransaction,
        was: u64,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let this = self.clone();
        let body = Body {
            subject: this.subject,
            kind: this.kind,
            inspector: this.inspector,
            planned_for: this.planned_for,
            topics: this.topics,
            state: this.state,
            inspected_on: this.inspected_on,
            findings: this.findings,
            proposal: this.proposal,
            revoked_on: this.revoked_on,
        };
        let row = ActiveModel {
            id: if was == 0 { Set(self.id) } else { NotSet },
            version: Set(self.version.cast_signed()),
            created_at: if was == 0 { Set(now) } else { NotSet },
            updated_at: Set(now),
            province_code: Set(body.subject.province_code.clone()),
            producer_id: Set(body.subject.producer_id),
            product_id: Set(body.subject.product_id),
            certificate_id: Set(body.subject.certificate_id),
            state: Set(word(&self.state)),
            due_on: Set(self.due_on()),
            body: Set(json(&body)),
        };
        write_row(db, row, was, Column::Id.eq(self.id), Column::Version).await
    }
}

/// The inspection with this id, to be changed.
///
/// # Errors
/// The database failed.
pub async fn inspection(tx: &Tx, id: Uuid) -> Result<Option<Inspection>, StoreError> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    Ok(row
        .map(InspectionRecord::try_from)
        .transpose()?
        .map(|record| record.inspection))
}

/// The inspection with this id as callers see it, inside the transaction that changed it.
///
/// # Errors
/// The database failed, or the inspection is not there.
pub async fn inspection_record(tx: &Tx, id: Uuid) -> Result<InspectionRecord, StoreError> {
    let row = Entity::find_by_id(id).one(tx.db()).await?;
    row.ok_or_else(|| StoreError::Corrupt {
        what: format!("inspection {id}"),
    })?
    .try_into()
}

/// The inspection with this id, for reading.
///
/// # Errors
/// The database failed.
pub async fn read_inspection(
    store: &Store,
    id: Uuid,
) -> Result<Option<InspectionRecord>, StoreError> {
    let row = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    row.map(InspectionRecord::try_from).transpose()
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
) -> Result<(Vec<InspectionRecord>, String), StoreError> {
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
    let records = rows.into_iter().map(InspectionRecord::try_from);
    Ok((records.collect::<Result<_, _>>()?, next))
}
