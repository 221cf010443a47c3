//! Every rpc with every role in every kind of scope, on a system with something of everything in it: whoever the
//! contract lets reach a thing reaches it, and nobody else.

pub(crate) mod calls;
pub(crate) mod wire;
pub(crate) mod world;

use std::collections::BTreeSet;

use futures::StreamExt as _;
use futures::stream;
use ocop_harness::{Bearer, reason_of};
use ocop_identity::{
    Access, AccessDenied, AccessTable, Actor, Caller, Coverage, Grant, Role, Scope, UnitsOfDay, Who,
};
use ocop_proto::access;
use tonic::{Code, Status};

use calls::Call;
use world::{HERE, NEAR, World, today};

/// Where roles are held: everywhere, in the province and the next, in the commune and the next, for the producer and
/// another, for the partner and another.
fn scopes(world: &World) -> Vec<Scope> {
    let stranger = "0198c000-0000-7000-8000-000000000000";
    [
        "*".to_owned(),
        "province:51".to_owned(),
        "province:52".to_owned(),
        format!("commune:{HERE}"),
        format!("commune:{NEAR}"),
        format!("producer:{}", world.producer),
        format!("producer:{}", world.other_producer),
        format!("producer:{stranger}"),
        format!("partner:{}", world.partner),
        format!("partner:{stranger}"),
    ]
    .map(|scope| scope.parse().unwrap())
    .to_vec()
}

/// What the contract says of a call by somebody who holds one role, or has no token.
fn expected(row: &Access, grant: Option<&Grant>, call: &Call) -> &'static str {
    let actor = grant.map(|grant| Actor {
        subject: "somebody".to_owned(),
        grants: vec![grant.clone()],
    });
    match AccessTable::new(access::ALL).check(row.rpc, actor.as_ref()) {
        Err(AccessDenied::Unknown) => return "RPC_UNKNOWN",
        Err(AccessDenied::TokenMissing) => return "TOKEN_MISSING",
        Err(AccessDenied::RoleMissing) => return "ROLE_MISSING",
        Err(AccessDenied::OutOfScope) => return "OUT_OF_SCOPE",
        Ok(_) => {}
    }
    if matches!(row.covers, Coverage::Nothing | Coverage::Listed) {
        return "reached";
    }
    let caller = Caller {
        actor: actor.unwrap_or_else(Actor::anonymous),
        allowed: row.roles(),
        covers: row.covers,
        also: row.also,
        personal: row.personal,
        units: UnitsOfDay::new(ocop_places::built_in(), today()),
    };
    match caller.within(call.touched.clone()) {
        Ok(()) => "reached",
        Err(_) => "OUT_OF_SCOPE",
    }
}

/// What a call came to: why it was stopped, or that it was not.
fn outcome(answer: &Result<(), Status>) -> String {
    let Err(status) = answer else {
        return "reached".to_owned();
    };
    let (reason, fields) = reason_of(status);
    match reason.as_str() {
        "TOKEN_MISSING" | "ROLE_MISSING" | "OUT_OF_SCOPE" => reason,
        // It was stopped before anybody asked how far its caller reaches.
        "INVALID_REQUEST" => format!("not asked: {fields:?}"),
        _ if matches!(
            status.code(),
            Code::Internal | Code::Unknown | Code::Unavailable
        ) =>
        {
            format!("failed: {status:?}")
        }
        _ => "reached".to_owned(),
    }
}

#[tokio::test]
async fn whoever_the_contract_lets_reach_a_thing_reaches_it_and_nobody_else() {
    let world = World::new().await;
    let calls = calls::all(&world);
    let rows: Vec<Access> = access::ALL.iter().copied().flatten().copied().collect();
    let named: BTreeSet<&str> = calls.iter().map(|call| call.rpc.as_str()).collect();
    let in_contract: BTreeSet<&str> = rows.iter().map(|row| row.rpc).collect();
    assert_eq!(
        named, in_contract,
        "calls.rs says of every rpc what it touches"
    );

    let mut grants = vec![None];
    for role in Role::ALL {
        let of = |scope| Grant { role: *role, scope };
        grants.extend(scopes(&world).into_iter().map(of).map(Some));
    }
    let mut wrong = Vec::new();
    for call in &calls {
        let row = rows.iter().find(|row| row.rpc == call.rpc).unwrap();
        let service = world.serving(row.rpc);
        let answers = stream::iter(&grants).map(|grant| async move {
            let bearer = grant.as_ref().map(|Grant { role, scope }| {
                // Each is somebody else, so that nobody gets another's remembered answer.
                let subject = format!("{role}@{scope}");
                Bearer::of(&service.token(&subject, *role, &scope.to_string()))
            });
            let answer = call.make(service.channel(), bearer).await;
            let got = outcome(&answer);
            let expected = expected(row, grant.as_ref(), call);
            // What is open to all may be asked badly.
            let open = !matches!(row.who, Who::Roles(_)) && got.starts_with("not asked");
            let who = grant
                .as_ref()
                .map(|grant| format!("{}@{}", grant.role, grant.scope));
            let as_expected = got == expected || open && expected == "reached";
            (!as_expected).then(|| {
                let who = who.unwrap_or_else(|| "nobody".to_owned());
                format!(
                    "{} ({}) as {who}: {got}, not {expected}",
                    call.rpc, call.what
                )
            })
        });
        let problems: Vec<Option<String>> = answers.buffered(8).collect().await;
        wrong.extend(problems.into_iter().flatten());
    }
    world.stop().await;
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
