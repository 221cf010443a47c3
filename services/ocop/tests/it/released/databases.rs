//! Databases of earlier releases under the programs of today.

use std::fs;
use std::path::Path;

use ocop_harness::{Nats, Postgres, Running, eventually};
use ocop_identity::Role;
use ocop_proto::operations::v1::operations_service_client::OperationsServiceClient;
use ocop_proto::operations::v1::{
    Head, ListAppliedHeadsRequest, ListDeadLettersRequest, ListRecordedHeadsRequest,
};
use ocop_proto::{
    catalog::v1 as catalog, evaluation::v1 as evaluation, promotion::v1 as promotion,
};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database};
use serde_json::{Value, json};

use super::releases;
use super::written::SERVICES;
use crate::reach::wire::call;
use crate::reach::world::{HERE, done, files, producer, running};

/// Brings a dump into an empty database.
async fn load(url: &str, dump: &Path) {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let database = Database::connect(options).await.unwrap();
    let sql = fs::read_to_string(dump).unwrap();
    database.execute_unprepared(&sql).await.unwrap();
    database.close().await.unwrap();
}

fn operations(
    running: &Running,
) -> OperationsServiceClient<
    tonic::service::interceptor::InterceptedService<
        tonic::transport::Channel,
        ocop_harness::Bearer,
    >,
> {
    let bearer = running.bearer("vân", Role::Operator, "*");
    OperationsServiceClient::with_interceptor(running.channel(), bearer)
}

/// The versions of products: as the catalog recorded them, or as another service follows them.
async fn versions(running: &Running, recorded: bool) -> Vec<(String, u64)> {
    let aggregate_type = "product".to_owned();
    let heads = if recorded {
        let request = ListRecordedHeadsRequest {
            aggregate_type,
            ..Default::default()
        };
        let answer = operations(running).list_recorded_heads(request).await;
        answer.unwrap().into_inner().heads
    } else {
        let request = ListAppliedHeadsRequest {
            aggregate_type,
            ..Default::default()
        };
        let answer = operations(running).list_applied_heads(request).await;
        answer.unwrap().into_inner().heads
    };
    let of = |head: Head| (head.aggregate_id, head.version);
    let mut versions: Vec<_> = heads.into_iter().map(of).collect();
    versions.sort();
    versions
}

/// What was there is there, what was answered is answered alike, and what changes now reaches the other services.
async fn goes_on([catalog, evaluation, promotion]: [Running; 3], things: &Value) {
    let id = |name: &str| things[name].as_str().unwrap().to_owned();

    let rpc = "/ocop.catalog.v1.CatalogService/GetProduct";
    let read = async |id: String| -> catalog::Product {
        let request = catalog::GetProductRequest {
            id,
            ..Default::default()
        };
        let answer = call::<_, catalog::GetProductResponse>(catalog.channel(), None, rpc, request);
        answer.await.unwrap().product.unwrap()
    };
    assert_eq!(read(id("certified")).await.star, 3);
    let rpc = "/ocop.evaluation.v1.CertificateService/GetCertificate";
    let request = evaluation::GetCertificateRequest {
        id: id("certificate"),
    };
    let answer: evaluation::GetCertificateResponse = call(evaluation.channel(), None, rpc, request)
        .await
        .unwrap();
    assert_eq!(answer.certificate.unwrap().star, 3);
    let rpc = "/ocop.evaluation.v1.DossierService/GetDossier";
    let request = evaluation::GetDossierRequest { id: id("dossier") };
    let auditor = evaluation.bearer("kiểm", Role::Auditor, "*");
    let answer: evaluation::GetDossierResponse =
        call(evaluation.channel(), Some(auditor), rpc, request)
            .await
            .unwrap();
    assert_eq!(answer.dossier.unwrap().product_id, id("product"));
    let rpc = "/ocop.promotion.v1.SubscriptionService/ListDeliveries";
    let request = promotion::ListDeliveriesRequest {
        subscription_id: id("subscription"),
        ..Default::default()
    };
    let auditor = promotion.bearer("kiểm", Role::Auditor, "*");
    let answer: promotion::ListDeliveriesResponse =
        call(promotion.channel(), Some(auditor), rpc, request)
            .await
            .unwrap();
    assert_eq!(answer.deliveries[0].id, id("delivery"));

    // The request of the release with which it was registered.
    assert_eq!(producer(&catalog, 10, HERE).await, id("producer"));

    let product = read(id("product")).await;
    let changed = json!({"id": product.id, "etag": product.etag, "name": "Nước mắm cá cơm"});
    let _: catalog::UpdateProductResponse = done::<catalog::UpdateProductRequest, _>(
        &catalog,
        Role::OcopOffice,
        "catalog.v1.CatalogService/UpdateProduct",
        0x900,
        json!({"product": changed, "updateMask": {"paths": ["name"]}}),
    )
    .await;
    eventually("the others to follow the change", async || {
        let recorded = versions(&catalog, true).await;
        recorded == versions(&evaluation, false).await
            && recorded == versions(&promotion, false).await
    })
    .await;
    for service in [catalog, evaluation, promotion] {
        let request = ListDeadLettersRequest::default();
        let answer = operations(&service).list_dead_letters(request).await;
        assert_eq!(answer.unwrap().into_inner().dead_letters, []);
        service.stop().await;
    }
}

fn things(release: &Path, engine: &str) -> Value {
    let text = fs::read_to_string(release.join(format!("things.{engine}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn databases_of_earlier_releases_are_migrated_and_go_on_with_what_is_in_them_on_sqlite() {
    for release in releases() {
        let (folder, nats) = (tempfile::tempdir().unwrap(), Nats::start().await);
        let databases = files(&folder);
        for (service, url) in SERVICES.iter().zip(&databases) {
            load(url, &release.join(format!("{service}.sqlite.sql"))).await;
        }
        let services = running(&databases, &nats, &folder).await;
        goes_on(services, &things(&release, "sqlite")).await;
    }
}

#[tokio::test]
async fn databases_of_earlier_releases_are_migrated_and_go_on_with_what_is_in_them_on_postgresql() {
    let postgres = Postgres::shared().await;
    for release in releases() {
        let (folder, nats) = (tempfile::tempdir().unwrap(), Nats::start().await);
        let databases = [
            postgres.create_database().await,
            postgres.create_database().await,
            postgres.create_database().await,
        ];
        for (service, url) in SERVICES.iter().zip(&databases) {
            load(url, &release.join(format!("{service}.postgres.sql"))).await;
        }
        let services = running(&databases, &nats, &folder).await;
        goes_on(services, &things(&release, "postgres")).await;
    }
}
