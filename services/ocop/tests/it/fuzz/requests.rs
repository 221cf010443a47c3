//! Requests to every rpc: through the guard, the bounds, the decoder and the reader, with a token that opens it.

use std::str::FromStr as _;

use ocop_harness::Raw;
use ocop_harness::fuzz::{corpus, edited, edits, runner};
use ocop_proto::limits::MAX_VIOLATIONS;
use proptest::prelude::*;
use proptest::sample::Index;
use tokio::runtime::Runtime;
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::service::interceptor::InterceptedService;
use tonic::{Code, Request};
use tonic_types::StatusExt as _;

use super::message::{spoiled, spoils};
use crate::reach::calls;
use crate::reach::world::World;

/// What is wrong with the answer to a request; nothing if it is an answer or a refusal in good order.
async fn problem(world: &World, rpc: &str, bytes: Vec<u8>) -> Option<String> {
    let (channel, path) = (
        world.serving(rpc).channel(),
        PathAndQuery::from_str(rpc).unwrap(),
    );
    let mut client = Grpc::new(InterceptedService::new(channel, world.opener(rpc)));
    client.ready().await.unwrap();
    let answer = client.unary(Request::new(bytes), path, Raw).await;
    let status = answer.err()?;
    let expected = [
        Code::InvalidArgument,
        Code::NotFound,
        Code::AlreadyExists,
        Code::PermissionDenied,
        Code::FailedPrecondition,
        Code::Aborted,
        Code::OutOfRange,
        Code::ResourceExhausted,
    ];
    let details = status.get_error_details();
    let violations = details
        .bad_request()
        .map_or(&[][..], |bad| bad.field_violations.as_slice());
    let in_order = expected.contains(&status.code())
        && details
            .error_info()
            .is_some_and(|info| !info.reason.is_empty())
        && violations.len() <= MAX_VIOLATIONS
        && violations
            .iter()
            .all(|one| !one.field.is_empty() && !one.reason.is_empty());
    (!in_order).then(|| format!("{rpc}: {status:?}"))
}

/// The rpc and the bytes of a kept request.
fn kept(file: &[u8]) -> (String, Vec<u8>) {
    let text = std::str::from_utf8(file).unwrap();
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let rpc = lines.next().unwrap().to_owned();
    let digits: String = lines.collect();
    let pairs = digits.as_bytes().chunks(2);
    let bytes = pairs.map(|pair| {
        let pair = std::str::from_utf8(pair).unwrap();
        u8::from_str_radix(pair, 16).unwrap()
    });
    (rpc, bytes.collect())
}

#[test]
fn whatever_is_sent_to_an_rpc_is_answered_or_refused_with_a_reason() {
    let runtime = Runtime::new().unwrap();
    let world = runtime.block_on(World::new());
    let mut seeds = Vec::new();
    for (name, file) in corpus("requests") {
        let (rpc, bytes) = kept(&file);
        let problem = runtime.block_on(problem(&world, &rpc, bytes.clone()));
        assert_eq!(problem, None, "{name}");
        seeds.push((rpc, bytes));
    }
    let calls = calls::all(&world);
    seeds.extend(calls.into_iter().map(|call| (call.rpc, call.encoded)));
    let spoiled_inputs = (any::<Index>(), spoils(), edits(), 0..4_u8);
    let run = runner(1_500).run(&spoiled_inputs, |(which, spoils, edits, how)| {
        let (rpc, good) = which.get(&seeds);
        let mut bytes = spoiled(good, &spoils);
        if how == 0 {
            bytes = edited(&bytes, &edits);
        }
        let problem = runtime.block_on(problem(&world, rpc, bytes));
        problem.map_or(Ok(()), |problem| Err(TestCaseError::fail(problem)))
    });
    runtime.block_on(world.stop());
    run.unwrap();
}
