//! What of the market is in it: rewards, a gift set, a sales point, a design centre, a campaign, a top list, a demand with an offer, a
//! deal, a session.

use async_nats::jetstream;
use ocop_chassis::messaging::Event;
use ocop_harness::{NOON, eventually};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::promotion::v1 as promotion;
use serde_json::json;
use uuid::Uuid;

use super::super::wire::call;
use super::{HERE, World, done, message};

/// What of the market is in the world, by its ids.
#[derive(Default)]
pub(crate) struct Market {
    /// Rules by which province 51 rewards first recognitions.
    pub(crate) reward_scheme: String,
    /// The reward of a first recognition in [`HERE`].
    pub(crate) reward: String,
    /// A gift set of province 51 with the certified product, and an order of the partner for it.
    pub(crate) gift_set: String,
    pub(crate) gift_order: String,
    /// A sales point and a design centre in [`HERE`].
    pub(crate) sales_point: String,
    pub(crate) design_centre: String,
    /// A campaign of province 51.
    pub(crate) campaign: String,
    /// A top list of province 51.
    pub(crate) top_list: String,
    /// A demand of the partner, and an offer of the certified product for it.
    pub(crate) demand: String,
    pub(crate) trade_offer: String,
    /// A deal of the two, and a session of province 51.
    pub(crate) trade_deal: String,
    pub(crate) trade_session: String,
    /// A session of province 51 that is to come, to which the partner is invited.
    pub(crate) later_session: String,
    pub(crate) trade_invitation: String,
}

impl World {
    pub(super) async fn market(&mut self) {
        self.reward().await;
        self.gift().await;
        self.points().await;
        self.fair().await;
        self.top_list().await;
        self.trade().await;
    }

    async fn reward(&mut self) {
        let body = json!({"scheme": {
            "provinceCode": "51", "name": "Thưởng OCOP", "basisNumber": "12/NQ-HĐND", "basisDate": "2026-01-01",
            "basisAuthority": "HĐND tỉnh", "periodFrom": "2026-01-01", "periodTo": "2026-12-31",
            "amounts": [{
                "kind": "RECOGNITION_KIND_FIRST", "star": 3, "amountVnd": "50000000", "payer": "REWARD_PAYER_PROVINCE"
            }]
        }});
        let answer: promotion::AddRewardSchemeResponse =
            done::<promotion::AddRewardSchemeRequest, _>(
                &self.promotion,
                Role::OcopOffice,
                "promotion.v1.RewardService/AddRewardScheme",
                33,
                body,
            )
            .await;
        self.market.reward_scheme = answer.scheme.unwrap().id;
        self.recognise().await;
        let request = promotion::ListRewardsRequest::default();
        self.market.reward = eventually("a reward", async || {
            let bearer = self.promotion.bearer("maker", Role::Auditor, "*");
            let answer = call::<_, promotion::ListRewardsResponse>(
                self.promotion.channel(),
                Some(bearer),
                "/ocop.promotion.v1.RewardService/ListRewards",
                request.clone(),
            );
            let found = answer.await.unwrap().rewards.into_iter().next();
            found.map(|reward| reward.id)
        })
        .await;
    }

    async fn gift(&mut self) {
        let body = json!({"giftSet": {
            "provinceCode": "51", "name": "Giỏ quà", "seller": "Cửa hàng", "priceVnd": "500000", "stock": 100,
            "soldFrom": "2026-11-01", "soldTo": "2026-12-31",
            "items": [{"productId": self.certified, "quantity": 1}]
        }});
        let answer: promotion::ComposeGiftSetResponse =
            done::<promotion::ComposeGiftSetRequest, _>(
                &self.promotion,
                Role::PromotionOfficer,
                "promotion.v1.GiftService/ComposeGiftSet",
                34,
                body,
            )
            .await;
        self.market.gift_set = answer.gift_set.unwrap().id;
        let body = json!({
            "partnerId": self.partner, "giftSetId": self.market.gift_set, "quantity": 1, "neededBy": "2026-12-01"
        });
        let answer: promotion::PlaceGiftOrderResponse =
            done::<promotion::PlaceGiftOrderRequest, _>(
                &self.promotion,
                Role::PromotionOfficer,
                "promotion.v1.GiftService/PlaceGiftOrder",
                35,
                body,
            )
            .await;
        self.market.gift_order = answer.gift_order.unwrap().id;
    }

