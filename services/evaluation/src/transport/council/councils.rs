//! Councils on the wire.

use chrono::NaiveDate;
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::application::council::{AmendCouncil, AppointCouncil, DelegateChair};
use crate::domain::council::amendment::Amendment;
use crate::domain::council::composition::Sector;
use crate::domain::council::delegation::Delegation;
use crate::domain::council::{
    Council, DEFAULT_MAXIMUM_SPREAD, DEFAULT_QUORUM_PERCENT, Level, Member, MemberRole, Rules,
};
use crate::storage::council::CouncilFilter;
use crate::transport::correction;
use crate::transport::council::appointments;
use crate::transport::fields::{day, province_from};

/// Most members of a council.
pub(crate) const MAX_MEMBERS: usize = 100;

/// Most points that totals can lie apart: a set has a hundred.
const MAX_POINTS: u32 = 100;

enum_pairs! {
    fn role_to_proto(MemberRole) -> proto::MemberRole;
    fn role_from_proto(proto::MemberRole) -> Option<MemberRole>;
    Chair, Secretary, Member
}

enum_pairs! {
    fn level_to_proto(Level) -> proto::CouncilLevel;
    fn level_from_proto(proto::CouncilLevel) -> Option<Level>;
    Province, Centre
}

enum_pairs! {
    fn sector_to_proto(Sector) -> proto::CouncilSector;
    fn sector_from_proto(proto::CouncilSector) -> Option<Sector>;
    PeoplesCommittee, AgricultureEnvironment, IndustryTrade, Health, ScienceTechnology, CultureSportsTourism, FoodSafety, OcopOffice, SpecialisedUnit, Expert
}

fn rules_to_proto(rules: Rules) -> proto::CouncilRules {
    proto::CouncilRules {
        from_date: rules.from.to_string(),
        quorum_percent: rules.quorum_percent,
        chair_must_vote: rules.chair_must_vote,
        minimum_members: rules.minimum_members,
        maximum_spread: rules.maximum_spread,
        any_spread: rules.maximum_spread.is_none(),
    }
}

pub(crate) fn to_proto(record: Saved<Council>, today: NaiveDate) -> proto::Council {
    let (etag, created_at) = (record.version().to_string(), record.created_at());
    let council = record.into_inner();
    let member = |member: Member| proto::CouncilMember {
        subject: member.subject,
        full_name: member.full_name,
        organisation: member.organisation,
        role: role_to_proto(member.role).into(),
        sector: member
            .sector
            .map_or(proto::CouncilSector::Unspecified, sector_to_proto)
            .into(),
        joined_on: day(member.joined_on),
        left_on: day(member.left_on),
    };
    let delegation = |delegation: Delegation| proto::ChairDelegation {
        member: delegation.member,
        from_date: delegation.from.to_string(),
        until_date: delegation.until.to_string(),
        reason: delegation.reason,
        recorded_by: delegation.recorded_by,
        record_time: Some(timestamp(delegation.recorded_at)),
    };
    let missing = council.missing_sectors(today.max(council.appointed_on));
    let missing = missing
        .into_iter()
        .map(|sector| sector_to_proto(sector).into());
    proto::Council {
        id: council.id.to_string(),
        missing_sectors: missing.collect(),
        corrections: council
            .corrections
            .iter()
            .map(correction::to_proto)
            .collect(),
        create_time: Some(timestamp(created_at)),
        quorum_percent: council.rules_on(council.appointed_on).quorum_percent,
        province_code: council.province_code,
        decision_number: council.decision_number,
        appointed_on: council.appointed_on.to_string(),
        members: council.members.into_iter().map(member).collect(),
        rules: council.rules.into_iter().map(rules_to_proto).collect(),
        advisory_teams: (council.advisory_teams.into_iter())
            .map(appointments::team_to_proto)
            .collect(),
        level: level_to_proto(council.level).into(),
        etag,
        delegations: council.delegations.into_iter().map(delegation).collect(),
    }
}

pub(crate) fn members(
    v: &mut Violations,
    field: &str,
    message: &[proto::CouncilMember],
) -> Vec<Member> {
    if message.len() > MAX_MEMBERS {
        v.add(field, "TOO_MANY", format!("must be at most {MAX_MEMBERS}"));
    }
    let message = message.iter().take(MAX_MEMBERS).enumerate();
    message
        .filter_map(|(index, message)| member(v, &format!("{field}[{index}]"), message))
        .collect()
}

fn member(v: &mut Violations, place: &str, message: &proto::CouncilMember) -> Option<Member> {
    let field = |name: &str| format!("{place}.{name}");
    let subject = v.required_text(&field("subject"), &message.subject, 200);
    let full_name = v.name(&field("full_name"), &message.full_name, 200);
    let organisation = v.optional_text(&field("organisation"), &message.organisation, 200);
    let role = v
        .known(&field("role"), message.role)
        .and_then(role_from_proto);
    let sector = v.known_or_any(&field("sector"), message.sector);
    Some(Member {
        subject: subject?,
        full_name: full_name?,
        organisation: organisation?,
        role: role?,
        sector: sector.and_then(sector_from_proto),
        joined_on: None,
        left_on: None,
    })
}

