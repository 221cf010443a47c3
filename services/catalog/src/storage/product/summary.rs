//! How many products fit a filter, by what they are.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;
use ocop_identity::{Located, UnitsOfDay};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, FromQueryResult, QuerySelect, QueryTrait, Statement};

use super::list::ProductFilter;
use super::search::Wanted;
use super::{Column, Entity};
use crate::domain::product::Branch;
use crate::storage::Store;

/// How many products fit, in all and by what they are.
#[derive(Debug, Default)]
pub struct Summary {
    /// All of them.
    pub total: u64,
    /// Whether the search found nothing as it was typed, and these with one typing error.
    pub corrected: bool,
    /// By place, in the units of the day that the filter names: provinces, or the units of the place that is asked about.
    pub places: BTreeMap<String, u64>,
    /// By criteria set.
    pub sets: BTreeMap<u32, u64>,
    /// By branch.
    pub branches: BTreeMap<String, u64>,
    /// By stars on the day; 0 without a valid certificate.
    pub stars: BTreeMap<u32, u64>,
    /// By kind of producer, as it is stored.
    pub kinds: BTreeMap<String, u64>,
    /// By kind of value chain, as it is stored; empty where none is recorded.
    pub chains: BTreeMap<String, u64>,
}

#[derive(FromQueryResult)]
struct Row {
    province_code: String,
    place_code: String,
    said_on: NaiveDate,
    criteria_set: i32,
    star: i32,
    kind: String,
    value_chain: String,
    found: i64,
}

/// The unit of the day by which a place is counted: its commune, or its province. Where that is not certain, as it was said.
fn unit_of(units: &UnitsOfDay, place: Located, commune: bool) -> String {
    let unit = if commune {
        units.unit_of(&place)
    } else {
        units.province_of(&place)
    };
    match (unit, place.place) {
        (Some(code), _) => code.to_owned(),
        (None, Some(said)) if commune => said,
        (None, _) => place.province,
    }
}

/// How many products fit.
pub async fn summarize(
    store: &Store,
    filter: &ProductFilter,
    today: NaiveDate,
) -> Result<Summary, StoreError> {
    let filter = &filter.led(store).await?;
    let Some(typed) = Wanted::typed(&filter.search) else {
        return counted(store, filter, Condition::all(), today).await;
    };
    let found = counted(store, filter, typed.condition(), today).await?;
    if found.total > 0 {
        return Ok(found);
    }
    match typed.corrected(store.database().reader()).await? {
        Some(corrected) => {
            let found = counted(store, filter, corrected.condition(), today).await?;
            Ok(Summary {
                corrected: found.total > 0,
                ..found
            })
        }
        None => Ok(found),
    }
}

/// One statement counts every combination; the sums are made here.
async fn counted(
    store: &Store,
    filter: &ProductFilter,
    wanted: Condition,
    today: NaiveDate,
) -> Result<Summary, StoreError> {
    let db = store.database().reader();
    let ids = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(filter.condition())
        .filter(wanted)
        .build(db.get_database_backend());
    let units = UnitsOfDay::new(store.places().places(), filter.in_units_of);
    let mut turns = String::new();
    for day in units.places().turns() {
        // The codes said on each side of a day on which units change are counted apart: they name other units.
        let _ = write!(
            turns,
            ", case when products.place_on <= '{day}' then 0 else 1 end"
        );
    }
    let sql = format!(
        "select products.province_code, products.place_code, max(products.place_on) as said_on, products.criteria_set, coalesce(held.star, 0) as star, producers.kind, \
         producers.value_chain, count(*) as found \
         from products join producers on producers.id = products.producer_id \
         left join certificates held on held.product_id = products.id and held.valid_from <= '{today}' \
         and held.valid_to >= '{today}' and (held.revoked_on is null or held.revoked_on > '{today}') \
         where products.id in ({}) group by 1, 2, 4, 5, 6, 7{turns}",
        ids.sql
    );
    let rows = Row::find_by_statement(Statement { sql, ..ids })
        .all(db)
        .await?;
    let mut summary = Summary::default();
    for row in rows {
        let (found, set) = (row.found.unsigned_abs(), row.criteria_set.unsigned_abs());
        summary.total += found;
        let place = Located {
            province: row.province_code,
            place: Some(row.place_code),
            said_on: row.said_on,
        };
        *summary
            .places
            .entry(unit_of(&units, place, filter.place.is_some()))
            .or_default() += found;
        *summary.sets.entry(set).or_default() += found;
        if let Some(branch) = Branch::of(set) {
            *summary.branches.entry(branch.to_string()).or_default() += found;
        }
        let star = row.star.unsigned_abs();
        *summary.stars.entry(star).or_default() += found;
        *summary.kinds.entry(row.kind).or_default() += found;
        *summary.chains.entry(row.value_chain).or_default() += found;
    }
    Ok(summary)
}
