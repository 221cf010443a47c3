//! Reads which listings to list.

use chrono::Days;
use ocop_chassis::grpc::Violations;
use ocop_identity::{AskedUnit, Caller};
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::promotion::v1 as proto;

use super::{sets, star, status_from_proto, trade};
use crate::domain::listing::{Branch, ProducerKind, Star};
use crate::storage::listing::ListingFilter;

/// Days asked for at most: a hundred years.
pub(in crate::transport) const DAYS: u32 = 36_525;

/// Reads the numeral of a branch that was given.
pub(in crate::transport) fn branch(
    v: &mut Violations,
    field: &str,
    numeral: &str,
) -> Option<Branch> {
    let branch = numeral.parse().ok();
    if branch.is_none() {
        v.add(
            field,
            "OUT_OF_RANGE",
            "must be the numeral of a branch, I to VI",
        );
    }
    branch
}

/// A GTIN as the catalog keeps it: in the shortest of its forms.
fn gtin(v: &mut Violations, text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
    if !is_number || ![8, 12, 13, 14].contains(&digits.len()) {
        v.add("gtin", "MALFORMED", "must have 8, 12, 13 or 14 digits");
        return None;
    }
    let significant = digits.trim_start_matches('0');
    let shortest = [8, 12, 13, 14]
        .into_iter()
        .find(|length| *length >= significant.len())?;
    Some(format!("{significant:0>shortest$}"))
}

pub(in crate::transport) fn producer_kinds(
    v: &mut Violations,
    field: &str,
    kinds: &[i32],
) -> Vec<ProducerKind> {
    let mut read = Vec::with_capacity(kinds.len());
    for (index, kind) in kinds.iter().enumerate() {
        let kind = v.known(&format!("{field}[{index}]"), *kind);
        read.extend(kind.and_then(trade::kind_from_proto));
    }
    read
}

/// Reads the province that a list is asked of, in the units of a day.
pub(in crate::transport) fn asked_province(
    v: &mut Violations,
    caller: &Caller,
    (code, in_units_of): (&str, &str),
) -> Option<AskedUnit> {
    let on = v.in_units_of(in_units_of, caller.units.day());
    v.asked_unit(&caller.units, ("province_code", code), on)
}

pub(super) fn read(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListListingsRequest,
) -> Option<ListingFilter> {
    let today = caller.units.day();
    let status = v
        .known_or_any("state", request.state)
        .and_then(status_from_proto);
    sets(v, "criteria_sets", &request.criteria_sets);
    let on = v.in_units_of(&request.in_units_of, today);
    let branch = (!request.branch.is_empty())
        .then(|| branch(v, "branch", &request.branch))
        .flatten();
    let mut papers = Vec::new();
    for (index, paper) in request.papers.iter().enumerate() {
        let paper: Option<catalog::ProductPaper> = v.known(&format!("papers[{index}]"), *paper);
        papers.extend(paper.and_then(trade::paper_from_proto));
    }
    let days = request
        .minimum_days_left
        .and_then(|days| v.within("minimum_days_left", days, 1..=DAYS));
    // The last of so many days, today being the first.
    let valid_on = days.and_then(|days| today.checked_add_days(Days::new(u64::from(days - 1))));
    let province = v.asked_unit(&caller.units, ("province_code", &request.province_code), on);
    let place = v.asked_unit(&caller.units, ("place_code", &request.place_code), on);
    Some(ListingFilter {
        status: status.unwrap_or_default(),
        branch,
        province,
        place,
        minimum_star: request
            .minimum_star
            .and_then(|number| star(v, "minimum_star", number))
            .map(Star::number),
        criteria_sets: request.criteria_sets,
        gtin: (!request.gtin.is_empty())
            .then(|| gtin(v, &request.gtin))
            .flatten(),
        with_gtin: request.with_gtin,
        producer_kinds: producer_kinds(v, "producer_kinds", &request.producer_kinds),
        value_chain: v
            .known_or_any("producer_value_chain", request.producer_value_chain)
            .and_then(trade::chain_from_proto),
        valid_on,
        shelf_life_days: request
            .minimum_shelf_life_days
            .and_then(|days| v.within("minimum_shelf_life_days", days, 1..=DAYS)),
        capacity: request
            .minimum_capacity
            .and_then(|amount| trade::amount(v, "minimum_capacity", &amount)),
        order: request
            .order
            .and_then(|amount| trade::amount(v, "order", &amount)),
        price: request
            .maximum_price
            .and_then(|price| trade::price(v, "maximum_price", &price)),
        papers,
        papers_on: today,
    })
}
