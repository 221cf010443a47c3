//! Requests about reported sales.

use chrono::Months;
use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;

use crate::application::sales::{Asked, ReportSales};
use crate::domain::listing::Amount;
use crate::domain::sales::{MAX_MONTHS, OccasionKind, Sold};
use crate::domain::trade::Month;
use crate::storage::sales::ReportFilter;
use crate::transport::listing::asked_province;
use crate::transport::trade::{month, optional_id};

/// The most that is sold in a month, in VND.
const MOST: u64 = 100_000_000_000_000;
/// The greatest quantity, of whatever unit.
const QUANTITY: u64 = 1_000_000_000;
/// The longest time in which occasions are looked for.
const LONGEST: Months = Months::new(120);

enum_pairs! {
    fn occasion_to_proto(OccasionKind) -> proto::EffectOccasion;
    fn occasion_from_proto(proto::EffectOccasion) -> Option<OccasionKind>;
    Certificate, Upgrade, Campaign
}

fn sold(v: &mut Violations, given: Option<proto::Sales>) -> Option<Sold> {
    let Some(sales) = given else {
        v.add("sales", "REQUIRED", "must be given");
        return None;
    };
    let vnd = v.within("sales.sales_vnd", sales.sales_vnd, 0..=MOST);
    let modern = sales.modern_channel_vnd;
    let modern_vnd = v.within("sales.modern_channel_vnd", modern, 0..=MOST);
    let volume = match sales.volume {
        // Of a month in which nothing was sold it is 0.
        Some(given) => {
            let unit = v.required_text("sales.volume.unit", &given.unit, 50);
            let quantity = v.within("sales.volume.quantity", given.quantity, 0..=QUANTITY);
            Some(Amount {
                quantity: quantity?,
                unit: unit?,
            })
        }
        None => None,
    };
    Some(Sold {
        vnd: vnd?,
        modern_vnd: modern_vnd?,
        volume,
    })
}

pub(super) fn report(
    v: &mut Violations,
    caller: Caller,
    request: proto::ReportSalesRequest,
) -> Option<ReportSales> {
    let product_id = v.uuid("product_id", &request.product_id);
    let month = month(v, "month", &request.month);
    let sold = sold(v, request.sales);
    let reason = v.optional_text("reason", &request.reason, 1_000);
    Some(ReportSales {
        caller,
        product_id: product_id?,
        month: month?,
        sold: sold?,
        reason: reason?,
    })
}

pub(super) fn list(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListSalesReportsRequest,
) -> Option<(Caller, ReportFilter)> {
    let product_id = v.uuid("product_id", &request.product_id);
    let mut bound = |field: &str, text: &str| -> Option<Month> {
        (!text.is_empty()).then(|| month(v, field, text)).flatten()
    };
    let from = bound("from_month", &request.from_month);
    let to = bound("to_month", &request.to_month);
    let filter = ReportFilter {
        product_id: product_id?,
        from,
        to,
    };
    Some((caller, filter))
}

pub(super) fn effect(
    v: &mut Violations,
    caller: Caller,
    request: proto::GetEffectRequest,
) -> Option<(Caller, Asked)> {
    let today = caller.units.day();
    let kind = v.known("occasion", request.occasion);
    let months = if request.months == 0 {
        6
    } else {
        request.months
    };
    let months = v.within("months", months, 1..=MAX_MONTHS);
    let to = v
        .optional_date("to_date", &request.to_date)
        .unwrap_or(today);
    let from = v.optional_date("from_date", &request.from_date);
    let from = from.or_else(|| to.checked_sub_months(Months::new(36)))?;
    if to < from {
        let rule = "must not be before from_date";
        v.add("to_date", "OUT_OF_ORDER", rule);
    } else if to > from + LONGEST {
        let rule = "must be at most ten years after the first day";
        v.add("to_date", "OUT_OF_RANGE", rule);
    }
    let asked = (request.province_code.as_str(), request.in_units_of.as_str());
    let province = asked_province(v, &caller, asked);
    let campaign_id = optional_id(v, "campaign_id", &request.campaign_id);
    let kind = kind.and_then(occasion_from_proto);
    if campaign_id.is_some() && kind.is_some_and(|kind| kind != OccasionKind::Campaign) {
        let rule = "must be empty unless the occasion is a campaign";
        v.add("campaign_id", "OUT_OF_RANGE", rule);
    }
    let asked = Asked {
        kind: kind?,
        months: months?,
        from,
        to,
        province,
        campaign_id,
    };
    Some((caller, asked))
}
