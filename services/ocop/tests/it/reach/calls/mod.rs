//! One call of every rpc, or several where it may go to several places, and what each touches.

mod catalog;
mod councils;
mod dossiers;
mod market;
mod monitoring;
mod promotion;
mod top_lists;
mod trade;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use ocop_harness::Bearer;
use ocop_identity::{Target, Touched};
use ocop_proto::operations::v1 as o;
use prost::Message;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tonic::Status;
use tonic::transport::Channel;
use uuid::Uuid;

use super::wire;
use super::world::{HERE, NEAR, THERE, World, message, today};

type Sent = BoxFuture<'static, Result<(), Status>>;

/// A call with what it touches.
pub(crate) struct Call {
    pub(crate) rpc: String,
    /// Which of the calls of the rpc it is.
    pub(crate) what: &'static str,
    pub(crate) touched: Touched,
    /// The bytes of its request.
    pub(crate) encoded: Vec<u8>,
    send: Box<dyn Fn(Channel, Option<Bearer>) -> Sent>,
}

impl Call {
    /// Makes the call; its answer is left unread.
    pub(crate) async fn make(
        &self,
        channel: Channel,
        bearer: Option<Bearer>,
    ) -> Result<(), Status> {
        (self.send)(channel, bearer).await
    }
}

/// The description of a paper of a producer.
pub(crate) fn paper(producer: &str, bytes: &[u8], request_id: &Value) -> Value {
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    let hash: String = hash
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    json!({
        "requestId": request_id, "producerId": producer, "kind": "EVIDENCE_KIND_AWARD", "title": "Giải thưởng",
        "fileName": "giai-thuong.pdf", "mediaType": "application/pdf", "sizeBytes": bytes.len().to_string(),
        "sha256": hash
    })
}

struct Calls(Vec<Call>);

impl Calls {
    fn add<Q>(&mut self, rpc: &str, touched: impl Into<Touched>, body: Value)
    where
        Q: Message + Clone + DeserializeOwned + 'static,
    {
        self.add_to::<Q>(rpc, "", touched, body);
    }

    /// A call to somewhere in particular.
    fn add_to<Q>(
        &mut self,
        rpc: &str,
        what: &'static str,
        touched: impl Into<Touched>,
        mut body: Value,
    ) where
        Q: Message + Clone + DeserializeOwned + 'static,
    {
        // What has no request id ignores it.
        body["requestId"] = json!(Uuid::from_u128(self.0.len() as u128).to_string());
        let (request, rpc): (Q, _) = (message(body), format!("/ocop.{rpc}"));
        let (path, encoded) = (rpc.clone(), request.encode_to_vec());
        let send = Box::new(move |channel, bearer| {
            let (path, request) = (path.clone(), request.clone());
            async move { wire::call::<Q, ()>(channel, bearer, &path, request).await }.boxed()
        });
        self.0.push(Call {
            rpc,
            what,
            touched: touched.into(),
            encoded,
            send,
        });
    }
}

/// Something that belongs to everybody, or to the whole country.
fn all_of_it() -> Target {
    Target::default()
}

/// What the first producer makes, and that producer itself: both are in the same commune.
fn own(world: &World) -> Target {
    Target::place("51", HERE, today()).of_producer(&world.producer)
}

/// Something of the first producer in another commune of its province.
fn near(world: &World) -> Target {
    Target::place("51", NEAR, today()).of_producer(&world.producer)
}

/// What goes to the next province: its producer has no say there.
fn there() -> Target {
    Target::place("52", THERE, today())
}

pub(crate) fn all(world: &World) -> Vec<Call> {
    let mut calls = Calls(Vec::new());
    catalog::catalog(&mut calls, world);
    catalog::merging(&mut calls, world);
    catalog::growing_areas(&mut calls, world);
    catalog::support(&mut calls, world);
    catalog::lots(&mut calls, world);
    dossiers::dossiers(&mut calls, world);
    councils::councils(&mut calls, world);
    dossiers::certificates(&mut calls, world);
    dossiers::papers(&mut calls, world);
    monitoring::monitoring(&mut calls, world);
    monitoring::programme(&mut calls, world);
    promotion::promotion(&mut calls, world);
    market::exchange(&mut calls, world);
    market::rewards(&mut calls, world);
    market::gifts(&mut calls, world);
    market::campaigns(&mut calls, world);
    market::sales_points(&mut calls, world);
    top_lists::top_lists(&mut calls, world);
    trade::trade(&mut calls, world);
    trade::sales(&mut calls, world);
    operations(&mut calls);
    calls.0
}

fn operations(calls: &mut Calls) {
    let rpc = |name: &str| format!("operations.v1.OperationsService/{name}");
    calls.add::<o::ListDeadLettersRequest>(&rpc("ListDeadLetters"), all_of_it(), json!({}));
    let one = || json!({"sequence": "1"});
    calls.add::<o::GetDeadLetterRequest>(&rpc("GetDeadLetter"), all_of_it(), one());
    calls.add::<o::RedriveDeadLetterRequest>(&rpc("RedriveDeadLetter"), all_of_it(), one());
    let product = || json!({"aggregateType": "product"});
    calls.add::<o::ReplayEventsRequest>(&rpc("ReplayEvents"), all_of_it(), product());
    calls.add::<o::ListRecordedHeadsRequest>(&rpc("ListRecordedHeads"), all_of_it(), product());
    calls.add::<o::ListAppliedHeadsRequest>(&rpc("ListAppliedHeads"), all_of_it(), product());
    calls.add::<o::ListAuditEntriesRequest>(&rpc("ListAuditEntries"), all_of_it(), json!({}));
    calls.add::<o::ListAuditSealsRequest>(&rpc("ListAuditSeals"), all_of_it(), json!({}));
}