/// Reads rules that are to hold from a day on.
fn rules(v: &mut Violations, field: &str, message: &proto::CouncilRules, from: NaiveDate) -> Rules {
    let spread = message.maximum_spread.unwrap_or(DEFAULT_MAXIMUM_SPREAD);
    if message.any_spread && message.maximum_spread.is_some() {
        let field = format!("{field}.any_spread");
        v.add(field, "MALFORMED", "stands beside a maximum_spread");
    }
    v.within(&format!("{field}.maximum_spread"), spread, 0..=MAX_POINTS);
    Rules {
        from,
        quorum_percent: quorum(message.quorum_percent),
        chair_must_vote: message.chair_must_vote,
        minimum_members: message.minimum_members,
        maximum_spread: (!message.any_spread).then_some(spread),
    }
}

fn quorum(percent: u32) -> u32 {
    if percent == 0 {
        DEFAULT_QUORUM_PERCENT
    } else {
        percent
    }
}

pub(crate) fn appoint(
    v: &mut Violations,
    caller: Caller,
    request: proto::AppointCouncilRequest,
) -> Option<AppointCouncil> {
    let message = request.council.unwrap_or_default();
    let level = v.known_or_any("council.level", message.level);
    let level = level.and_then(level_from_proto).unwrap_or_default();
    let appointed_on = v.date("council.appointed_on", &message.appointed_on);
    let province_code = match level {
        Level::Province => {
            let code = ("council.province_code", message.province_code.as_str());
            province_from(v, &caller, code, appointed_on)
        }
        // A code that is given all the same is refused with the rest that the domain finds.
        Level::Centre => Some(message.province_code.trim().to_owned()),
    };
    let decision_number = v.required_text("council.decision_number", &message.decision_number, 100);
    let members = members(v, "council.members", &message.members);
    let first = appointed_on.map(|from| match &message.rules[..] {
        [] => Rules {
            quorum_percent: quorum(message.quorum_percent),
            ..Rules::usual(from)
        },
        [first, more @ ..] => {
            if !more.is_empty() {
                v.add("council.rules", "TOO_MANY", "must be the first rules alone");
            }
            if message.quorum_percent != 0 {
                v.add("council.quorum_percent", "MALFORMED", "stands beside rules");
            }
            rules(v, "council.rules[0]", first, from)
        }
    });
    let first = first?;
    let council = Council {
        id: Uuid::nil(),
        level,
        province_code: province_code?,
        decision_number: decision_number?,
        appointed_on: appointed_on?,
        members,
        rules: vec![first],
        delegations: Vec::new(),
        advisory_teams: Vec::new(),
        corrections: Vec::new(),
    };
    Some(AppointCouncil { caller, council })
}

pub(crate) fn amend(
    v: &mut Violations,
    caller: Caller,
    request: proto::AmendCouncilRequest,
) -> Option<AmendCouncil> {
    let id = v.uuid("council_id", &request.council_id);
    let seen = v.etag("etag", &request.etag);
    let from = v.date("from_date", &request.from_date);
    let new = request.rules.as_ref().zip(from);
    let rules = new.map(|(message, from)| rules(v, "rules", message, from));
    let joining = members(v, "joining", &request.joining);
    if request.leaving.len() > MAX_MEMBERS {
        v.add(
            "leaving",
            "TOO_MANY",
            format!("must be at most {MAX_MEMBERS}"),
        );
    }
    let leaving = request.leaving.iter().take(MAX_MEMBERS).enumerate();
    let leaving = leaving
        .filter_map(|(index, message)| v.required_text(&format!("leaving[{index}]"), message, 200))
        .collect();
    let amendment = Amendment {
        from: from?,
        rules,
        leaving,
        joining,
    };
    Some(AmendCouncil {
        caller,
        id: id?,
        seen: seen?,
        amendment,
    })
}

pub(crate) fn delegate(
    v: &mut Violations,
    caller: Caller,
    request: proto::DelegateChairRequest,
) -> Option<DelegateChair> {
    let id = v.uuid("council_id", &request.council_id);
    let seen = v.etag("etag", &request.etag);
    let member = v.required_text("member", &request.member, 200);
    let from = v.date("from_date", &request.from_date);
    let until = v.optional_date("until_date", &request.until_date);
    let reason = v.required_text("reason", &request.reason, 2_000);
    let from = from?;
    Some(DelegateChair {
        caller,
        id: id?,
        seen: seen?,
        member: member?,
        from,
        until: until.unwrap_or(from),
        reason: reason?,
    })
}

pub(crate) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListCouncilsRequest,
) -> Option<CouncilFilter> {
    let on = v.in_units_of(&request.in_units_of, caller.units.day());
    let level = v.known_or_any("level", request.level);
    Some(CouncilFilter {
        province: v.asked_unit(&caller.units, ("province_code", &request.province_code), on),
        level: level.and_then(level_from_proto),
    })
}
