//! Calls of promotion about supply and demand.

use ocop_identity::Target;
use ocop_proto::promotion::v1 as p;
use serde_json::json;

use super::{Calls, all_of_it, own};
use crate::reach::world::{World, today};

pub(super) fn trade(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("promotion.v1.TradeService/{name}");
    let here = || Target::province("51", today());
    let buyer = || Target {
        partner: Some(world.partner.clone()),
        ..here()
    };
    let made = || own(world);
    let market = &world.market;
    let why = "đổi kế hoạch";

    let open = json!({"demand": {
        "partnerId": world.partner, "product": {"criteriaSets": [9]}, "volume": {"quantity": "10", "unit": "chai"},
        "placeCode": "51", "fromDate": "2026-12-01", "toDate": "2027-01-31"
    }});
    calls.add::<p::OpenDemandRequest>(&rpc("OpenDemand"), buyer(), open);
    let one = json!({"id": market.demand});
    calls.add::<p::GetDemandRequest>(&rpc("GetDemand"), all_of_it(), one);
    calls.add::<p::ListDemandsRequest>(&rpc("ListDemands"), all_of_it(), json!({}));
    let of_demand = || json!({"demandId": market.demand});
    calls.add::<p::ListDemandMatchesRequest>(&rpc("ListDemandMatches"), buyer(), of_demand());
    calls.add::<p::ListDemandOffersRequest>(&rpc("ListDemandOffers"), buyer(), of_demand());
    let of_producer = || json!({"producerId": world.producer});
    calls.add::<p::ListProducerOffersRequest>(&rpc("ListProducerOffers"), made(), of_producer());
    calls.add::<p::ListProducerDealsRequest>(&rpc("ListProducerDeals"), made(), of_producer());
    let of_partner = json!({"partnerId": world.partner});
    calls.add::<p::ListPartnerDealsRequest>(&rpc("ListPartnerDeals"), buyer(), of_partner);

    let offer = json!({
        "demandId": market.demand, "productId": world.certified, "quantity": "1", "priceVnd": "1"
    });
    calls.add::<p::MakeTradeOfferRequest>(&rpc("MakeTradeOffer"), made(), offer);
    let this = || json!({"tradeOfferId": market.trade_offer, "reason": why});
    calls.add::<p::AcceptTradeOfferRequest>(&rpc("AcceptTradeOffer"), buyer(), this());
    calls.add::<p::DeclineTradeOfferRequest>(&rpc("DeclineTradeOffer"), buyer(), this());
    calls.add::<p::WithdrawTradeOfferRequest>(&rpc("WithdrawTradeOffer"), made(), this());

    let record = json!({
        "partnerId": world.partner, "productId": world.certified, "volume": {"quantity": "10", "unit": "chai"},
        "priceVnd": "1", "fromDate": "2026-11-01", "toDate": "2026-12-31", "agreedOn": "2026-11-01",
        "documentNumber": "1/HĐ"
    });
    calls.add::<p::RecordTradeDealRequest>(&rpc("RecordTradeDeal"), made(), record);
    let deal = || json!({"tradeDealId": market.trade_deal, "reason": why});
    let mut delivered = deal();
    delivered["month"] = json!("2026-11");
    delivered["quantity"] = json!("1");
    calls.add::<p::ReportDealDeliveryRequest>(&rpc("ReportDealDelivery"), made(), delivered);
    calls.add::<p::CompleteTradeDealRequest>(&rpc("CompleteTradeDeal"), buyer(), deal());
    calls.add::<p::CancelTradeDealRequest>(&rpc("CancelTradeDeal"), buyer(), deal());
    calls.add::<p::DeclineTradeDealRequest>(&rpc("DeclineTradeDeal"), made(), deal());

    let plan = json!({"tradeSession": {
        "provinceCode": "51", "name": "Kết nối cung cầu", "venue": "Hội trường", "organiser": "Sở",
        "heldOn": "2026-11-18"
    }});
    calls.add::<p::PlanTradeSessionRequest>(&rpc("PlanTradeSession"), here(), plan);
    let met = json!({"tradeSessionId": market.trade_session, "meeting": {
        "partnerId": world.partner, "producerId": world.producer, "outcome": "TRADE_MEETING_OUTCOME_SAMPLES"
    }});
    calls.add::<p::RecordTradeMeetingRequest>(&rpc("RecordTradeMeeting"), here(), met);
    let invite = json!({"tradeSessionId": market.later_session, "partnerIds": [world.partner]});
    calls.add::<p::InviteToTradeSessionRequest>(&rpc("InviteToTradeSession"), here(), invite);
    let answer = json!({"tradeInvitationId": market.trade_invitation, "comes": true});
    calls.add::<p::AnswerTradeInvitationRequest>(&rpc("AnswerTradeInvitation"), buyer(), answer);
    let to_session = json!({"tradeSessionId": market.later_session});
    let invited = rpc("ListSessionInvitations");
    calls.add::<p::ListSessionInvitationsRequest>(&invited, here(), to_session);
    let of_partner = json!({"partnerId": world.partner});
    let invited = rpc("ListPartnerInvitations");
    calls.add::<p::ListPartnerInvitationsRequest>(&invited, buyer(), of_partner);
    let one = json!({"id": market.trade_session});
    calls.add::<p::GetTradeSessionRequest>(&rpc("GetTradeSession"), here(), one);
    calls.add::<p::ListTradeSessionsRequest>(&rpc("ListTradeSessions"), all_of_it(), json!({}));
    let off = json!({"tradeSessionId": market.trade_session, "reason": why});
    calls.add::<p::CallOffTradeSessionRequest>(&rpc("CallOffTradeSession"), here(), off);
    let change = json!({"demandId": market.demand, "etag": "999", "quantity": "20"});
    calls.add::<p::ChangeDemandRequest>(&rpc("ChangeDemand"), buyer(), change);
    let ended = json!({"demandId": market.demand, "reason": why});
    calls.add::<p::WithdrawDemandRequest>(&rpc("WithdrawDemand"), buyer(), ended);
}

pub(super) fn sales(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("promotion.v1.SalesService/{name}");
    let made = || own(world);
    let report = json!({
        "productId": world.certified, "month": "2026-10", "sales": {"salesVnd": "1000", "modernChannelVnd": "10"}
    });
    calls.add::<p::ReportSalesRequest>(&rpc("ReportSales"), made(), report);
    let there = json!({"productId": world.certified, "amount": {"quantity": "10", "unit": "chai"}});
    let stock = "promotion.v1.ExchangeService/ReportStock";
    calls.add::<p::ReportStockRequest>(stock, made(), there);
    let of_product = json!({"productId": world.certified});
    calls.add::<p::ListSalesReportsRequest>(&rpc("ListSalesReports"), made(), of_product);
    let effect = rpc("GetEffect");
    let here = Target::province("51", today());
    let of_province = json!({
        "occasion": "EFFECT_OCCASION_CAMPAIGN", "campaignId": world.market.campaign, "provinceCode": "51"
    });
    calls.add::<p::GetEffectRequest>(&effect, here, of_province);
    let of_all = json!({"occasion": "EFFECT_OCCASION_CERTIFICATE"});
    calls.add_to::<p::GetEffectRequest>(&effect, "of all", all_of_it(), of_all);
}
