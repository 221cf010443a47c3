//! Who may call what.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::partner_service_client::PartnerServiceClient;
use tonic::Code;

use crate::fixture::{Fixture, id, supermarket};

fn register(provinces: &[&str]) -> proto::RegisterPartnerRequest {
    let mut partner = supermarket();
    let sourcing = partner.sourcing.as_mut().unwrap();
    sourcing.province_codes = provinces.iter().map(|code| (*code).to_owned()).collect();
    proto::RegisterPartnerRequest {
        request_id: id(1),
        partner: Some(partner),
    }
}

on_both_engines!(
    an_officer_of_a_province_registers_who_buys_there_only,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut anonymous = PartnerServiceClient::new(fixture.service.channel());
        let refused = anonymous.register_partner(register(&["51"])).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "TOKEN_MISSING");
        let mut partner = fixture.partners(Role::Partner, "*");
        let refused = partner.register_partner(register(&["51"])).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "ROLE_MISSING");
        let mut officer = fixture.officer();
        for elsewhere in [register(&["48"]), register(&["51", "48"]), register(&[])] {
            let refused = officer.register_partner(elsewhere).await.unwrap_err();
            assert_eq!(
                (refused.code(), reason_of(&refused).0.as_str()),
                (Code::PermissionDenied, "OUT_OF_SCOPE")
            );
        }
        officer.register_partner(register(&["51"])).await.unwrap();
        let refused = officer.list_partners(proto::ListPartnersRequest::default());
        assert_eq!(reason_of(&refused.await.unwrap_err()).0, "OUT_OF_SCOPE");
    }
);

on_both_engines!(
    a_partner_deals_with_its_own_things_only,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let partner = fixture.supermarket().await;
        let own = format!("partner:{}", partner.id);
        let ask = proto::GetPartnerRequest {
            id: partner.id.clone(),
        };
        let mut itself = fixture.partners(Role::Partner, &own);
        itself.get_partner(ask.clone()).await.unwrap();
        let mut other = fixture.partners(Role::Partner, &format!("partner:{}", id(77)));
        let refused = other.get_partner(ask).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");

        let create = proto::CreateSubscriptionRequest {
            request_id: id(3),
            partner_id: partner.id.clone(),
            url: "https://songtra.example/".to_owned(),
            ..Default::default()
        };
        let stranger = format!("partner:{}", id(77));
        let mut other = fixture.subscriptions(Role::Partner, &stranger);
        let refused = other.create_subscription(create.clone()).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        let mut auditor = fixture.subscriptions(Role::Auditor, "*");
        let refused = auditor.create_subscription(create.clone()).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "ROLE_MISSING");
        let mut own = fixture.subscriptions(Role::Partner, &own);
        own.create_subscription(create).await.unwrap();
        let list = proto::ListSubscriptionsRequest {
            partner_id: partner.id,
            ..Default::default()
        };
        let refused = other.list_subscriptions(list.clone()).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        let seen = auditor.list_subscriptions(list).await.unwrap();
        assert_eq!(seen.into_inner().subscriptions.len(), 1);
    }
);
