//! What is found for the indicator of a target, counted in the database: one statement each.

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, select};
use sea_orm::{FromQueryResult, Value};

use crate::domain::criteria::star::Star;
use crate::domain::programme::target::{Indicator, Measure, Period, PlaceLevel, Terms};
use crate::storage::Store;
use crate::storage::programme::count::number;
use crate::storage::programme::progress::{VALID, holders, ones};

/// A certificate with the one before it of its product.
const WITH_BEFORE: &str = "certificates as this left join certificates as before \
    on before.product_id = this.product_id and before.position = this.position - 1";

/// That a certificate gives more stars than the one before it.
const ROSE: &str = "this.star > before.star";

/// What a statement of an indicator finds; the base is 0 for what is a share of nothing.
#[derive(FromQueryResult)]
struct MeasureRow {
    found: i64,
    base: i64,
}

/// What is found in a province for the indicator of a target on a day.
pub async fn measure(
    store: &Store,
    province: &str,
    terms: &Terms,
    day: NaiveDate,
) -> Result<Measure, StoreError> {
    let begun = |least: Star| -> Vec<Value> {
        vec![
            province.into(),
            terms.period.from.into(),
            day.into(),
            i32::from(least.number()).into(),
        ]
    };
    let recognised = |which: &str| {
        format!(
            "select count(distinct this.product_id) as found, cast(0 as bigint) as base from {WITH_BEFORE} \
             where this.province_code = $1 and this.valid_from between $2 and $3 and this.star >= $4 and {which}"
        )
    };
    let (sql, values) = match terms.indicator {
        Indicator::NewProducts { min_star } => (recognised("before.id is null"), begun(min_star)),
        Indicator::RecognisedProducts { min_star } => (
            recognised(&format!("(before.id is null or {ROSE})")),
            begun(min_star),
        ),
        Indicator::Upgraded {
            min_star,
            cohort: None,
        } => (recognised(ROSE), begun(min_star)),
        Indicator::Upgraded {
            min_star,
            cohort: Some(cohort),
        } => upgraded_of(cohort, begun(min_star)),
        Indicator::Kept { cohort } => kept(cohort, province, day),
        Indicator::ValidProducts { min_star } => (
            format!(
                "select count(*) as found, cast(0 as bigint) as base from certificates \
                 where {VALID} and province_code = $2 and star >= $3"
            ),
            vec![
                day.into(),
                province.into(),
                i32::from(min_star.number()).into(),
            ],
        ),
        Indicator::FiveStarCandidates => (
            "select count(distinct product_id) as found, cast(0 as bigint) as base from dossiers \
             where province_code = $1 and forwarded_on between $2 and $3"
                .to_owned(),
            vec![province.into(), terms.period.from.into(), day.into()],
        ),
        Indicator::Places { level } => {
            let code = match level {
                PlaceLevel::Commune => "place_code",
                PlaceLevel::District => "district_code",
            };
            let sql = format!(
                "select count(distinct {code}) as found, cast(0 as bigint) as base from certificates \
                 where {VALID} and province_code = $2 and {code} <> ''"
            );
            (sql, vec![day.into(), province.into()])
        }
        Indicator::Producers { which } => {
            let holders = holders(store, day, Some(province)).await?;
            return Ok(Measure {
                value: holders.such(which),
                base: holders.total,
            });
        }
    };
    let found: Vec<MeasureRow> = select(store.database().reader(), sql, values).await?;
    let measure = found.first().map(|row| Measure {
        value: number(row.found),
        base: number(row.base),
    });
    Ok(measure.unwrap_or_default())
}

/// The products with a certificate of a cohort, and those of them that rose. `values` are those of what has begun.
fn upgraded_of(cohort: Period, mut values: Vec<Value>) -> (String, Vec<Value>) {
    values.extend([cohort.from.into(), cohort.to.into()]);
    let rose = ones(&format!(
        "exists (select 1 from certificates as this join certificates as before \
         on before.product_id = this.product_id and before.position = this.position - 1 \
         where this.product_id = member.product_id and this.valid_from between $2 and $3 \
         and this.star >= $4 and {ROSE})"
    ));
    let sql = format!(
        "select {rose} as found, count(*) as base from (select distinct product_id from certificates \
         where province_code = $1 and valid_from between $5 and $6 and valid_from <= $3) as member"
    );
    (sql, values)
}

/// The products whose last certificate of a cohort has gone, and those of them with a valid one.
fn kept(cohort: Period, province: &str, day: NaiveDate) -> (String, Vec<Value>) {
    let held = ones(&format!(
        "exists (select 1 from certificates as held where held.product_id = this.product_id and held.{})",
        VALID.replace("and ", "and held.")
    ));
    let sql = format!(
        "select {held} as found, count(*) as base from certificates as this join \
         (select product_id, max(position) as newest from certificates where province_code = $2 \
         and valid_from between $3 and $4 and valid_from <= $1 group by product_id) as member \
         on member.product_id = this.product_id and member.newest = this.position where this.gone_on <= $1"
    );
    let values = vec![
        day.into(),
        province.into(),
        cohort.from.into(),
        cohort.to.into(),
    ];
    (sql, values)
}
