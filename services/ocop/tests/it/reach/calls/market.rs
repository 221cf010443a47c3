//! Calls of promotion about what the programme does for the market.

use ocop_identity::{Target, Touched};
use ocop_proto::promotion::v1 as p;
use serde_json::json;

use super::{Calls, all_of_it};
use crate::reach::world::{HERE, THERE, World, today};

pub(super) fn exchange(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("promotion.v1.ExchangeService/{name}");
    let changed = rpc("ListChangedListings");
    calls.add::<p::ListChangedListingsRequest>(&changed, all_of_it(), json!({}));
    let one = json!({"id": world.certified});
    calls.add::<p::GetProductMarkupRequest>(&rpc("GetProductMarkup"), all_of_it(), one);
}

pub(super) fn rewards(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("promotion.v1.RewardService/{name}");
    let here = || Target::province("51", today());
    let recognised = || Target::place("51", HERE, today());
    let (scheme, reward) = (&world.market.reward_scheme, &world.market.reward);
    let rules = |id: &str| {
        json!({
            "id": id, "etag": "999", "provinceCode": "51", "name": "Thưởng OCOP", "basisNumber": "13/NQ-HĐND",
            "basisDate": "2026-01-01", "basisAuthority": "HĐND tỉnh", "periodFrom": "2026-01-01",
            "periodTo": "2026-12-31", "amounts": [{
                "kind": "RECOGNITION_KIND_FIRST", "star": 3, "amountVnd": "1", "payer": "REWARD_PAYER_LOWER"
            }]
        })
    };
    let add = json!({"scheme": rules("")});
    calls.add::<p::AddRewardSchemeRequest>(&rpc("AddRewardScheme"), here(), add);
    let update = json!({"scheme": rules(scheme), "reason": "nhập nhầm"});
    calls.add::<p::UpdateRewardSchemeRequest>(&rpc("UpdateRewardScheme"), here(), update);
    let budget = json!({
        "schemeId": scheme, "year": 2026, "payer": "REWARD_PAYER_PROVINCE", "amountVnd": "1", "documentNumber": "DT"
    });
    calls.add::<p::SetRewardBudgetRequest>(&rpc("SetRewardBudget"), here(), budget);
    calls.add::<p::ListRewardSchemesRequest>(&rpc("ListRewardSchemes"), all_of_it(), json!({}));
    let approve =
        json!({"rewardIds": [reward], "decisionNumber": "1/QĐ-UBND", "decidedOn": "2026-11-20"});
    calls.add::<p::ApproveRewardsRequest>(&rpc("ApproveRewards"), recognised(), approve);
    let pay = json!({"rewardIds": [reward], "documentNumber": "UNC", "paidOn": "2026-11-20"});
    calls.add::<p::PayRewardsRequest>(&rpc("PayRewards"), recognised(), pay);
    let repaid = json!({
        "rewardId": reward, "amountVnd": "1", "documentNumber": "GNT", "repaidOn": "2026-11-20"
    });
    let name = rpc("RecordRewardRepayment");
    calls.add::<p::RecordRewardRepaymentRequest>(&name, recognised(), repaid);
    let of_province = json!({"provinceCode": "51"});
    calls.add::<p::ListRewardsRequest>(&rpc("ListRewards"), here(), of_province);
    calls.add_to::<p::ListRewardsRequest>(&rpc("ListRewards"), "of all", all_of_it(), json!({}));
}