    async fn points(&mut self) {
        let body = json!({"salesPoint": {
            "name": "Điểm OCOP", "owner": "HTX", "placeCode": HERE, "address": "Số 1", "placeGroup": "retail"
        }});
        let answer: promotion::RegisterSalesPointResponse =
            done::<promotion::RegisterSalesPointRequest, _>(
                &self.promotion,
                Role::PromotionOfficer,
                "promotion.v1.SalesPointService/RegisterSalesPoint",
                36,
                body,
            )
            .await;
        self.market.sales_point = answer.sales_point.unwrap().id;
        let body = json!({"designCentre": {
            "name": "Trung tâm", "owner": "HTX", "placeCode": HERE, "address": "Số 2", "squareMetres": 500
        }});
        let answer: promotion::RegisterDesignCentreResponse =
            done::<promotion::RegisterDesignCentreRequest, _>(
                &self.promotion,
                Role::PromotionOfficer,
                "promotion.v1.SalesPointService/RegisterDesignCentre",
                37,
                body,
            )
            .await;
        self.market.design_centre = answer.design_centre.unwrap().id;
    }

    async fn top_list(&mut self) {
        let body = json!({"topList": {
            "provinceCode": "51", "name": "Top 20", "year": 2026, "size": 20, "minimumNominations": 1,
            "maximumNominations": 5, "nominationFrom": "2026-11-16", "nominationTo": "2026-11-22",
            "votingFrom": "2026-11-23", "votingTo": "2026-11-25", "communityWeight": 100, "choices": 3
        }});
        let answer: promotion::PlanTopListResponse = done::<promotion::PlanTopListRequest, _>(
            &self.promotion,
            Role::PromotionOfficer,
            "promotion.v1.TopListService/PlanTopList",
            91,
            body,
        )
        .await;
        self.market.top_list = answer.top_list.unwrap().id;
    }

    async fn fair(&mut self) {
        let body = json!({"campaign": {
            "provinceCode": "51", "name": "Hội chợ", "kind": "CAMPAIGN_KIND_FAIR", "reach": "CAMPAIGN_REACH_PROVINCE",
            "venue": "Quảng trường", "organiser": "Sở", "fromDate": "2026-11-18", "toDate": "2026-11-24"
        }});
        let answer: promotion::PlanCampaignResponse = done::<promotion::PlanCampaignRequest, _>(
            &self.promotion,
            Role::PromotionOfficer,
            "promotion.v1.CampaignService/PlanCampaign",
            38,
            body,
        )
        .await;
        self.market.campaign = answer.campaign.unwrap().id;
    }

    async fn trade(&mut self) {
        let body = json!({"demand": {
            "partnerId": self.partner, "product": {"criteriaSets": [9]}, "placeCode": "51",
            "volume": {"quantity": "100", "unit": "chai"}, "fromDate": "2026-12-01", "toDate": "2027-01-31"
        }});
        let answer: promotion::OpenDemandResponse = done::<promotion::OpenDemandRequest, _>(
            &self.promotion,
            Role::PromotionOfficer,
            "promotion.v1.TradeService/OpenDemand",
            39,
            body,
        )
        .await;
        self.market.demand = answer.demand.unwrap().id;
        let body = json!({
            "demandId": self.market.demand, "productId": self.certified, "quantity": "10", "priceVnd": "90000"
        });
        let answer: promotion::MakeTradeOfferResponse =
            done::<promotion::MakeTradeOfferRequest, _>(
                &self.promotion,
                Role::PromotionOfficer,
                "promotion.v1.TradeService/MakeTradeOffer",
                40,
                body,
            )
            .await;
        self.market.trade_offer = answer.trade_offer.unwrap().id;
        let body = json!({
            "partnerId": self.partner, "productId": self.certified, "priceVnd": "90000",
            "volume": {"quantity": "10", "unit": "chai"}, "fromDate": "2026-11-01", "toDate": "2026-12-31",
            "agreedOn": "2026-11-01", "documentNumber": "1/HĐ"
        });
        let answer: promotion::RecordTradeDealResponse =
            done::<promotion::RecordTradeDealRequest, _>(
                &self.promotion,
                Role::PromotionOfficer,
                "promotion.v1.TradeService/RecordTradeDeal",
                41,
                body,
            )
            .await;
        self.market.trade_deal = answer.trade_deal.unwrap().id;
        let body = json!({"tradeSession": {
            "provinceCode": "51", "name": "Kết nối cung cầu", "venue": "Hội trường", "organiser": "Sở",
            "heldOn": "2026-11-18"
        }});
        let answer: promotion::PlanTradeSessionResponse =
            done::<promotion::PlanTradeSessionRequest, _>(
                &self.promotion,
                Role::PromotionOfficer,
                "promotion.v1.TradeService/PlanTradeSession",
                42,
                body,
            )
            .await;
        self.market.trade_session = answer.trade_session.unwrap().id;
        self.invitation().await;
    }

