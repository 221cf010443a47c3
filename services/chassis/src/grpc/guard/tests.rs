use std::pin::Pin;

use axum::Router;
use axum::routing::post;
use chrono::{Offset as _, Utc};
use futures::StreamExt as _;
use http_body::Body as _;
use ocop_identity::{Access, Coverage, Who};
use tonic::service::Routes;
use tonic_types::StatusExt as _;
use tower::ServiceExt as _;

use super::*;
use crate::clock::Clock;
use crate::tokens::Settings;
use crate::tokens::development::DevelopmentKeys;

/// What an rpc answers with, before the server wraps it.
type Answer = Response<axum::body::Body>;

const fn public(rpc: &'static str) -> Access {
    Access {
        rpc,
        who: Who::Public,
        covers: Coverage::Nothing,
        also: &[],
        personal: &[],
    }
}

const TABLE: &[Access] = &[
    public("/toy/Panic"),
    public("/toy/Hang"),
    public("/toy/Stream"),
    Access {
        rpc: "/toy/Signed",
        who: Who::Signed,
        covers: Coverage::Nothing,
        also: &[],
        personal: &[],
    },
];

async fn guarded() -> (Arc<Guard>, Guarded<Routes>) {
    let folder = tempfile::tempdir().unwrap();
    guarded_by(&DevelopmentKeys::open(folder.path()).unwrap()).await
}

async fn guarded_by(keys: &DevelopmentKeys) -> (Arc<Guard>, Guarded<Routes>) {
    let settings = Settings {
        issuer: "here".to_owned(),
        audience: "ocop".to_owned(),
        jwks: keys.jwks_path().display().to_string(),
        refresh_seconds: 60,
        roles_claims: vec!["roles".to_owned()],
        clock_skew_seconds: 30,
    };
    let clock = Clock::fixed("2026-06-15T08:00:00Z".parse().unwrap(), Utc.fix());
    let guarded = Guard {
        access: AccessTable::new(&[TABLE]),
        verifier: Verifier::new(&settings, clock).await.unwrap(),
        in_flight: Arc::new(Semaphore::new(1)),
        longest: Duration::from_millis(50),
        longest_stream: Duration::from_millis(200),
        domain: "toy.ocop",
        streams: HashSet::from(["/toy/Stream".to_owned()]),
        metrics: RpcMetrics::of(&[TABLE]),
    };
    let panics = post(async || -> Answer { panic!("the password is 1234") });
    let hangs = post(async || -> Answer { std::future::pending().await });
    // One message, and then nothing more for ever.
    let streams = post(async || {
        let one = futures::stream::iter([Ok::<_, std::io::Error>("message")]);
        Response::new(axum::body::Body::from_stream(
            one.chain(futures::stream::pending()),
        ))
    });
    let router = Router::new()
        .route("/toy/Panic", panics)
        .route("/toy/Hang", hangs)
        .route("/toy/Stream", streams)
        .route("/toy/Signed", post(async || ""));
    let guarded = Arc::new(guarded);
    let layer = GuardLayer(Arc::clone(&guarded));
    (guarded, layer.layer(Routes::from(router)))
}

async fn answer(router: Guarded<Routes>, rpc: &str) -> Response<Body> {
    let request = Request::post(rpc).body(Body::empty()).unwrap();
    router.oneshot(request).await.unwrap()
}

async fn call(rpc: &str) -> Status {
    let response = answer(guarded().await.1, rpc).await;
    Status::from_header_map(response.headers()).unwrap()
}

fn reason(status: &Status) -> String {
    let details = status.get_error_details();
    details.error_info().unwrap().reason.clone()
}

#[tokio::test]
async fn a_call_that_panics_is_answered_and_tells_nothing_of_the_inside() {
    let status = call("/toy/Panic").await;
    assert_eq!(status.code(), Code::Internal);
    assert_eq!(reason(&status), "INTERNAL");
    assert!(!format!("{status:?}").contains("1234"));
}

