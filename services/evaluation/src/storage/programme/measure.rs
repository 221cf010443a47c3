//! What is found for the indicator of a target, counted in the database: one statement each.

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, select};
use ocop_identity::UnitsOfDay;
use ocop_places::{Area, Said};
use sea_orm::{FromQueryResult, Value};

use crate::domain::criteria::star::Star;
use crate::domain::programme::count::Dimension;
use crate::domain::programme::target::{Indicator, Measure, Period, PlaceLevel, Terms};
use crate::domain::register::product::DISTRICTS_UNTIL;
use crate::storage::Store;
use crate::storage::programme::count::{count_by_place, number};
use crate::storage::programme::progress::{VALID, holders, ones, within};
use crate::storage::programme::sales::growth;

/// A certificate with the one before it of its product.
const WITH_BEFORE: &str = "certificates as this left join certificates as before \
    on before.product_id = this.product_id and before.position = this.position - 1";

/// That a certificate gives more stars than the one before it. One that is in force again gives what there was.
const ROSE: &str = "this.star > before.star and not this.transferred";

/// That the producer of a holding row attended a session of training from the day that is the second value to the one that is the
/// first; under its own id or under one that was merged into it.
pub(super) const WAS_TRAINED: &str = "exists (select 1 from trainings where (trainings.producer_id = holding.producer_id \
    or trainings.producer_id in (select id from merged_records where into_id = holding.producer_id)) \
    and trainings.held_on between $2 and $1)";

/// What a statement of an indicator finds; the base is 0 for what is a share of nothing.
#[derive(FromQueryResult)]
struct MeasureRow {
    found: i64,
    base: i64,
}

/// What is found in a province, as it was said for a day, for the indicator of a target on a day.
pub async fn measure(
    store: &Store,
    province: Said<'_>,
    terms: &Terms,
    day: NaiveDate,
) -> Result<Measure, StoreError> {
    let area = store.places().places().area_said(province);
    let begun = |least: Star| -> Vec<Value> {
        vec![
            terms.period.from.into(),
            day.into(),
            i32::from(least.number()).into(),
        ]
    };
    let recognised = |which: &str, least: Star| {
        let mut values = begun(least);
        let here = within(&mut values, Some(&area), "this.");
        let sql = format!(
            "select count(distinct this.product_id) as found, cast(0 as bigint) as base from {WITH_BEFORE} \
             where this.valid_from between $1 and $2 and this.star >= $3 and {which}{here}"
        );
        (sql, values)
    };
    let (sql, values) = match terms.indicator {
        Indicator::NewProducts { min_star } => recognised("before.id is null", min_star),
        Indicator::RecognisedProducts { min_star } => {
            recognised(&format!("(before.id is null or {ROSE})"), min_star)
        }
        Indicator::Upgraded {
            min_star,
            cohort: None,
        } => recognised(ROSE, min_star),
        Indicator::Upgraded {
            min_star,
            cohort: Some(cohort),
        } => upgraded_of(&area, cohort, begun(min_star)),
        Indicator::Kept { cohort } => kept(&area, cohort, day),
        Indicator::ValidProducts { min_star } => {
            let mut values: Vec<Value> = vec![day.into(), i32::from(min_star.number()).into()];
            let here = within(&mut values, Some(&area), "");
            let sql = format!(
                "select count(*) as found, cast(0 as bigint) as base from certificates \
                 where {VALID} and star >= $2{here}"
            );
            (sql, values)
        }
        Indicator::FiveStarCandidates => {
            let mut values: Vec<Value> = vec![terms.period.from.into(), day.into()];
            let here = within(&mut values, Some(&area), "");
            let sql = format!(
                "select count(distinct product_id) as found, cast(0 as bigint) as base from dossiers \
                 where forwarded_on between $1 and $2{here}"
            );
            (sql, values)
        }
        Indicator::TrainedProducers => {
            let mut values: Vec<Value> = vec![day.into(), terms.period.from.into()];
            let here = within(&mut values, Some(&area), "");
            let trained = ones(WAS_TRAINED);
            let sql = format!(
                "select {trained} as found, count(*) as base from \
                 (select distinct producer_id from certificates where {VALID}{here}) as holding"
            );
            (sql, values)
        }
        Indicator::Places { level } => {
            let value = places(store, &area, level, day).await?;
            return Ok(Measure {
                value,
                ..Measure::default()
            });
        }
        Indicator::Producers { which } => {
            let days = (terms.period.from, day);
            let holders = holders(store, days, Some(&area)).await?;
            return Ok(Measure {
                value: holders.such(which),
                base: holders.total,
                growth: None,
            });
        }
        Indicator::SalesGrowth => {
            let growth = growth(store, day, Some(&area)).await?;
            return Ok(Measure {
                value: growth.products,
                base: growth.of_products,
                growth: Some(growth),
            });
        }
    };
    let found: Vec<MeasureRow> = select(store.database().reader(), sql, values).await?;
    let measure = found.first().map(|row| Measure {
        value: number(row.found),
        base: number(row.base),
        growth: None,
    });
    Ok(measure.unwrap_or_default())
}

/// How many units of a level have a product with a certificate valid on a day: communes of that day, districts of their last
/// one. Where it is not certain which unit that is, the place counts as it was said.
async fn places(
    store: &Store,
    area: &Area,
    level: PlaceLevel,
    day: NaiveDate,
) -> Result<u32, StoreError> {
    let (by, on) = match level {
        PlaceLevel::Commune => (Dimension::Commune, day),
        PlaceLevel::District => (Dimension::District, day.min(DISTRICTS_UNTIL)),
    };
    let units = UnitsOfDay::new(store.places().places(), on);
    let lines = count_by_place(store, day, by, (Some(area), &units)).await?;
    let named = lines.iter().filter(|line| !line.key.is_empty()).count();
    Ok(u32::try_from(named).unwrap_or(u32::MAX))
}

/// The products with a certificate of a cohort, and those of them that rose. `values` are those of what has begun.
fn upgraded_of(area: &Area, cohort: Period, mut values: Vec<Value>) -> (String, Vec<Value>) {
    values.extend([cohort.from.into(), cohort.to.into()]);
    let here = within(&mut values, Some(area), "");
    let rose = ones(&format!(
        "exists (select 1 from certificates as this join certificates as before \
         on before.product_id = this.product_id and before.position = this.position - 1 \
         where this.product_id = member.product_id and this.valid_from between $1 and $2 \
         and this.star >= $3 and {ROSE})"
    ));
    let sql = format!(
        "select {rose} as found, count(*) as base from (select distinct product_id from certificates \
         where valid_from between $4 and $5 and valid_from <= $2{here}) as member"
    );
    (sql, values)
}

/// The products whose last certificate of a cohort has gone, and those of them with a valid one.
fn kept(area: &Area, cohort: Period, day: NaiveDate) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![day.into(), cohort.from.into(), cohort.to.into()];
    let here = within(&mut values, Some(area), "");
    let held = ones(&format!(
        "exists (select 1 from certificates as held where held.product_id = this.product_id and held.{})",
        VALID.replace("and ", "and held.")
    ));
    let sql = format!(
        "select {held} as found, count(*) as base from certificates as this join \
         (select product_id, max(position) as newest from certificates where valid_from between $2 and $3 \
         and valid_from <= $1{here} group by product_id) as member \
         on member.product_id = this.product_id and member.newest = this.position where this.gone_on <= $1"
    );
    (sql, values)
}
