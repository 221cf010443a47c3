//! Reported sales and what changed, as callers see it.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::timestamp;
use ocop_proto::promotion::v1 as proto;

use crate::application::sales::Effects;
use crate::domain::sales::{Effect, Figure, Report, Sold};
use crate::transport::listing::trade::amount_to_proto;

fn sales(sold: &Sold) -> proto::Sales {
    proto::Sales {
        sales_vnd: sold.vnd,
        modern_channel_vnd: sold.modern_vnd,
        volume: sold.volume.as_ref().map(amount_to_proto),
    }
}

/// A report without etag and times.
pub(super) fn bare(report: &Report) -> proto::SalesReport {
    let corrections = report.corrections.iter().map(|one| proto::SalesCorrection {
        before: Some(sales(&one.before)),
        corrected_on: one.on.to_string(),
        reason: one.reason.clone(),
    });
    proto::SalesReport {
        id: report.id.to_string(),
        product_id: report.product_id.to_string(),
        product_name: report.product_name.clone(),
        producer_id: report.producer_id.to_string(),
        producer_name: report.producer_name.clone(),
        criteria_set: report.criteria_set.number(),
        month: report.month.to_string(),
        sales: Some(sales(&report.sold)),
        corrections: corrections.collect(),
        place_code: report.place.code.clone(),
        province_code: report.place.province_code.clone(),
        place_on: report.place.said_on.to_string(),
        ..Default::default()
    }
}

pub(super) fn report(saved: &Saved<Report>) -> proto::SalesReport {
    proto::SalesReport {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..bare(saved)
    }
}

fn figure(figure: &Figure) -> proto::EffectFigure {
    proto::EffectFigure {
        cases: figure.cases,
        left_out: figure.left_out,
        mean_before_vnd: figure.mean_before_vnd,
        mean_after_vnd: figure.mean_after_vnd,
        mean_change_vnd: figure.mean_change_vnd,
        median_change_vnd: figure.median_change_vnd,
        change_hundredths: figure.change_hundredths,
        median_change_hundredths: figure.median_change_hundredths,
    }
}

fn group(effect: &Effect) -> proto::EffectGroup {
    let (star, criteria_set) = effect
        .kind
        .map(|(star, set)| (star.number(), set.number()))
        .unwrap_or_default();
    proto::EffectGroup {
        star,
        criteria_set,
        sales: Some(figure(&effect.sales)),
        deals: Some(figure(&effect.deals)),
    }
}

pub(super) fn effects(found: &Effects, months: u32) -> proto::GetEffectResponse {
    proto::GetEffectResponse {
        months,
        groups: found.groups.iter().map(group).collect(),
        more_exist: found.more_exist,
    }
}
