//! Requests about sales points.

use std::collections::BTreeSet;

use chrono::Months;
use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;

use crate::application::sales_point::{
    CloseSalesPoint, RegisterSalesPoint, SetSalesPointProducts, UpdateSalesPoint,
};
use crate::domain::sales_point::rules::{self, PointRules};
use crate::domain::sales_point::{Hours, HoursProblem, Location, Opening, Shown, Site, Terms};
use crate::storage::sales_point::PointFilter;
use crate::transport::listing::asked_province;

/// How long before and after today it can be said what a point shows.
const YEAR: Months = Months::new(12);
/// Products that a point shows at once.
const PRODUCTS: usize = 200;

/// Reads where something is: a commune of today.
pub(super) fn site(
    v: &mut Violations,
    caller: &Caller,
    prefix: &str,
    (code, address): (&str, &str),
) -> Option<Site> {
    let field = format!("{prefix}.place_code");
    let address = v.required_text(&format!("{prefix}.address"), address, 300);
    let on = caller.units.day();
    let (place_code, province_code) = v.commune_of(caller.units.places(), (&field, code), on)?;
    Some(Site {
        province_code,
        place_code,
        said_on: on,
        address: address?,
    })
}

/// Reads the minute of a day, HH:MM.
fn minute(v: &mut Violations, field: &str, text: &str) -> Option<u32> {
    let read = || {
        let (hours, minutes) = text.split_once(':')?;
        let part = |text: &str| -> Option<u32> {
            let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse().ok()).flatten()
        };
        let (hours, minutes) = (part(hours)?, part(minutes)?);
        let minute = hours * 60 + minutes;
        (minutes < 60 && minute <= 24 * 60).then_some(minute)
    };
    let minute = read();
    if minute.is_none() {
        v.add(field, "MALFORMED", "must be a time of the day, HH:MM");
    }
    minute
}

fn hours(v: &mut Violations, point: &proto::SalesPoint) -> Option<Hours> {
    let mut openings = Vec::with_capacity(point.hours.len());
    // Where each of those that can be read stands in the list.
    let mut places = Vec::with_capacity(point.hours.len());
    for (index, given) in point.hours.iter().enumerate() {
        let field = |name: &str| format!("sales_point.hours[{index}].{name}");
        let weekday = v.within(&field("weekday"), given.weekday, 1..=7);
        let from = minute(v, &field("opens"), &given.opens);
        let to = minute(v, &field("closes"), &given.closes);
        if let (Some(weekday), Some((from, to))) = (weekday, from.zip(to)) {
            places.push(index);
            openings.push(Opening { weekday, from, to });
        }
    }
    let mut closed = Some(BTreeSet::new());
    for (index, day) in point.closed_days.iter().enumerate() {
        let day = v.date(&format!("sales_point.closed_days[{index}]"), day);
        closed = closed.zip(day).map(|(mut closed, day)| {
            closed.insert(day);
            closed
        });
    }
    let all_read = openings.len() == point.hours.len();
    let hours = Hours {
        openings,
        closed: closed.clone().unwrap_or_default(),
    };
    let problems = hours.problems();
    for problem in &problems {
        let (at, name, reason, rule) = match *problem {
            HoursProblem::Weekday(index) => (
                index,
                "weekday",
                "OUT_OF_RANGE",
                "must be 1, Monday, to 7, Sunday",
            ),
            HoursProblem::Backwards(index) => (
                index,
                "closes",
                "OUT_OF_ORDER",
                "must be after it opens, on the same day",
            ),
            HoursProblem::Overlap(index) => (
                index,
                "opens",
                "OVERLAP",
                "must not meet other hours of the day",
            ),
        };
        let index = places.get(at).copied().unwrap_or(at);
        v.add(format!("sales_point.hours[{index}].{name}"), reason, rule);
    }
    (all_read && closed.is_some() && problems.is_empty()).then_some(hours)
}

pub(super) fn location(
    v: &mut Violations,
    field: &str,
    given: &proto::GeoPoint,
) -> Option<Location> {
    let location = Location::at(given.latitude, given.longitude);
    if let Err(nowhere) = &location {
        v.add(field, "OUT_OF_RANGE", nowhere.to_string());
    }
    location.ok()
}

/// Codes that the rules of today do not have are noted.
fn ruled(
    v: &mut Violations,
    rules: Option<&PointRules>,
    point: &proto::SalesPoint,
) -> Option<(String, BTreeSet<String>)> {
    let group = v.required_text("sales_point.place_group", &point.place_group, 50)?;
    if rules.is_some_and(|rules| !rules.has_place(&group)) {
        let rule = format!("{group} is no group of places; GetSalesPointRules names them");
        v.add("sales_point.place_group", "UNKNOWN_VALUE", rule);
    }
    for (index, code) in point.conditions_met.iter().enumerate() {
        if rules.is_none_or(|rules| !rules.has_condition(code)) {
            let field = format!("sales_point.conditions_met[{index}]");
            let rule = "must be a condition of the rules; GetSalesPointRules names them";
            v.add(field, "UNKNOWN_VALUE", rule);
        }
    }
    Some((group, point.conditions_met.iter().cloned().collect()))
}

