use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect},
    routing::post,
};
use tokio::net::TcpListener;

use super::*;
use crate::domain::subscription::SecretText;
use crate::webhook::signature::SigningKey;

const SECRET: &str = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
const BODY: &str = r#"{"product":"Nước mắm Mười Quý"}"#;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

type Requests = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

/// A receiver on loopback that records the requests at `/ok`, and misbehaves in a way of its own at other paths.
async fn receiver() -> (SocketAddr, Requests) {
    let received = Requests::default();
    let record = received.clone();
    let ok = move |headers: HeaderMap, body: Bytes| async move {
        record.lock().unwrap().push((headers, body));
        "x".repeat(5000)
    };
    let endless = || async {
        let chunks = futures::stream::repeat_with(|| {
            Ok::<_, std::io::Error>(Bytes::from_static(&[0; 4096]))
        });
        Body::from_stream(chunks)
    };
    let wait = |value: &'static str| async move {
        (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", value)]).into_response()
    };
    let router = Router::new()
        .route("/ok", post(ok))
        .route("/moved", post(|| async { Redirect::temporary("/ok") }))
        .route("/silent", post(std::future::pending::<()>))
        .route("/endless", post(endless))
        .route("/gone", post(|| async { StatusCode::GONE }))
        .route("/seconds", post(move || wait("120")))
        .route("/date", post(move || wait("Tue, 24 Nov 2026 12:02:00 GMT")))
        .route("/past", post(move || wait("Tue, 24 Nov 2026 11:00:00 GMT")));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, received)
}

fn sender(reach: Reach, timeout: Duration) -> Sender {
    Sender::new(&Settings { timeout, reach }).unwrap()
}

fn message() -> Message {
    let at = at("2026-11-24T12:00:00Z");
    let key = SigningKey::parse(&SecretText::new(SECRET.into())).unwrap();
    Message {
        id: "d-1".into(),
        at,
        signature: key.sign("d-1", at, BODY.as_bytes()),
        body: BODY.into(),
        headers: Headers::default(),
    }
}

async fn post_to(reach: Reach, url: &str) -> Outcome {
    let target = Target::stored(url).unwrap();
    sender(reach, Duration::from_secs(15))
        .send(&target, message())
        .await
        .outcome
}

async fn post_in_development(address: SocketAddr, path: &str) -> Outcome {
    post_to(Reach::DEVELOPMENT, &format!("http://{address}/{path}")).await
}

#[tokio::test]
async fn the_receiver_can_verify_what_it_gets() {
    let (address, received) = receiver().await;
    let outcome = post_in_development(address, "ok").await;
    assert_eq!(outcome.status(), Some(200));
    let received = received.lock().unwrap();
    let (headers, body) = &received[0];
    let header = |name: &str| headers[name].to_str().unwrap();
    assert_eq!(header("content-type"), "application/json");
    let key = SigningKey::parse(&SecretText::new(SECRET.into())).unwrap();
    let seconds = header("webhook-timestamp").parse().unwrap();
    let at = DateTime::from_timestamp(seconds, 0).unwrap();
    assert_eq!(at, message().at);
    assert_eq!(
        header("webhook-signature"),
        key.sign(header("webhook-id"), at, body)
    );
}

#[tokio::test]
async fn only_the_beginning_of_an_answer_is_kept() {
    let (address, _) = receiver().await;
    let Outcome::Answered { body, .. } = post_in_development(address, "ok").await else {
        panic!("no answer")
    };
    assert_eq!(body, "x".repeat(1024));
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let (address, _) = receiver().await;
    let target = Target::stored(&format!("http://{address}/endless")).unwrap();
    let exchange = sender(Reach::DEVELOPMENT, Duration::from_secs(60))
        .send(&target, message())
        .await;
    assert_eq!(
        exchange.outcome,
        Outcome::Answered {
            status: 200,
            retry_after: None,
            body: " ".repeat(1024)
        }
    );
    assert!(
        exchange.took < Duration::from_secs(30),
        "it was not read until the time limit"
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (address, received) = receiver().await;
    assert_eq!(
        post_in_development(address, "moved").await.status(),
        Some(307)
    );
    assert!(received.lock().unwrap().is_empty());
}

#[tokio::test]
async fn silence_is_a_timeout() {
    let (address, _) = receiver().await;
    let target = Target::stored(&format!("http://{address}/silent")).unwrap();
    let exchange = sender(Reach::DEVELOPMENT, Duration::from_millis(200))
        .send(&target, message())
        .await;
    assert_eq!(exchange.outcome, Outcome::TimedOut);
    assert!(exchange.took >= Duration::from_millis(200));
}

#[tokio::test]
async fn a_410_is_recorded_as_gone() {
    let (address, _) = receiver().await;
    assert!(post_in_development(address, "gone").await.is_gone());
}

#[tokio::test]
async fn the_wait_asked_for_is_read_as_seconds_or_as_a_date() {
    let (address, _) = receiver().await;
    for (path, expected) in [("seconds", Some(120)), ("date", Some(120)), ("past", None)] {
        let Outcome::Answered { retry_after, .. } = post_in_development(address, path).await else {
            panic!("no answer to {path}")
        };
        assert_eq!(retry_after, expected.map(Duration::from_secs), "{path}");
    }
}

#[tokio::test]
async fn nobody_at_the_address_is_a_failure() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let outcome = post_in_development(address, "ok").await;
    assert!(matches!(outcome, Outcome::Failed(_)), "{outcome:?}");
}

#[tokio::test]
async fn in_production_loopback_is_refused_by_address_and_by_name() {
    let (address, received) = receiver().await;
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"] {
        let outcome = post_to(
            Reach::PUBLIC,
            &format!("https://{host}:{}/ok", address.port()),
        )
        .await;
        let Outcome::Refused(why) = outcome else {
            panic!("{host} was called: {outcome:?}")
        };
        assert!(why.contains("loopback"), "{host}: {why}");
    }
    assert!(received.lock().unwrap().is_empty());
}

#[tokio::test]
async fn in_production_plain_http_is_refused() {
    let outcome = post_to(Reach::PUBLIC, "http://songtra.example/ok").await;
    assert_eq!(
        outcome,
        Outcome::Refused("events are posted by https only".into())
    );
}

#[tokio::test]
async fn in_development_private_networks_are_still_refused() {
    let outcome = post_to(
        Reach::DEVELOPMENT,
        "http://169.254.169.254/latest/meta-data",
    )
    .await;
    assert!(matches!(outcome, Outcome::Refused(_)), "{outcome:?}");
}
