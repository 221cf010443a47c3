//! Targets of provinces.

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{StoreError, Stored, page_by_id, write_row};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, DatabaseTransaction, NotSet, QueryOrder, QuerySelect};

use crate::domain::programme::target::Event;
use crate::domain::programme::target::Target;
use crate::storage::{Store, Tx, from_json, json};

/// The table `targets`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "targets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    province_code: String,
    name_vi: String,
    period_from: Date,
    period_to: Date,
    body: String,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A target as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetRecord {
    /// The target.
    pub target: Target,
    /// When it was set.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl TryFrom<Model> for TargetRecord {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            target: Target {
                id: row.id,
                version: row.version.unsigned_abs(),
                events: Vec::new(),
                province_code: row.province_code,
                terms: from_json(&row.body, "target")?,
            },
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

impl Stored for Target {
    type Event = Event;
    const TYPE: &'static str = "target";

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
        let row = ActiveModel {
            id: if was == 0 { Set(self.id) } else { NotSet },
            version: Set(self.version.cast_signed()),
            created_at: if was == 0 { Set(now) } else { NotSet },
            updated_at: Set(now),
            province_code: Set(self.province_code.clone()),
            name_vi: Set(self.terms.name_vi.clone()),
            period_from: Set(self.terms.period.from),
            period_to: Set(self.terms.period.to),
            body: Set(json(&self.terms)),
        };
        write_row(db, row, was, Column::Id.eq(self.id), Column::Version).await
    }
}

/// The target with this id, to be changed.
///
/// # Errors
/// The database failed.
pub async fn target(tx: &Tx, id: Uuid) -> Result<Option<Target>, StoreError> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    Ok(row
        .map(TargetRecord::try_from)
        .transpose()?
        .map(|record| record.target))
}

/// The target with this id as callers see it, inside the transaction that changed it.
///
/// # Errors
/// The database failed, or the target is not there.
pub async fn target_record(tx: &Tx, id: Uuid) -> Result<TargetRecord, StoreError> {
    let row = Entity::find_by_id(id).one(tx.db()).await?;
    row.ok_or_else(|| StoreError::Corrupt {
        what: format!("target {id}"),
    })?
    .try_into()
}

/// Which targets to list.
#[derive(Clone, Debug, Default)]
pub struct TargetFilter {
    /// Of this province.
    pub province: Option<String>,
    /// Whose period holds this day.
    pub on: Option<NaiveDate>,
}

/// A page of targets and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_targets(
    store: &Store,
    filter: &TargetFilter,
    page: &Page,
) -> Result<(Vec<TargetRecord>, String), StoreError> {
    let fits = Condition::all()
        .add_option(
            filter
                .province
                .as_ref()
                .map(|code| Column::ProvinceCode.eq(code)),
        )
        .add_option(filter.on.map(|day| Column::PeriodFrom.lte(day)))
        .add_option(filter.on.map(|day| Column::PeriodTo.gte(day)));
    let query = Entity::find().filter(fits);
    let (rows, next) = page_by_id(store.database(), query, page, Column::Id, |row| row.id).await?;
    let records = rows.into_iter().map(TargetRecord::try_from);
    Ok((records.collect::<Result<_, _>>()?, next))
}

/// The targets of a province whose period has begun by a day, in order of setting.
///
/// # Errors
/// The database failed.
pub async fn begun_targets(
    store: &Store,
    province: &str,
    by: NaiveDate,
) -> Result<Vec<TargetRecord>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProvinceCode.eq(province))
        .filter(Column::PeriodFrom.lte(by))
        .order_by_asc(Column::Id)
        .all(store.database().reader())
        .await?;
    rows.into_iter().map(TargetRecord::try_from).collect()
}
