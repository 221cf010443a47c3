//! Certificates by the province that decided on them: the unit of the day of the decision, which keeps a numbering of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike as _, NaiveDate};
use ocop_chassis::database::{PlaceColumns, StoreError, lies_in};
use ocop_identity::Located;
use ocop_places::Period;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
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

    /// Whether two are of one province, whatever the days.
    pub fn is_province_of(&self, other: &Self) -> bool {
        (&self.province, self.period) == (&other.province, other.period)
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
/// Certificates of a number and a day that are read: a decision gives hundreds, and the first tell whether another authority
/// used the number on that day.
const OF_A_DAY: u32 = 20;
/// Certificates that are read of all decisions asked for.
const MOST_READ: u64 = 2_000;

/// Certificates given by decisions that contradict one of a province: by the same number, in the same year, with another
/// date or authority. One for each such decision in order of dates, at most five.
pub async fn contradicting(
    tx: &Tx,
    province: &Deciding,
    decision: &Decision,
) -> Result<Vec<Certificate>, StoreError> {
    let mut found = contradicting_each(tx, &[(province, decision)]).await?;
    Ok(found.pop().unwrap_or_default())
}

/// As [`contradicting`], of many decisions, in their order, by one statement for each province.
pub async fn contradicting_each(
    tx: &Tx,
    decisions: &[(&Deciding, &Decision)],
) -> Result<Vec<Vec<Certificate>>, StoreError> {
    let mut by_province: BTreeMap<_, (&Deciding, Vec<usize>)> = BTreeMap::new();
    for (at, (province, _)) in decisions.iter().enumerate() {
        let of_province = by_province.entry((&province.province, province.period));
        of_province.or_insert((*province, Vec::new())).1.push(at);
    }
    let mut found: Vec<Vec<Certificate>> = vec![Vec::new(); decisions.len()];
    for (province, places) in by_province.into_values() {
        let mut of_number: HashMap<String, Vec<Certificate>> = HashMap::new();
        let asked = places.iter().map(|&at| decisions[at].1);
        for certificate in of_the_same_numbers(tx, province, asked).await? {
            let key = certificate.decision.key();
            of_number.entry(key).or_default().push(certificate);
        }
        for at in places {
            let decision = decisions[at].1;
            let others = of_number.get(&decision.key()).into_iter().flatten();
            let others = others.filter(|other| other.decision.contradicts(decision));
            let mut named = BTreeSet::new();
            let others = others.filter(|other| named.insert(other.decision.identity()));
            found[at] = others.take(MOST_OTHERS).cloned().collect();
        }
    }
    Ok(found)
}

/// The first certificates of each day that a province gave by the numbers of decisions, in their years.
async fn of_the_same_numbers(
    tx: &Tx,
    province: &Deciding,
    decisions: impl Iterator<Item = &Decision> + Clone,
) -> Result<Vec<Certificate>, StoreError> {
    let keys: BTreeSet<String> = decisions.clone().map(Decision::key).collect();
    let years = decisions.map(|decision| decision.date.year());
    let years = years.clone().min().zip(years.max());
    let day = |year, (month, day)| NaiveDate::from_ymd_opt(year, month, day);
    let from = years.and_then(|(first, _)| day(first, (1, 1)));
    let to = years.and_then(|(_, last)| day(last, (12, 31)));
    let place = "row_number() over (partition by decision_key, decided_on order by id)";
    let numbered = Query::select()
        .column(Column::Id)
        .expr_as(Expr::cust(place), "place")
        .from(Entity)
        .and_where(Column::DecisionKey.is_in(keys))
        .and_where(Column::DecidedOn.between(from, to))
        .cond_where(province.condition(tx))
        .to_owned();
    let first = Query::select()
        .column(Column::Id)
        .from_subquery(numbered, "numbered")
        .and_where(Expr::col("place").lte(OF_A_DAY))
        .to_owned();
    let rows = Entity::find()
        .filter(Column::Id.in_subquery(first))
        .order_by_asc(Column::DecidedOn)
        .order_by_asc(Column::Id)
        .limit(MOST_READ)
        .all(tx.db())
        .await?;
    rows.into_iter().map(Certificate::try_from).collect()
}
