//! What catalog holds of the world: producers, products, a transfer, a growing area, support and a lot.

use ocop_harness::Running;
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use serde_json::json;

use super::{HERE, NEAR, THERE, done};

pub(crate) async fn producer(service: &Running, n: u128, place: &str) -> String {
    let body = json!({"producer": {
        "name": "HTX Sa Huỳnh", "kind": "PRODUCER_KIND_COOPERATIVE", "registrationNumber": n.to_string(),
        "placeCode": place, "representative": {"fullName": "Nguyễn Thị Lan"}
    }});
    let answer: catalog::RegisterProducerResponse = done::<catalog::RegisterProducerRequest, _>(
        service,
        Role::OcopOffice,
        "catalog.v1.CatalogService/RegisterProducer",
        n,
        body,
    )
    .await;
    answer.producer.unwrap().id
}

pub(crate) async fn product(service: &Running, n: u128, producer: &str) -> String {
    let body = json!({"product": {
        "producerId": producer, "criteriaSet": 9, "name": format!("Nước mắm số {n}"), "placeCode": HERE
    }});
    let answer: catalog::RegisterProductResponse = done::<catalog::RegisterProductRequest, _>(
        service,
        Role::OcopOffice,
        "catalog.v1.CatalogService/RegisterProduct",
        n,
        body,
    )
    .await;
    answer.product.unwrap().id
}

pub(super) async fn transfer(service: &Running, n: u128, product: &str) -> String {
    let body = json!({"productId": product, "placeCode": THERE, "reason": "xưởng chuyển"});
    let answer: catalog::ProposeTransferResponse = done::<catalog::ProposeTransferRequest, _>(
        service,
        Role::OcopOffice,
        "catalog.v1.CatalogService/ProposeTransfer",
        n,
        body,
    )
    .await;
    answer.transfer.unwrap().id
}

pub(super) async fn area(service: &Running, n: u128) -> String {
    let body = json!({"area": {
        "code": "VN-51OR-0001", "issuer": "Chi cục", "crop": "Tỏi", "squareMetres": "10000", "placeCode": HERE
    }});
    let answer: catalog::RegisterAreaResponse = done::<catalog::RegisterAreaRequest, _>(
        service,
        Role::OcopOffice,
        "catalog.v1.GrowingAreaService/RegisterArea",
        n,
        body,
    )
    .await;
    answer.area.unwrap().id
}

/// A programme of support in [`HERE`], a session of training in it, and what it granted to a producer.
pub(super) async fn support(service: &Running, n: u128, producer: &str) -> [String; 3] {
    let rpc = |name: &str| format!("catalog.v1.SupportService/{name}");
    let body = json!({"programme": {
        "title": "Tập huấn", "kind": "SUPPORT_KIND_TRAINING", "organiser": "Chi cục", "placeCode": HERE,
        "fromDate": "2026-03-01", "toDate": "2026-12-31"
    }});
    let planned: catalog::PlanSupportProgrammeResponse =
        done::<catalog::PlanSupportProgrammeRequest, _>(
            service,
            Role::OcopOffice,
            &rpc("PlanSupportProgramme"),
            n,
            body,
        )
        .await;
    let programme = planned.programme.unwrap().id;
    let body = json!({"session": {
        "programmeId": programme, "topic": "Bao bì", "onDate": "2026-05-20", "hours": 8, "placeCode": NEAR
    }});
    let held: catalog::PlanSupportSessionResponse = done::<catalog::PlanSupportSessionRequest, _>(
        service,
        Role::OcopOffice,
        &rpc("PlanSupportSession"),
        n + 1,
        body,
    )
    .await;
    let body = json!({"grant": {
        "programmeId": programme, "producerId": producer, "amountVnd": "1000000", "onDate": "2026-06-01",
        "purpose": "Tem truy xuất", "paper": "12/QĐ-SNNMT"
    }});
    let given: catalog::RecordSupportGrantResponse = done::<catalog::RecordSupportGrantRequest, _>(
        service,
        Role::OcopOffice,
        &rpc("RecordSupportGrant"),
        n + 2,
        body,
    )
    .await;
    [programme, held.session.unwrap().id, given.grant.unwrap().id]
}

pub(super) async fn lot(service: &Running, n: u128, producer: &str) -> String {
    let lot = format!("urn:ocop:lot:{producer}:1");
    let body = json!({"producerId": producer, "events": [{
        "eventId": "urn:uuid:world", "eventTime": "2026-06-01T05:00:00Z", "utcOffset": "+07:00",
        "object": {"action": "TRACE_ACTION_ADD", "lots": [{"lotId": lot, "amount": "1", "unit": "AMOUNT_UNIT_TONNE"}]}
    }]});
    let _: catalog::CaptureEventsResponse = done::<catalog::CaptureEventsRequest, _>(
        service,
        Role::OcopOffice,
        "catalog.v1.TraceService/CaptureEvents",
        n,
        body,
    )
    .await;
    lot
}
