//! Sales points as callers see them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::timestamp;
use ocop_proto::VIET_NAM;
use ocop_proto::promotion::v1 as proto;
use proto::SalesPointShortfallKind as Kind;
use uuid::Uuid;

use crate::domain::listing::{Listing, ListingState};
use crate::domain::sales_point::rules::{Named, PointRules};
use crate::domain::sales_point::{Location, Opening, SalesPoint, Shortfall, Shown};

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn opening(opening: &Opening) -> proto::OpeningHours {
    proto::OpeningHours {
        weekday: opening.weekday,
        opens: clock(opening.from),
        closes: clock(opening.to),
    }
}

fn geo_point(location: Location) -> proto::GeoPoint {
    let (latitude, longitude) = location.degrees();
    proto::GeoPoint {
        latitude,
        longitude,
    }
}

/// A point without etag, times and what it shows.
pub(super) fn bare_point(point: &SalesPoint) -> proto::SalesPoint {
    let terms = &point.terms;
    let closed = terms.hours.closed.iter();
    proto::SalesPoint {
        id: point.id.to_string(),
        name: terms.name.clone(),
        owner: terms.owner.clone(),
        phone: terms.phone.clone(),
        place_code: terms.site.place_code.clone(),
        province_code: terms.site.province_code.clone(),
        place_on: terms.site.said_on.to_string(),
        address: terms.site.address.clone(),
        location: terms.location.map(geo_point),
        place_group: terms.group.clone(),
        hours: terms.hours.openings.iter().map(opening).collect(),
        closed_days: closed.map(NaiveDate::to_string).collect(),
        conditions_met: terms.met.iter().cloned().collect(),
        closed_on: point.closed_on.map(|on| on.to_string()).unwrap_or_default(),
        ..Default::default()
    }
}

pub(super) fn point(saved: &Saved<SalesPoint>) -> proto::SalesPoint {
    proto::SalesPoint {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..bare_point(saved)
    }
}

/// Whether a point is open at a time.
pub(super) fn open_at(point: &SalesPoint, at: DateTime<Utc>) -> bool {
    let local = at.with_timezone(&VIET_NAM).naive_local();
    point.closed_on.is_none_or(|closed| local.date() < closed) && point.terms.hours.open_at(local)
}

/// What a point shows on a day.
pub(super) fn products(
    point: &SalesPoint,
    day: NaiveDate,
    listings: &HashMap<Uuid, &Listing>,
) -> Vec<proto::SalesPointProduct> {
    let product = |shown: &Shown| match shown {
        Shown::Ocop(id) => {
            let listing = listings.get(id);
            let state = listing.and_then(|listing| listing.state());
            proto::SalesPointProduct {
                product_id: id.to_string(),
                name: listing
                    .map(|found| found.product.name.clone())
                    .unwrap_or_default(),
                group: String::new(),
                certified: state == Some(&ListingState::Open),
            }
        }
        Shown::Other { name, group } => proto::SalesPointProduct {
            product_id: String::new(),
            name: name.clone(),
            group: group.clone(),
            certified: false,
        },
    };
    point.shown_on(day).map(product).collect()
}

fn shortfall(shortfall: &Shortfall) -> proto::SalesPointShortfall {
    let (kind, of) = match shortfall {
        Shortfall::Closed => (Kind::Closed, String::new()),
        Shortfall::PlaceGroup => (Kind::PlaceGroup, String::new()),
        Shortfall::NoProducts => (Kind::NoProducts, String::new()),
        Shortfall::NotCertified(id) => (Kind::NotCertified, id.to_string()),
        Shortfall::ProductGroup(name) => (Kind::ProductGroup, name.clone()),
        Shortfall::Condition(code) => (Kind::Condition, code.clone()),
        Shortfall::NoHours => (Kind::NoHours, String::new()),
    };
    proto::SalesPointShortfall {
        kind: kind.into(),
        of,
    }
}

fn stated_to(rules: &PointRules) -> String {
    rules.stated_to.map(|to| to.to_string()).unwrap_or_default()
}

/// What a point lacks of the rules.
pub(super) fn checked(
    rules: &PointRules,
    shortfalls: &[Shortfall],
) -> proto::CheckSalesPointResponse {
    proto::CheckSalesPointResponse {
        rules_number: rules.number.clone(),
        rules_stated_to: stated_to(rules),
        shortfalls: shortfalls.iter().map(shortfall).collect(),
    }
}

pub(super) fn rules(rules: &PointRules) -> proto::GetSalesPointRulesResponse {
    let all = |named: &[Named]| -> Vec<proto::SalesPointRule> {
        let rule = |named: &Named| proto::SalesPointRule {
            code: named.code.clone(),
            name: named.name.clone(),
        };
        named.iter().map(rule).collect()
    };
    proto::GetSalesPointRulesResponse {
        number: rules.number.clone(),
        from_date: rules.from.to_string(),
        stated_to: stated_to(rules),
        places: all(&rules.place),
        products: all(&rules.product),
        conditions: all(&rules.condition),
    }
}
