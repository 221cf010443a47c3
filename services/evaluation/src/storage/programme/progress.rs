//! How a programme stands on a day, counted in the database: five statements, whatever the number of certificates.
//!
//! `tests/it/recount` says the same in plain words; a test holds one against the other.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use ocop_chassis::database::{StoreError, lies_in_sql, select};
use ocop_identity::UnitsOfDay;
use ocop_places::Area;
use sea_orm::{FromQueryResult, Value};

use crate::domain::programme::count::Dimension;
use crate::domain::programme::progress::{
    DIMENSIONS, Group, Movements, Point, Producers, Progress, Question, points,
};
use crate::storage::Store;
use crate::storage::programme::count::{PlacedRow, columns, eras, in_units_of, is_place, number};
use crate::storage::programme::measure::WAS_TRAINED;
use crate::storage::programme::sales::{growth, sold_through_modern_channels};

/// That a certificate is valid on the day that is the first value.
pub(crate) const VALID: &str = "valid_from <= $1 and gone_on > $1";

/// How a programme stands.
pub async fn progress(store: &Store, question: &Question) -> Result<Progress, StoreError> {
    let (units, area) = asked(store, question);
    let area = area.as_ref();
    let groups = groups(store, question, &units, area).await?;
    let movements = movements(store, question, area).await?;
    let days = (question.since, question.as_of);
    let producers = holders(store, days, area).await?;
    let trend = trend(store, question, area).await?;
    let sales = growth(store, question.as_of, area).await?;
    Ok(Progress {
        total: groups[0].lines.iter().map(|line| line.count).sum(),
        groups,
        movements,
        producers,
        trend,
        sales,
    })
}

/// Adds an area to the values, and gives the condition that a row lies in it; `table` stands before its columns.
pub(crate) fn within(values: &mut Vec<Value>, area: Option<&Area>, table: &str) -> String {
    area.map_or_else(String::new, |area| {
        let columns =
            ["province_code", "place_code", "place_on"].map(|name| format!("{table}{name}"));
        let [province, place, said_on] = &columns;
        let lies = lies_in_sql(area, (province, place, said_on), values);
        format!(" and {lies}")
    })
}

/// The units in which a question is asked, and where its province is.
fn asked(store: &Store, question: &Question) -> (UnitsOfDay, Option<Area>) {
    let units = UnitsOfDay::new(store.places().places(), question.in_units_of);
    let area = question.province.as_deref().map(|code| units.area(code));
    (units, area)
}

/// A line of the dimension at this place in [`DIMENSIONS`].
#[derive(FromQueryResult)]
struct GroupRow {
    dimension: i32,
    #[sea_orm(nested)]
    placed: PlacedRow,
}

async fn groups(
    store: &Store,
    question: &Question,
    units: &UnitsOfDay,
    area: Option<&Area>,
) -> Result<Vec<Group>, StoreError> {
    let mut values: Vec<Value> = vec![question.as_of.into()];
    let here = within(&mut values, area, "");
    let eras = eras(units.places(), &mut values);
    let count = |(at, by): (i32, Dimension)| {
        let (key, name) = columns(by);
        let (placed, more) = if is_place(by) {
            (
                "province_code, place_code, max(said_on) as said_on",
                ", province_code, place_code, era",
            )
        } else {
            (
                "'' as province_code, '' as place_code, max(said_on) as said_on",
                "",
            )
        };
        format!(
            "select {at} as dimension, cast({key} as text) as counted, {name} as name, \
             cast(sum(how_many) as bigint) as how_many, {placed} from valid group by {key}{more}"
        )
    };
    let counts: Vec<String> = (0..).zip(DIMENSIONS).map(count).collect();
    let sql = format!(
        "with valid as (select star, branch, criteria_set, province_code, district_code, place_code, \
         max(province_name) as province_name, max(district_name) as district_name, max(place_name) as place_name, \
         count(*) as how_many, max(place_on) as said_on, max(place_on) as era from certificates where {VALID}{here} \
         group by star, branch, criteria_set, province_code, district_code, place_code{eras}) {}",
        counts.join(" union all ")
    );
    let mut found = DIMENSIONS.map(|_| Vec::new());
    let rows: Vec<GroupRow> = select(store.database().reader(), sql, values).await?;
    for row in rows {
        let at = usize::try_from(row.dimension).ok();
        if let Some(rows) = at.and_then(|at| found.get_mut(at)) {
            rows.push(row.placed);
        }
    }
    let groups = DIMENSIONS.into_iter().zip(found).map(|(by, rows)| {
        // Engines and their collations differ in how they order texts.
        let lines = in_units_of(units, by, rows);
        Group { by, lines }
    });
    Ok(groups.collect())
}

