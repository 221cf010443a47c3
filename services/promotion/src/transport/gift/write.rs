//! Gift sets and orders as callers see them.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{enum_pairs, timestamp};
use ocop_proto::promotion::v1 as proto;

use crate::domain::gift::{GiftSet, Lapse, Order, OrderState, State};
use crate::storage::gift::{OrderStatus, SetStatus};

enum_pairs! {
    fn set_state_to_proto(SetStatus) -> proto::GiftSetState;
    pub(super) fn set_state_from_proto(proto::GiftSetState) -> Option<SetStatus>;
    Open, Suspended, Closed
}

enum_pairs! {
    fn order_state_to_proto(OrderStatus) -> proto::GiftOrderState;
    pub(super) fn order_state_from_proto(proto::GiftOrderState) -> Option<OrderStatus>;
    Placed, Confirmed, Delivered, Cancelled
}

fn lapse(lapse: &Lapse) -> proto::GiftLapse {
    let substitutes = lapse.substitutes.iter().map(|found| proto::GiftSubstitute {
        product_id: found.product_id.to_string(),
        product_name: found.product_name.clone(),
        producer_name: found.producer_name.clone(),
        star: found.star.number(),
    });
    proto::GiftLapse {
        product_id: lapse.product_id.to_string(),
        lapsed_on: lapse.on.to_string(),
        substitutes: substitutes.collect(),
    }
}

/// A set without etag and times.
pub(super) fn bare_set(set: &GiftSet) -> proto::GiftSet {
    let items = set.items.iter().map(|item| proto::GiftItem {
        product_id: item.product_id.to_string(),
        quantity: item.quantity,
        product_name: item.product_name.clone(),
        producer_name: item.producer_name.clone(),
        criteria_set: item.criteria_set.number(),
        star: item.star.number(),
        province_code: item.place.province_code.clone(),
    });
    let lapses = match &set.state {
        State::Suspended(lapses) => lapses.iter().map(lapse).collect(),
        State::Open | State::Closed => Vec::new(),
    };
    proto::GiftSet {
        id: set.id.to_string(),
        state: set_state_to_proto(SetStatus::from(&set.state)).into(),
        province_code: set.province_code.clone(),
        place_on: set.said_on.to_string(),
        name: set.terms.name.clone(),
        seller: set.terms.seller.clone(),
        price_vnd: set.terms.price_vnd,
        stock: set.terms.stock,
        reserved: set.reserved,
        sold_from: set.season.from.to_string(),
        sold_to: set.season.to.to_string(),
        items: items.collect(),
        lapses,
        ..Default::default()
    }
}

pub(super) fn set(saved: &Saved<GiftSet>) -> proto::GiftSet {
    proto::GiftSet {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..bare_set(saved)
    }
}

/// An order without etag and times.
pub(super) fn bare_order(order: &Order) -> proto::GiftOrder {
    let (delivered_on, reason) = match &order.state {
        OrderState::Delivered(on) => (on.to_string(), String::new()),
        OrderState::Cancelled(reason) => (String::new(), reason.clone()),
        OrderState::Placed | OrderState::Confirmed => Default::default(),
    };
    proto::GiftOrder {
        id: order.id.to_string(),
        state: order_state_to_proto(OrderStatus::from(&order.state)).into(),
        gift_set_id: order.gift_set_id.to_string(),
        partner_id: order.partner_id.to_string(),
        quantity: order.quantity,
        price_vnd: order.price_vnd,
        needed_by: order.needed_by.to_string(),
        note: order.note.clone(),
        delivered_on,
        reason,
        ..Default::default()
    }
}

pub(super) fn order(saved: &Saved<Order>) -> proto::GiftOrder {
    proto::GiftOrder {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..bare_order(saved)
    }
}
