//! Every rpc of the contract, called with an empty request by everybody: who is let in is whom the contract names.

use std::str::FromStr as _;

use ocop_chassis::program::Program;
use ocop_harness::{Bearer, Nats, Running, on_sqlite, reason_of};
use ocop_identity::{Access, Role, Who};
use ocop_proto::access;
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Request, Status};
use tonic_prost::ProstCodec;

/// Calls an rpc with a message without fields. The one that is answered is left unread.
async fn call(channel: Channel, rpc: &str, bearer: Option<Bearer>) -> Result<(), Status> {
    let path = PathAndQuery::from_str(rpc).unwrap();
    let codec = ProstCodec::<(), ()>::default();
    let answer = match bearer {
        Some(bearer) => {
            let mut client = Grpc::new(InterceptedService::new(channel, bearer));
            client.ready().await.unwrap();
            client.unary(Request::new(()), path, codec).await
        }
        None => {
            let mut client = Grpc::new(channel);
            client.ready().await.unwrap();
            client.unary(Request::new(()), path, codec).await
        }
    };
    answer.map(|_| ())
}

/// The reason for which a call was not let in, if it was not.
fn stopped(answer: Result<(), Status>) -> Option<String> {
    let (reason, _) = reason_of(&answer.err()?);
    matches!(reason.as_str(), "TOKEN_MISSING" | "ROLE_MISSING").then_some(reason)
}

async fn lets_in_whom_the_contract_names<P: Program>(table: &[Access]) {
    let nats = Nats::start().await;
    on_sqlite(async |url| {
        let service = Running::start::<P>(&url, &nats.url()).await;
        for row in table {
            let anonymous = stopped(call(service.channel(), row.rpc, None).await);
            let missing = (row.who != Who::Public).then(|| "TOKEN_MISSING".to_owned());
            assert_eq!(anonymous, missing, "{} without a token", row.rpc);
            for role in Role::ALL {
                let bearer = service.bearer("lan", *role, "*");
                let answer = stopped(call(service.channel(), row.rpc, Some(bearer)).await);
                let named = row.roles().is_empty() || row.roles().contains(role);
                let missing = (!named).then(|| "ROLE_MISSING".to_owned());
                assert_eq!(answer, missing, "{} as {role}", row.rpc);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_catalog_lets_in_whom_the_contract_names() {
    lets_in_whom_the_contract_names::<ocop_catalog::Catalog>(access::CATALOG).await;
}

#[tokio::test]
async fn evaluation_lets_in_whom_the_contract_names() {
    lets_in_whom_the_contract_names::<ocop_evaluation::Evaluation>(access::EVALUATION).await;
}

#[tokio::test]
async fn promotion_lets_in_whom_the_contract_names() {
    lets_in_whom_the_contract_names::<ocop_promotion::Promotion>(access::PROMOTION).await;
}

#[tokio::test]
async fn the_operators_service_lets_in_whom_the_contract_names() {
    lets_in_whom_the_contract_names::<ocop_catalog::Catalog>(access::OPERATIONS).await;
}