    async fn invitation(&mut self) {
        let body = json!({"tradeSession": {
            "provinceCode": "51", "name": "Kết nối cung cầu cuối năm", "venue": "Hội trường", "organiser": "Sở",
            "heldOn": "2026-12-18"
        }});
        let answer: promotion::PlanTradeSessionResponse =
            done::<promotion::PlanTradeSessionRequest, _>(
                &self.promotion,
                Role::PromotionOfficer,
                "promotion.v1.TradeService/PlanTradeSession",
                92,
                body,
            )
            .await;
        self.market.later_session = answer.trade_session.unwrap().id;
        let body = json!({
            "tradeSessionId": self.market.later_session, "partnerIds": [self.partner]
        });
        let answer: promotion::InviteToTradeSessionResponse =
            done::<promotion::InviteToTradeSessionRequest, _>(
                &self.promotion,
                Role::PromotionOfficer,
                "promotion.v1.TradeService/InviteToTradeSession",
                93,
                body,
            )
            .await;
        self.market.trade_invitation = answer.trade_invitations[0].id.clone();
    }

    /// Publishes a first recognition as evaluation does at the end of a dossier.
    async fn recognise(&self) {
        let fact: evaluation::CertificateFact = message(json!({
            "certificate": {
                "id": Uuid::from_u128(0x51).to_string(), "productId": self.certified, "productName": "Nước mắm",
                "producerId": self.producer, "producerName": "HTX Sa Huỳnh", "criteriaSet": 9, "star": 3,
                "kind": "CERTIFICATE_KIND_FIRST", "validFrom": "2026-10-01", "validTo": "2029-09-30",
                "provinceCode": "51",
                "decision": {"number": "2/QĐ-UBND", "date": "2026-10-01", "authority": "UBND tỉnh Quảng Ngãi"}
            },
            "provinceName": "Quảng Ngãi", "placeCode": HERE, "placeName": "Bình Sơn", "onDate": "2026-10-01",
            "placeOn": "2026-10-01"
        }));
        let id = Uuid::from_u128(0x52);
        let subject = "ocop.evaluation.v1.certificate.issued.51";
        let event = Event {
            id,
            kind: "ocop.evaluation.certificate.issued.v1".to_owned(),
            aggregate_type: "certificate".to_owned(),
            aggregate_id: self.certified.parse().unwrap(),
            version: 2,
            time: NOON.parse().unwrap(),
            snapshot: false,
            traceparent: format!("00-{:032x}-00000000000000a1-01", id.as_u128()),
            subject: subject.to_owned(),
            data: serde_json::to_vec(&fact).unwrap(),
        };
        let client = async_nats::connect(self.nats.url()).await.unwrap();
        let (jetstream, headers) = (jetstream::new(client), event.headers());
        let sent = jetstream
            .publish_with_headers(subject, headers, event.data.into())
            .await;
        sent.unwrap().await.unwrap();
    }
}
