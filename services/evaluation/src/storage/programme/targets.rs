//! Targets of provinces.

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, Saved, StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

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

impl TryFrom<Model> for Saved<Target> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let target = Target {
            id: row.id,
            events: Vec::new(),
            province_code: row.province_code,
            terms: from_json(&row.body, "target")?,
        };
        Ok(Self::stored(
            target,
            row.version,
            row.created_at,
            row.updated_at,
        ))
    }
}

impl Aggregate<Entity> for Target {
    type Event = Event;
    const TYPE: &'static str = "target";
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
            province_code: Set(saved.province_code.clone()),
            name_vi: Set(saved.terms.name_vi.clone()),
            period_from: Set(saved.terms.period.from),
            period_to: Set(saved.terms.period.to),
            body: Set(json(&saved.terms)),
        }
    }
}

/// The target with this id, to be changed.
///
/// # Errors
/// The database failed.
pub async fn target(tx: &Tx, id: Uuid) -> Result<Option<Saved<Target>>, StoreError> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.db()).await?;
    row.map(Saved::try_from).transpose()
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
) -> Result<(Vec<Saved<Target>>, String), StoreError> {
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
    let records = rows.into_iter().map(Saved::try_from);
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
) -> Result<Vec<Saved<Target>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProvinceCode.eq(province))
        .filter(Column::PeriodFrom.lte(by))
        .order_by_asc(Column::Id)
        .all(store.database().reader())
        .await?;
    rows.into_iter().map(Saved::try_from).collect()
}
