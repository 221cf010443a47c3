//! Search by words, and what is counted of what a search finds.

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, select};
use ocop_chassis::text::{anywhere, likeness_key};
use ocop_identity::UnitsOfDay;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr};
use sea_orm::{Condition, FromQueryResult, Statement};

use crate::domain::programme::count::Dimension;
use crate::domain::programme::progress::Line;
use crate::storage::Store;
use crate::storage::programme::{PlacedRow, eras, in_units_of};

/// Most lines of one facet.
const LINES: usize = 100;

/// Names in the spelling in which they are searched.
pub(super) fn words_of<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let names: Vec<String> = names
        .into_iter()
        .map(|name| likeness_key(name.as_ref()))
        .collect();
    names.join(" ")
}

/// Whether a column of [`words_of`] holds every word of a search: accents, signs and the choice of i and y do not count.
pub(super) fn has_words(column: impl ColumnTrait, search: &str) -> Condition {
    let searched = likeness_key(search);
    searched
        .split_whitespace()
        .fold(Condition::all(), |all, word| {
            all.add(
                Expr::col(column.as_column_ref()).like(LikeExpr::new(anywhere(word)).escape('\\')),
            )
        })
}

/// How to count the rows found: the SQL of a key and of its name, and what is to be joined to the rows for them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counting {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) join: &'static str,
    /// The level of places that it is.
    pub(super) place: Option<Dimension>,
}

/// What was counted of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facets<D> {
    pub total: u32,
    /// One for each dimension asked for: its greatest counts, greatest first, then by key.
    pub facets: Vec<(D, Vec<Line>)>,
}

#[derive(FromQueryResult)]
struct FacetRow {
    dimension: i32,
    #[sea_orm(nested)]
    placed: PlacedRow,
}

/// Counts what `found` selects by several dimensions: one statement over the same rows. Places are counted in the units of a
/// day.
pub(super) async fn count<D: Copy>(
    store: &Store,
    found: Statement,
    by: &[D],
    counting: impl Fn(D) -> Counting,
    in_units: NaiveDate,
) -> Result<Facets<D>, StoreError> {
    let units = UnitsOfDay::new(store.places().places(), in_units);
    let mut values: Vec<Value> = found.values.map(|values| values.0).unwrap_or_default();
    let countings: Vec<Counting> = by.iter().map(|dimension| counting(*dimension)).collect();
    let places = countings.iter().any(|counting| counting.place.is_some());
    let eras = if places {
        eras(units.places(), &mut values)
    } else {
        String::new()
    };
    values.push(in_units.into());
    // Where nothing is found there is no day either.
    let said_on = format!("coalesce(max(place_on), ${}) as said_on", values.len());
    let of = |(at, counting): (i32, &Counting)| {
        let Counting {
            key,
            name,
            join,
            place,
        } = counting;
        match place {
            // What lies in one place of the day is put together when it is read.
            Some(_) => format!(
                " union all select {at} as dimension, cast({key} as text) as counted, {name} as name, \
                 count(*) as how_many, province_code, place_code, {said_on} from found \
                 group by {key}, province_code, place_code{eras}"
            ),
            None => format!(
                " union all select * from (select {at} as dimension, cast({key} as text) as counted, {name} as name, \
                 count(*) as how_many, '' as province_code, '' as place_code, {said_on} from found{join} \
                 group by {key} order by 4 desc, 2 limit {LINES}) as facet_{at}"
            ),
        }
    };
    let each: String = (0..).zip(&countings).map(of).collect();
    let sql = format!(
        "with found as ({}) select -1 as dimension, '' as counted, '' as name, count(*) as how_many, \
         '' as province_code, '' as place_code, {said_on} from found{each}",
        found.sql
    );
    let rows: Vec<FacetRow> = select(store.database().reader(), sql, values).await?;
    let mut total = 0;
    let mut counted: Vec<Vec<PlacedRow>> = by.iter().map(|_| Vec::new()).collect();
    for row in rows {
        let at = usize::try_from(row.dimension).ok();
        match at.and_then(|at| counted.get_mut(at)) {
            None => total = Line::from(row.placed.line).count,
            Some(rows) => rows.push(row.placed),
        }
    }
    let lines = |(counting, rows): (&Counting, Vec<PlacedRow>)| {
        let mut lines: Vec<Line> = match counting.place {
            Some(level) => in_units_of(&units, level, rows),
            None => rows.into_iter().map(|row| row.line.into()).collect(),
        };
        // A union keeps no order.
        lines.sort_by(|one, other| other.count.cmp(&one.count).then(one.key.cmp(&other.key)));
        lines.truncate(LINES);
        lines
    };
    let facets = countings.iter().zip(counted).map(lines);
    Ok(Facets {
        total,
        facets: by.iter().copied().zip(facets).collect(),
    })
}
