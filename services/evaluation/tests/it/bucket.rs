//! A store that speaks S3: just as much of it as an upload needs, in the test's own process.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use ocop_chassis::config::{Check, Problems, Secret};
use ocop_evaluation::Evaluation;
use ocop_evaluation::storage::evidence::Settings;
use ocop_harness::{eventually, on_sqlite};
use tokio::net::TcpListener;

use crate::documents::{download, owner, paper, pdf, upload, withdraw};
use crate::fixture::Fixture;

/// Settings for files at a URL.
pub(crate) fn settings(url: &str) -> Settings {
    let overrides = [("objects.url".to_owned(), url.to_owned())];
    ocop_chassis::program::settings::<Evaluation>(None, &overrides)
        .unwrap()
        .objects
}

#[derive(Default)]
struct Held {
    objects: BTreeMap<String, Bytes>,
    uploads: HashMap<String, BTreeMap<u32, Bytes>>,
    begun: u32,
    unsigned: u32,
}

#[derive(Clone, Default)]
struct Bucket(Arc<Mutex<Held>>);

impl Bucket {
    async fn serve() -> (Self, String) {
        let bucket = Self::default();
        let router = Router::new()
            .route("/papers/{*key}", any(answer))
            .layer(axum::extract::DefaultBodyLimit::max(64 << 20))
            .with_state(bucket.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (bucket, address)
    }

    fn keys(&self) -> Vec<String> {
        self.0.lock().unwrap().objects.keys().cloned().collect()
    }
}

fn object(bytes: &Bytes) -> axum::http::response::Builder {
    Response::builder()
        .header("content-length", bytes.len())
        .header("etag", "\"1\"")
        .header("last-modified", "Fri, 20 Nov 2026 05:00:00 GMT")
}

async fn answer(
    State(bucket): State<Bucket>,
    method: Method,
    Path(key): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let query = uri.query().unwrap_or_default().as_bytes();
    let query: HashMap<_, _> = url::form_urlencoded::parse(query).into_owned().collect();
    let mut held = bucket.0.lock().unwrap();
    let signed = headers.get("authorization").is_some_and(|value| {
        value
            .to_str()
            .unwrap()
            .starts_with("AWS4-HMAC-SHA256 Credential=ocop/")
    });
    if !signed {
        held.unsigned += 1;
        return StatusCode::FORBIDDEN.into_response();
    }
    let upload = query.get("uploadId");
    match (method, upload) {
        (Method::POST, None) => {
            held.begun += 1;
            let id = format!("upload-{}", held.begun);
            held.uploads.insert(id.clone(), BTreeMap::new());
            format!(
                "<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
            )
            .into_response()
        }
        (Method::PUT, Some(id)) => {
            let number = query["partNumber"].parse().unwrap();
            held.uploads.get_mut(id).unwrap().insert(number, body);
            [("etag", format!("\"part-{number}\""))].into_response()
        }
        (Method::POST, Some(id)) => {
            let parts = held.uploads.remove(id).unwrap();
            let whole: Vec<u8> = parts.into_values().flatten().collect();
            held.objects.insert(key, whole.into());
            "<CompleteMultipartUploadResult><ETag>\"1\"</ETag></CompleteMultipartUploadResult>"
                .into_response()
        }
        (Method::DELETE, Some(id)) => {
            held.uploads.remove(id);
            StatusCode::NO_CONTENT.into_response()
        }
        (Method::PUT, None) => {
            held.objects.insert(key, body);
            [("etag", "\"1\"")].into_response()
        }
        (Method::DELETE, None) => {
            held.objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        (Method::GET | Method::HEAD, _) => match held.objects.get(&key) {
            Some(bytes) => object(bytes).body(Body::from(bytes.clone())).unwrap(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

fn at(endpoint: &str) -> [(&'static str, String); 6] {
    [
        ("objects.url", "s3://papers/evaluation".to_owned()),
        ("objects.endpoint", endpoint.to_owned()),
        ("objects.access_key", "ocop".to_owned()),
        ("objects.secret_key", "not-secret-at-all".to_owned()),
        ("objects.allow_http", "true".to_owned()),
        ("objects.timeout_seconds", "2".to_owned()),
    ]
}

async fn with_bucket(database: &str, endpoint: &str) -> Fixture {
    let settings = at(endpoint);
    let settings: Vec<(&str, &str)> = settings
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    let fixture = Fixture::with(database, &settings).await;
    fixture.product(1, 9, ("524", "Bình Sơn")).await;
    fixture
}

#[tokio::test]
async fn a_bucket_takes_small_files_whole_and_large_ones_in_parts_and_gives_them_back() {
    on_sqlite(async |database: String| {
        let (bucket, endpoint) = Bucket::serve().await;
        let fixture = with_bucket(&database, &endpoint).await;
        let mut of_owner = owner(&fixture);
        for (n, size) in [(1, 300_000), (2, 12 << 20)] {
            let sent = paper(n, pdf(size));
            let filed = upload(&mut of_owner, &sent).await.unwrap();
            let (_, bytes) = download(&mut of_owner, &filed.id).await.unwrap();
            assert!(bytes == sent.bytes, "the file of {size} bytes is another");
            let key = format!("evaluation/{}/{}", filed.producer_id, filed.sha256);
            assert!(bucket.keys().contains(&key), "{:?}", bucket.keys());
        }
        let held = bucket.0.lock().unwrap();
        assert_eq!((held.begun, held.uploads.len(), held.unsigned), (1, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_or_withdrawn_does_not_stay_in_the_bucket() {
    on_sqlite(async |database: String| {
        let (bucket, endpoint) = Bucket::serve().await;
        let fixture = with_bucket(&database, &endpoint).await;
        let mut of_owner = owner(&fixture);
        let mut wrong = paper(1, pdf(12 << 20));
        wrong.bytes[7 << 20] ^= 1;
        upload(&mut of_owner, &wrong).await.unwrap_err();
        eventually("its parts are given up", async || {
            let held = bucket.0.lock().unwrap();
            held.begun == 1 && held.uploads.is_empty() && held.objects.is_empty()
        })
        .await;
        let filed = upload(&mut of_owner, &paper(2, pdf(100))).await.unwrap();
        withdraw(&mut of_owner, 3, &filed.id).await.unwrap();
        fixture.service.clock.advance(chrono::TimeDelta::hours(25));
        eventually("the file is removed", async || bucket.keys().is_empty()).await;
    })
    .await;
}

#[tokio::test]
async fn a_bucket_that_cannot_be_reached_is_worth_another_try() {
    on_sqlite(async |database: String| {
        let nobody = format!("http://127.0.0.1:{}", ocop_harness::free_port());
        let fixture = with_bucket(&database, &nobody).await;
        let refused = upload(&mut owner(&fixture), &paper(1, pdf(100)))
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), crate::fixture::refusal(&refused).0.as_str()),
            (tonic::Code::Unavailable, "TRY_AGAIN")
        );
        assert!(
            !refused.message().contains("127.0.0.1"),
            "{}",
            refused.message()
        );
    })
    .await;
}

#[test]
fn settings_that_name_no_store_are_reported_each_with_its_key() {
    let keys = |settings: &Settings| {
        let mut problems = Problems::default();
        settings.check(&mut problems);
        problems
            .iter()
            .map(|problem| problem.key.clone())
            .collect::<Vec<_>>()
    };
    assert!(keys(&settings("file:///var/lib/ocop/objects")).is_empty());
    let mut bucket = settings("file://x");
    bucket.url = "s3://papers".to_owned();
    bucket.endpoint = "http://minio:9000".to_owned();
    bucket.region = String::new();
    assert_eq!(
        keys(&bucket),
        ["access_key", "secret_key", "region", "endpoint"]
    );
    bucket.access_key = Secret::new("ocop");
    bucket.secret_key = Secret::new("secret");
    bucket.region = "us-east-1".to_owned();
    bucket.allow_http = true;
    assert!(keys(&bucket).is_empty());
    for url in ["", "file://", "/var/lib", "s3:papers", "https://papers"] {
        bucket.url = url.to_owned();
        assert_eq!(keys(&bucket), ["url"], "{url}");
    }
    assert!(
        !format!("{bucket:?}").contains("\"secret\""),
        "a secret is never shown"
    );
}
