//! The pages of lists of promotion.

use ocop_chassis::grpc::timestamp;
use ocop_proto::promotion::v1 as proto;

use super::{Answer, PAGE, Source, page};

impl Source<'_> {
    pub(super) async fn listings(&self, page_token: String) -> Answer {
        let request = proto::ListListingsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.listings(self.bearer);
        page!(service.list_listings(request), listings)
    }

    pub(super) async fn feed(&self, page_token: String) -> Answer {
        let request = proto::ListChangedListingsRequest {
            page_size: PAGE,
            page_token,
            changed_since: self.wanted.since.map(timestamp),
        };
        let mut service = self.services.exchange(self.bearer);
        page!(service.list_changed_listings(request), listings)
    }

    pub(super) async fn partners(&self, page_token: String) -> Answer {
        let request = proto::ListPartnersRequest {
            page_size: PAGE,
            page_token,
        };
        let mut service = self.services.partners(self.bearer);
        page!(service.list_partners(request), partners)
    }

    pub(super) async fn demands(&self, page_token: String) -> Answer {
        let request = proto::ListDemandsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.trade(self.bearer);
        page!(service.list_demands(request), demands)
    }

    pub(super) async fn trade_sessions(&self, page_token: String) -> Answer {
        let request = proto::ListTradeSessionsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.trade(self.bearer);
        page!(service.list_trade_sessions(request), trade_sessions)
    }

    pub(super) async fn sales_points(&self, page_token: String) -> Answer {
        let request = proto::ListSalesPointsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            with_closed: true,
            ..Default::default()
        };
        let mut service = self.services.sales_points(self.bearer);
        page!(service.list_sales_points(request), sales_points)
    }

    pub(super) async fn design_centres(&self, page_token: String) -> Answer {
        let request = proto::ListDesignCentresRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
        };
        let mut service = self.services.sales_points(self.bearer);
        page!(service.list_design_centres(request), design_centres)
    }

    pub(super) async fn campaigns(&self, page_token: String) -> Answer {
        let request = proto::ListCampaignsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.campaigns(self.bearer);
        page!(service.list_campaigns(request), campaigns)
    }

    pub(super) async fn top_lists(&self, page_token: String) -> Answer {
        let request = proto::ListTopListsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.top_lists(self.bearer);
        page!(service.list_top_lists(request), top_lists)
    }

    pub(super) async fn gift_sets(&self, page_token: String) -> Answer {
        let request = proto::ListGiftSetsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.gifts(self.bearer);
        page!(service.list_gift_sets(request), gift_sets)
    }

    pub(super) async fn reward_schemes(&self, page_token: String) -> Answer {
        let request = proto::ListRewardSchemesRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.rewards(self.bearer);
        page!(service.list_reward_schemes(request), schemes)
    }

    pub(super) async fn rewards(&self, page_token: String) -> Answer {
        let request = proto::ListRewardsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.rewards(self.bearer);
        page!(service.list_rewards(request), rewards)
    }
}
