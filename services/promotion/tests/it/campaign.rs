//! Campaigns through the rpcs.

mod mistakes;

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;

use crate::fixture::{Campaigns, Fixture, certificate, id, revoked};

/// The producer of the fixture's certificates.
const PRODUCER: u128 = 7;

pub(crate) async fn plan(office: &mut Campaigns) -> proto::Campaign {
    let request = proto::PlanCampaignRequest {
        request_id: id(60),
        campaign: Some(proto::Campaign {
            province_code: "51".to_owned(),
            name: "Hội chợ OCOP Quảng Ngãi".to_owned(),
            kind: proto::CampaignKind::Fair.into(),
            reach: proto::CampaignReach::National.into(),
            venue: "Quảng trường Phạm Văn Đồng".to_owned(),
            organiser: "Sở Công Thương".to_owned(),
            from_date: "2026-11-18".to_owned(),
            to_date: "2026-11-24".to_owned(),
            ..Default::default()
        }),
    };
    let planned = office.plan_campaign(request).await.unwrap();
    planned.into_inner().campaign.unwrap()
}

pub(crate) fn admit(n: u128, campaign: &str, products: &[u128]) -> proto::AdmitParticipantRequest {
    proto::AdmitParticipantRequest {
        request_id: id(n),
        campaign_id: campaign.to_owned(),
        producer_id: id(PRODUCER),
        product_ids: products.iter().copied().map(id).collect(),
    }
}

pub(crate) fn attended(n: u128, campaign: &str, sales_vnd: u64) -> proto::RecordAttendanceRequest {
    proto::RecordAttendanceRequest {
        request_id: id(n),
        campaign_id: campaign.to_owned(),
        producer_id: id(PRODUCER),
        outcome: Some(proto::CampaignOutcome {
            sales_vnd,
            contracts: 2,
            contracts_vnd: 300_000_000,
            document_number: "15/BB-SCT".to_owned(),
            ..Default::default()
        }),
    }
}

on_both_engines!(
    a_producer_at_a_fair_is_recorded_once_with_what_it_sold,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let given = certificate(11, 3, "2026-06-15");
        fixture
            .publish_certificate("issued", 1, given.clone())
            .await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        let mut office = fixture.campaigns(Role::PromotionOfficer, "province:51");
        let fair = plan(&mut office).await;
        let refused = office.admit_participant(admit(61, &fair.id, &[99])).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "PRODUCT_NOT_CERTIFIED");
        office
            .admit_participant(admit(62, &fair.id, &[1]))
            .await
            .unwrap();
        for (n, sales) in [(63, 40_000_000), (64, 45_000_000)] {
            office
                .record_attendance(attended(n, &fair.id, sales))
                .await
                .unwrap();
        }
        let ask = proto::GetCampaignRequest {
            id: fair.id.clone(),
        };
        let seen = office.get_campaign(ask.clone()).await.unwrap();
        let seen = seen.into_inner().campaign.unwrap();
        assert_eq!(
            (seen.sales_vnd, seen.contracts, seen.participant_count),
            (45_000_000, 2, 1)
        );
        let [there] = seen.participants.as_slice() else {
            panic!("{seen:?}");
        };
        assert!(there.uncertified_product_ids.is_empty());

        // A certificate that ends is seen, and nobody is taken out.
        let gone = revoked(given, "2026-11-19");
        fixture.publish_certificate("revoked", 2, gone).await;
        fixture.listing(1, proto::ListingState::Suspended, 3).await;
        let seen = office.get_campaign(ask).await.unwrap();
        let seen = seen.into_inner().campaign.unwrap();
        assert_eq!(seen.participants[0].uncertified_product_ids, [id(1)]);
        let call_off = proto::CallOffCampaignRequest {
            request_id: id(65),
            campaign_id: fair.id,
            reason: "Mưa bão".to_owned(),
        };
        let refused = office.call_off_campaign(call_off).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "CAMPAIGN_ATTENDED");
    }
);

on_both_engines!(
    an_office_plans_campaigns_of_its_own_province_and_anybody_lists_them,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = fixture.campaigns(Role::OcopOffice, "province:51");
        let fair = plan(&mut office).await;
        let mut neighbour = fixture.campaigns(Role::OcopOffice, "province:52");
        let refused = neighbour.admit_participant(admit(61, &fair.id, &[1])).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "OUT_OF_SCOPE");
        let listed = async |held_from: &str, held_to: &str| -> usize {
            let request = proto::ListCampaignsRequest {
                province_code: "51".to_owned(),
                held_from: held_from.to_owned(),
                held_to: held_to.to_owned(),
                ..Default::default()
            };
            let mut anybody = fixture.campaigns(Role::Auditor, "*");
            let listed = anybody.list_campaigns(request).await.unwrap();
            listed.into_inner().campaigns.len()
        };
        assert_eq!(listed("2026-11-24", "").await, 1);
        assert_eq!(listed("2026-11-25", "").await, 0);
        assert_eq!(listed("", "2026-11-17").await, 0);
        let mut wrong = fair;
        wrong.to_date = "2026-11-01".to_owned();
        wrong.venue = String::new();
        let request = proto::UpdateCampaignRequest {
            request_id: id(62),
            campaign: Some(wrong),
        };
        let refused = office.update_campaign(request).await.unwrap_err();
        assert_eq!(
            reason_of(&refused).1,
            ["campaign.venue", "campaign.to_date"]
        );
    }
);
