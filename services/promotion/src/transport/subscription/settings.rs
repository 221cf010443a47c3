//! How a subscription is served, on the wire.

use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_identity::UnitsOfDay;
use ocop_proto::promotion::v1 as proto;

use crate::domain::gift::OrderChange;
use crate::domain::listing::CriteriaSet;
use crate::domain::partner::MatchChange;
use crate::domain::subscription::{Headers, Selection};
use crate::transport::listing::sets;

/// Most provinces that a selection names.
const PROVINCES: usize = 100;

enum_pairs! {
    fn kind_to_proto(MatchChange) -> proto::MatchEventKind;
    fn kind_from_proto(proto::MatchEventKind) -> Option<MatchChange>;
    Opened, Upgraded, Lowered, Renewed, Suspended, GroundAdded, Resumed, Ended, StageChanged
}

enum_pairs! {
    fn order_kind_to_proto(OrderChange) -> proto::GiftOrderEventKind;
    fn order_kind_from_proto(proto::GiftOrderEventKind) -> Option<OrderChange>;
    Placed, Confirmed, Delivered, Cancelled, SetSuspended, SetResumed
}

/// A selection; nothing if it takes everything.
pub(super) fn selection(selection: &Selection) -> Option<proto::EventSelection> {
    (*selection != Selection::default()).then(|| proto::EventSelection {
        kinds: selection
            .changes
            .iter()
            .map(|change| kind_to_proto(*change).into())
            .collect(),
        criteria_sets: selection
            .criteria_sets
            .iter()
            .copied()
            .map(CriteriaSet::number)
            .collect(),
        province_codes: selection.province_codes.iter().cloned().collect(),
        gift_order_kinds: selection
            .order_changes
            .iter()
            .map(|change| order_kind_to_proto(*change).into())
            .collect(),
    })
}

pub(super) fn headers(headers: &Headers) -> Vec<proto::WebhookHeader> {
    let header = |(name, value): (&str, &str)| proto::WebhookHeader {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    headers.iter().map(header).collect()
}

pub(super) fn read_selection(
    v: &mut Violations,
    units: &UnitsOfDay,
    given: Option<&proto::EventSelection>,
) -> Selection {
    let Some(given) = given else {
        return Selection::default();
    };
    let mut changes = Vec::with_capacity(given.kinds.len());
    for (index, kind) in given.kinds.iter().enumerate() {
        let kind = v.known(&format!("selection.kinds[{index}]"), *kind);
        changes.extend(kind.and_then(kind_from_proto));
    }
    let mut order_changes = Vec::with_capacity(given.gift_order_kinds.len());
    for (index, kind) in given.gift_order_kinds.iter().enumerate() {
        let kind = v.known(&format!("selection.gift_order_kinds[{index}]"), *kind);
        order_changes.extend(kind.and_then(order_kind_from_proto));
    }
    if given.province_codes.len() > PROVINCES {
        let rule = format!("must name at most {PROVINCES}");
        v.add("selection.province_codes", "TOO_LONG", rule);
    }
    let mut provinces = Vec::new();
    for (index, code) in given.province_codes.iter().take(PROVINCES).enumerate() {
        let field = format!("selection.province_codes[{index}]");
        let day = units.day();
        provinces.extend(v.unit_of(units.places(), (&field, code), day));
    }
    Selection {
        changes: changes.into_iter().collect(),
        order_changes: order_changes.into_iter().collect(),
        criteria_sets: sets(v, "selection.criteria_sets", &given.criteria_sets)
            .into_iter()
            .collect(),
        province_codes: provinces.into_iter().collect(),
    }
}

pub(super) fn read_headers(
    v: &mut Violations,
    field: &str,
    given: &[proto::WebhookHeader],
) -> Headers {
    let pairs = given
        .iter()
        .map(|header| (header.name.as_str(), header.value.as_str()));
    match Headers::parse(pairs) {
        Ok(headers) => headers,
        Err(bad) => {
            v.add(field, "BAD_HEADER", bad.to_string());
            Headers::default()
        }
    }
}

/// Reads a rate; 0 is no limit.
pub(super) fn read_rate(v: &mut Violations, rate: u32) -> Option<u32> {
    if rate == 0 {
        return None;
    }
    v.within("rate_per_minute", rate, 1..=100_000)
}
