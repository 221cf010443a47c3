//! What a hostile or clumsy caller meets: a server with one small service on a real port, and callers that
//! speak HTTP/2 frame by frame.

mod bodies;
mod connections;
mod protocol;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use chrono::{Offset as _, Utc};
use h2::client::{ResponseFuture, SendRequest};
use http::{HeaderMap, Request, Response};
use ocop_chassis::admin::Readiness;
use ocop_chassis::clock::Clock;
use ocop_chassis::grpc::{GrpcServer, Settings};
use ocop_chassis::tokens::development::DevelopmentKeys;
use ocop_chassis::tokens::{self, Verifier};
use ocop_places::Register;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::listing_service_client::ListingServiceClient;
use ocop_proto::promotion::v1::listing_service_server::{ListingService, ListingServiceServer};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::setup::noon;

pub(crate) const GET: &str = "/ocop.promotion.v1.ListingService/GetListing";

/// A caller's address. All of 127.0.0.0/8 is this machine, so that one test can be many callers.
pub(crate) const ATTACKER: [u8; 4] = [127, 0, 0, 1];
pub(crate) const OTHER: [u8; 4] = [127, 0, 0, 2];

/// Listings that answer at once, and a list that waits at a gate.
#[derive(Clone)]
struct Listings {
    gate: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

#[tonic::async_trait]
impl ListingService for Listings {
    async fn get_listing(
        &self,
        request: tonic::Request<proto::GetListingRequest>,
    ) -> Result<tonic::Response<proto::GetListingResponse>, Status> {
        let id = request.into_inner().id;
        let listing = Some(proto::Listing {
            product_name: "Nước mắm ".repeat(1_000),
            id,
            ..Default::default()
        });
        Ok(tonic::Response::new(proto::GetListingResponse { listing }))
    }

