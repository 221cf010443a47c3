//! What every question asks in the same way, found in the contract: ids by which it selects, and pairs of bounds.

mod contract;

use std::str::FromStr as _;

use ocop_harness::{Raw, reason_of};
use ocop_identity::Role;
use ocop_proto::access;
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::service::interceptor::InterceptedService;
use tonic::{Code, Request, Status};
use tonic_types::StatusExt as _;

use crate::reach::calls::{self, Call};
use crate::reach::world::World;
use contract::{Bounds, Question};

/// An id that nothing has: it was made before everything that the test makes.
const NOTHING: &str = "0198c000-0000-7000-8000-000000000000";

/// Audit rows outlive what they are about, so that its id may lead to nothing else.
const OUTLIVING: [(&str, &str); 1] = [(
    "/ocop.operations.v1.OperationsService/ListAuditEntries",
    "aggregate_id",
)];

/// What somebody is answered who may ask, for the whole country.
async fn answer(world: &World, rpc: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Status> {
    let rows = access::ALL.iter().copied().flatten();
    let row = rows.copied().find(|row| row.rpc == rpc).unwrap();
    let wide =
        |role: &&Role| !matches!(role, Role::Producer | Role::CommuneOfficer | Role::Partner);
    let role = row.roles().iter().find(wide);
    let role = role.copied().unwrap_or(Role::Auditor);
    let service = world.serving(rpc);
    let bearer = service.bearer("somebody", role, "*");
    let mut client = Grpc::new(InterceptedService::new(service.channel(), bearer));
    client.ready().await.unwrap();
    let path = PathAndQuery::from_str(rpc).unwrap();
    let answer = client.unary(Request::new(bytes), path, Raw).await;
    Ok(answer?.into_inner())
}

/// A question with something in it: as the calls of every rpc ask it, and bare.
fn asked(calls: &[Call], rpc: &str, more: Vec<u8>) -> [Vec<u8>; 2] {
    let call = calls.iter().find(|call| call.rpc == rpc).unwrap();
    [[call.encoded.clone(), more.clone()].concat(), more]
}

#[tokio::test]
async fn an_id_that_leads_nowhere_is_refused_by_every_question_that_selects_by_it() {
    let world = World::new().await;
    let calls = calls::all(&world);
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for Question { rpc, ids, .. } in contract::questions() {
        for id in ids {
            if OUTLIVING.contains(&(rpc.as_str(), id.name.as_str())) {
                continue;
            }
            let nothing = match id.name.as_str() {
                "lot_id" => format!("urn:ocop:lot:{NOTHING}:1"),
                _ => NOTHING.to_owned(),
            };
            let mut refused = false;
            for bytes in asked(&calls, &rpc, id.text(&nothing)) {
                match answer(&world, &rpc, bytes).await {
                    Ok(_) => wrong.push(format!("{rpc}: {} answers", id.name)),
                    Err(status) if status.code() == Code::NotFound => {
                        refused |= reason_of(&status).0.ends_with("_UNKNOWN");
                    }
                    // Something else of the question has to be given, or may not be.
                    Err(status) if status.code() == Code::InvalidArgument => {}
                    Err(status) => wrong.push(format!("{rpc}: {} gives {status:?}", id.name)),
                }
            }
            tried += 1;
            if !refused {
                wrong.push(format!("{rpc}: {} is not refused", id.name));
            }
        }
    }
    world.stop().await;
    assert!(tried > 40, "only {tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn bounds_that_run_backwards_are_refused_by_every_question_that_names_both() {
    let world = World::new().await;
    let calls = calls::all(&world);
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for Question { rpc, bounds, .. } in contract::questions() {
        for pair in bounds {
            let (mut refused, Bounds { from, to }) = (false, &pair);
            for bytes in asked(&calls, &rpc, pair.backwards()) {
                let refusal = answer(&world, &rpc, bytes).await.err();
                let details = refusal.map(|status| status.get_error_details());
                let bad = details.and_then(|details| details.bad_request().cloned());
                let mut violations = bad.into_iter().flat_map(|bad| bad.field_violations);
                refused |= violations.any(|violation| {
                    violation.field == to.name
                        && violation.reason == "OUT_OF_ORDER"
                        && violation.description.contains(&from.name)
                });
            }
            tried += 1;
            if !refused {
                wrong.push(format!("{rpc}: {} and {}", from.name, to.name));
            }
        }
    }
    world.stop().await;
    assert!(tried > 10, "only {tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
