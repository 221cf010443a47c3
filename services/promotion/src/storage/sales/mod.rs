//! What producers report of their sales.

use std::collections::{BTreeMap, HashMap};

use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use super::{Store, Tx, document, read_document};
use crate::domain::sales::{ByProduct, Event, Report};
use crate::domain::trade::Month;

/// The table `sales_reports`. The month is kept by its first day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sales_reports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    product_id: Uuid,
    producer_id: Uuid,
    month: Date,
    sales_vnd: i64,
    body: String,
}

plain_table!();

impl TryFrom<Model> for Saved<Report> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let report = read_document(&row.body, || format!("body of sales report {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(report, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Report {
    type Event = Event;
    const TYPE: &'static str = "sales_report";
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
            product_id: Set(saved.product_id),
            producer_id: Set(saved.producer_id),
            month: Set(saved.month.first_day()),
            sales_vnd: Set(i64::try_from(saved.sold.vnd).unwrap_or(i64::MAX)),
            body: Set(document(&**saved)),
        }
    }
}

/// The report of a product for a month, to be changed: its own or, if it has none, the first under a record that was merged into
/// it. Others that want to wait until this transaction ends.
pub async fn report_to_change(
    tx: &Tx,
    (product_id, merged): (Uuid, &[Uuid]),
    month: Month,
) -> Result<Option<Saved<Report>>, StoreError> {
    let records = merged.iter().copied().chain([product_id]);
    let mut found = Entity::find()
        .filter(Column::ProductId.is_in(records))
        .filter(Column::Month.eq(month.first_day()))
        .order_by_asc(Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    let own = found.iter().position(|row| row.product_id == product_id);
    let first = (!found.is_empty()).then(|| found.swap_remove(own.unwrap_or(0)));
    first.map(TryFrom::try_from).transpose()
}

/// Which reports to list.
#[derive(Clone, Debug)]
pub struct ReportFilter {
    /// Of this product.
    pub product_id: Uuid,
    /// Of this month or later.
    pub from: Option<Month>,
    /// Of this month or earlier.
    pub to: Option<Month>,
}

/// What follows the last row of a page: its month and id. Before records of products could be merged it was the month.
fn follows(key: &str) -> Option<Condition> {
    let (month, id) = key.split_once('/').unwrap_or((key, ""));
    let month: Month = month.parse().ok()?;
    let later = Condition::any().add(Column::Month.gt(month.first_day()));
    let Ok(id) = id.parse::<Uuid>() else {
        return Some(later);
    };
    let same = Condition::all()
        .add(Column::Month.eq(month.first_day()))
        .add(Column::Id.gt(id));
    Some(later.add(same))
}

/// A page of reports of a product, by whichever of these ids, in order of their months, and the token of the next.
pub async fn list(
    store: &Store,
    (filter, ids): (&ReportFilter, &[Uuid]),
    page: &Page,
) -> Result<(Vec<Saved<Report>>, String), StoreError> {
    let after = page.after.as_deref().and_then(follows);
    let fits = Condition::all()
        .add(Column::ProductId.is_in(ids.iter().copied()))
        .add_option(
            filter
                .from
                .map(|month| Column::Month.gte(month.first_day())),
        )
        .add_option(filter.to.map(|month| Column::Month.lte(month.first_day())))
        .add_option(after);
    let mut rows = Entity::find()
        .filter(fits)
        .order_by_asc(Column::Month)
        .order_by_asc(Column::Id)
        .limit(page.fetch())
        .all(store.database().reader())
        .await?;
    let next = page.cut(&mut rows, |row| {
        format!("{}/{}", Month::of(row.month), row.id)
    });
    let held = rows.into_iter().map(TryFrom::try_from);
    Ok((held.collect::<Result<_, _>>()?, next))
}

/// What was reported of products from a month to another, under whichever of these ids, by the one to which it leads.
pub async fn by_product(
    store: &Store,
    records: &HashMap<Uuid, Uuid>,
    (from, to): (Month, Month),
) -> Result<ByProduct, StoreError> {
    let rows: Vec<(Uuid, Date, i64)> = Entity::find()
        .select_only()
        .columns([Column::ProductId, Column::Month, Column::SalesVnd])
        .filter(Column::ProductId.is_in(records.keys().copied()))
        .filter(Column::Month.between(from.first_day(), to.first_day()))
        .into_tuple()
        .all(store.database().reader())
        .await?;
    let mut found: ByProduct = BTreeMap::new();
    for (product, month, vnd) in rows {
        let leads = records.get(&product).copied().unwrap_or(product);
        let months: &mut BTreeMap<Month, u64> = found.entry(leads).or_default();
        let sold = months.entry(Month::of(month)).or_default();
        *sold = sold.saturating_add(vnd.unsigned_abs());
    }
    Ok(found)
}
