//! The worst message of every rpc, on the wire: each gets a short answer, and the programs stay small.

use std::collections::BTreeSet;

use futures::future::join_all;
use ocop_harness::{Bearer, Raw, reason_of};
use ocop_identity::{Access, Role, Scope, Who};
use ocop_proto::limits::{ALL, worst};
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::service::interceptor::InterceptedService;
use tonic::{Code, Request, Status};

use crate::system::{SERVICES, System};

/// The largest message that is taken by default, less what holds the field that grows.
const LARGEST: usize = (4 << 20) - 256;

/// How much larger than its largest message a program may get: the message as it comes in and as it is put together, and what
/// the allocator of memory keeps of some of those before.
const TIMES: usize = 12;

/// What the details and the message of an error take at most: they travel in headers, of which clients take 8 KiB.
const ANSWER: usize = 6 << 10;

/// A token of somebody who may call the rpc somewhere: messages of others are not read at all.
fn bearer(system: &System, row: &Access) -> Option<Bearer> {
    let role = match row.who {
        Who::Public => return None,
        Who::Signed => Role::Auditor,
        Who::Roles(roles) => roles[0],
    };
    let scope: Scope = match role {
        Role::Producer => "producer:0198c000-0000-7000-8000-000000000000",
        Role::Partner => "partner:0198c000-0000-7000-8000-000000000000",
        Role::CommuneOfficer => "province:51",
        _ => "*",
    }
    .parse()
    .unwrap();
    Some(system.bearer_in("hostile", role, scope))
}

async fn call(
    system: &System,
    service: usize,
    row: &Access,
    message: Vec<u8>,
) -> Result<(), Status> {
    let path: PathAndQuery = row.rpc.parse().unwrap();
    let (channel, request) = (system.channel(service), Request::new(message));
    match bearer(system, row) {
        Some(bearer) => {
            let mut client = Grpc::new(InterceptedService::new(channel, bearer));
            client.ready().await.unwrap();
            client.unary(request, path, Raw).await
        }
        None => {
            let mut client = Grpc::new(channel);
            client.ready().await.unwrap();
            client.unary(request, path, Raw).await
        }
    }
    .map(drop)
}

/// The most memory of its own that a program has held, in bytes: without the pages of its file, which are read in as its code is
/// first run and take half of what an unoptimised program holds.
fn peak(system: &System, service: usize) -> usize {
    let status = format!("/proc/{}/status", system.process(service).pid());
    let status = std::fs::read_to_string(status).unwrap();
    let kibibytes = |name: &str| -> usize {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let number = line.unwrap().trim().trim_end_matches(" kB");
        number.parse().unwrap()
    };
    (kibibytes("VmHWM:") - kibibytes("RssFile:")) << 10
}

/// The service that has an rpc. Those of operators are everywhere.
fn service_of(rpc: &str) -> usize {
    let package = rpc.split('.').nth(1).unwrap();
    let position = SERVICES.iter().position(|service| *service == package);
    position.unwrap_or(0)
}

/// Sends the rpcs of a service their worst messages. Gives what was sent.
async fn send_the_worst(
    system: &System,
    service: usize,
) -> BTreeSet<(&'static str, worst::Growth)> {
    let mut sent = BTreeSet::new();
    let rows = ocop_proto::access::ALL.iter().copied().flatten();
    for row in rows.filter(|row| service_of(row.rpc) == service) {
        let (_, limits) = ALL.iter().find(|(rpc, _)| *rpc == row.rpc).unwrap();
        // One for each way to grow: that every field is bounded is tried without the wire.
        let mut messages = vec![(worst::Growth::Unknown, worst::unknown(LARGEST))];
        worst::grown(limits, LARGEST, &mut |growth, message| {
            if messages.iter().all(|(known, _)| *known != growth) {
                messages.push((growth, message));
            }
        });
        messages.push((worst::Growth::Nothing, worst::turned(limits)));
        for (growth, message) in messages {
            sent.insert((row.rpc, growth));
            let Err(refused) = call(system, service, row, message).await else {
                let harmless = [worst::Growth::Unknown, worst::Growth::Nothing];
                assert!(harmless.contains(&growth), "{} takes {growth:?}", row.rpc);
                continue;
            };
            let what = format!("{} with {growth:?}: {refused:?}", row.rpc);
            let told = refused.details().len() + refused.message().len();
            assert!(told < ANSWER, "{told} bytes: {what}");
            let (reason, _) = reason_of(&refused);
            if growth.is_refused() {
                let invalid = (Code::InvalidArgument, "INVALID_REQUEST");
                assert_eq!((refused.code(), reason.as_str()), invalid, "{what}");
            } else {
                let failed = [Code::Internal, Code::Unknown, Code::Unavailable];
                assert!(!failed.contains(&refused.code()), "{what}");
            }
        }
    }
    sent
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_worst_message_of_every_rpc_gets_a_short_answer_and_takes_little_memory() {
    let system = System::start().await;
    let before: Vec<usize> = (0..SERVICES.len()).map(|n| peak(&system, n)).collect();
    let sent = join_all((0..SERVICES.len()).map(|n| send_the_worst(&system, n))).await;
    for (service, before) in before.into_iter().enumerate() {
        let grown = peak(&system, service).saturating_sub(before);
        let name = SERVICES[service];
        assert!(
            grown < TIMES * LARGEST,
            "{name} grew by {} MiB",
            grown >> 20
        );
    }
    let rpcs: BTreeSet<&str> = sent.iter().flatten().map(|(rpc, _)| *rpc).collect();
    let all: BTreeSet<&str> = ALL.iter().map(|(rpc, _)| *rpc).collect();
    assert_eq!(rpcs, all, "every rpc");
}
