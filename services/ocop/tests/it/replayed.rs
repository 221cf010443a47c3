//! All events of an evaluation, replayed to empty services: they come to hold what those hold that applied them as they
//! happened.

use std::path::Path;

use ocop_catalog::Catalog;
use ocop_chassis::program::Program;
use ocop_evaluation::Evaluation;
use ocop_harness::{Nats, Running, eventually};
use ocop_identity::Role;
use ocop_promotion::Promotion;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::operations::v1 as operations;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::operations::database;
use crate::reach::wire::call;
use crate::reach::world::{HERE, done, producer, product, start};

/// What each catalog holds of certificates.
const CERTIFICATES: &str = "select json_array(hex(product_id), hex(id), star, decision_number, valid_from, valid_to, \
    revoked_on, imported) as held from certificates order by product_id";
/// What each promotion holds of listings, but for when it applied them and what it published of them itself.
const LISTINGS: &str = "select json_array(hex(id), state, criteria_set, star, province_code, next_date, document) as held \
    from listings order by id";

/// The rows of a query in the database of a service, as texts.
async fn rows(folder: &TempDir, service: &str, sql: &str) -> Vec<String> {
    let database = database(folder.path(), service).await;
    let statement = Statement::from_string(database.engine(), sql);
    let rows = database.reader().query_all_raw(statement).await.unwrap();
    let held = rows.iter().map(|row| row.try_get("", "held").unwrap());
    held.collect()
}

/// The versions that a service has of aggregates: its own, or what it has applied of another's.
async fn heads(service: &Running, rpc: &str, aggregate_type: &str) -> Vec<(String, u64)> {
    let rpc = format!("/ocop.operations.v1.OperationsService/{rpc}");
    let bearer = Some(service.bearer("vh", Role::Operator, "*"));
    let request = operations::ListRecordedHeadsRequest {
        aggregate_type: aggregate_type.to_owned(),
        ..Default::default()
    };
    let answer: operations::ListRecordedHeadsResponse =
        call(service.channel(), bearer, &rpc, request)
            .await
            .unwrap();
    let heads = answer.heads.into_iter();
    heads
        .map(|head| (head.aggregate_id, head.version))
        .collect()
}

/// Waits until a service has applied all that the owner recorded.
async fn caught_up(owner: &Running, consumer: &Running, aggregate_type: &str) {
    let what = format!("every {aggregate_type} to be heard of");
    eventually(&what, async || {
        let recorded = heads(owner, "ListRecordedHeads", aggregate_type).await;
        let applied = heads(consumer, "ListAppliedHeads", aggregate_type).await;
        if !recorded.is_empty() && recorded == applied {
            Ok(())
        } else {
            Err(format!("{recorded:?}, not {applied:?}"))
        }
    })
    .await;
}

/// Has a service publish all its events again.
async fn replay(service: &Running, request: u128) {
    let rpc = "/ocop.operations.v1.OperationsService/ReplayEvents";
    let request = operations::ReplayEventsRequest {
        request_id: Uuid::from_u128(0x4E90 + request).to_string(),
        ..Default::default()
    };
    // A broker that is slow to acknowledge makes the call UNAVAILABLE, and what was published is published again.
    let answer: operations::ReplayEventsResponse = eventually("the events again", async || {
        let bearer = Some(service.bearer("vh", Role::Operator, "*"));
        call(service.channel(), bearer, rpc, request.clone()).await
    })
    .await;
    assert!(answer.replayed > 0);
}

async fn evaluation(nats: &Nats, folder: &TempDir) -> Running {
    let files = format!("file://{}", folder.path().join("objects").display());
    let settings = [
        ("objects.url", files.as_str()),
        ("expiry.interval_seconds", "1"),
    ];
    start::<Evaluation>(nats, folder, &settings).await
}

fn decision(number: u32, date: &str) -> Value {
    json!({"number": format!("{number}/QĐ-UBND"), "date": date, "authority": "UBND tỉnh Quảng Ngãi"})
}

/// Takes a certificate over from an old register.
async fn import(service: &Running, n: u128, product: &str, star: u32, decision: Value) -> String {
    let answer: evaluation::ImportCertificateResponse =
        done::<evaluation::ImportCertificateRequest, _>(
            service,
            Role::OcopOffice,
            "evaluation.v1.CertificateService/ImportCertificate",
            n,
            json!({"productId": product, "star": star, "decision": decision}),
        )
        .await;
    answer.certificate.unwrap().id
}

