//! The words by which callers tell refusals apart.

use uuid::Uuid;

use super::*;
use crate::samples::today;

#[test]
fn each_area_refuses_by_words_of_its_own_and_the_service_by_the_same() {
    let (id, on) = (Uuid::nil(), today());
    let refusals: [(Refusal, &str); 21] = [
        (listing::Refusal::Unknown(id).into(), "LISTING_UNKNOWN"),
        (listing::Refusal::StockInFuture.into(), "STOCK_IN_FUTURE"),
        (listing::Refusal::StockTooOld.into(), "STOCK_TOO_OLD"),
        (
            listing::Refusal::StockSaidLater(on).into(),
            "STOCK_SAID_LATER",
        ),
        (partner::Refusal::Unknown(id).into(), "PARTNER_UNKNOWN"),
        (partner::Refusal::MatchOver.into(), "MATCH_ENDED"),
        (
            subscription::Refusal::Unknown(id).into(),
            "SUBSCRIPTION_UNKNOWN",
        ),
        (
            subscription::Refusal::QuotaUsedUp(9).into(),
            "SUBSCRIPTION_QUOTA",
        ),
        (delivery::Refusal::Unknown(id).into(), "DELIVERY_UNKNOWN"),
        (campaign::Refusal::Unknown(id).into(), "CAMPAIGN_UNKNOWN"),
        (campaign::Refusal::Full.into(), "CAMPAIGN_FULL"),
        (gift::Refusal::Unknown(id).into(), "GIFT_SET_UNKNOWN"),
        (gift::Refusal::InFuture(on).into(), "IN_FUTURE"),
        (reward::Refusal::Unknown(id).into(), "REWARD_UNKNOWN"),
        (reward::Refusal::NotDue(id).into(), "REWARD_NOT_DUE"),
        (
            reward::Refusal::SchemesOverlap(id).into(),
            "REWARD_SCHEMES_OVERLAP",
        ),
        (
            sales_point::Refusal::Unknown(id).into(),
            "SALES_POINT_UNKNOWN",
        ),
        (
            sales_point::Refusal::NoRules(on).into(),
            "NO_SALES_POINT_RULES",
        ),
        (trade::Refusal::DemandUnknown(id).into(), "DEMAND_UNKNOWN"),
        (
            trade::Refusal::DealOfOthers(id).into(),
            "TRADE_DEAL_OF_OTHERS",
        ),
        (trade::Refusal::OutOfOrder.into(), "DAYS_OUT_OF_ORDER"),
    ];
    for (refusal, word) in refusals {
        assert_eq!(refusal.reason(), word, "{refusal}");
    }
}
