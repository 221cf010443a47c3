//! Deals on the wire.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use super::demands::{optional_id, period};
use super::{PRICE, QUANTITY, REASON, volume};
use crate::application::trade::{
    CancelTradeDeal, CompleteTradeDeal, DeclineTradeDeal, RecordTradeDeal, ReportDealDelivery,
};
use crate::domain::trade::{Deal, DealState, Month, Origin};
use crate::storage::trade::{DealFilter, DealStatus};
use crate::transport::listing::trade::amount_to_proto;

enum_pairs! {
    fn status_to_proto(DealStatus) -> proto::TradeDealState;
    fn status_from_proto(proto::TradeDealState) -> Option<DealStatus>;
    Agreed, PartlyDelivered, Completed, Cancelled
}

pub(super) fn record(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordTradeDealRequest,
) -> Option<RecordTradeDeal> {
    let partner_id = v.uuid("partner_id", &request.partner_id);
    let product_id = v.uuid("product_id", &request.product_id);
    let given = request.volume.unwrap_or_default();
    let volume = volume(v, "volume", &given);
    let price_vnd = v.within("price_vnd", request.price_vnd, 1..=PRICE);
    let period = period(v, "", (&request.from_date, &request.to_date));
    let agreed_on = v.date("agreed_on", &request.agreed_on);
    let document = v.required_text("document_number", &request.document_number, 100);
    Some(RecordTradeDeal {
        caller,
        partner_id: partner_id?,
        product_id: product_id?,
        volume: volume?,
        price_vnd: price_vnd?,
        period: period?,
        agreed_on: agreed_on?,
        document: document?,
    })
}

/// Reads a month that must be there.
pub(in crate::transport) fn month(v: &mut Violations, field: &str, text: &str) -> Option<Month> {
    let text = v.required_text(field, text, 7)?;
    let month = text.parse();
    if month.is_err() {
        v.add(field, "MALFORMED", "must be a month, YYYY-MM");
    }
    month.ok()
}

pub(super) fn report(
    v: &mut Violations,
    caller: Caller,
    request: proto::ReportDealDeliveryRequest,
) -> Option<ReportDealDelivery> {
    let id = v.uuid("trade_deal_id", &request.trade_deal_id);
    let month = month(v, "month", &request.month);
    let quantity = v.within("quantity", request.quantity, 0..=QUANTITY);
    let reason = v.optional_text("reason", &request.reason, REASON);
    Some(ReportDealDelivery {
        caller,
        id: id?,
        month: month?,
        quantity: quantity?,
        reason: reason?,
    })
}

pub(super) fn complete(
    v: &mut Violations,
    caller: Caller,
    request: proto::CompleteTradeDealRequest,
) -> Option<CompleteTradeDeal> {
    let id = v.uuid("trade_deal_id", &request.trade_deal_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(CompleteTradeDeal {
        caller,
        id: id?,
        reason: reason?,
    })
}

pub(super) fn cancel(
    v: &mut Violations,
    caller: Caller,
    request: proto::CancelTradeDealRequest,
) -> Option<CancelTradeDeal> {
    let id = v.uuid("trade_deal_id", &request.trade_deal_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(CancelTradeDeal {
        caller,
        id: id?,
        reason: reason?,
    })
}

pub(super) fn decline(
    v: &mut Violations,
    caller: Caller,
    request: proto::DeclineTradeDealRequest,
) -> Option<DeclineTradeDeal> {
    let id = v.uuid("trade_deal_id", &request.trade_deal_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(DeclineTradeDeal {
        caller,
        id: id?,
        reason: reason?,
    })
}

pub(super) fn of_partner(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListPartnerDealsRequest,
) -> Option<(Caller, Uuid, DealFilter)> {
    let partner_id = v.uuid("partner_id", &request.partner_id);
    let status = v
        .known_or_any("state", request.state)
        .and_then(status_from_proto);
    let filter = DealFilter {
        partner_id,
        demand_id: optional_id(v, "demand_id", &request.demand_id),
        status,
        ..DealFilter::default()
    };
    Some((caller, partner_id?, filter))
}

pub(super) fn of_producer(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListProducerDealsRequest,
) -> Option<(Caller, Uuid, DealFilter)> {
    let producer_id = v.uuid("producer_id", &request.producer_id);
    let status = v
        .known_or_any("state", request.state)
        .and_then(status_from_proto);
    let filter = DealFilter {
        producer_id,
        status,
        ..DealFilter::default()
    };
    Some((caller, producer_id?, filter))
}

/// A deal without etag and times.
pub(super) fn bare(deal: &Deal) -> proto::TradeDeal {
    let goods = &deal.goods;
    let (demand_id, offer_id, document_number) = match &deal.origin {
        Origin::Offer {
            demand_id,
            offer_id,
        } => (demand_id.to_string(), offer_id.to_string(), String::new()),
        Origin::Document(number) => (String::new(), String::new(), number.clone()),
    };
    let (completed_on, reason) = match &deal.state {
        DealState::Open => Default::default(),
        DealState::Completed(on, reason) => (on.to_string(), reason.clone().unwrap_or_default()),
        DealState::Cancelled(reason) => (String::new(), reason.clone()),
    };
    let deliveries = deal.deliveries.iter().map(|one| proto::DealDelivery {
        month: one.month.to_string(),
        quantity: one.quantity,
        reported_on: one.reported_on.to_string(),
    });
    proto::TradeDeal {
        id: deal.id.to_string(),
        state: status_to_proto(DealStatus::from(deal)).into(),
        partner_id: deal.partner_id.to_string(),
        partner_name: deal.partner_name.clone(),
        product_id: goods.product_id.to_string(),
        product_name: goods.product_name.clone(),
        producer_id: goods.producer_id.to_string(),
        producer_name: goods.producer_name.clone(),
        demand_id,
        offer_id,
        document_number,
        volume: Some(amount_to_proto(&deal.volume)),
        price_vnd: deal.price_vnd,
        from_date: deal.period.from.to_string(),
        to_date: deal.period.to.to_string(),
        agreed_on: deal.agreed_on.to_string(),
        deliveries: deliveries.collect(),
        delivered_quantity: deal.delivered(),
        completed_on,
        reason,
        place_code: goods.place.code.clone(),
        province_code: goods.place.province_code.clone(),
        place_on: goods.place.said_on.to_string(),
        ..Default::default()
    }
}

pub(super) fn deal(saved: &Saved<Deal>) -> proto::TradeDeal {
    proto::TradeDeal {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..bare(saved)
    }
}
