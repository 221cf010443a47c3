//! Counting the certificates valid on a day, in the database.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, select};
use ocop_identity::{Located, UnitsOfDay};
use ocop_places::{Area, Places};
use sea_orm::{FromQueryResult, Value};

use crate::domain::programme::count::Dimension;
use crate::domain::programme::progress::Line;
use crate::storage::Store;
use crate::storage::programme::progress::{VALID, within};

/// What certificates of one key are counted as.
#[derive(FromQueryResult)]
pub(crate) struct LineRow {
    counted: String,
    name: String,
    how_many: i64,
}

impl From<LineRow> for Line {
    fn from(row: LineRow) -> Self {
        Self {
            key: row.counted,
            name: row.name,
            count: number(row.how_many),
        }
    }
}

/// A count of the database as the domain has it.
pub(super) fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The column of the key of a dimension, and that of its name.
pub(crate) fn columns(by: Dimension) -> (&'static str, &'static str) {
    match by {
        Dimension::Star => ("star", "''"),
        Dimension::Branch => ("branch", "''"),
        Dimension::CriteriaSet => ("criteria_set", "''"),
        Dimension::Province => ("province_code", "max(province_name)"),
        Dimension::District => ("district_code", "max(district_name)"),
        Dimension::Commune => ("place_code", "max(place_name)"),
        Dimension::Kind => ("kind", "''"),
        Dimension::Year => ("substr(cast(decided_on as text), 1, 4)", "''"),
    }
}

/// What certificates of one key are counted as, with where they were said to lie.
#[derive(FromQueryResult)]
pub(crate) struct PlacedRow {
    #[sea_orm(nested)]
    pub(crate) line: LineRow,
    pub(crate) province_code: String,
    pub(crate) place_code: String,
    pub(crate) said_on: NaiveDate,
}

/// The columns of a [`PlacedRow`] besides the line; they are counted together up to each day on which units change.
const PLACED_COLUMNS: &str = "province_code, place_code, max(place_on) as said_on";

/// What rows are grouped by, so that the codes of one name one unit: on which side of each day on which units change
/// they were said.
pub(crate) fn eras(places: &Places, values: &mut Vec<Value>) -> String {
    let mut era = String::new();
    for day in places.turns() {
        values.push((*day).into());
        // Writing to a String cannot fail.
        let _ = write!(
            era,
            ", case when place_on <= ${} then 0 else 1 end",
            values.len()
        );
    }
    era
}

/// Lines by a place in the units of a day. Where it is not certain which unit that is, the place stays as it was said.
pub(crate) fn in_units_of(units: &UnitsOfDay, by: Dimension, rows: Vec<PlacedRow>) -> Vec<Line> {
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    for row in rows {
        let place = Located {
            province: row.province_code,
            place: Some(row.place_code),
            said_on: row.said_on,
        };
        let mut line = Line::from(row.line);
        let unit = match by {
            Dimension::Province => units.province_of(&place),
            Dimension::District => units.district_of(&place),
            Dimension::Commune => units.unit_of(&place),
            Dimension::Star
            | Dimension::Branch
            | Dimension::CriteriaSet
            | Dimension::Kind
            | Dimension::Year => None,
        };
        let unit = unit.and_then(|code| units.places().unit(code, units.day()));
        if let Some(unit) = unit {
            line.key = unit.code.to_string();
            line.name = unit.name.to_string();
        }
        let sum = lines.entry(line.key.clone()).or_insert_with(|| Line {
            count: 0,
            ..line.clone()
        });
        sum.count += line.count;
    }
    let mut lines: Vec<Line> = lines.into_values().collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.count));
    lines
}

/// Whether a dimension is a level of places.
pub(crate) fn is_place(by: Dimension) -> bool {
    matches!(
        by,
        Dimension::Province | Dimension::District | Dimension::Commune
    )
}

/// Counts the certificates valid on a day; the greatest count first. A province, and what is counted by places, are in
/// the units of a day.
pub async fn count_certificates(
    store: &Store,
    on: NaiveDate,
    by: Option<Dimension>,
    (province, in_units): (Option<&str>, NaiveDate),
) -> Result<Vec<Line>, StoreError> {
    let units = UnitsOfDay::new(store.places().places(), in_units);
    let area = province.map(|code| units.area(code));
    if let Some(by) = by.filter(|by| is_place(*by)) {
        return count_by_place(store, on, by, (area.as_ref(), &units)).await;
    }
    let (key, name) = by.map_or(("''", "''"), columns);
    let mut values: Vec<Value> = vec![on.into()];
    let here = within(&mut values, area.as_ref(), "");
    let sql = format!(
        "select cast({key} as text) as counted, {name} as name, count(*) as how_many from certificates \
         where valid_from <= $1 and valid_to >= $1 and (revoked_on is null or revoked_on > $1){here} \
         group by 1 order by 3 desc, 1"
    );
    let rows: Vec<LineRow> = select(store.database().reader(), sql, values).await?;
    if rows.is_empty() && by.is_none() {
        return Ok(vec![Line::default()]);
    }
    Ok(rows.into_iter().map(Line::from).collect())
}

/// Counts the certificates valid on a day by places of a level, in the units of another.
pub(super) async fn count_by_place(
    store: &Store,
    on: NaiveDate,
    by: Dimension,
    (area, units): (Option<&Area>, &UnitsOfDay),
) -> Result<Vec<Line>, StoreError> {
    let (key, name) = columns(by);
    let mut values: Vec<Value> = vec![on.into()];
    let here = within(&mut values, area, "");
    let eras = eras(units.places(), &mut values);
    let sql = format!(
        "select {key} as counted, {name} as name, count(*) as how_many, {PLACED_COLUMNS} from certificates \
         where {VALID}{here} group by district_code, province_code, place_code{eras}"
    );
    let rows: Vec<PlacedRow> = select(store.database().reader(), sql, values).await?;
    Ok(in_units_of(units, by, rows))
}
