//! Requests about votes, and about points of the council.

use std::collections::BTreeMap;

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use super::{SUBJECT, products};
use crate::application::top_list::{CastVote, SubmitCouncilPoints};
use crate::domain::top_list::VoterHash;

/// Hexadecimal digits of a receipt.
const RECEIPT: usize = 64;

/// Reads a vote in which a hash stands for the voter already.
pub(in crate::transport::top_list) fn vote(
    v: &mut Violations,
    caller: Caller,
    request: proto::CastVoteRequest,
) -> Option<CastVote> {
    let id = v.uuid("top_list_id", &request.top_list_id);
    let voter = v.required_text("voter", &request.voter, SUBJECT);
    let chosen = request.product_ids.iter().enumerate();
    let chosen = chosen.map(|(index, text)| (format!("product_ids[{index}]"), text.as_str()));
    let chosen = products(v, chosen);
    if request.product_ids.is_empty() {
        v.add("product_ids", "REQUIRED", "must name at least one");
    }
    Some(CastVote {
        caller,
        id: id?,
        voter: VoterHash::new(voter?),
        products: chosen?.into_iter().collect(),
    })
}

pub(in crate::transport::top_list) fn receipt(
    v: &mut Violations,
    _: Caller,
    request: proto::GetVoteRequest,
) -> Option<(Uuid, String)> {
    let id = v.uuid("top_list_id", &request.top_list_id);
    let receipt = request.receipt.trim().to_lowercase();
    if receipt.len() != RECEIPT || !receipt.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        let rule = format!("must be {RECEIPT} hexadecimal digits");
        v.add("receipt", "MALFORMED", rule);
    }
    Some((id?, receipt))
}

pub(in crate::transport::top_list) fn points(
    v: &mut Violations,
    caller: Caller,
    request: proto::SubmitCouncilPointsRequest,
) -> Option<SubmitCouncilPoints> {
    let id = v.uuid("top_list_id", &request.top_list_id);
    let given = request.points.iter().enumerate();
    let ids = given.clone().map(|(index, points)| {
        let field = format!("points[{index}].product_id");
        (field, points.product_id.as_str())
    });
    let ids = products(v, ids);
    let mut read = Vec::with_capacity(request.points.len());
    for (index, points) in given {
        let field = format!("points[{index}].points");
        read.push(v.within(&field, points.points, 0..=100));
    }
    let points = ids?.into_iter().zip(read);
    let points = points.map(|(product, points)| Some((product, points?)));
    Some(SubmitCouncilPoints {
        caller,
        id: id?,
        points: points.collect::<Option<BTreeMap<_, _>>>()?,
    })
}
