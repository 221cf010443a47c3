//! Callers of a service, spread over a few connections.

use std::net::SocketAddr;

use ocop_harness::Running;
use ocop_identity::Role;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

use crate::setup::PROVINCE;

/// Connections over which callers are spread: one is the work of one thread on either side.
const CONNECTIONS: usize = 4;

/// A caller of the catalog.
pub(crate) type Client = CatalogServiceClient<InterceptedService<Channel, Token>>;

/// Connections to a service, for callers to share.
///
/// # Errors
/// It cannot be reached.
pub(crate) async fn channels(address: SocketAddr) -> anyhow::Result<Vec<Channel>> {
    let endpoint = Endpoint::from_shared(format!("http://{address}"))?.tcp_nodelay(true);
    let mut channels = Vec::with_capacity(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        channels.push(endpoint.connect().await?);
    }
    Ok(channels)
}

/// Callers of a catalog who may do everything in the province of its products.
///
/// # Errors
/// It cannot be reached.
pub(crate) async fn clients(service: &Running) -> anyhow::Result<Vec<Client>> {
    let token = service.token("bench", Role::OcopOffice, PROVINCE);
    callers(service.address(), Some(&token)).await
}

/// Callers without a token, who may do what everybody may.
///
/// # Errors
/// It cannot be reached.
pub(crate) async fn anonymous_clients(service: &Running) -> anyhow::Result<Vec<Client>> {
    callers(service.address(), None).await
}

/// Callers of whatever serves the catalog's contract at an address.
///
/// # Errors
/// It cannot be reached.
pub(crate) async fn callers(
    address: SocketAddr,
    token: Option<&str>,
) -> anyhow::Result<Vec<Client>> {
    let token = Token::of(token.unwrap_or_default())?;
    let channels = channels(address).await?;
    let client = |channel| CatalogServiceClient::with_interceptor(channel, token.clone());
    Ok(channels.into_iter().map(client).collect())
}

/// Puts a token on every call, if there is one.
#[derive(Clone, Debug)]
pub(crate) struct Token(Option<MetadataValue<Ascii>>);

impl Token {
    /// For a token; none if it is empty.
    ///
    /// # Errors
    /// It is not ASCII.
    pub(crate) fn of(token: &str) -> anyhow::Result<Self> {
        let token = (!token.is_empty()).then(|| format!("Bearer {token}").parse());
        Ok(Self(token.transpose()?))
    }
}

impl Interceptor for Token {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(token) = &self.0 {
            request
                .metadata_mut()
                .insert("authorization", token.clone());
        }
        Ok(request)
    }
}
