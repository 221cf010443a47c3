//! Targets of provinces.

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect as _};

use crate::domain::programme::target::{Event, Target};
use crate::storage::{OF_PROVINCE, Store, Tx, in_unit, json};

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
    place_on: Date,
    name_vi: String,
    period_from: Date,
    period_to: Date,
    body: String,
}

plain_table!();
kept_whole!(Target, "target");

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
            place_on: Set(saved.said_on),
            name_vi: Set(saved.terms.name_vi.clone()),
            period_from: Set(saved.terms.period.from),
            period_to: Set(saved.terms.period.to),
            body: Set(json(&**saved)),
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct TargetFilter {
    pub province: Option<AskedUnit>,
    /// Whose period holds this day.
    pub on: Option<NaiveDate>,
}

/// A page of targets and the token of the next.
pub async fn list_targets(
    store: &Store,
    filter: &TargetFilter,
    page: &Page,
) -> Result<(Vec<Saved<Target>>, String), StoreError> {
    let fits = Condition::all()
        .add_option(in_unit(store, filter.province.as_ref(), OF_PROVINCE))
        .add_option(filter.on.map(|day| Column::PeriodFrom.lte(day)))
        .add_option(filter.on.map(|day| Column::PeriodTo.gte(day)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}

/// Most targets that are kept of one province.
pub const MOST_TARGETS: u64 = 500;

/// Most targets whose progress one answer measures: those that began last.
const MOST_MEASURED: u64 = 100;

/// How many targets are kept of a province.
pub async fn count_targets(tx: &Tx, province_code: &str) -> Result<u64, StoreError> {
    let of_province = Entity::find().filter(Column::ProvinceCode.eq(province_code));
    Ok(of_province.count(tx.db()).await?)
}

/// The targets of a province whose period has begun by a day, in order of setting; the last hundred that began.
pub async fn begun_targets(
    store: &Store,
    province: &AskedUnit,
    by: NaiveDate,
) -> Result<Vec<Saved<Target>>, StoreError> {
    let mut rows = Entity::find()
        .filter(Condition::all().add_option(in_unit(store, Some(province), OF_PROVINCE)))
        .filter(Column::PeriodFrom.lte(by))
        .order_by_desc(Column::PeriodFrom)
        .order_by_desc(Column::Id)
        .limit(MOST_MEASURED)
        .all(store.database().reader())
        .await?;
    rows.sort_unstable_by_key(|row| row.id);
    rows.into_iter().map(Saved::try_from).collect()
}
