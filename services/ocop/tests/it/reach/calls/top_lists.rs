//! Calls of promotion about top lists.

use ocop_identity::Target;
use ocop_proto::promotion::v1 as p;
use serde_json::json;

use super::{Calls, all_of_it};
use crate::reach::world::{HERE, World, today};

pub(super) fn top_lists(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("promotion.v1.TopListService/{name}");
    let here = || Target::province("51", today());
    let commune = || Target::place("51", HERE, today());
    let list = &world.market.top_list;
    let plan = |id: &str| {
        json!({"topList": {
            "id": id, "etag": "999", "provinceCode": "51", "name": "Top 20", "year": 2026, "size": 20,
            "minimumNominations": 1, "maximumNominations": 5, "nominationFrom": "2026-11-16",
            "nominationTo": "2026-11-22", "votingFrom": "2026-11-23", "votingTo": "2026-11-25",
            "communityWeight": 100, "choices": 3
        }})
    };
    calls.add::<p::PlanTopListRequest>(&rpc("PlanTopList"), here(), plan(""));
    calls.add::<p::UpdateTopListRequest>(&rpc("UpdateTopList"), here(), plan(list));
    let nominate = json!({
        "topListId": list, "placeCode": HERE, "proposals": [{"productId": world.certified}]
    });
    calls.add::<p::NominateProductsRequest>(&rpc("NominateProducts"), commune(), nominate);
    let withdraw = json!({"topListId": list, "productId": world.certified, "reason": "rút"});
    calls.add::<p::WithdrawNominationRequest>(&rpc("WithdrawNomination"), here(), withdraw);
    let vote = json!({"topListId": list, "voter": "0790000001", "productIds": [world.certified]});
    calls.add::<p::CastVoteRequest>(&rpc("CastVote"), here(), vote);
    let receipt = json!({"topListId": list, "receipt": "0".repeat(64)});
    calls.add::<p::GetVoteRequest>(&rpc("GetVote"), all_of_it(), receipt);
    let this = || json!({"topListId": list});
    calls.add::<p::ListVotesRequest>(&rpc("ListVotes"), here(), this());
    calls.add::<p::VerifyVotesRequest>(&rpc("VerifyVotes"), here(), this());
    let points = json!({
        "topListId": list, "points": [{"productId": world.certified, "points": 80}]
    });
    calls.add::<p::SubmitCouncilPointsRequest>(&rpc("SubmitCouncilPoints"), here(), points);
    calls.add::<p::PublishTopListRequest>(&rpc("PublishTopList"), here(), this());
    let honour = json!({"topListId": list, "documentNumber": "9/QĐ-UBND"});
    calls.add::<p::HonourTopListRequest>(&rpc("HonourTopList"), here(), honour);
    let one = json!({"id": list});
    calls.add::<p::GetTopListRequest>(&rpc("GetTopList"), all_of_it(), one);
    calls.add::<p::ListTopListsRequest>(&rpc("ListTopLists"), all_of_it(), json!({}));
    let off = json!({"topListId": list, "reason": "hoãn"});
    calls.add::<p::CallOffTopListRequest>(&rpc("CallOffTopList"), here(), off);
}