    async fn list_listings(
        &self,
        _: tonic::Request<proto::ListListingsRequest>,
    ) -> Result<tonic::Response<proto::ListListingsResponse>, Status> {
        self.waiting.fetch_add(1, Ordering::AcqRel);
        self.gate.acquire().await.unwrap().forget();
        Ok(tonic::Response::new(Default::default()))
    }
}

/// A running server.
pub(crate) struct Edge {
    pub(crate) address: SocketAddr,
    listings: Listings,
    stop: CancellationToken,
    served: JoinHandle<anyhow::Result<()>>,
    _folder: tempfile::TempDir,
}

pub(crate) fn settings() -> Settings {
    Settings {
        address: "127.0.0.1:0".parse().unwrap(),
        tls_certificate: None,
        tls_key: None,
        tls_client_ca: None,
        reflection: true,
        max_message_bytes: 4 << 20,
        max_body_bytes_in_flight: 64 << 20,
        max_in_flight: 1_024,
        max_in_flight_per_peer: 512,
        max_in_flight_anonymous: 1_024,
        max_streams_per_connection: 256,
        max_connections: 64,
        max_connections_per_peer: 32,
        handshake_timeout_seconds: 600,
        idle_timeout_seconds: 600,
        body_timeout_seconds: 600,
        request_timeout_seconds: 600,
        stream_timeout_seconds: 600,
        max_connection_age_seconds: 600,
    }
}

impl Edge {
    pub(crate) async fn start(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keys = DevelopmentKeys::open(folder.path()).unwrap();
        let identity = tokens::Settings {
            issuer: "here".to_owned(),
            audience: "ocop".to_owned(),
            jwks: keys.jwks_path().display().to_string(),
            refresh_seconds: 60,
            roles_claims: vec!["roles".to_owned()],
            clock_skew_seconds: 30,
        };
        let clock = Clock::fixed(noon(), Utc.fix());
        let verifier = Verifier::new(&identity, clock.clone()).await.unwrap();
        let listings = Listings {
            gate: Arc::new(Semaphore::new(0)),
            waiting: Arc::default(),
        };
        let tables = &[ocop_proto::access::PROMOTION];
        let server = GrpcServer::new(
            &settings,
            verifier,
            (clock, Register::new()),
            tables,
            "promotion.ocop",
        );
        let limit = server.max_message_bytes();
        let service = ListingServiceServer::new(listings.clone());
        let server = server.add_service(ocop_chassis::offered!(service, limit));
        let listener = TcpListener::bind(settings.address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let served = tokio::spawn(server.serve(listener, Readiness::new(), stop.clone()));
        Self {
            address,
            listings,
            stop,
            served,
            _folder: folder,
        }
    }

    /// A permit lets one call of the list go on.
    pub(crate) fn gate(&self) -> Arc<Semaphore> {
        Arc::clone(&self.listings.gate)
    }

    /// Whether a call waits at the gate.
    pub(crate) fn waiting(&self) -> bool {
        self.listings.waiting.load(Ordering::Acquire) > 0
    }

    /// Begins the end and gives the task that ends with the server.
    pub(crate) fn end(self) -> JoinHandle<anyhow::Result<()>> {
        self.stop.cancel();
        self.served
    }

    pub(crate) fn client(&self) -> ListingServiceClient<Channel> {
        self.client_from(ATTACKER)
    }

    pub(crate) fn client_from(&self, from: [u8; 4]) -> ListingServiceClient<Channel> {
        let endpoint = Endpoint::from_shared(format!("http://{}", self.address)).unwrap();
        let endpoint = endpoint.local_address(Some(IpAddr::from(from)));
        ListingServiceClient::new(endpoint.connect_lazy())
    }

    /// A connection that speaks HTTP/2 and nothing above it.
    pub(crate) async fn connect(&self, from: [u8; 4]) -> SendRequest<Bytes> {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((from, 0).into()).unwrap();
        let stream = socket.connect(self.address).await.unwrap();
        let (sender, connection) = h2::client::handshake(stream).await.unwrap();
        tokio::spawn(connection);
        sender
    }

    /// One call, byte by byte. Gives its answer's headers, and its trailers.
    pub(crate) async fn raw(&self, request: http::request::Builder, body: &[u8]) -> HeaderMap {
        let sender = self.connect(ATTACKER).await;
        let mut sender = sender.ready().await.unwrap();
        let (answer, mut send) = sender
            .send_request(request.body(()).unwrap(), false)
            .unwrap();
        send.send_data(Bytes::copy_from_slice(body), true).unwrap();
        all_headers(answer.await.unwrap()).await
    }
}

/// A call of an rpc as HTTP/2 has it.
pub(crate) fn call(path: &str) -> http::request::Builder {
    Request::post(format!("http://localhost{path}")).header("content-type", "application/grpc")
}

/// A message as it stands in a body.
pub(crate) fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap();
    [&[0][..], &length.to_be_bytes(), message].concat()
}

/// The headers and the trailers of an answer.
async fn all_headers(answer: Response<h2::RecvStream>) -> HeaderMap {
    let (head, mut body) = answer.into_parts();
    let mut headers = head.headers;
    while let Some(data) = body.data().await {
        let data = data.unwrap();
        body.flow_control().release_capacity(data.len()).unwrap();
    }
    for (name, value) in body.trailers().await.unwrap().iter().flatten() {
        headers.append(name, value.clone());
    }
    headers
}

/// Opens as many calls as the peer takes, and sends no body for any of them.
pub(crate) async fn open_without_bodies(
    sender: SendRequest<Bytes>,
    many: usize,
) -> Vec<(ResponseFuture, h2::SendStream<Bytes>)> {
    let mut opened = Vec::new();
    for _ in 0..many {
        let mut ready = sender.clone().ready().await.unwrap();
        opened.push(
            ready
                .send_request(call(GET).body(()).unwrap(), false)
                .unwrap(),
        );
    }
    opened
}

/// The code and the reason of an error.
pub(crate) fn reason(headers: &HeaderMap) -> (Code, String) {
    let status = Status::from_header_map(headers).unwrap();
    let details = status.get_error_details();
    let info = details.error_info();
    let info = info.unwrap_or_else(|| panic!("no reason in {status:?}"));
    (status.code(), info.reason.clone())
}
