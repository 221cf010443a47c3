//! Offers for demands on the wire.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use super::{PRICE, QUANTITY, REASON};
use crate::application::trade::{
    AcceptTradeOffer, DeclineTradeOffer, MakeTradeOffer, WithdrawTradeOffer,
};
use crate::domain::trade::{Offer, OfferState, Proposal};
use crate::storage::trade::{OfferFilter, OfferStatus};
use crate::transport::listing::trade::amount_to_proto;

enum_pairs! {
    fn status_to_proto(OfferStatus) -> proto::TradeOfferState;
    fn status_from_proto(proto::TradeOfferState) -> Option<OfferStatus>;
    Offered, Withdrawn, Declined, Accepted
}

pub(super) fn make(
    v: &mut Violations,
    caller: Caller,
    request: proto::MakeTradeOfferRequest,
) -> Option<MakeTradeOffer> {
    let demand_id = v.uuid("demand_id", &request.demand_id);
    let product_id = v.uuid("product_id", &request.product_id);
    let quantity = v.within("quantity", request.quantity, 1..=QUANTITY);
    let price_vnd = v.within("price_vnd", request.price_vnd, 1..=PRICE);
    let note = v.optional_text("note", &request.note, REASON);
    Some(MakeTradeOffer {
        caller,
        demand_id: demand_id?,
        product_id: product_id?,
        proposal: Proposal {
            quantity: quantity?,
            per_month: request.per_month,
            price_vnd: price_vnd?,
            note: note?,
        },
    })
}

pub(super) fn withdraw(
    v: &mut Violations,
    caller: Caller,
    request: proto::WithdrawTradeOfferRequest,
) -> Option<WithdrawTradeOffer> {
    let id = v.uuid("trade_offer_id", &request.trade_offer_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(WithdrawTradeOffer {
        caller,
        id: id?,
        reason: reason?,
    })
}

pub(super) fn decline(
    v: &mut Violations,
    caller: Caller,
    request: proto::DeclineTradeOfferRequest,
) -> Option<DeclineTradeOffer> {
    let id = v.uuid("trade_offer_id", &request.trade_offer_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(DeclineTradeOffer {
        caller,
        id: id?,
        reason: reason?,
    })
}

pub(super) fn accept(
    v: &mut Violations,
    caller: Caller,
    request: proto::AcceptTradeOfferRequest,
) -> Option<AcceptTradeOffer> {
    let id = v.uuid("trade_offer_id", &request.trade_offer_id);
    let from = v.optional_date("from_date", &request.from_date);
    let to = v.optional_date("to_date", &request.to_date);
    Some(AcceptTradeOffer {
        caller,
        id: id?,
        quantity: (request.quantity > 0).then_some(request.quantity),
        more_than_asked: request.more_than_asked,
        from,
        to,
    })
}

pub(super) fn of_demand(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListDemandOffersRequest,
) -> Option<(Caller, Uuid, OfferFilter)> {
    let demand_id = v.uuid("demand_id", &request.demand_id);
    let status = v
        .known_or_any("state", request.state)
        .and_then(status_from_proto);
    let filter = OfferFilter {
        demand_id,
        status,
        ..OfferFilter::default()
    };
    Some((caller, demand_id?, filter))
}

pub(super) fn of_producer(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListProducerOffersRequest,
) -> Option<(Caller, Uuid, OfferFilter)> {
    let producer_id = v.uuid("producer_id", &request.producer_id);
    let status = v
        .known_or_any("state", request.state)
        .and_then(status_from_proto);
    let filter = OfferFilter {
        producer_id,
        status,
        ..OfferFilter::default()
    };
    Some((caller, producer_id?, filter))
}

/// An offer without etag and times.
pub(super) fn bare(offer: &Offer) -> proto::TradeOffer {
    let (goods, proposal) = (&offer.goods, &offer.proposal);
    let (reason, deal_id) = match &offer.state {
        OfferState::Offered => Default::default(),
        OfferState::Withdrawn(reason) | OfferState::Declined(reason) => {
            (reason.clone(), String::new())
        }
        OfferState::Accepted(deal_id) => (String::new(), deal_id.to_string()),
    };
    let mut quantity = amount_to_proto(&offer.total);
    quantity.quantity = proposal.quantity;
    proto::TradeOffer {
        id: offer.id.to_string(),
        state: status_to_proto(OfferStatus::from(&offer.state)).into(),
        demand_id: offer.demand_id.to_string(),
        partner_id: offer.partner_id.to_string(),
        product_id: goods.product_id.to_string(),
        product_name: goods.product_name.clone(),
        producer_id: goods.producer_id.to_string(),
        producer_name: goods.producer_name.clone(),
        quantity: Some(quantity),
        per_month: proposal.per_month,
        total_quantity: offer.total.quantity,
        price_vnd: proposal.price_vnd,
        note: proposal.note.clone(),
        reason,
        deal_id,
        place_code: goods.place.code.clone(),
        province_code: goods.place.province_code.clone(),
        place_on: goods.place.said_on.to_string(),
        ..Default::default()
    }
}

pub(super) fn offer(saved: &Saved<Offer>) -> proto::TradeOffer {
    proto::TradeOffer {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..bare(saved)
    }
}
