//! Appointments put right, and advisory teams, on the wire.

use ocop_chassis::grpc::{Violations, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::application::council::{AppointAdvisoryTeam, CorrectCouncil};
use crate::domain::council::advisory_team::{AdvisoryTeam, TeamMember};
use crate::domain::council::correcting::Values;
use crate::transport::council::councils::{MAX_MEMBERS, members};

pub(crate) fn team_to_proto(team: AdvisoryTeam) -> proto::AdvisoryTeam {
    let member = |member: TeamMember| proto::AdvisoryTeamMember {
        full_name: member.full_name,
        organisation: member.organisation,
        leads: member.leads,
    };
    proto::AdvisoryTeam {
        decision_number: team.decision_number,
        appointed_on: team.appointed_on.to_string(),
        members: team.members.into_iter().map(member).collect(),
        recorded_by: team.recorded_by,
        record_time: Some(timestamp(team.recorded_at)),
    }
}

pub(crate) fn correct(
    v: &mut Violations,
    caller: Caller,
    request: proto::CorrectCouncilRequest,
) -> Option<CorrectCouncil> {
    let id = v.uuid("council_id", &request.council_id);
    let seen = v.etag("etag", &request.etag);
    let reason = v.required_text("reason", &request.reason, 2_000);
    let number = v.optional_text("decision_number", &request.decision_number, 100);
    let appointed_on = v.optional_date("appointed_on", &request.appointed_on);
    let members = members(v, "members", &request.members);
    Some(CorrectCouncil {
        caller,
        id: id?,
        seen: seen?,
        reason: reason?,
        values: Values {
            decision_number: number.filter(|number| !number.is_empty()),
            appointed_on,
            members: (!members.is_empty()).then_some(members),
        },
    })
}

pub(crate) fn appoint_team(
    v: &mut Violations,
    caller: Caller,
    request: proto::AppointAdvisoryTeamRequest,
) -> Option<AppointAdvisoryTeam> {
    let id = v.uuid("council_id", &request.council_id);
    let seen = v.etag("etag", &request.etag);
    let decision_number = v.required_text("decision_number", &request.decision_number, 100);
    let appointed_on = v.date("appointed_on", &request.appointed_on);
    if request.members.len() > MAX_MEMBERS {
        v.add(
            "members",
            "TOO_MANY",
            format!("must be at most {MAX_MEMBERS}"),
        );
    }
    let members = request.members.iter().take(MAX_MEMBERS).enumerate();
    let members = members.filter_map(|(index, member)| {
        let field = |name: &str| format!("members[{index}].{name}");
        let full_name = v.name(&field("full_name"), &member.full_name, 200);
        let organisation = v.optional_text(&field("organisation"), &member.organisation, 200);
        Some(TeamMember {
            full_name: full_name?,
            organisation: organisation?,
            leads: member.leads,
        })
    });
    let members = members.collect();
    Some(AppointAdvisoryTeam {
        caller,
        id: id?,
        seen: seen?,
        decision_number: decision_number?,
        appointed_on: appointed_on?,
        members,
    })
}