fn terms(v: &mut Violations, caller: &Caller, point: &proto::SalesPoint) -> Option<Terms> {
    let name = v.name("sales_point.name", &point.name, 200);
    let owner = v.required_text("sales_point.owner", &point.owner, 200);
    let phone = v.optional_text("sales_point.phone", &point.phone, 50);
    let place = (point.place_code.as_str(), point.address.as_str());
    let site = site(v, caller, "sales_point", place);
    let given = point.location.as_ref();
    let location = given.map(|given| location(v, "sales_point.location", given));
    let ruled = ruled(v, rules::points_on(caller.units.day()), point);
    let hours = hours(v, point);
    let (group, met) = ruled?;
    Some(Terms {
        name: name?,
        owner: owner?,
        phone: phone?,
        site: site?,
        location: match location {
            Some(location) => Some(location?),
            None => None,
        },
        group,
        hours: hours?,
        met,
    })
}

pub(super) fn register(
    v: &mut Violations,
    caller: Caller,
    request: proto::RegisterSalesPointRequest,
) -> Option<RegisterSalesPoint> {
    let point = request.sales_point.unwrap_or_default();
    let terms = terms(v, &caller, &point)?;
    Some(RegisterSalesPoint { caller, terms })
}

pub(super) fn update(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateSalesPointRequest,
) -> Option<UpdateSalesPoint> {
    let point = request.sales_point.unwrap_or_default();
    let id = v.uuid("sales_point.id", &point.id);
    let seen = v.etag("sales_point.etag", &point.etag);
    let terms = terms(v, &caller, &point);
    Some(UpdateSalesPoint {
        caller,
        id: id?,
        seen: seen?,
        terms: terms?,
    })
}

fn shown(v: &mut Violations, field: &str, given: &proto::SalesPointProduct) -> Option<Shown> {
    if !given.product_id.is_empty() {
        for (name, text) in [("name", &given.name), ("group", &given.group)] {
            if !text.is_empty() {
                let rule = "must be empty beside product_id: a product is named by its id, or by name and group";
                v.add(format!("{field}.{name}"), "NOT_BOTH", rule);
            }
        }
        return v
            .uuid(&format!("{field}.product_id"), &given.product_id)
            .map(Shown::Ocop);
    }
    let name = v.name(&format!("{field}.name"), &given.name, 200);
    let group = v.required_text(&format!("{field}.group"), &given.group, 50);
    Some(Shown::Other {
        name: name?,
        group: group?,
    })
}

pub(super) fn products(
    v: &mut Violations,
    caller: Caller,
    request: proto::SetSalesPointProductsRequest,
) -> Option<SetSalesPointProducts> {
    let id = v.uuid("sales_point_id", &request.sales_point_id);
    let from = v.date("from_date", &request.from_date);
    let today = caller.units.day();
    if from.is_some_and(|from| from < today - YEAR || from > today + YEAR) {
        let rule = "must be at most a year before today or after it";
        v.add("from_date", "OUT_OF_RANGE", rule);
    }
    if request.products.len() > PRODUCTS {
        let rule = format!("must be at most {PRODUCTS}");
        v.add("products", "TOO_MANY", rule);
    }
    let mut all: Vec<Option<Shown>> = Vec::with_capacity(request.products.len());
    for (index, given) in request.products.iter().enumerate() {
        let field = format!("products[{index}]");
        let shown = shown(v, &field, given);
        if shown.is_some() && all.contains(&shown) {
            v.add(field, "REPEATED", "must be named once");
        }
        all.push(shown);
    }
    Some(SetSalesPointProducts {
        caller,
        id: id?,
        from: from?,
        products: all.into_iter().collect::<Option<_>>()?,
    })
}

pub(super) fn close(
    v: &mut Violations,
    caller: Caller,
    request: proto::CloseSalesPointRequest,
) -> Option<CloseSalesPoint> {
    let id = v.uuid("sales_point_id", &request.sales_point_id);
    let reason = v.optional_text("reason", &request.reason, 1_000)?;
    let taken_back = request.closed_on.trim().is_empty() && !reason.is_empty();
    let on = match taken_back {
        true => Some(None),
        false => v
            .not_in_future("closed_on", &request.closed_on, caller.units.day())
            .map(Some),
    };
    Some(CloseSalesPoint {
        caller,
        id: id?,
        on: on?,
        reason,
    })
}

pub(super) fn points(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListSalesPointsRequest,
) -> Option<PointFilter> {
    let asked = (request.province_code.as_str(), request.in_units_of.as_str());
    let group = v.optional_text("place_group", &request.place_group, 50);
    Some(PointFilter {
        province: asked_province(v, &caller, asked),
        group: group.filter(|group| !group.is_empty()),
        with_closed: request.with_closed,
    })
}
