//! Requests about gift sets and orders.

use std::collections::HashSet;

use chrono::Months;
use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use super::write::{order_state_from_proto, set_state_from_proto};
use crate::application::gift::{
    CancelGiftOrder, CloseGiftSet, ComposeGiftSet, ConfirmGiftOrder, DeclineGiftOrder,
    DeliverGiftOrder, PlaceGiftOrder, ReplaceGiftItem, UpdateGiftSet, Wanted,
};
use crate::domain::gift::{Season, Terms};
use crate::storage::gift::{OrderFilter, SetFilter};
use crate::transport::listing::asked_province;

/// Products in a set.
const ITEMS: usize = 30;
/// The most that a set may cost, in VND.
const MOST_PRICE: u64 = 1_000_000_000;
/// The most sets that there may be.
const MOST_STOCK: u32 = 1_000_000;
/// The longest season.
const SEASON: Months = Months::new(12);
/// Characters of a reason or a note.
const REASON: usize = 1_000;

fn terms(v: &mut Violations, set: &proto::GiftSet) -> Option<Terms> {
    let name = v.name("gift_set.name", &set.name, 200);
    let seller = v.required_text("gift_set.seller", &set.seller, 200);
    let price_vnd = v.within("gift_set.price_vnd", set.price_vnd, 1..=MOST_PRICE);
    let stock = v.within("gift_set.stock", set.stock, 0..=MOST_STOCK);
    Some(Terms {
        name: name?,
        seller: seller?,
        price_vnd: price_vnd?,
        stock: stock?,
    })
}

fn season(v: &mut Violations, set: &proto::GiftSet) -> Option<Season> {
    let from = v.date("gift_set.sold_from", &set.sold_from);
    let to = v.date("gift_set.sold_to", &set.sold_to);
    let (from, to) = (from?, to?);
    if to < from {
        let rule = "must not be before the first day";
        v.add("gift_set.sold_to", "OUT_OF_ORDER", rule);
    } else if to > from + SEASON {
        let rule = "must be at most a year after the first day";
        v.add("gift_set.sold_to", "OUT_OF_RANGE", rule);
    }
    Some(Season { from, to })
}

fn wanted(v: &mut Violations, field: &str, item: &proto::GiftItem) -> Option<Wanted> {
    let product_id = v.uuid(&format!("{field}.product_id"), &item.product_id);
    let quantity = v.within(&format!("{field}.quantity"), item.quantity, 1..=1_000);
    Some(Wanted {
        product_id: product_id?,
        quantity: quantity?,
    })
}

fn items(v: &mut Violations, items: &[proto::GiftItem]) -> Option<Vec<Wanted>> {
    if !(1..=ITEMS).contains(&items.len()) {
        let rule = format!("must be 1 to {ITEMS} products");
        v.add("gift_set.items", "OUT_OF_RANGE", rule);
        return None;
    }
    let mut seen = HashSet::new();
    let mut read = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let field = format!("gift_set.items[{index}]");
        let item = wanted(v, &field, item);
        if let Some(item) = item
            && !seen.insert(item.product_id)
        {
            let rule = "must not be in the set already";
            v.add(format!("{field}.product_id"), "REPEATED", rule);
        }
        read.push(item);
    }
    read.into_iter().collect()
}

pub(super) fn compose(
    v: &mut Violations,
    caller: Caller,
    request: proto::ComposeGiftSetRequest,
) -> Option<ComposeGiftSet> {
    let set = request.gift_set.unwrap_or_default();
    let code = ("gift_set.province_code", set.province_code.as_str());
    let province_code = v.province_of(caller.units.places(), code, caller.units.day());
    let (terms, season, items) = (terms(v, &set), season(v, &set), items(v, &set.items));
    Some(ComposeGiftSet {
        caller,
        province_code: province_code?,
        terms: terms?,
        season: season?,
        items: items?,
    })
}

pub(super) fn update(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateGiftSetRequest,
) -> Option<UpdateGiftSet> {
    let set = request.gift_set.unwrap_or_default();
    let id = v.uuid("gift_set.id", &set.id);
    let seen = v.etag("gift_set.etag", &set.etag);
    let terms = terms(v, &set);
    Some(UpdateGiftSet {
        caller,
        id: id?,
        seen: seen?,
        terms: terms?,
    })
}

