//! Who is shown what of a lot.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_service_client::TraceServiceClient;
use tonic::Code;

use super::{BOTTLES, Chain, GTIN, question, traces};

on_both_engines!(
    lots_are_listed_to_whoever_covers_their_producer_and_traced_by_nobody_else,
    async |url: String| {
        let chain = Chain::captured(&url).await;
        let own = format!("producer:{}", chain.maker);
        let other = format!("producer:{}", chain.trader);
        for (role, scope, count) in [
            (Role::Producer, own.as_str(), 2),
            (Role::Producer, other.as_str(), 0),
            (Role::CommuneOfficer, "commune:21478", 2),
            (Role::CommuneOfficer, "commune:21040", 0),
            (Role::Auditor, "*", 2),
        ] {
            let mut caller = traces(&chain.fixture, role, scope);
            let listed = caller.list_lots(proto::ListLotsRequest::default()).await;
            let lots = listed.unwrap().into_inner().lots;
            assert_eq!(lots.len(), count, "{role:?} of {scope}");
            let traced = caller.trace_lot(question(BOTTLES, proto::TraceDirection::Back));
            assert_eq!(traced.await.is_ok(), count > 0, "{role:?} of {scope}");
        }
        let mut auditor = traces(&chain.fixture, Role::Auditor, "*");
        let of_product = proto::ListLotsRequest {
            product_id: chain.product.clone(),
            from_date: "2026-06-15".to_owned(),
            to_date: "2026-06-15".to_owned(),
            ..Default::default()
        };
        let lots = auditor.list_lots(of_product).await.unwrap().into_inner();
        assert_eq!(lots.lots.len(), 1);
        // The product has no certificate.
        assert!(lots.lots[0].uncertified);
    }
);

on_both_engines!(
    anybody_sees_who_made_a_bottle_and_when_and_nothing_private,
    async |url: String| {
        let chain = Chain::captured(&url).await;
        let mut public = TraceServiceClient::new(chain.fixture.service.channel());
        for asked in [
            BOTTLES,
            "https://nuocmam.example/01/8938505974194/10/L0626?x=1",
        ] {
            let request = proto::GetPublicLotRequest {
                id: asked.to_owned(),
            };
            let lot = public.get_public_lot(request).await.unwrap().into_inner();
            let lot = lot.lot.unwrap();
            assert_eq!(
                (
                    lot.name.as_str(),
                    lot.producer_name.as_str(),
                    lot.producer_address.as_str()
                ),
                (
                    "Nước mắm Mười Quý",
                    "HTX Nước mắm Sa Huỳnh",
                    "Sa Huỳnh, Quảng Ngãi"
                )
            );
            assert_eq!(
                (
                    lot.made_on.as_str(),
                    lot.best_before.as_str(),
                    lot.number.as_str(),
                    lot.gtin.as_str()
                ),
                ("2026-06-15", "2028-06-15", "L0626", GTIN)
            );
            assert!(!lot.story.is_empty());
            assert_eq!(lot.brand, "Mười Quý");
        }
        let product = proto::GetPublicLotRequest {
            id: format!("https://id.gs1.org/01/0{GTIN}"),
        };
        let product = public.get_public_lot(product).await.unwrap().into_inner();
        assert_eq!(product.lot.unwrap().product_id, chain.product);
        for (asked, reason) in [
            (
                "https://id.gs1.org/01/08938505974194/10/NONE",
                "LOT_UNKNOWN",
            ),
            ("L0626", "INVALID_ARGUMENT"),
        ] {
            let request = proto::GetPublicLotRequest {
                id: asked.to_owned(),
            };
            let refused = public.get_public_lot(request).await.unwrap_err();
            if reason == "LOT_UNKNOWN" {
                assert_eq!(reason_of(&refused).0, reason);
            } else {
                assert_eq!(refused.code(), Code::InvalidArgument);
            }
        }
        let anonymous = public.trace_lot(question(BOTTLES, proto::TraceDirection::Back));
        let refused = anonymous.await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "TOKEN_MISSING");
    }
);
