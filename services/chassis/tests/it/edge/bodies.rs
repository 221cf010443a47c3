//! Bodies that are no messages, too large, or that never come.

use futures::StreamExt as _;
use futures::future::join_all;
use futures::stream::FuturesUnordered;
use ocop_chassis::grpc::Settings;
use ocop_harness::{eventually, reason_of};
use ocop_proto::promotion::v1::{GetListingRequest, ListListingsRequest};
use tonic::Code;

use super::{
    ATTACKER, Edge, GET, OTHER, all_headers, call, framed, open_without_bodies, reason, settings,
};

#[tokio::test]
async fn bytes_that_are_no_message_are_the_callers_mistake_and_it_hears_no_inner_words() {
    let edge = Edge::start(settings()).await;
    let cut = &framed(&[0x0a, 0x01, b'7'])[..6];
    for body in [
        &framed(&[0x0a, 0x7f])[..],
        &framed(&[0xff]),
        cut,
        b"",
        b"{}",
        &[1, 0, 0, 0, 1, 7],
    ] {
        let headers = edge.raw(call(GET), body).await;
        let undecodable = (Code::InvalidArgument, "UNDECODABLE".to_owned());
        assert_eq!(reason(&headers), undecodable, "{body:x?}");
        let words = headers["grpc-message"].to_str().unwrap().to_lowercase();
        assert!(
            !words.contains("decod") && !words.contains("protocol"),
            "{words}"
        );
    }
    let garbage = framed(b"no gzip at all");
    let garbage = [&[1][..], &garbage[1..]].concat();
    let headers = edge
        .raw(call(GET).header("grpc-encoding", "gzip"), &garbage)
        .await;
    assert_eq!(reason(&headers).1, "UNDECODABLE");
}

#[tokio::test]
async fn a_message_that_is_too_large_is_refused_by_its_length() {
    let edge = Edge::start(settings()).await;
    let headers = edge.raw(call(GET), &[0, 0xff, 0xff, 0xff, 0xff]).await;
    let too_large = (Code::ResourceExhausted, "REQUEST_TOO_LARGE".to_owned());
    assert_eq!(reason(&headers), too_large);
}

#[tokio::test]
async fn four_million_numbers_get_a_short_answer() {
    let edge = Edge::start(settings()).await;
    let request = ListListingsRequest {
        criteria_sets: vec![99; 4_000_000],
        ..Default::default()
    };
    let refused = edge.client().list_listings(request).await.unwrap_err();
    let (reason, fields) = reason_of(&refused);
    assert_eq!(
        (refused.code(), reason.as_str()),
        (Code::InvalidArgument, "INVALID_REQUEST")
    );
    assert_eq!(fields, ["criteria_sets"]);
    assert!(refused.details().len() < 1_000);
}

#[tokio::test]
async fn streams_without_bodies_keep_nobody_else_out() {
    let edge = Edge::start(settings()).await;
    // 1,100 calls of one address, as many on each connection as it takes.
    let (answers, mut bodies) = (FuturesUnordered::new(), Vec::new());
    for many in [250, 250, 250, 250, 100] {
        let connection = edge.connect(ATTACKER).await;
        for (answer, body) in open_without_bodies(connection, many).await {
            answers.push(answer);
            bodies.push(body);
        }
    }
    // Those past the share of the address are told so.
    let past_the_share: Vec<_> = answers.take(1_100 - 512).collect().await;
    for answer in past_the_share {
        let headers = all_headers(answer.unwrap()).await;
        assert_eq!(
            reason(&headers),
            (Code::ResourceExhausted, "BUSY".to_owned())
        );
    }
    // Another caller is answered meanwhile.
    let other = edge.client_from(OTHER);
    let calls = (0..50).map(|_| {
        let mut client = other.clone();
        async move { client.get_listing(GetListingRequest::default()).await }
    });
    for answer in join_all(calls).await {
        answer.unwrap();
    }
    assert_eq!(bodies.len(), 1_100);
}

#[tokio::test]
async fn a_body_that_does_not_come_in_its_time_gives_its_place_back() {
    let edge = Edge::start(Settings {
        body_timeout_seconds: 1,
        max_in_flight_per_peer: 1,
        ..settings()
    })
    .await;
    let held = open_without_bodies(edge.connect(ATTACKER).await, 1).await;
    let (answer, _body) = held.into_iter().next().unwrap();
    let headers = all_headers(answer.await.unwrap()).await;
    let given_up = (Code::DeadlineExceeded, "REQUEST_INCOMPLETE".to_owned());
    assert_eq!(reason(&headers), given_up);
    edge.client()
        .get_listing(GetListingRequest::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn callers_without_a_token_have_a_share_of_their_own() {
    let edge = Edge::start(Settings {
        max_in_flight_anonymous: 2,
        ..settings()
    })
    .await;
    let mut waiting = Vec::new();
    for from in [ATTACKER, OTHER] {
        waiting.push(open_without_bodies(edge.connect(from).await, 1).await);
    }
    eventually("the third is refused", async || {
        match edge
            .client()
            .get_listing(GetListingRequest::default())
            .await
        {
            Ok(_) => Err("it was answered".to_owned()),
            Err(refused) if reason_of(&refused).0 == "BUSY" => Ok(()),
            Err(other) => Err(other.to_string()),
        }
    })
    .await;
    drop(waiting);
    eventually("the places are given back", async || {
        edge.client()
            .get_listing(GetListingRequest::default())
            .await
            .is_ok()
    })
    .await;
}