pub(super) fn gifts(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("promotion.v1.GiftService/{name}");
    let here = || Target::province("51", today());
    let buyer = || Target {
        partner: Some(world.partner.clone()),
        ..here()
    };
    let (set, order) = (&world.market.gift_set, &world.market.gift_order);
    let item = || json!({"productId": world.certified, "quantity": 1});
    let basket = |id: &str| {
        json!({
            "id": id, "etag": "999", "provinceCode": "51", "name": "Giỏ quà", "seller": "Cửa hàng",
            "priceVnd": "500000", "stock": 10, "soldFrom": "2026-11-01", "soldTo": "2026-12-31", "items": [item()]
        })
    };
    let compose = json!({"giftSet": basket("")});
    calls.add::<p::ComposeGiftSetRequest>(&rpc("ComposeGiftSet"), here(), compose);
    let update = json!({"giftSet": basket(set)});
    calls.add::<p::UpdateGiftSetRequest>(&rpc("UpdateGiftSet"), here(), update);
    let replace = json!({
        "giftSetId": set, "etag": "999", "productId": world.certified, "by": item(), "reason": "thu hồi"
    });
    calls.add::<p::ReplaceGiftItemRequest>(&rpc("ReplaceGiftItem"), here(), replace);
    let one = json!({"id": set});
    calls.add::<p::GetGiftSetRequest>(&rpc("GetGiftSet"), all_of_it(), one);
    calls.add::<p::ListGiftSetsRequest>(&rpc("ListGiftSets"), all_of_it(), json!({}));
    let place = json!({
        "partnerId": world.partner, "giftSetId": set, "quantity": 1, "neededBy": "2026-12-01"
    });
    calls.add::<p::PlaceGiftOrderRequest>(&rpc("PlaceGiftOrder"), buyer(), place);
    let of_partner = json!({"partnerId": world.partner});
    calls.add::<p::ListGiftOrdersRequest>(&rpc("ListGiftOrders"), buyer(), of_partner);
    let this = || json!({"giftOrderId": order});
    calls.add::<p::ConfirmGiftOrderRequest>(&rpc("ConfirmGiftOrder"), here(), this());
    let deliver = json!({"giftOrderId": order, "deliveredOn": "2026-11-20"});
    calls.add::<p::DeliverGiftOrderRequest>(&rpc("DeliverGiftOrder"), here(), deliver);
    let ended = || json!({"giftOrderId": order, "reason": "đổi kế hoạch"});
    calls.add::<p::DeclineGiftOrderRequest>(&rpc("DeclineGiftOrder"), here(), ended());
    calls.add::<p::CancelGiftOrderRequest>(&rpc("CancelGiftOrder"), buyer(), ended());
    let of_set = json!({"giftSetId": set});
    calls.add::<p::ListGiftSetOrdersRequest>(&rpc("ListGiftSetOrders"), here(), of_set.clone());
    calls.add::<p::CloseGiftSetRequest>(&rpc("CloseGiftSet"), here(), of_set);
}

