//! What happens to the services: their database goes away, callers find no place, memory is short.

use futures::future::join_all;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tonic::Code;
use tonic::transport::Endpoint;

use super::watch::Watch;
use super::{CATALOG, rules};
use crate::system::System;

/// More failed handshakes than the alert lets pass in five minutes.
const HANDSHAKES: usize = 90;

/// Calls at once where one has a place.
const CROWD: usize = 32;

/// PostgreSQL goes away, and comes back.
pub(super) async fn the_database_goes(system: &System, watch: &mut Watch) {
    watch.quiet("DatabaseAway").await;
    watch.quiet("AvailabilityBudgetBurns").await;
    system.postgres.stop().await;
    let mut anybody = CatalogServiceClient::new(system.channel(CATALOG));
    watch
        .raised_by("AvailabilityBudgetBurns", async || {
            let request = catalog::ListProductsRequest::default();
            let refused = anybody.list_products(request).await.unwrap_err();
            assert_eq!(refused.code(), Code::Unavailable);
        })
        .await;
    watch.raised("DatabaseAway").await;
    system.postgres.restart().await;
}

/// Callers find no place, or do not agree on TLS.
pub(super) async fn callers_are_turned_away(watch: &mut Watch, crowded: &str, with_tls: &str) {
    watch.quiet("CallsRefusedForLackOfPlace").await;
    let channel = Endpoint::from_shared(format!("http://{crowded}"))
        .unwrap()
        .connect_lazy();
    watch
        .raised_by("CallsRefusedForLackOfPlace", async || {
            let call = async || {
                let mut anybody = CatalogServiceClient::new(channel.clone());
                let answer = anybody
                    .list_products(catalog::ListProductsRequest::default())
                    .await;
                drop(answer);
            };
            join_all((0..CROWD).map(|_| call())).await;
        })
        .await;

    watch.quiet("CertificateRefused").await;
    for _ in 0..HANDSHAKES {
        let mut stranger = TcpStream::connect(with_tls).await.unwrap();
        stranger.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    }
    watch.raised("CertificateRefused").await;
}

/// A process has as much memory as it may have.
pub(super) async fn memory_is_short(watch: &mut Watch) {
    watch.quiet("MemoryNearLimit").await;
    let smaller = |text: String| {
        assert!(text.contains("1073741824"), "the limit of the deployment");
        text.replace("1073741824", "1048576")
    };
    watch
        .prometheus
        .change(&rules("alerts.yaml"), smaller)
        .await;
    watch.raised("MemoryNearLimit").await;
}
