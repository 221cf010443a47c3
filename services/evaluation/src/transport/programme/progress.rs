//! Progress on the wire.

use chrono::{Datelike as _, NaiveDate};
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::domain::certificate::Kind;
use crate::domain::criteria::classification::{all, sub_group};
use crate::domain::programme::count::Dimension;
use crate::domain::programme::progress::{Line, Producers, Progress, Question};
use crate::domain::programme::sales::{Growth, TwelveMonths};
use crate::domain::programme::target::{Measure, Target};
use crate::domain::register::producer::ProducerKind;
use crate::transport::programme::targets;

/// How many months a trend goes back if nobody says.
const USUAL_MONTHS: u32 = 12;

pub(crate) fn question(
    v: &mut Violations,
    caller: &Caller,
    request: &proto::GetProgressRequest,
    today: NaiveDate,
) -> Option<Question> {
    let as_of = v.optional_date("as_of", &request.as_of).unwrap_or(today);
    let since = v.optional_date("since", &request.since);
    let since = since.unwrap_or_else(|| as_of.with_ordinal(1).unwrap_or(as_of));
    if since > as_of {
        v.add("since", "OUT_OF_ORDER", "must not be after as_of");
    }
    let months = match request.trend_months {
        0 => USUAL_MONTHS,
        months => v
            .within("trend_months", months, 1..=60)
            .unwrap_or(USUAL_MONTHS),
    };
    let in_units_of = v.in_units_of(&request.in_units_of, as_of);
    let named = ("province_code", request.province_code.as_str());
    let province = v
        .asked_unit(&caller.units, named, in_units_of)
        .map(|unit| unit.code);
    Some(Question {
        as_of,
        since,
        province,
        in_units_of,
        months,
    })
}

enum_pairs! {
    pub(crate) fn dimension_to_proto(Dimension) -> proto::CountDimension;
    pub(crate) fn dimension_from_proto(proto::CountDimension) -> Option<Dimension>;
    Star, Branch, CriteriaSet, Province, District, Commune, Kind, Year
}

/// Reads by what to count; `None` counts all together.
pub(crate) fn dimension(v: &mut Violations, number: i32) -> Option<Dimension> {
    v.known_or_any("by", number).and_then(dimension_from_proto)
}

/// The Vietnamese name of what a line counts; a place brings its own.
pub(crate) fn name(by: Option<Dimension>, key: &str, place: String) -> String {
    match by {
        None => "tất cả".to_owned(),
        Some(Dimension::Star) => format!("{key} sao"),
        Some(Dimension::Branch) => {
            let group = all().iter().find(|group| group.branch.numeral() == key);
            group
                .map(|group| group.branch.name_vi().to_owned())
                .unwrap_or_default()
        }
        Some(Dimension::CriteriaSet) => {
            let group = key.parse().ok().and_then(sub_group);
            group
                .map(|group| group.name_vi.to_owned())
                .unwrap_or_default()
        }
        Some(Dimension::Province | Dimension::District | Dimension::Commune) => place,
        Some(Dimension::Kind) => key.parse().map_or("", Kind::name_vi).to_owned(),
        Some(Dimension::Year) => format!("năm {key}"),
    }
}

pub(crate) fn row(by: Dimension, line: Line) -> proto::CertificateCount {
    proto::CertificateCount {
        name: name(Some(by), &line.key, line.name),
        key: line.key,
        count: line.count,
    }
}

fn producers(counted: Producers) -> proto::ProducerProgress {
    let kind = |(kind, count): (String, u32)| proto::ProducerKindCount {
        name: kind
            .parse()
            .map_or("không rõ", ProducerKind::name_vi)
            .to_owned(),
        kind,
        count,
    };
    proto::ProducerProgress {
        total: counted.total,
        led_by_woman: counted.led_by_woman,
        led_by_minority: counted.led_by_minority,
        led_by_disabled: counted.led_by_disabled,
        circular: counted.circular,
        modern_channels: counted.modern_channels,
        trained: counted.trained,
        kinds: counted.kinds.into_iter().map(kind).collect(),
    }
}

/// What was sold up to a day.
fn sales(growth: Growth, on: NaiveDate) -> proto::SalesProgress {
    let months = TwelveMonths::until(on);
    proto::SalesProgress {
        from_month: months.first.to_string(),
        to_month: months.last.to_string(),
        products: growth.products,
        of_products: growth.of_products,
        sales_vnd: growth.vnd,
        sales_before_vnd: growth.before_vnd,
        growth: growth.hundredths(),
    }
}

/// A target with what was found for it on a day.
pub(crate) fn target(
    record: Saved<Target>,
    measure: Measure,
    on: NaiveDate,
) -> proto::TargetProgress {
    let distance = record.terms.distance(measure, on);
    proto::TargetProgress {
        target: Some(targets::to_proto(record)),
        measured_on: on.to_string(),
        value: measure.value,
        base: measure.base,
        achieved: distance.achieved,
        of_goal: distance.of_goal,
        missing: distance.missing,
        reached: distance.reached,
        projected: distance.projected,
        sales: measure.growth.map(|growth| sales(growth, on)),
    }
}

pub(crate) fn to_proto(
    question: &Question,
    progress: Progress,
    targets: Vec<proto::TargetProgress>,
) -> proto::GetProgressResponse {
    let moved = progress.movements;
    let groups = progress
        .groups
        .into_iter()
        .map(|group| proto::ProgressGroup {
            by: dimension_to_proto(group.by).into(),
            rows: group
                .lines
                .into_iter()
                .map(|line| row(group.by, line))
                .collect(),
        });
    let trend = progress.trend.into_iter().map(|point| {
        let [three_star, four_star, five_star] = point.stars;
        proto::TrendPoint {
            on_date: point.on.to_string(),
            three_star,
            four_star,
            five_star,
        }
    });
    proto::GetProgressResponse {
        as_of: question.as_of.to_string(),
        since: question.since.to_string(),
        total: progress.total,
        groups: groups.collect(),
        movements: Some(proto::Movements {
            first: moved.first,
            upgraded: moved.upgraded,
            renewed: moved.renewed,
            lowered: moved.lowered,
            expired: moved.expired,
            revoked: moved.revoked,
        }),
        producers: Some(producers(progress.producers)),
        trend: trend.collect(),
        targets,
        sales: Some(sales(progress.sales, question.as_of)),
    }
}
