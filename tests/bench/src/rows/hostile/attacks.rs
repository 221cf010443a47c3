//! What hostile callers do: so many at once, again a moment after the service hangs up, until the measurement is over.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::{StreamExt as _, stream};
use h2::client::SendRequest;
use ocop_proto::catalog::v1::ListProductsRequest;
use ocop_proto::evaluation::v1::evidence_service_client::EvidenceServiceClient;
use ocop_proto::evaluation::v1::upload_evidence_request::Part;
use ocop_proto::evaluation::v1::{EvidenceDescription, EvidenceKind, UploadEvidenceRequest};
use prost::Message as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tonic::transport::Endpoint;
use uuid::Uuid;

use crate::callers::Token;

/// Callers that send a list of four million numbers, the next as soon as the last is refused.
const BIG_LISTS: usize = 4;

/// Connections on which calls are opened whose bodies never come, and such calls of each.
const HEADERS_ALONE: (usize, usize) = (5, 220);

/// Connections that say nothing.
const SILENT: usize = 2_000;

/// Connections that say half of what begins HTTP/2.
const HALF: usize = 1_000;

/// Uploads that stall after their first bytes.
const UPLOADS: usize = 64;

/// Before whoever is hung up on tries again.
const PAUSE: Duration = Duration::from_millis(20);

/// The producer of the bench's dossiers, for which files are uploaded.
const PRODUCER: Uuid = Uuid::from_u128(0xC0);

/// A way to do harm.
#[derive(Clone, Copy, Debug)]
pub(super) enum Attack {
    /// Lists of four million numbers, without a token.
    BigLists,
    /// Calls whose headers come and whose bodies do not.
    HeadersAlone,
    /// Connections that say nothing.
    SilentConnections,
    /// Connections that begin to speak and stop.
    HalfHandshakes,
    /// Uploads of which the first bytes come.
    StalledUploads,
}

/// An attack that goes on until this is dropped.
pub(super) struct GoingOn {
    _attackers: JoinSet<()>,
}

impl Attack {
    /// Those that any service meets.
    pub(super) const OF_CATALOG: [Self; 4] = [
        Self::BigLists,
        Self::HeadersAlone,
        Self::SilentConnections,
        Self::HalfHandshakes,
    ];

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::BigLists => "lists of 4 MiB without a token",
            Self::HeadersAlone => "1,100 calls without bodies",
            Self::SilentConnections => "2,000 silent connections",
            Self::HalfHandshakes => "1,000 half handshakes",
            Self::StalledUploads => "64 uploads that stall",
        }
    }

    fn attackers(self) -> usize {
        match self {
            Self::BigLists => BIG_LISTS,
            Self::HeadersAlone => HEADERS_ALONE.0,
            Self::SilentConnections => SILENT,
            Self::HalfHandshakes => HALF,
            Self::StalledUploads => UPLOADS,
        }
    }

    /// Begins it and waits until every attacker has struck once. `token` is one that may upload.
    ///
    /// # Errors
    /// `token` is none.
    pub(super) async fn begin(self, service: SocketAddr, token: &str) -> anyhow::Result<GoingOn> {
        let mut attackers = JoinSet::new();
        let struck = Arc::new(Semaphore::new(0));
        let token = Token::of(token)?;
        let list = ListProductsRequest {
            criteria_sets: vec![99; 4_000_000],
            ..ListProductsRequest::default()
        };
        let list = framed(&list.encode_to_vec());
        for n in 0..self.attackers() {
            let (struck, token, list) = (Arc::clone(&struck), token.clone(), list.clone());
            attackers.spawn(async move {
                let mut first = Some(struck);
                loop {
                    let struck = || {
                        if let Some(struck) = first.take() {
                            struck.add_permits(1);
                        }
                    };
                    let strike = Strike {
                        service,
                        from: address(n),
                        struck,
                    };
                    // It ends when the service hangs up.
                    let _ = match self {
                        Self::BigLists => strike.lists(&list).await,
                        Self::HeadersAlone => strike.headers().await,
                        Self::SilentConnections => strike.silence(b"").await,
                        Self::HalfHandshakes => strike.silence(b"PRI * HTTP/2.0\r\n").await,
                        Self::StalledUploads => strike.upload(token.clone()).await,
                    };
                    tokio::time::sleep(PAUSE).await;
                }
            });
        }
        let all = u32::try_from(self.attackers())?;
        struck.acquire_many(all).await?.forget();
        Ok(GoingOn {
            _attackers: attackers,
        })
    }
}

