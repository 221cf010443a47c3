//! Rows whose place lies in an area. A row keeps the codes of its place with the day for which they were said.

use std::fmt::Write as _;

use ocop_places::{Area, Period, Span};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, Value};

/// The columns that say where a row lies.
#[derive(Clone, Debug)]
pub struct PlaceColumns {
    /// That of the province.
    pub province: Expr,
    /// That of the place in it; `None` where rows belong to a province as a whole.
    pub place: Option<Expr>,
    /// That of the day.
    pub said_on: Expr,
}

/// Whether a row lies in an area.
pub fn lies_in(area: &Area, columns: &PlaceColumns) -> Condition {
    let of = |code: &Expr, span: &Span| {
        let Period { from, to } = span.period;
        let day = &columns.said_on;
        Condition::all()
            .add(code.clone().is_in(span.codes.iter().cloned()))
            .add_option(from.map(|from| day.clone().gte(from)))
            .add_option(to.map(|to| day.clone().lte(to)))
    };
    let provinces = area
        .provinces
        .iter()
        .map(|span| of(&columns.province, span));
    let places = columns.place.iter();
    let places = places.flat_map(|place| area.places.iter().map(|span| of(place, span)));
    // Without a span nothing lies there. In the text, so that a plan made once can leave it out.
    let none = Condition::any().add(Expr::cust("1 = 0"));
    provinces.chain(places).fold(none, Condition::add)
}

/// The same in words of SQL, with the names of the columns; the values are added to those of the statement.
pub fn lies_in_sql(
    area: &Area,
    (province, place, said_on): (&str, &str, &str),
    values: &mut Vec<Value>,
) -> String {
    let mut sql = "(1 = 0".to_owned();
    let spans = area.provinces.iter().map(|span| (province, span));
    for (code, span) in spans.chain(area.places.iter().map(|span| (place, span))) {
        let mut bind = |value: Value| {
            values.push(value);
            format!("${}", values.len())
        };
        let codes: Vec<String> = span.codes.iter().map(|code| bind(code.into())).collect();
        // Writing to a String cannot fail.
        let _ = write!(sql, " or ({code} in ({})", codes.join(", "));
        if let Some(from) = span.period.from {
            let _ = write!(sql, " and {said_on} >= {}", bind(from.into()));
        }
        if let Some(to) = span.period.to {
            let _ = write!(sql, " and {said_on} <= {}", bind(to.into()));
        }
        sql.push(')');
    }
    sql.push(')');
    sql
}
