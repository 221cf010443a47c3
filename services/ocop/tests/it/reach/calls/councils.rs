//! Calls of evaluation about councils and criteria.

use ocop_identity::Target;
use ocop_proto::evaluation::v1 as e;
use serde_json::{Value, json};

use super::{Calls, all_of_it, own};
use crate::reach::world::{World, today};

pub(super) fn councils(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("evaluation.v1.CouncilService/{name}");
    let of_dossier = || json!({"dossierId": world.dossier});
    let here = || Target::province("51", today());
    let council = |level: &str, province: &str| {
        let members: Vec<Value> = ["an", "binh", "chi", "dung", "giang"]
            .iter()
            .map(|subject| {
                let role = if *subject == "an" { "CHAIR" } else { "MEMBER" };
                json!({"subject": subject, "fullName": "Ủy viên", "role": format!("MEMBER_ROLE_{role}")})
            })
            .collect();
        json!({"council": {
            "provinceCode": province, "level": level, "decisionNumber": "9/QĐ", "appointedOn": "2026-06-01",
            "members": members
        }})
    };
    let of_province = council("COUNCIL_LEVEL_PROVINCE", "51");
    calls.add::<e::AppointCouncilRequest>(&rpc("AppointCouncil"), here(), of_province);
    let of_centre = council("COUNCIL_LEVEL_CENTRE", "");
    calls.add_to::<e::AppointCouncilRequest>(
        &rpc("AppointCouncil"),
        "of the centre",
        all_of_it(),
        of_centre,
    );
    let round = json!({"round": {
        "provinceCode": "51", "year": 2026, "number": 1, "councilId": world.council
    }});
    calls.add::<e::OpenRoundRequest>(&rpc("OpenRound"), here(), round);
    let corrected = json!({"id": world.round, "reason": "ghi nhầm ngày"});
    calls.add::<e::CorrectRoundRequest>(&rpc("CorrectRound"), here(), corrected);
    calls.add::<e::ListRoundsRequest>(&rpc("ListRounds"), all_of_it(), json!({}));
    let ballot =
        json!({"dossierId": world.dossier, "answers": [{"criterion": "1.1", "option": "a"}]});
    calls.add::<e::CastBallotRequest>(&rpc("CastBallot"), own(world), ballot);
    calls.add::<e::TallyDossierRequest>(&rpc("TallyDossier"), own(world), of_dossier());
    let amend = json!({
        "councilId": world.council, "etag": "999", "fromDate": "2027-01-01", "leaving": ["giang"]
    });
    calls.add::<e::AmendCouncilRequest>(&rpc("AmendCouncil"), here(), amend);
    let delegate = json!({
        "councilId": world.council, "etag": "999", "fromDate": "2027-01-01", "member": "binh", "reason": "đi công tác"
    });
    calls.add::<e::DelegateChairRequest>(&rpc("DelegateChair"), here(), delegate);
    let correct = json!({
        "councilId": world.council, "etag": "999", "decisionNumber": "10/QĐ", "reason": "ghi nhầm"
    });
    calls.add::<e::CorrectCouncilRequest>(&rpc("CorrectCouncil"), here(), correct);
    let team = json!({
        "councilId": world.council, "etag": "999", "decisionNumber": "45/QĐ", "appointedOn": "2026-06-01",
        "members": [{"fullName": "Tám", "leads": true}]
    });
    calls.add::<e::AppointAdvisoryTeamRequest>(&rpc("AppointAdvisoryTeam"), here(), team);
    calls.add::<e::GetCouncilRequest>(
        &rpc("GetCouncil"),
        all_of_it(),
        json!({"id": world.council}),
    );
    calls.add::<e::ListCouncilsRequest>(&rpc("ListCouncils"), all_of_it(), json!({}));
    let conflict = json!({"dossierId": world.dossier, "reason": "người nhà"});
    calls.add::<e::DeclareConflictRequest>(&rpc("DeclareConflict"), own(world), conflict);
    let because = || json!({"dossierId": world.dossier, "reason": "nhầm hồ sơ"});
    calls.add::<e::WithdrawConflictRequest>(&rpc("WithdrawConflict"), own(world), because());
    calls.add::<e::WithdrawBallotRequest>(&rpc("WithdrawBallot"), own(world), because());
    calls.add::<e::ReopenVoteRequest>(&rpc("ReopenVote"), own(world), because());
    calls.add::<e::CorrectAgreementRequest>(&rpc("CorrectAgreement"), own(world), because());
    calls.add::<e::SignMinutesRequest>(&rpc("SignMinutes"), own(world), of_dossier());
    calls.add::<e::ListBallotsRequest>(&rpc("ListBallots"), own(world), of_dossier());

    let rpc = |name: &str| format!("evaluation.v1.CriteriaService/{name}");
    calls.add::<e::ListRegulationsRequest>(&rpc("ListRegulations"), all_of_it(), json!({}));
    calls.add::<e::ListCriteriaSetsRequest>(&rpc("ListCriteriaSets"), all_of_it(), json!({}));
    let set = || json!({"number": 9});
    calls.add::<e::GetCriteriaSetRequest>(&rpc("GetCriteriaSet"), all_of_it(), set());
    calls.add::<e::AssessBallotRequest>(&rpc("AssessBallot"), all_of_it(), set());
    calls.add::<e::AdviseUpgradeRequest>(&rpc("AdviseUpgrade"), all_of_it(), set());
}