/// The address of the n-th attacker. 250 attackers share one.
fn address(n: usize) -> IpAddr {
    let last = u8::try_from(10 + n / 250).unwrap_or(u8::MAX);
    Ipv4Addr::new(127, 0, 0, last).into()
}

/// One attempt of one attacker.
struct Strike<F> {
    service: SocketAddr,
    from: IpAddr,
    /// To be called when the attack is on.
    struck: F,
}

impl<F: FnMut()> Strike<F> {
    async fn connect(&self) -> anyhow::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((self.from, 0).into())?;
        Ok(socket.connect(self.service).await?)
    }

    async fn speak(&self, connections: &mut JoinSet<()>) -> anyhow::Result<SendRequest<Bytes>> {
        let (sender, connection) = h2::client::handshake(self.connect().await?).await?;
        connections.spawn(async move {
            // It ends with the connection, however that ends.
            let _ = connection.await;
        });
        Ok(sender)
    }

    async fn silence(mut self, words: &[u8]) -> anyhow::Result<()> {
        let connected = self.connect().await;
        (self.struck)();
        let mut connection = connected?;
        connection.write_all(words).await?;
        connection.read_to_end(&mut Vec::new()).await?;
        Ok(())
    }

    async fn lists(mut self, list: &Bytes) -> anyhow::Result<()> {
        let mut connections = JoinSet::new();
        let sender = self.speak(&mut connections).await?;
        loop {
            let mut sender = sender.clone().ready().await?;
            let (answer, mut body) = sender.send_request(call("ListProducts")?, false)?;
            body.send_data(list.clone(), true)?;
            (self.struck)();
            let mut answer = answer.await?.into_body();
            while let Some(data) = answer.data().await {
                answer.flow_control().release_capacity(data?.len())?;
            }
        }
    }

    async fn headers(mut self) -> anyhow::Result<()> {
        let mut connections = JoinSet::new();
        let sender = self.speak(&mut connections).await?;
        let calls = (0..HEADERS_ALONE.1).map(|_| open_again(sender.clone()));
        (self.struck)();
        futures::future::try_join_all(calls).await?;
        Ok(())
    }

    async fn upload(mut self, token: Token) -> anyhow::Result<()> {
        let endpoint = Endpoint::from_shared(format!("http://{}", self.service))?;
        let channel = endpoint.local_address(Some(self.from)).connect().await?;
        let mut client = EvidenceServiceClient::with_interceptor(channel, token);
        let id = ocop_chassis::ids::new_id(chrono::DateTime::UNIX_EPOCH);
        let description = EvidenceDescription {
            request_id: id.to_string(),
            producer_id: PRODUCER.to_string(),
            kind: EvidenceKind::Growth.into(),
            file_name: "giay.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size_bytes: 1 << 20,
            sha256: format!("{:064x}", id.as_u128()),
            ..EvidenceDescription::default()
        };
        let parts = [
            Part::Description(description),
            Part::Chunk(b"%PDF-1.7\n".to_vec()),
        ];
        let parts = parts.map(|part| UploadEvidenceRequest { part: Some(part) });
        let stalled = stream::iter(parts).chain(stream::pending());
        (self.struck)();
        client.upload_evidence(stalled).await?;
        Ok(())
    }
}

/// Opens a call and sends no body; the next when it is answered all the same.
async fn open_again(sender: SendRequest<Bytes>) -> anyhow::Result<()> {
    loop {
        let mut sender = sender.clone().ready().await?;
        let (answer, _body) = sender.send_request(call("GetProduct")?, false)?;
        let _ = answer.await;
        tokio::time::sleep(PAUSE).await;
    }
}

/// The headers of a call of the catalog.
fn call(rpc: &str) -> http::Result<http::Request<()>> {
    http::Request::post(format!(
        "http://localhost/ocop.catalog.v1.CatalogService/{rpc}"
    ))
    .header("content-type", "application/grpc")
    .header("te", "trailers")
    .body(())
}

/// A message as it stands in a body.
fn framed(message: &[u8]) -> Bytes {
    let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
    [&[0][..], &length.to_be_bytes(), message].concat().into()
}
