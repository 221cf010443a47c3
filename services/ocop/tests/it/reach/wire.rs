//! A call of any rpc, by its path.

use std::str::FromStr as _;

use ocop_harness::Bearer;
use prost::Message;
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Request, Status};
use tonic_prost::ProstCodec;

/// Calls `rpc`, such as `/ocop.catalog.v1.CatalogService/GetPlace`, with a token or without. An upload is its first
/// message, and a download is read to its end.
pub(crate) async fn call<Q, A>(
    channel: Channel,
    bearer: Option<Bearer>,
    rpc: &str,
    request: Q,
) -> Result<A, Status>
where
    Q: Message + 'static,
    A: Message + Default + 'static,
{
    let path = PathAndQuery::from_str(rpc).unwrap();
    let codec = ProstCodec::<Q, A>::default();
    let answer = match bearer {
        Some(bearer) => {
            let mut client = Grpc::new(InterceptedService::new(channel, bearer));
            client.ready().await.unwrap();
            client.unary(Request::new(request), path, codec).await
        }
        None => {
            let mut client = Grpc::new(channel);
            client.ready().await.unwrap();
            client.unary(Request::new(request), path, codec).await
        }
    };
    Ok(answer?.into_inner())
}