/// `sum` of ones where a condition holds, 0 over no rows.
pub(crate) fn ones(condition: &str) -> String {
    format!("coalesce(sum(case when {condition} then 1 else 0 end), 0)")
}

#[derive(FromQueryResult)]
struct MovementsRow {
    first_ones: i64,
    upgraded: i64,
    renewed: i64,
    lowered: i64,
    expired: i64,
    revoked: i64,
}

async fn movements(
    store: &Store,
    question: &Question,
    area: Option<&Area>,
) -> Result<Movements, StoreError> {
    let mut values: Vec<Value> = vec![question.since.into(), question.as_of.into()];
    let here = within(&mut values, area, "this.");
    let sql = format!(
        "select * from (select {first} as first_ones, {upgraded} as upgraded, {renewed} as renewed, {lowered} as lowered \
         from certificates as this left join certificates as before \
         on before.product_id = this.product_id and before.position = this.position - 1 \
         where this.valid_from between $1 and $2 and not this.transferred{here}) as began cross join \
         (select {revoked} as revoked, {expired} as expired \
         from certificates as this left join certificates as after \
         on after.product_id = this.product_id and after.position = this.position + 1 \
         and after.valid_from = this.gone_on where this.gone_on between $1 and $2{here}) as ended",
        first = ones("before.star is null"),
        upgraded = ones("this.star > before.star"),
        renewed = ones("this.star = before.star"),
        lowered = ones("this.star < before.star"),
        // Only a revocation ends a certificate on or before its last day.
        revoked = ones("this.gone_on <= this.valid_to"),
        expired = ones("this.gone_on > this.valid_to and after.star is null"),
    );
    let rows: Vec<MovementsRow> = select(store.database().reader(), sql, values).await?;
    let movements = rows.first().map(|row| Movements {
        first: number(row.first_ones),
        upgraded: number(row.upgraded),
        renewed: number(row.renewed),
        lowered: number(row.lowered),
        expired: number(row.expired),
        revoked: number(row.revoked),
    });
    Ok(movements.unwrap_or_default())
}

/// Producers of one kind; the kind is empty if it is not known here.
#[derive(FromQueryResult)]
struct HoldersRow {
    kind: String,
    how_many: i64,
    women: i64,
    minority: i64,
    disabled: i64,
    circular: i64,
    modern: i64,
    trained: i64,
}

/// That a producer is in a circular or green chain with a stable source of its raw material; by the columns of a table.
fn in_circular_chain(table: &str) -> String {
    format!("({table}.value_chain in ('circular', 'green') and {table}.stable_raw_material)")
}

/// That the producer of a holding row held a growing area on the day that is the first value, which was marked on it; under its
/// own id or under one that was merged into it.
const HELD_A_MARKED_AREA: &str = "exists (select 1 from area_holders as held \
     join area_marks as mark on mark.area_id = held.area_id \
     where (held.producer_id = holding.producer_id \
     or held.producer_id in (select id from merged_records where into_id = holding.producer_id)) \
     and held.from_day <= $1 and held.until_day > $1 \
     and mark.from_day <= $1 and mark.until_day > $1)";

