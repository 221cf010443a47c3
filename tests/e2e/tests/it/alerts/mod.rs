//! Each alert of `deploy/monitoring`, on running services and a real Prometheus: its condition does not hold, is brought about, and
//! holds. What an alert waits for (`for`) is left out, and where a condition is that much time has passed, the time that was
//! written down is set back. Without Prometheus, which is Debian's, the test prints that it did not run.

mod events;
mod services;
mod watch;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ocop_harness::certificates::Authority;
use ocop_harness::{Prometheus, Receiver, eventually};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use uuid::Uuid;

use crate::callers::{a_partner, a_producer, certify, client, retry};
use crate::system::{SERVICES, System};
use events::{a_receiver_fails, bad_events_come, the_broker_goes};
use services::{callers_are_turned_away, memory_is_short, the_database_goes};
use watch::Watch;

const CATALOG: usize = 0;
const EVALUATION: usize = 1;
const PROMOTION: usize = 2;

fn rules(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../deploy/monitoring/rules")
        .join(file)
}

/// Registers and certifies the n-th product.
async fn certified(system: &System, producer_id: &str, n: u128) -> String {
    let mut catalog = client(system, CATALOG, Role::OcopOffice, CatalogServiceClient::new);
    let mut evaluation = client(
        system,
        EVALUATION,
        Role::OcopOffice,
        CertificateServiceClient::new,
    );
    certify(&mut catalog, &mut evaluation, (producer_id, n)).await
}

/// Registers a product that nobody has certified.
async fn registered(system: &System, producer_id: &str, n: u128) {
    let mut office = client(system, CATALOG, Role::OcopOffice, CatalogServiceClient::new);
    let request = catalog::RegisterProductRequest {
        request_id: Uuid::from_u128(n).to_string(),
        product: Some(catalog::Product {
            producer_id: producer_id.to_owned(),
            criteria_set: 9,
            name: format!("Muối Sa Huỳnh số {n}"),
            place_code: "21040".to_owned(),
            ..Default::default()
        }),
    };
    retry("a product", async || {
        office.register_product(request.clone()).await
    })
    .await;
}

/// A dossier's term is over.
async fn a_dossier_is_late(system: &mut System, watch: &mut Watch, product_id: &str) {
    let mut office = client(
        system,
        EVALUATION,
        Role::OcopOffice,
        DossierServiceClient::new,
    );
    let request = evaluation::CreateDossierRequest {
        request_id: Uuid::from_u128(0x1A7E).to_string(),
        product_id: product_id.to_owned(),
        kind: evaluation::DossierKind::Upgrade.into(),
        ..Default::default()
    };
    retry("a dossier", async || {
        office.create_dossier(request.clone()).await
    })
    .await;
    let late = "update dossiers set due_on = current_date - 2";
    assert_eq!(
        system
            .postgres
            .execute(system.database(EVALUATION), late)
            .await,
        1
    );
    // They are counted every minute, and at the start.
    system.kill(EVALUATION);
    watch.raised("DossiersLate").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_alert_is_raised_by_what_it_is_for_on_a_running_system() {
    let mut system = System::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = Authority::new()
        .issue(&["localhost"])
        .write(folder.path(), "catalog");
    let tls = vec![
        ("GRPC__TLS_CERTIFICATE", certificate.display().to_string()),
        ("GRPC__TLS_KEY", key.display().to_string()),
    ];
    let with_tls = system.replica(CATALOG, tls).await;
    let one_place = vec![("GRPC__MAX_IN_FLIGHT_PER_PEER", "1".to_owned())];
    let crowded = system.replica(CATALOG, one_place).await;

    let mut targets: Vec<(&str, String)> = SERVICES
        .iter()
        .enumerate()
        .map(|(service, name)| (*name, system.admin(service)))
        .collect();
    targets.extend([("catalog", with_tls.admin()), ("catalog", crowded.admin())]);
    let files = [rules("alerts.yaml"), rules("slo.yaml")];
    let Some(prometheus) = Prometheus::start(&targets, &files).await else {
        println!("NOT RUN: no Prometheus is here, so no alert was raised on a running system");
        return;
    };
    let mut watch = Watch {
        prometheus,
        raised: BTreeSet::new(),
    };

    let producer_id = a_producer(&system).await;
    let receiver = Receiver::start().await;
    a_partner(&system, receiver.url()).await;
    let product_id = certified(&system, &producer_id, 1).await;
    eventually(
        "everything to be scraped, and a webhook to be accepted",
        async || {
            watch.prometheus.series("up==1").await == targets.len()
                && watch
                    .prometheus
                    .series("webhook_delivery_seconds_count")
                    .await
                    == 1
        },
    )
    .await;
    eventually(
        "no alert to be raised by a system that is well",
        async || {
            let alerts = watch.prometheus.alerts().await;
            !alerts.is_empty() && alerts.iter().all(|rule| !rule.firing)
        },
    )
    .await;

    a_receiver_fails(&system, &mut watch, &producer_id, &receiver).await;
    bad_events_come(&system, &mut watch).await;
    the_broker_goes(&system, &mut watch, &producer_id).await;
    watch.quiet("DossiersLate").await;
    a_dossier_is_late(&mut system, &mut watch, &product_id).await;
    the_database_goes(&system, &mut watch).await;
    callers_are_turned_away(&mut watch, &crowded.address(), &with_tls.address()).await;
    memory_is_short(&mut watch).await;

    watch.quiet("ServiceDown").await;
    system.terminate(PROMOTION);
    watch.raised("ServiceDown").await;

    let all = watch.prometheus.alerts().await;
    let all: BTreeSet<String> = all.into_iter().map(|rule| rule.name).collect();
    assert_eq!(watch.raised, all, "an alert is not rehearsed here");
}