#[tokio::test]
async fn a_call_that_hangs_is_given_up_with_a_reason() {
    let status = call("/toy/Hang").await;
    assert_eq!(status.code(), Code::DeadlineExceeded);
    assert_eq!(reason(&status), "TOOK_TOO_LONG");
}

async fn frame(body: &mut Body) -> http_body::Frame<axum::body::Bytes> {
    std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx))
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn a_stream_holds_its_place_until_its_time_is_over_and_says_so() {
    let (guarded, router) = guarded().await;
    let mut body = answer(router.clone(), "/toy/Stream").await.into_body();
    assert_eq!(frame(&mut body).await.into_data().unwrap(), "message");
    assert_eq!(guarded.in_flight.available_permits(), 0);
    let busy = answer(router, "/toy/Hang").await;
    assert_eq!(
        reason(&Status::from_header_map(busy.headers()).unwrap()),
        "BUSY"
    );

    let trailers = frame(&mut body).await.into_trailers().unwrap();
    let status = Status::from_header_map(&trailers).unwrap();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (Code::DeadlineExceeded, "TOOK_TOO_LONG")
    );
    assert_eq!(guarded.in_flight.available_permits(), 1);
}

#[tokio::test]
async fn a_stream_whose_caller_hangs_up_gives_its_place_back() {
    let (guarded, router) = guarded().await;
    let body = answer(router, "/toy/Stream").await.into_body();
    assert_eq!(guarded.in_flight.available_permits(), 0);
    drop(body);
    assert_eq!(guarded.in_flight.available_permits(), 1);
}

fn token(keys: &DevelopmentKeys) -> String {
    let now = "2026-06-15T08:00:00Z".parse().unwrap();
    let valid_for = chrono::TimeDelta::hours(1);
    keys.token("lan", &[], "here", "ocop", valid_for, now)
        .unwrap()
}

/// The reason for which a call with this header is refused; `None` if it is let in.
async fn refused(router: &Guarded<Routes>, authorization: &str) -> Option<String> {
    let request = Request::post("/toy/Signed").header("authorization", authorization);
    let request = request.body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    Status::from_header_map(response.headers()).map(|status| reason(&status))
}

#[tokio::test]
async fn the_scheme_of_a_token_may_be_written_in_any_case() {
    let folder = tempfile::tempdir().unwrap();
    let keys = DevelopmentKeys::open(folder.path()).unwrap();
    let (router, token) = (guarded_by(&keys).await.1, token(&keys));
    for scheme in ["Bearer", "bearer", "BEARER", " bearer "] {
        let header = format!("{scheme} {token}");
        assert_eq!(refused(&router, &header).await, None, "{scheme}");
    }
    for header in [&token, "", "Bearer", "Basic bGFuOmxhbg==", "Bearer a b"] {
        let reason = refused(&router, header).await;
        assert_eq!(reason.as_deref(), Some("TOKEN_INVALID"), "{header}");
    }
}

#[tokio::test]
async fn a_call_with_a_token_of_a_new_key_waits_until_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let keys = DevelopmentKeys::open(folder.path()).unwrap();
    let published = std::fs::read_to_string(keys.jwks_path()).unwrap();
    std::fs::write(keys.jwks_path(), published.replace("development", "old")).unwrap();
    let (guarded, router) = guarded_by(&keys).await;
    let header = format!("Bearer {}", token(&keys));
    let invalid = Some("TOKEN_INVALID".to_owned());
    assert_eq!(refused(&router, &header).await, invalid, "just read");

    std::fs::write(keys.jwks_path(), published).unwrap();
    guarded.verifier.read_long_ago();
    let stop = tokio_util::sync::CancellationToken::new();
    let refreshing = tokio::spawn(guarded.verifier.clone().refresh(stop.clone()));
    assert_eq!(refused(&router, &header).await, None);
    stop.cancel();
    refreshing.await.unwrap();
}
