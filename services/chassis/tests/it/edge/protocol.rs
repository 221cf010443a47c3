//! What is no call of this service, and what every answer has.

use futures::stream;
use ocop_proto::promotion::v1::GetListingRequest;
use prost::Message as _;
use tonic::Code;
use tonic::codec::CompressionEncoding::Gzip;
use tonic_reflection::pb::{v1, v1alpha};

use super::{ATTACKER, Edge, GET, call, framed, reason, settings};

fn message() -> Vec<u8> {
    let request = GetListingRequest { id: "7".to_owned() };
    framed(&request.encode_to_vec())
}

#[tokio::test]
async fn rpcs_and_services_that_are_not_here_are_unimplemented() {
    let edge = Edge::start(settings()).await;
    for path in [
        "/ocop.promotion.v1.ListingService/Forgotten",
        "/ocop.catalog.v1.CatalogService/GetProduct",
        "/grpc.health.v1.Health/Forgotten",
        "/grpc.reflection.v9.ServerReflection/ServerReflectionInfo",
        "/",
    ] {
        let headers = edge.raw(call(path), &message()).await;
        let unknown = (Code::Unimplemented, "RPC_UNKNOWN".to_owned());
        assert_eq!(reason(&headers), unknown, "{path}");
    }
}

#[tokio::test]
async fn every_answer_names_its_trace_and_the_callers_own_id() {
    let edge = Edge::start(settings()).await;
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    for (path, code) in [
        (GET, "0"),
        ("/ocop.promotion.v1.ListingService/Forgotten", "12"),
    ] {
        let request = call(path)
            .header("traceparent", trace)
            .header("x-request-id", "import-7");
        let headers = edge.raw(request, &message()).await;
        assert_eq!(headers["grpc-status"], code);
        assert_eq!(headers["trace-id"], "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(headers["x-request-id"], "import-7");
    }
    // A trace of its own if the caller has none, in the headers and in the trailers.
    let headers = edge.raw(call(GET), &message()).await;
    let traces: Vec<_> = headers.get_all("trace-id").iter().collect();
    assert_eq!((traces.len(), traces[0].len()), (2, 32));
    assert_eq!(traces[0], traces[1]);
}

#[tokio::test]
async fn the_contract_can_be_asked_for_in_both_versions_of_reflection() {
    let edge = Edge::start(settings()).await;
    let channel = tonic::transport::Endpoint::from_shared(format!("http://{}", edge.address));
    let channel = channel.unwrap().connect_lazy();
    macro_rules! services {
        ($version:ident) => {{
            use $version::server_reflection_request::MessageRequest;
            use $version::server_reflection_response::MessageResponse;
            let mut client =
                $version::server_reflection_client::ServerReflectionClient::new(channel.clone());
            let request = $version::ServerReflectionRequest {
                host: String::new(),
                message_request: Some(MessageRequest::ListServices(String::new())),
            };
            let answers = client
                .server_reflection_info(stream::iter([request]))
                .await
                .unwrap();
            let answer = answers.into_inner().message().await.unwrap().unwrap();
            let Some(MessageResponse::ListServicesResponse(found)) = answer.message_response else {
                panic!("{answer:?}");
            };
            found
                .service
                .into_iter()
                .map(|service| service.name)
                .collect::<Vec<_>>()
        }};
    }
    for services in [services!(v1), services!(v1alpha)] {
        assert!(
            services.contains(&"ocop.promotion.v1.ListingService".to_owned()),
            "{services:?}"
        );
    }
}

#[tokio::test]
async fn requests_may_be_compressed_and_answers_are_if_that_is_asked_for() {
    let edge = Edge::start(settings()).await;
    let mut client = edge.client().send_compressed(Gzip).accept_compressed(Gzip);
    let request = GetListingRequest {
        id: "a".repeat(1_000),
    };
    let answer = client.get_listing(request).await.unwrap();
    assert_eq!(answer.metadata().get("grpc-encoding").unwrap(), "gzip");
    assert_eq!(answer.into_inner().listing.unwrap().id.len(), 1_000);
    let plain = edge
        .client()
        .get_listing(GetListingRequest::default())
        .await
        .unwrap();
    assert!(plain.metadata().get("grpc-encoding").is_none());
    let headers = edge
        .raw(call(GET).header("grpc-encoding", "zstd"), &message())
        .await;
    let unsupported = (Code::Unimplemented, "COMPRESSION_UNSUPPORTED".to_owned());
    assert_eq!(reason(&headers), unsupported);
    assert_eq!(headers["grpc-accept-encoding"], "gzip,identity");
}

#[tokio::test]
async fn a_small_message_that_becomes_a_large_one_is_refused() {
    let edge = Edge::start(settings()).await;
    let mut client = edge.client().send_compressed(Gzip);
    let request = GetListingRequest {
        id: "a".repeat(64 << 20),
    };
    let refused = client.get_listing(request).await.unwrap_err();
    let (reason, _) = ocop_harness::reason_of(&refused);
    assert_eq!(
        (refused.code(), reason.as_str()),
        (Code::ResourceExhausted, "REQUEST_TOO_LARGE")
    );
}

#[tokio::test]
async fn who_speaks_http_1_or_json_is_told_what_this_port_speaks() {
    let edge = Edge::start(settings()).await;
    ocop_chassis::tls::install_provider();
    let answer = reqwest::get(format!("http://{}/", edge.address))
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 505);
    let refused = reason(answer.headers());
    assert_eq!(
        refused,
        (Code::InvalidArgument, "HTTP_VERSION_UNSUPPORTED".to_owned())
    );
    assert!(answer.text().await.unwrap().contains("HTTP/2"));

    let mut sender = edge.connect(ATTACKER).await.ready().await.unwrap();
    let json = http::Request::post("http://localhost/").header("content-type", "application/json");
    let (answer, _) = sender.send_request(json.body(()).unwrap(), true).unwrap();
    let answer = answer.await.unwrap();
    assert_eq!(answer.status().as_u16(), 415);
    assert_eq!(reason(answer.headers()).1, "CONTENT_TYPE_UNSUPPORTED");
}