/// The producers with a certificate valid on a day, those in circular chains as they were on it: by what the catalog says of
/// the producer, or by a growing area that it holds and that is marked; those who sold through modern channels in the months up to it;
/// and those who were trained since a day before.
pub(crate) async fn holders(
    store: &Store,
    (since, on): (NaiveDate, NaiveDate),
    area: Option<&Area>,
) -> Result<Producers, StoreError> {
    let mut values: Vec<Value> = vec![on.into(), since.into()];
    let here = within(&mut values, area, "");
    let modern = sold_through_modern_channels(&mut values, on);
    let sql = format!(
        "select coalesce(kind, '') as kind, count(*) as how_many, {women} as women, {minority} as minority, \
         {disabled} as disabled, {circular} as circular, {modern} as modern, {trained} as trained \
         from (select distinct producer_id from certificates where {VALID}{here}) as holding \
         left join producers on producers.id = holding.producer_id group by coalesce(kind, '')",
        women = ones("led_by_woman"),
        minority = ones("led_by_minority"),
        disabled = ones("led_by_disabled"),
        modern = ones(&modern),
        trained = ones(WAS_TRAINED),
        circular = ones(&format!(
            "(coalesce((select {past} from past_value_chains as past \
             where past.producer_id = holding.producer_id and past.until_day > $1 order by past.until_day limit 1), {now}) \
             or {HELD_A_MARKED_AREA})",
            past = in_circular_chain("past"),
            now = in_circular_chain("producers"),
        )),
    );
    let mut counted = Producers::default();
    let rows: Vec<HoldersRow> = select(store.database().reader(), sql, values).await?;
    for row in rows {
        let of_kind = number(row.how_many);
        counted.total += of_kind;
        counted.led_by_woman += number(row.women);
        counted.led_by_minority += number(row.minority);
        counted.led_by_disabled += number(row.disabled);
        counted.circular += number(row.circular);
        counted.modern_channels += number(row.modern);
        counted.trained += number(row.trained);
        counted.kinds.insert(row.kind, of_kind);
    }
    Ok(counted)
}

/// By how many the valid certificates of a star rose in a month.
#[derive(FromQueryResult)]
struct ChangeRow {
    in_month: String,
    star: i32,
    change: i64,
}

/// What was valid at the end of each month: all that had begun by then, less all that had gone.
async fn trend(
    store: &Store,
    question: &Question,
    area: Option<&Area>,
) -> Result<Vec<Point>, StoreError> {
    let mut values: Vec<Value> = vec![question.as_of.into()];
    let here = within(&mut values, area, "");
    let by_month = |sign: &str, day: &str| {
        format!(
            "select substr(cast({day} as text), 1, 7) as in_month, star, {sign}cast(sum(of_day) as bigint) as change \
             from (select {day}, star, count(*) as of_day from certificates where {day} <= $1{here} group by {day}, star) \
             as daily group by substr(cast({day} as text), 1, 7), star"
        )
    };
    let sql = format!(
        "{} union all {}",
        by_month("", "valid_from"),
        by_month("-", "gone_on")
    );
    let rows: Vec<ChangeRow> = select(store.database().reader(), sql, values).await?;
    let mut changes = BTreeMap::<String, [i64; 3]>::new();
    for row in rows {
        let of_month = changes.entry(row.in_month).or_default();
        let at = usize::try_from(row.star - 3).ok();
        if let Some(sum) = at.and_then(|at| of_month.get_mut(at)) {
            *sum += row.change;
        }
    }
    let days = points(question.as_of, question.months);
    let mut changes = changes.into_iter().peekable();
    let mut valid = [0_i64; 3];
    let point = |on: NaiveDate| {
        let month = format!("{:04}-{:02}", on.year(), on.month());
        while let Some((_, change)) = changes.next_if(|(of, _)| *of <= month) {
            for (sum, change) in valid.iter_mut().zip(change) {
                *sum += change;
            }
        }
        Point {
            on,
            stars: valid.map(|sum| u32::try_from(sum).unwrap_or_default()),
        }
    };
    Ok(days.into_iter().map(point).collect())
}
