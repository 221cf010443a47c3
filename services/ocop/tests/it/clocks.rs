//! A service whose clock is an hour off: the others follow it in order, tokens that are good elsewhere are refused with a reason, and a day
//! that has not come yet by its clock is no day of a decision.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use ocop_harness::{Bearer, NOON, eventually, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::operations::v1::operations_service_client::OperationsServiceClient;
use ocop_proto::operations::v1::{Head, ListAppliedHeadsRequest, ListRecordedHeadsRequest};
use serde_json::json;
use tonic::{Code, Status};

use crate::reach::wire::call;
use crate::reach::world::{World, done, message};

fn noon() -> DateTime<Utc> {
    NOON.parse().unwrap()
}

/// The world's product as the catalog has it.
async fn product(world: &World) -> catalog::Product {
    let request = catalog::GetProductRequest {
        id: world.product.clone(),
        ..Default::default()
    };
    let rpc = "/ocop.catalog.v1.CatalogService/GetProduct";
    let answer: catalog::GetProductResponse = call(world.catalog.channel(), None, rpc, request)
        .await
        .unwrap();
    answer.product.unwrap()
}

/// Gives it another name. The n-th request.
async fn rename(world: &World, n: u128, name: &str) {
    let etag = product(world).await.etag;
    let product = json!({"id": world.product, "etag": etag, "name": name});
    let _: catalog::UpdateProductResponse = done::<catalog::UpdateProductRequest, _>(
        &world.catalog,
        Role::OcopOffice,
        "catalog.v1.CatalogService/UpdateProduct",
        n,
        json!({"product": product, "updateMask": {"paths": ["name"]}}),
    )
    .await;
}

fn of(heads: Vec<Head>) -> BTreeMap<String, u64> {
    let of = |head: Head| (head.aggregate_id, head.version);
    heads.into_iter().map(of).collect()
}

/// What the catalog has recorded of products, and what the two others have applied.
async fn sequences(world: &World) -> [BTreeMap<String, u64>; 3] {
    let aggregate_type = "product".to_owned();
    let client = |running: &ocop_harness::Running| {
        let bearer = running.bearer("vân", Role::Operator, "*");
        OperationsServiceClient::with_interceptor(running.channel(), bearer)
    };
    let request = ListRecordedHeadsRequest {
        aggregate_type: aggregate_type.clone(),
        ..Default::default()
    };
    let recorded = client(&world.catalog).list_recorded_heads(request).await;
    let request = ListAppliedHeadsRequest {
        aggregate_type,
        ..Default::default()
    };
    let evaluation = client(&world.evaluation)
        .list_applied_heads(request.clone())
        .await;
    let promotion = client(&world.promotion).list_applied_heads(request).await;
    [
        of(recorded.unwrap().into_inner().heads),
        of(evaluation.unwrap().into_inner().heads),
        of(promotion.unwrap().into_inner().heads),
    ]
}

#[tokio::test]
async fn a_service_whose_clock_goes_back_and_forth_is_followed_in_order() {
    let world = World::new().await;
    for (n, off) in [(0, 0), (1, -60), (2, 60), (3, -60), (4, 0)] {
        world.catalog.clock.set(noon() + TimeDelta::minutes(off));
        rename(&world, 0x900 + n, &format!("Nước mắm lần {n}")).await;
    }
    eventually("the others to have what the catalog recorded", async || {
        let [recorded, evaluation, promotion] = sequences(&world).await;
        recorded[&world.product] > 5 && recorded == evaluation && recorded == promotion
    })
    .await;
    assert_eq!(product(&world).await.name, "Nước mắm lần 4");
    world.stop().await;
}

#[tokio::test]
async fn a_fast_clock_refuses_tokens_with_a_reason_and_takes_them_again_once_it_is_mended() {
    let world = World::new().await;
    let token = world.catalog.token("lan", Role::Auditor, "*");
    let asked = async || -> Result<catalog::ListProducersResponse, Status> {
        let rpc = "/ocop.catalog.v1.CatalogService/ListProducers";
        let bearer = Some(Bearer::of(&token));
        let request = catalog::ListProducersRequest::default();
        call(world.catalog.channel(), bearer, rpc, request).await
    };
    for (seconds, expected) in [
        (0, None),
        (-3_600, None),
        (3_620, None),
        (3_640, Some("TOKEN_EXPIRED")),
        (0, None),
    ] {
        world
            .catalog
            .clock
            .set(noon() + TimeDelta::seconds(seconds));
        let refused = asked().await.err().map(|status| {
            assert_eq!(status.code(), Code::Unauthenticated);
            reason_of(&status).0
        });
        assert_eq!(refused.as_deref(), expected, "{seconds} seconds off");
    }
    world.stop().await;
}

#[tokio::test]
async fn a_day_that_has_not_come_by_a_slow_clock_is_no_day_of_a_decision_until_it_is_mended() {
    let world = World::new().await;
    let half_past_midnight: DateTime<Utc> = "2026-11-20T17:30:00Z".parse().unwrap();
    let clock = &world.evaluation.clock;
    let revoke = async || -> Result<evaluation::RevokeCertificateResponse, Status> {
        let request: evaluation::RevokeCertificateRequest = message(json!({
            "requestId": "0198c000-0000-7000-8000-00000000c10c", "certificateId": world.certificate,
            "revocation": {
                "ground": "REVOCATION_GROUND_CEASED", "reason": "Cơ sở ngừng sản xuất",
                "decision": {
                    "number": "9/QĐ-UBND", "date": "2026-11-21", "authority": "UBND tỉnh Quảng Ngãi"
                }
            }
        }));
        let rpc = "/ocop.evaluation.v1.CertificateService/RevokeCertificate";
        let bearer = world.evaluation.bearer("hoa", Role::DecisionAuthority, "*");
        call(world.evaluation.channel(), Some(bearer), rpc, request).await
    };
    clock.set(half_past_midnight - TimeDelta::hours(1));
    let refused = revoke().await.unwrap_err();
    assert_ne!(refused.code(), Code::Internal);
    println!("{:?}", reason_of(&refused));
    clock.set(half_past_midnight);
    let revoked = revoke().await.unwrap().certificate.unwrap();
    assert_eq!(
        revoked.revocation.unwrap().decision.unwrap().date,
        "2026-11-21"
    );
    world.stop().await;
}
