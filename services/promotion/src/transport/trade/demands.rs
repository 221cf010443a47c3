//! Demands on the wire, and which listings suit them.

mod answer;

pub(super) use answer::{bare, changed, demand, suiting};

use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use super::{PRICE, QUANTITY, REASON, volume};
use crate::application::trade::{ChangeDemand, OpenDemand, WithdrawDemand};
use crate::domain::trade::{Bounds, Delivery, LONGEST, Period, Terms, TermsPatch, Wanted};
use crate::storage::trade::{DemandFilter, DemandStatus};
use crate::transport::listing::filter::branch;
use crate::transport::listing::{asked_province, sets, star};

enum_pairs! {
    fn status_to_proto(DemandStatus) -> proto::DemandState;
    fn status_from_proto(proto::DemandState) -> Option<DemandStatus>;
    Open, Fulfilled, Withdrawn, Expired
}

fn wanted(v: &mut Violations, product: &proto::DemandedProduct) -> Option<Wanted> {
    let named = sets(v, "demand.product.criteria_sets", &product.criteria_sets);
    let mut branches = Vec::with_capacity(product.branches.len());
    for (index, numeral) in product.branches.iter().enumerate() {
        branches.extend(branch(
            v,
            &format!("demand.product.branches[{index}]"),
            numeral,
        ));
    }
    let words = v.search("demand.product.words", &product.words, 200);
    let least = product
        .minimum_star
        .map(|number| star(v, "demand.product.minimum_star", number));
    let said = !product.criteria_sets.is_empty() || !product.branches.is_empty();
    if !said && product.words.trim().is_empty() {
        let rule = "must name criteria sets, branches or words";
        v.add("demand.product", "REQUIRED", rule);
    }
    Some(Wanted {
        sets: named.into_iter().collect(),
        branches: branches.into_iter().collect(),
        words: words?,
        star: match least {
            Some(least) => Some(least?),
            None => None,
        },
    })
}

/// Reads what one of the unit may cost, from two fields.
fn bounds(
    v: &mut Violations,
    (from_field, from): (&str, Option<u64>),
    (to_field, to): (&str, Option<u64>),
) -> Bounds {
    let mut within =
        |field: &str, vnd: Option<u64>| vnd.and_then(|vnd| v.within(field, vnd, 1..=PRICE));
    let bounds = Bounds {
        from: within(from_field, from),
        to: within(to_field, to),
    };
    if let (Some(from), Some(to)) = (bounds.from, bounds.to)
        && to < from
    {
        let rule = "must not be below the lowest price";
        v.add(to_field, "OUT_OF_ORDER", rule);
    }
    bounds
}

/// Reads where it is delivered: a commune or a province of today.
fn delivery(v: &mut Violations, caller: &Caller, demand: &proto::Demand) -> Option<Delivery> {
    let address = v.optional_text("demand.address", &demand.address, 300);
    let said_on = caller.units.day();
    let code = ("demand.place_code", demand.place_code.as_str());
    let (place_code, province_code) = v.place_of(caller.units.places(), code, said_on)?;
    Some(Delivery {
        province_code,
        place_code,
        said_on,
        address: address?,
    })
}

/// Reads the first and last day of something.
pub(super) fn period(v: &mut Violations, prefix: &str, (from, to): (&str, &str)) -> Option<Period> {
    let from = v.date(&format!("{prefix}from_date"), from);
    let field = format!("{prefix}to_date");
    let to = v.date(&field, to);
    let (from, to) = (from?, to?);
    if to < from {
        let rule = "must not be before the first day";
        v.add(field, "OUT_OF_ORDER", rule);
    } else if to > from + LONGEST {
        let rule = "must be at most three years after the first day";
        v.add(field, "OUT_OF_RANGE", rule);
    }
    Some(Period { from, to })
}

pub(super) fn open(
    v: &mut Violations,
    caller: Caller,
    request: proto::OpenDemandRequest,
) -> Option<OpenDemand> {
    let mut demand = request.demand.unwrap_or_default();
    let partner_id = v.uuid("demand.partner_id", &demand.partner_id);
    let product = demand.product.take().unwrap_or_default();
    let wanted = wanted(v, &product);
    let asked = demand.volume.take().unwrap_or_default();
    let volume = volume(v, "demand.volume", &asked);
    let price = bounds(
        v,
        ("demand.price_from_vnd", demand.price_from_vnd),
        ("demand.price_to_vnd", demand.price_to_vnd),
    );
    let delivery = delivery(v, &caller, &demand);
    let period = period(v, "demand.", (&demand.from_date, &demand.to_date));
    let note = v.optional_text("demand.note", &demand.note, REASON);
    Some(OpenDemand {
        caller,
        partner_id: partner_id?,
        terms: Terms {
            wanted: wanted?,
            volume: volume?,
            price,
            delivery: delivery?,
            period: period?,
            note: note?,
        },
    })
}

pub(super) fn change(
    v: &mut Violations,
    caller: Caller,
    request: proto::ChangeDemandRequest,
) -> Option<ChangeDemand> {
    let id = v.uuid("demand_id", &request.demand_id);
    let seen = v.etag("etag", &request.etag);
    let quantity = match request.quantity {
        None => Some(None),
        Some(quantity) => v.within("quantity", quantity, 1..=QUANTITY).map(Some),
    };
    let price = request.price.map(|price| {
        let from = ("price.from_vnd", price.from_vnd);
        bounds(v, from, ("price.to_vnd", price.to_vnd))
    });
    let from = v.optional_date("from_date", &request.from_date);
    let to = v.optional_date("to_date", &request.to_date);
    let note = match request.note {
        None => Some(None),
        Some(note) => v.optional_text("note", &note, REASON).map(Some),
    };
    Some(ChangeDemand {
        caller,
        id: id?,
        seen: seen?,
        terms: TermsPatch {
            quantity: quantity?,
            price,
            from,
            to,
            note: note?,
        },
    })
}

pub(super) fn withdraw(
    v: &mut Violations,
    caller: Caller,
    request: proto::WithdrawDemandRequest,
) -> Option<WithdrawDemand> {
    let id = v.uuid("demand_id", &request.demand_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(WithdrawDemand {
        caller,
        id: id?,
        reason: reason?,
    })
}

pub(super) fn list(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListDemandsRequest,
) -> Option<DemandFilter> {
    let asked = (request.province_code.as_str(), request.in_units_of.as_str());
    let today = caller.units.day();
    let status = v
        .known_or_any("state", request.state)
        .and_then(status_from_proto);
    let numbers: Vec<u32> = Some(request.criteria_set)
        .filter(|number| *number > 0)
        .into_iter()
        .collect();
    Some(DemandFilter {
        status: status.map(|status| (status, today)),
        partner_id: optional_id(v, "partner_id", &request.partner_id),
        province: asked_province(v, &caller, asked),
        set: sets(v, "criteria_set", &numbers).pop(),
        needed_on: v.optional_date("needed_on", &request.needed_on),
    })
}

/// Reads an id that may be empty.
pub(in crate::transport) fn optional_id(
    v: &mut Violations,
    field: &str,
    text: &str,
) -> Option<Uuid> {
    (!text.is_empty()).then(|| v.uuid(field, text)).flatten()
}

pub(super) fn matches(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListDemandMatchesRequest,
) -> Option<(Caller, Uuid, usize)> {
    let id = v.uuid("demand_id", &request.demand_id);
    let limit = if request.limit == 0 {
        20
    } else {
        request.limit
    };
    let limit = v.within("limit", limit, 1..=100);
    Some((caller, id?, usize::try_from(limit?).ok()?))
}
