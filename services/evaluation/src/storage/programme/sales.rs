//! What was sold of the products of a programme, by the reports of promotion. Products and producers that were merged count as the
//! ones that are kept.

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, select};
use ocop_places::Area;
use sea_orm::{FromQueryResult, Value};

use crate::domain::programme::sales::{Growth, TwelveMonths};
use crate::storage::Store;
use crate::storage::programme::count::number;
use crate::storage::programme::progress::{VALID, within};

/// That the producer of a holding row sold through modern channels in the twelve months up to a day, under its own id or under one
/// that was merged into it.
pub(super) fn sold_through_modern_channels(values: &mut Vec<Value>, on: NaiveDate) -> String {
    let months = TwelveMonths::until(on);
    values.extend([months.first, months.last].map(|month| Value::from(month.number())));
    let in_months = format!(
        "sold.modern_vnd > 0 and sold.month between ${} and ${}",
        values.len() - 1,
        values.len()
    );
    format!(
        "(exists (select 1 from sales_reports as sold where sold.producer_id = holding.producer_id and {in_months}) \
         or exists (select 1 from merged_records as led join sales_reports as sold on sold.producer_id = led.id \
         where led.into_id = holding.producer_id and {in_months}))"
    )
}

#[derive(FromQueryResult)]
struct GrowthRow {
    products: i64,
    of_products: i64,
    vnd: i64,
    before_vnd: i64,
}

/// How sales of the products with a certificate valid on a day grew: month by month against the year before, over the months that
/// were reported for both.
pub(super) async fn growth(
    store: &Store,
    on: NaiveDate,
    area: Option<&Area>,
) -> Result<Growth, StoreError> {
    let months = TwelveMonths::until(on);
    let before = months.year_before();
    let mut values: Vec<Value> = vec![
        on.into(),
        before.first.number().into(),
        months.first.number().into(),
        months.last.number().into(),
    ];
    let here = within(&mut values, area, "");
    let sql = format!(
        "with held as (select distinct coalesce(led.into_id, certificates.product_id) as product_id from certificates \
         left join merged_records as led on led.id = certificates.product_id where {VALID}{here}), \
         record as (select product_id, product_id as id from held \
         union all select held.product_id, led.id from held join merged_records as led on led.into_id = held.product_id), \
         sold as (select record.product_id, sum(case when month >= $3 then sales_vnd end) as vnd, \
         sum(case when month < $3 then sales_vnd end) as before_vnd \
         from record join sales_reports on sales_reports.product_id = record.id where month between $2 and $4 \
         group by record.product_id, month % 12) \
         select count(distinct product_id) as products, cast(coalesce(sum(vnd), 0) as bigint) as vnd, \
         cast(coalesce(sum(before_vnd), 0) as bigint) as before_vnd, (select count(*) from held) as of_products \
         from sold where vnd is not null and before_vnd is not null"
    );
    let rows: Vec<GrowthRow> = select(store.database().reader(), sql, values).await?;
    let amount = |vnd: i64| u64::try_from(vnd).unwrap_or_default();
    let growth = rows.first().map(|row| Growth {
        products: number(row.products),
        of_products: number(row.of_products),
        vnd: amount(row.vnd),
        before_vnd: amount(row.before_vnd),
    });
    Ok(growth.unwrap_or_default())
}
