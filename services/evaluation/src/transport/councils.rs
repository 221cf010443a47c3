//! Councils on the wire.

use chrono::{DateTime, Utc};
use ocop_chassis::grpc::{Refusal, Violations, timestamp};
use ocop_chassis::identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use super::certificates::province;
use crate::application::AppointCouncil;
use crate::domain::council::{Council, Member, MemberRole};

/// Most members of a council.
const MOST_MEMBERS: usize = 100;

/// The quorum where the council's own regulation names none, in percent.
const USUAL_QUORUM: u32 = 75;

/// How far members' totals may lie apart where the council's own regulation says nothing, in points.
const USUAL_SPREAD: u32 = 10;

fn role(role: MemberRole) -> proto::MemberRole {
    match role {
        MemberRole::Chair => proto::MemberRole::Chair,
        MemberRole::Secretary => proto::MemberRole::Secretary,
        MemberRole::Member => proto::MemberRole::Member,
    }
}

fn read_role(role: proto::MemberRole) -> Option<MemberRole> {
    match role {
        proto::MemberRole::Unspecified => None,
        proto::MemberRole::Chair => Some(MemberRole::Chair),
        proto::MemberRole::Secretary => Some(MemberRole::Secretary),
        proto::MemberRole::Member => Some(MemberRole::Member),
    }
}

pub(super) fn told(council: Council, now: DateTime<Utc>) -> proto::Council {
    let member = |member: Member| proto::CouncilMember {
        subject: member.subject,
        full_name: member.full_name,
        organisation: member.organisation,
        role: role(member.role).into(),
    };
    proto::Council {
        id: council.id.to_string(),
        create_time: Some(timestamp(now)),
        province_code: council.province_code,
        decision_number: council.decision_number,
        appointed_on: council.appointed_on.to_string(),
        members: council.members.into_iter().map(member).collect(),
        quorum_percent: council.quorum_percent,
    }
}

pub(super) fn required_province(v: &mut Violations, field: &str, text: &str) -> Option<String> {
    if text.trim().is_empty() {
        v.add(field, "REQUIRED", "must be the code of a province");
    }
    province(v, field, text)
}

fn member(v: &mut Violations, index: usize, said: &proto::CouncilMember) -> Option<Member> {
    let field = |name: &str| format!("council.members[{index}].{name}");
    let subject = v.required_text(&field("subject"), &said.subject, 200);
    let full_name = v.required_text(&field("full_name"), &said.full_name, 200);
    let organisation = v.optional_text(&field("organisation"), &said.organisation, 200);
    let role = v.known(&field("role"), said.role).and_then(read_role);
    Some(Member {
        subject: subject?,
        full_name: full_name?,
        organisation: organisation?,
        role: role?,
    })
}

pub(super) fn appoint(
    caller: Caller,
    request: &proto::AppointCouncilRequest,
) -> Result<AppointCouncil, Refusal> {
    let mut v = Violations::new();
    let said = request.council.clone().unwrap_or_default();
    let province_code = required_province(&mut v, "council.province_code", &said.province_code);
    let decision_number = v.required_text("council.decision_number", &said.decision_number, 100);
    let appointed_on = v.date("council.appointed_on", &said.appointed_on);
    if said.members.len() > MOST_MEMBERS {
        v.add(
            "council.members",
            "TOO_MANY",
            format!("must be at most {MOST_MEMBERS}"),
        );
    }
    let members = said.members.iter().take(MOST_MEMBERS).enumerate();
    let members: Vec<Member> = members
        .filter_map(|(index, said)| member(&mut v, index, said))
        .collect();
    v.finish()?;
    let (Some(province_code), Some(decision_number), Some(appointed_on)) =
        (province_code, decision_number, appointed_on)
    else {
        return Err(Refusal::internal());
    };
    let council = Council {
        id: Uuid::nil(),
        province_code,
        decision_number,
        appointed_on,
        members,
        quorum_percent: if said.quorum_percent == 0 {
            USUAL_QUORUM
        } else {
            said.quorum_percent
        },
        maximum_spread: Some(USUAL_SPREAD),
    };
    Ok(AppointCouncil { caller, council })
}
