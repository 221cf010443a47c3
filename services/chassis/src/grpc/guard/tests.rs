mod tokens;

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
        verifier: Verifier::new(&settings, clock.clone()).await.unwrap(),
        clock,
        places: Register::new(),
        in_flight: Arc::new(Semaphore::new(1)),
        shares: Shares::unbounded(),
        longest_body: Duration::from_millis(50),
        max_message_bytes: 1 << 20,
        longest: Duration::from_millis(50),
        longest_stream: Duration::from_millis(200),
        domain: "toy.ocop",
        streams: HashMap::from([("/toy/Stream".to_owned(), Direction::ToCaller)]),
        stopping: CancellationToken::new(),
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

/// A call of gRPC with an empty message.
fn request(rpc: &str) -> http::request::Builder {
    Request::post(rpc)
        .version(http::Version::HTTP_2)
        .header("content-type", "application/grpc")
}

fn empty_message() -> Body {
    Body::new(Whole::new(&[0; 5][..]))
}

async fn answer(router: Guarded<Routes>, rpc: &str) -> Response<Body> {
    let request = request(rpc).body(empty_message()).unwrap();
    router.oneshot(request).await.unwrap()
}

/// The reason of the error that a request is answered with, and its code.
async fn refused(request: Request<Body>) -> (Code, String, Response<Body>) {
    let response = guarded().await.1.oneshot(request).await.unwrap();
    let status = Status::from_header_map(response.headers()).unwrap();
    assert!(response.headers().contains_key("trace-id"));
    (status.code(), reason(&status), response)
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

#[tokio::test]
async fn an_rpc_that_is_not_here_is_unimplemented_whoever_calls() {
    for path in ["/toy/Forgotten", "/ocop.newer.v9.Service/Do", "/", "/toy"] {
        for token in ["", "Bearer nonsense"] {
            let request = request(path).header("authorization", token);
            let (code, reason, _) = refused(request.body(empty_message()).unwrap()).await;
            assert_eq!(
                (code, reason.as_str()),
                (Code::Unimplemented, "RPC_UNKNOWN"),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_no_call_of_grpc_is_told_so_in_both_languages() {
    let get = Request::get("/toy/Hang").body(Body::empty()).unwrap();
    let (_, reason, response) = refused(get).await;
    assert_eq!(
        (response.status().as_u16(), reason.as_str()),
        (505, "HTTP_VERSION_UNSUPPORTED")
    );
    let json = Request::post("/toy/Hang")
        .version(http::Version::HTTP_2)
        .header("content-type", "application/json");
    let (code, reason, response) = refused(json.body(Body::empty()).unwrap()).await;
    assert_eq!(
        (response.status().as_u16(), code),
        (415, Code::InvalidArgument)
    );
    assert_eq!(reason, "CONTENT_TYPE_UNSUPPORTED");
}

#[tokio::test]
async fn a_time_limit_that_is_none_is_refused_and_one_that_passes_is_told_with_its_reason() {
    let with = |timeout: &str| {
        let request = request("/toy/Hang").header("grpc-timeout", timeout);
        request.body(empty_message()).unwrap()
    };
    let (code, reason, _) = refused(with("soon")).await;
    assert_eq!(
        (code, reason.as_str()),
        (Code::InvalidArgument, "TIMEOUT_MALFORMED")
    );
    for short in ["1n", "0S", "20m"] {
        let (code, reason, _) = refused(with(short)).await;
        assert_eq!(
            (code, reason.as_str()),
            (Code::DeadlineExceeded, "TOOK_TOO_LONG"),
            "{short}"
        );
    }
}

#[tokio::test]
async fn a_body_that_is_no_message_is_refused_before_the_rpc_sees_it() {
    let of = |bytes: &'static [u8]| {
        request("/toy/Panic")
            .body(Body::new(Whole::new(bytes)))
            .unwrap()
    };
    let empty = request("/toy/Panic").body(Body::empty()).unwrap();
    for wrong in [empty, of(&[0, 0, 0, 0, 9, 1]), of(b"{}")] {
        let (code, reason, _) = refused(wrong).await;
        assert_eq!(
            (code, reason.as_str()),
            (Code::InvalidArgument, "UNDECODABLE")
        );
    }
    let (code, reason, _) = refused(of(&[0, 0xff, 0xff, 0xff, 0xff])).await;
    assert_eq!(
        (code, reason.as_str()),
        (Code::ResourceExhausted, "REQUEST_TOO_LARGE")
    );
}

#[tokio::test]
async fn headers_whose_body_does_not_come_keep_nobody_else_out() {
    let (guarded, router) = guarded().await;
    let never = futures::stream::pending::<Result<bytes::Bytes, std::io::Error>>();
    let silent = request("/toy/Panic").body(Body::new(axum::body::Body::from_stream(never)));
    let mut waiting = std::pin::pin!(router.oneshot(silent.unwrap()));
    assert!(futures::poll!(waiting.as_mut()).is_pending());
    assert_eq!(
        (
            guarded.shares.calls(),
            guarded.in_flight.available_permits()
        ),
        (1, 1)
    );
    let given_up = waiting.await.unwrap();
    let status = Status::from_header_map(given_up.headers()).unwrap();
    assert_eq!(status.code(), Code::DeadlineExceeded);
    assert_eq!(guarded.shares.calls(), 0);
}

#[tokio::test]
async fn an_answer_carries_the_trace_id_and_the_callers_own_id() {
    let (_, router) = guarded().await;
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let request = request("/toy/Stream")
        .header("traceparent", trace)
        .header("x-request-id", "import-7");
    let response = router
        .oneshot(request.body(empty_message()).unwrap())
        .await
        .unwrap();
    let marked = |headers: &http::HeaderMap| {
        assert_eq!(headers["trace-id"], "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(headers["x-request-id"], "import-7");
    };
    marked(response.headers());
    let mut body = response.into_body();
    frame(&mut body).await.into_data().unwrap();
    marked(&frame(&mut body).await.into_trailers().unwrap());
}