pub(super) fn sales_points(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("promotion.v1.SalesPointService/{name}");
    let here = || Target::place("51", HERE, today());
    let moved = || Touched::new(here()).and([Target::place("52", THERE, today())]);
    let (point, centre) = (&world.market.sales_point, &world.market.design_centre);
    let shop = |id: &str, place: &str| {
        json!({"salesPoint": {
            "id": id, "etag": "999", "name": "Điểm OCOP", "owner": "HTX", "placeCode": place, "address": "Số 1",
            "placeGroup": "retail"
        }})
    };
    calls.add::<p::RegisterSalesPointRequest>(&rpc("RegisterSalesPoint"), here(), shop("", HERE));
    let update = &rpc("UpdateSalesPoint");
    calls.add::<p::UpdateSalesPointRequest>(update, here(), shop(point, HERE));
    calls.add_to::<p::UpdateSalesPointRequest>(update, "elsewhere", moved(), shop(point, THERE));
    let products = json!({"salesPointId": point, "fromDate": "2026-11-20", "products": []});
    calls.add::<p::SetSalesPointProductsRequest>(&rpc("SetSalesPointProducts"), here(), products);
    let this = || json!({"id": point});
    calls.add::<p::CheckSalesPointRequest>(&rpc("CheckSalesPoint"), here(), this());
    calls.add::<p::GetSalesPointRequest>(&rpc("GetSalesPoint"), all_of_it(), this());
    calls.add::<p::ListSalesPointsRequest>(&rpc("ListSalesPoints"), all_of_it(), json!({}));
    let near = json!({"location": {"latitude": 15.1, "longitude": 108.8}});
    calls.add::<p::FindSalesPointsRequest>(&rpc("FindSalesPoints"), all_of_it(), near);
    let rules = rpc("GetSalesPointRules");
    calls.add::<p::GetSalesPointRulesRequest>(&rules, all_of_it(), json!({}));
    let closed = json!({"salesPointId": point, "closedOn": "2026-11-20"});
    calls.add::<p::CloseSalesPointRequest>(&rpc("CloseSalesPoint"), here(), closed);

    let of_design = |id: &str, place: &str| {
        json!({"designCentre": {
            "id": id, "etag": "999", "name": "Trung tâm", "owner": "HTX", "placeCode": place, "address": "Số 2",
            "squareMetres": 500
        }})
    };
    let register = rpc("RegisterDesignCentre");
    calls.add::<p::RegisterDesignCentreRequest>(&register, here(), of_design("", HERE));
    let update = &rpc("UpdateDesignCentre");
    calls.add::<p::UpdateDesignCentreRequest>(update, here(), of_design(centre, HERE));
    calls.add_to::<p::UpdateDesignCentreRequest>(
        update,
        "elsewhere",
        moved(),
        of_design(centre, THERE),
    );
    let score = json!({
        "designCentreId": centre, "scoring": {"scoredOn": "2026-11-20", "documentNumber": "1/BB", "totalPoints": 80}
    });
    calls.add::<p::ScoreDesignCentreRequest>(&rpc("ScoreDesignCentre"), here(), score);
    let one = json!({"id": centre});
    calls.add::<p::GetDesignCentreRequest>(&rpc("GetDesignCentre"), all_of_it(), one);
    calls.add::<p::ListDesignCentresRequest>(&rpc("ListDesignCentres"), all_of_it(), json!({}));
}

pub(super) fn campaigns(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("promotion.v1.CampaignService/{name}");
    let here = || Target::province("51", today());
    let campaign = &world.market.campaign;
    let fair = |id: &str| {
        json!({"campaign": {
            "id": id, "etag": "999", "provinceCode": "51", "name": "Hội chợ", "kind": "CAMPAIGN_KIND_FAIR",
            "reach": "CAMPAIGN_REACH_PROVINCE", "venue": "Quảng trường", "organiser": "Sở", "fromDate": "2026-11-18",
            "toDate": "2026-11-24"
        }})
    };
    calls.add::<p::PlanCampaignRequest>(&rpc("PlanCampaign"), here(), fair(""));
    calls.add::<p::UpdateCampaignRequest>(&rpc("UpdateCampaign"), here(), fair(campaign));
    let admit = json!({
        "campaignId": campaign, "producerId": world.producer, "productIds": [world.certified]
    });
    calls.add::<p::AdmitParticipantRequest>(&rpc("AdmitParticipant"), here(), admit);
    let producer = || json!({"campaignId": campaign, "producerId": world.producer});
    calls.add::<p::DismissParticipantRequest>(&rpc("DismissParticipant"), here(), producer());
    let mut attended = producer();
    attended["outcome"] = json!({"salesVnd": "1", "documentNumber": "1/BB"});
    calls.add::<p::RecordAttendanceRequest>(&rpc("RecordAttendance"), here(), attended);
    let withdraw = json!({
        "campaignId": campaign, "producerId": world.producer, "reason": "ghi nhầm"
    });
    calls.add::<p::WithdrawAttendanceRequest>(&rpc("WithdrawAttendance"), here(), withdraw);
    let one = json!({"id": campaign});
    calls.add::<p::GetCampaignRequest>(&rpc("GetCampaign"), here(), one);
    calls.add::<p::ListCampaignsRequest>(&rpc("ListCampaigns"), all_of_it(), json!({}));
    let off = json!({"campaignId": campaign, "reason": "mưa bão"});
    calls.add::<p::CallOffCampaignRequest>(&rpc("CallOffCampaign"), here(), off);
}