/// Certificates to which everything happens that is told of them: given, raised, lowered, run out, revoked, given again on
/// paper, corrected, gone over to a successor.
async fn happen(service: &Running, products: &[String], successor: &str) {
    let rpc = |name: &str| format!("evaluation.v1.CertificateService/{name}");
    let mut certificates = Vec::new();
    for (n, product) in (0..).zip(products) {
        let given = decision(n + 1, "2025-02-03");
        certificates.push(import(service, 100 + u128::from(n), product, 3, given).await);
    }
    import(service, 120, &products[0], 4, decision(20, "2025-09-01")).await;
    import(service, 121, &products[1], 4, decision(21, "2024-01-10")).await;
    import(service, 122, &products[2], 3, decision(22, "2019-05-06")).await;
    let of = |n: usize, more: Value| {
        let mut body = json!({"certificateId": certificates[n], "reason": "ghi nhầm"});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body
    };
    let revocation = json!({"revocation": {
        "ground": "REVOCATION_GROUND_CEASED", "reason": "ngừng sản xuất", "decision": decision(30, "2026-07-01")
    }});
    let (office, authority) = (Role::OcopOffice, Role::DecisionAuthority);
    let _: evaluation::RevokeCertificateResponse = done::<evaluation::RevokeCertificateRequest, _>(
        service,
        authority,
        &rpc("RevokeCertificate"),
        130,
        of(3, revocation),
    )
    .await;
    let wrong = json!({"star": 4, "decision": decision(31, "2025-03-04"), "productCode": "51-1"});
    let _: evaluation::CorrectImportResponse = done::<evaluation::CorrectImportRequest, _>(
        service,
        office,
        &rpc("CorrectImport"),
        131,
        of(4, wrong),
    )
    .await;
    let number = json!({"decision": decision(32, "2025-02-03")});
    let _: evaluation::CorrectDecisionResponse = done::<evaluation::CorrectDecisionRequest, _>(
        service,
        office,
        &rpc("CorrectDecision"),
        132,
        of(5, number),
    )
    .await;
    let paper = json!({"ground": "ISSUE_GROUND_DAMAGED", "issuedOn": "2026-08-01"});
    let _: evaluation::ReissueCertificateResponse =
        done::<evaluation::ReissueCertificateRequest, _>(
            service,
            office,
            &rpc("ReissueCertificate"),
            133,
            of(6, paper),
        )
        .await;
    let going = json!({"producerId": successor, "decision": decision(33, "2026-09-01")});
    let _: evaluation::TransferCertificateResponse =
        done::<evaluation::TransferCertificateRequest, _>(
            service,
            authority,
            &rpc("TransferCertificate"),
            134,
            of(7, going),
        )
        .await;
}

/// Waits until evaluation has published every end that lies behind it.
async fn every_end_is_published(folder: &Path) {
    let database = database(folder, "evaluation").await;
    eventually("every end to be published", async || {
        let sql = "select count(*) as due from certificates where event_due_on <= '2026-11-20'";
        let statement = Statement::from_string(database.engine(), sql);
        let row = database.reader().query_one_raw(statement).await.unwrap();
        row.unwrap().try_get::<i64>("", "due").unwrap() == 0
    })
    .await;
}

/// An empty service of a kind.
async fn empty<P: Program>(nats: &Nats, folder: &TempDir) -> Running {
    start::<P>(nats, folder, &[]).await
}

#[tokio::test]
async fn all_events_replayed_into_empty_consumers_give_what_the_fed_ones_hold() {
    let fed = tempfile::tempdir().unwrap();
    let nats = Nats::start().await;
    let catalog = empty::<Catalog>(&nats, &fed).await;
    let evaluated = evaluation(&nats, &fed).await;
    let promotion = empty::<Promotion>(&nats, &fed).await;
    let first = producer(&catalog, 10, HERE).await;
    let second = producer(&catalog, 11, HERE).await;
    let mut products = Vec::new();
    for n in 20..28 {
        products.push(product(&catalog, n, &first).await);
    }
    happen(&evaluated, &products, &second).await;
    every_end_is_published(fed.path()).await;
    caught_up(&evaluated, &catalog, "certificate").await;
    caught_up(&evaluated, &promotion, "certificate").await;
    caught_up(&catalog, &promotion, "product").await;
    promotion.stop().await;
    catalog.stop().await;
    evaluated.stop().await;
    let (held, listed) = (
        rows(&fed, "catalog", CERTIFICATES).await,
        rows(&fed, "promotion", LISTINGS).await,
    );
    assert_eq!((held.len(), listed.len()), (products.len(), products.len()));

    // A new broker, the old catalog and evaluation, and a promotion that knows nothing.
    let (anew, nats) = (tempfile::tempdir().unwrap(), Nats::start().await);
    let catalog = empty::<Catalog>(&nats, &fed).await;
    let evaluated = evaluation(&nats, &fed).await;
    let promotion = empty::<Promotion>(&nats, &anew).await;
    replay(&catalog, 1).await;
    replay(&evaluated, 1).await;
    caught_up(&evaluated, &promotion, "certificate").await;
    caught_up(&catalog, &promotion, "product").await;
    promotion.stop().await;
    catalog.stop().await;
    evaluated.stop().await;
    assert_eq!(rows(&anew, "promotion", LISTINGS).await, listed);

    // Another, and a catalog that knows nothing.
    let nats = Nats::start().await;
    let catalog = empty::<Catalog>(&nats, &anew).await;
    let evaluated = evaluation(&nats, &fed).await;
    replay(&evaluated, 2).await;
    caught_up(&evaluated, &catalog, "certificate").await;
    catalog.stop().await;
    evaluated.stop().await;
    assert_eq!(rows(&anew, "catalog", CERTIFICATES).await, held);
}
