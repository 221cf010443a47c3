//! The copy of what promotion keeps of sales.

use ocop_chassis::database::{StoreError, insert_rows};
use sea_orm::Value;

use crate::domain::register::sales::SalesReport;
use crate::storage::Tx;

/// Stores reports, each of them once, in place of what was stored of them.
pub async fn store_sales(tx: &Tx, reports: &[SalesReport]) -> Result<(), StoreError> {
    // No amount is greater than a quadrillion.
    let amount = |vnd: u64| Value::from(i64::try_from(vnd).unwrap_or(i64::MAX));
    let row = |report: &SalesReport| -> [Value; 6] {
        [
            report.id.into(),
            report.product_id.into(),
            report.producer_id.into(),
            report.month.number().into(),
            amount(report.vnd),
            amount(report.modern_vnd),
        ]
    };
    let head = "insert into sales_reports (report_id, product_id, producer_id, month, sales_vnd, modern_vnd)";
    let tail = "on conflict (report_id) do update set product_id = excluded.product_id, producer_id = excluded.producer_id, \
                month = excluded.month, sales_vnd = excluded.sales_vnd, modern_vnd = excluded.modern_vnd";
    let values = reports.iter().flat_map(row).collect();
    insert_rows(tx.db(), head, 6, values, tail).await?;
    Ok(())
}
