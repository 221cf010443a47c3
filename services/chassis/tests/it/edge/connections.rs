//! Connections that say nothing, that are too many, or that stay when the server ends.

use std::io::ErrorKind;

use ocop_chassis::grpc::Settings;
use ocop_harness::eventually;
use ocop_proto::promotion::v1::{GetListingRequest, ListListingsRequest};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use super::{ATTACKER, Edge, OTHER, settings};

async fn silent(edge: &Edge, from: [u8; 4]) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((from, 0).into()).unwrap();
    socket.connect(edge.address).await.unwrap()
}

/// Waits until the server closes the connection, whatever it sends before.
async fn until_closed(mut stream: TcpStream) {
    let mut received = Vec::new();
    if let Err(error) = stream.read_to_end(&mut received).await {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
}

#[tokio::test]
async fn a_connection_that_does_not_begin_to_speak_is_closed() {
    let edge = Edge::start(Settings {
        handshake_timeout_seconds: 1,
        ..settings()
    })
    .await;
    let silent_one = silent(&edge, ATTACKER).await;
    let mut half = silent(&edge, ATTACKER).await;
    half.write_all(b"PRI * HTTP/2.0\r\n").await.unwrap();
    let mut client = edge.client();
    client
        .get_listing(GetListingRequest::default())
        .await
        .unwrap();
    until_closed(silent_one).await;
    until_closed(half).await;
    // One that speaks stays.
    client
        .get_listing(GetListingRequest::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn an_address_gets_its_share_of_connections_and_others_get_theirs() {
    let edge = Edge::start(Settings {
        max_connections_per_peer: 3,
        max_connections: 5,
        ..settings()
    })
    .await;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(silent(&edge, ATTACKER).await);
    }
    until_closed(silent(&edge, ATTACKER).await).await;
    let mut other = edge.client_from(OTHER);
    other
        .get_listing(GetListingRequest::default())
        .await
        .unwrap();
    // Five in all: three, the other's, and one more.
    held.push(silent(&edge, OTHER).await);
    until_closed(silent(&edge, [127, 0, 0, 3]).await).await;
    held.clear();
    eventually("the places are given back", async || {
        let mut client = edge.client();
        client
            .get_listing(GetListingRequest::default())
            .await
            .is_ok()
    })
    .await;
}

#[tokio::test]
async fn silent_connections_and_watching_probes_do_not_keep_a_server_that_ends() {
    let edge = Edge::start(settings()).await;
    let quiet = silent(&edge, ATTACKER).await;
    let mut half = silent(&edge, ATTACKER).await;
    half.write_all(b"PRI * HTTP/2.0\r\n").await.unwrap();
    let _idle = edge.connect(ATTACKER).await;
    let endpoint = tonic::transport::Endpoint::from_shared(format!("http://{}", edge.address));
    let mut probe = HealthClient::new(endpoint.unwrap().connect_lazy());
    let watched = probe.watch(HealthCheckRequest::default()).await.unwrap();
    let mut watched = watched.into_inner();
    watched.message().await.unwrap().unwrap();

    edge.end().await.unwrap().unwrap();
    until_closed(quiet).await;
    until_closed(half).await;
    let mut last = None;
    while let Some(answer) = watched.message().await.unwrap() {
        last = Some(answer.status());
    }
    assert_eq!(last, Some(ServingStatus::NotServing));
}

#[tokio::test]
async fn a_call_that_is_being_worked_on_is_answered_before_the_server_ends() {
    let edge = Edge::start(settings()).await;
    let mut client = edge.client();
    let waiting =
        tokio::spawn(async move { client.list_listings(ListListingsRequest::default()).await });
    let gate = edge.gate();
    eventually("the call waits at the gate", async || edge.waiting()).await;
    let ended = edge.end();
    gate.add_permits(1);
    waiting.await.unwrap().unwrap();
    ended.await.unwrap().unwrap();
}
