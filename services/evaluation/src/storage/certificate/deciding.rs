//! Certificates by the province that decided on them: the unit of the day of the decision, which keeps a numbering of its own.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use ocop_chassis::database::{PlaceColumns, StoreError, lies_in};
use ocop_identity::Located;
use ocop_places::Period;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _};

use super::certificates::{Column, Entity};
use crate::domain::certificate::Certificate;
use crate::domain::certificate::decision::Decision;
use crate::domain::register::product::Place;
use crate::storage::Tx;

/// The province that decides, on a day, on what lies in a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deciding {
    province: String,
    /// When it exists; `None` if it is not known which it is.
    period: Option<Period>,
    on: NaiveDate,
}

impl Deciding {
    /// The province of a place on a day.
    pub fn of(tx: &Tx, place: &Place, on: NaiveDate) -> Self {
        let units = tx.units().on(on);
        let located = Located {
            province: place.province_code.clone(),
            place: Some(place.code.clone()),
            said_on: place.said_on,
        };
        let unit = units.province_of(&located);
        let unit = unit.and_then(|code| units.places().unit(code, on));
        Self {
            province: unit
                .map_or_else(|| place.province_code.clone(), |unit| unit.code.to_string()),
            period: unit.map(|unit| unit.period),
            on,
        }
    }

    /// The provinces of places on a day, each once.
    pub fn all<'a>(
        tx: &Tx,
        places: impl IntoIterator<Item = &'a Place>,
        on: NaiveDate,
    ) -> BTreeSet<Self> {
        let places = places.into_iter();
        places.map(|place| Self::of(tx, place, on)).collect()
    }

    /// What it decided on.
    fn condition(&self, tx: &Tx) -> Condition {
        let Some(period) = self.period else {
            return Condition::all().add(Column::ProvinceCode.eq(&self.province));
        };
        let area = tx.units().on(self.on).area(&self.province);
        let columns = PlaceColumns {
            province: Expr::col(Column::ProvinceCode),
            place: Some(Expr::col("place_code")),
            said_on: Expr::col(Column::PlaceOn),
        };
        Condition::all()
            .add(lies_in(&area, &columns))
            .add_option(period.from.map(|from| Column::DecidedOn.gte(from)))
            .add_option(period.to.map(|to| Column::DecidedOn.lte(to)))
    }
}

/// The certificates that a decision of a province gave, whatever spelling its number has, in order of recording; at most
/// so many.
pub async fn given_by(
    tx: &Tx,
    province: &Deciding,
    decision: &Decision,
    most: u64,
) -> Result<Vec<Certificate>, StoreError> {
    let rows = Entity::find()
        .filter(Column::DecisionKey.eq(decision.key()))
        .filter(Column::DecidedOn.eq(decision.date))
        .filter(province.condition(tx))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(tx.db())
        .await?;
    rows.into_iter().map(Certificate::try_from).collect()
}

/// Most decisions named that contradict another.
const MOST_OTHERS: usize = 5;

/// Certificates given by decisions that contradict one of a province: by the same number, in the same year, with another
/// date or authority. One for each such decision.
pub async fn contradicting(
    tx: &Tx,
    province: &Deciding,
    decision: &Decision,
) -> Result<Vec<Certificate>, StoreError> {
    let year = decision.date.year();
    let ends = [(1, 1), (12, 31)].map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day));
    let of_number = || {
        Entity::find()
            .filter(Column::DecisionKey.eq(decision.key()))
            .filter(province.condition(tx))
            .order_by_asc(Column::Id)
    };
    let other_days = of_number()
        .filter(Column::DecidedOn.ne(decision.date))
        .filter(Column::DecidedOn.gte(ends[0]))
        .filter(Column::DecidedOn.lte(ends[1]))
        .limit(200)
        .all(tx.db());
    let mut rows = other_days.await?;
    // Of the same day the first tell whether another authority used the number: a decision gives hundreds of certificates.
    let same_day = of_number()
        .filter(Column::DecidedOn.eq(decision.date))
        .limit(20)
        .all(tx.db());
    rows.extend(same_day.await?);
    let mut others: Vec<Certificate> = Vec::new();
    for row in rows {
        let certificate = Certificate::try_from(row)?;
        let known = |other: &Certificate| {
            let (this, that) = (&certificate.decision, &other.decision);
            this.date == that.date && this.authority == that.authority
        };
        if certificate.decision.contradicts(decision) && !others.iter().any(known) {
            others.push(certificate);
        }
    }
    others.truncate(MOST_OTHERS);
    Ok(others)
}