pub(super) fn replace(
    v: &mut Violations,
    caller: Caller,
    request: proto::ReplaceGiftItemRequest,
) -> Option<ReplaceGiftItem> {
    let id = v.uuid("gift_set_id", &request.gift_set_id);
    let seen = v.etag("etag", &request.etag);
    let product_id = v.uuid("product_id", &request.product_id);
    let by = wanted(v, "by", &request.by.unwrap_or_default());
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(ReplaceGiftItem {
        caller,
        id: id?,
        seen: seen?,
        product_id: product_id?,
        by: by?,
        reason: reason?,
    })
}

pub(super) fn close(
    v: &mut Violations,
    caller: Caller,
    request: proto::CloseGiftSetRequest,
) -> Option<CloseGiftSet> {
    let id = v.uuid("gift_set_id", &request.gift_set_id)?;
    Some(CloseGiftSet { caller, id })
}

pub(super) fn sets(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListGiftSetsRequest,
) -> Option<SetFilter> {
    let asked = (request.province_code.as_str(), request.in_units_of.as_str());
    let status = v
        .known_or_any("state", request.state)
        .and_then(set_state_from_proto);
    Some(SetFilter {
        province: asked_province(v, &caller, asked),
        status,
        sold_on: v.optional_date("sold_on", &request.sold_on),
    })
}

pub(super) fn place(
    v: &mut Violations,
    caller: Caller,
    request: proto::PlaceGiftOrderRequest,
) -> Option<PlaceGiftOrder> {
    let partner_id = v.uuid("partner_id", &request.partner_id);
    let gift_set_id = v.uuid("gift_set_id", &request.gift_set_id);
    let quantity = v.within("quantity", request.quantity, 1..=100_000);
    let needed_by = v.date("needed_by", &request.needed_by);
    let note = v.optional_text("note", &request.note, REASON);
    Some(PlaceGiftOrder {
        caller,
        partner_id: partner_id?,
        gift_set_id: gift_set_id?,
        quantity: quantity?,
        needed_by: needed_by?,
        note: note?,
    })
}

pub(super) fn cancel(
    v: &mut Violations,
    caller: Caller,
    request: proto::CancelGiftOrderRequest,
) -> Option<CancelGiftOrder> {
    let id = v.uuid("gift_order_id", &request.gift_order_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(CancelGiftOrder {
        caller,
        id: id?,
        reason: reason?,
    })
}

pub(super) fn decline(
    v: &mut Violations,
    caller: Caller,
    request: proto::DeclineGiftOrderRequest,
) -> Option<DeclineGiftOrder> {
    let id = v.uuid("gift_order_id", &request.gift_order_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(DeclineGiftOrder {
        caller,
        id: id?,
        reason: reason?,
    })
}

pub(super) fn confirm(
    v: &mut Violations,
    caller: Caller,
    request: proto::ConfirmGiftOrderRequest,
) -> Option<ConfirmGiftOrder> {
    let id = v.uuid("gift_order_id", &request.gift_order_id)?;
    Some(ConfirmGiftOrder { caller, id })
}

pub(super) fn deliver(
    v: &mut Violations,
    caller: Caller,
    request: proto::DeliverGiftOrderRequest,
) -> Option<DeliverGiftOrder> {
    let id = v.uuid("gift_order_id", &request.gift_order_id);
    let on = v.date("delivered_on", &request.delivered_on);
    Some(DeliverGiftOrder {
        caller,
        id: id?,
        on: on?,
    })
}

pub(super) fn orders_of_partner(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListGiftOrdersRequest,
) -> Option<(Caller, Uuid, OrderFilter)> {
    let partner_id = v.uuid("partner_id", &request.partner_id);
    let status = v
        .known_or_any("state", request.state)
        .and_then(order_state_from_proto);
    let filter = OrderFilter {
        partner_id,
        status,
        ..OrderFilter::default()
    };
    Some((caller, partner_id?, filter))
}

pub(super) fn orders_for_set(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListGiftSetOrdersRequest,
) -> Option<(Caller, Uuid, OrderFilter)> {
    let gift_set_id = v.uuid("gift_set_id", &request.gift_set_id);
    let status = v
        .known_or_any("state", request.state)
        .and_then(order_state_from_proto);
    let filter = OrderFilter {
        gift_set_id,
        status,
        ..OrderFilter::default()
    };
    Some((caller, gift_set_id?, filter))
}
