//! What was sold against the year before.

use ocop_proto::evaluation::v1::SalesProgress;

use crate::output;

/// Draws sales; nothing if no product has months to compare.
pub(super) fn draw(sales: Option<&SalesProgress>) {
    let Some(sales) = sales.filter(|sales| sales.products > 0) else {
        return;
    };
    let months = format!("sales from {} to {}", sales.from_month, sales.to_month);
    let mut table = output::table(&[&months, "million VND", "a year before", "growth"]);
    table.add_row([
        format!("{} of {} products", sales.products, sales.of_products).into(),
        output::number(sales.sales_vnd / MILLION),
        output::number(sales.sales_before_vnd / MILLION),
        output::number(growth(sales)),
    ]);
    output::line(format_args!("{table}"));
}

const MILLION: u64 = 1_000_000;

/// By how much sales grew, such as `-2.50 %`.
pub(super) fn growth(sales: &SalesProgress) -> String {
    sales.growth.map_or_else(
        || "–".to_owned(),
        |grown| {
            let sign = if grown < 0 { "-" } else { "" };
            let part = u32::try_from(grown.unsigned_abs()).unwrap_or(u32::MAX);
            format!("{sign}{}", output::percent(part))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fall_of_sales_is_shown_as_one() {
        let grown = |grown| {
            growth(&SalesProgress {
                growth: grown,
                ..SalesProgress::default()
            })
        };
        assert_eq!(grown(Some(3_000)), "30 %");
        assert_eq!(grown(Some(-250)), "-2.50 %");
        assert_eq!(grown(None), "–");
    }
}
