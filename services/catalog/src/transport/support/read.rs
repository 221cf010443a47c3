//! Reads requests about support.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::support_grant::Granted as SentGranted;
use uuid::Uuid;

use super::kind_from_proto;
use crate::application::support::{
    CancelGrant, CancelSession, CloseProgramme, CorrectGrant, PlanProgramme, PlanSession,
    RecordAttendance, RecordGrant, UpdateProgramme, UpdateSession,
};
use crate::domain::support::{GrantTerms, Granted, ProgrammeTerms, SessionTerms};
use crate::storage::support::{GrantFilter, ProgrammeFilter, SessionFilter};
use crate::transport::{REASON, place, seen};

const NAME: usize = 200;
const PURPOSE: usize = 500;
/// 100,000 billion đồng.
const MOST_VND: u64 = 100_000_000_000_000;

fn programme_terms(v: &mut Violations, given: &proto::SupportProgramme) -> Option<ProgrammeTerms> {
    let title = v.required_text("programme.title", &given.title, NAME);
    let kind = v
        .known("programme.kind", given.kind)
        .and_then(kind_from_proto);
    let organiser = v.required_text("programme.organiser", &given.organiser, NAME);
    let budget = given
        .budget_vnd
        .map(|budget| v.within("programme.budget_vnd", budget, 1..=MOST_VND));
    let from = v.date("programme.from_date", &given.from_date);
    let to = v.date("programme.to_date", &given.to_date);
    in_order(v, "programme.to_date", from.zip(to));
    Some(ProgrammeTerms {
        title: title?,
        kind: kind?,
        organiser: organiser?,
        budget_vnd: budget.flatten(),
        from: from?,
        to: to?,
    })
}

fn in_order(v: &mut Violations, field: &str, days: Option<(NaiveDate, NaiveDate)>) {
    if days.is_some_and(|(from, to)| to < from) {
        v.add(field, "OUT_OF_ORDER", "must not be before from_date");
    }
}

/// Reads an id that may be left out.
fn optional_id(v: &mut Violations, field: &str, text: &str) -> Option<Uuid> {
    (!text.is_empty()).then(|| v.uuid(field, text)).flatten()
}

pub(super) fn plan_programme(
    v: &mut Violations,
    caller: Caller,
    request: proto::PlanSupportProgrammeRequest,
) -> Option<PlanProgramme> {
    let given = request.programme.unwrap_or_default();
    let terms = programme_terms(v, &given);
    let said = (given.place_code.as_str(), given.place_on.as_str());
    let place = place::named(v, &caller, "programme.", said);
    Some(PlanProgramme {
        caller,
        place: place?,
        terms: terms?,
    })
}

pub(super) fn update_programme(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateSupportProgrammeRequest,
) -> Option<UpdateProgramme> {
    let given = request.programme.unwrap_or_default();
    let seen = seen(v, "programme.", &given.id, &given.etag);
    let terms = programme_terms(v, &given);
    let reason = v.optional_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(UpdateProgramme {
        caller,
        id,
        seen,
        terms: terms?,
        reason: reason?,
    })
}

pub(super) fn close_programme(
    v: &mut Violations,
    caller: Caller,
    request: proto::CloseSupportProgrammeRequest,
) -> Option<CloseProgramme> {
    let seen = seen(v, "", &request.id, &request.etag);
    let reason = v.required_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(CloseProgramme {
        caller,
        id,
        seen,
        reason: reason?,
    })
}

pub(super) fn programmes(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListSupportProgrammesRequest,
) -> Option<ProgrammeFilter> {
    let named = ("place_code", request.place_code.as_str());
    Some(ProgrammeFilter {
        place: place::area(v, &caller, named, &request.in_units_of),
        kind: v
            .known_or_any("kind", request.kind)
            .and_then(kind_from_proto),
        on: v.optional_date("on_date", &request.on_date),
        open: request.open,
    })
}

fn session_terms(v: &mut Violations, given: &proto::SupportSession) -> Option<SessionTerms> {
    let topic = v.required_text("session.topic", &given.topic, NAME);
    let on = v.date("session.on_date", &given.on_date);
    let hours = v.within("session.hours", given.hours, 1..=1_000);
    Some(SessionTerms {
        topic: topic?,
        on: on?,
        hours: hours?,
    })
}

pub(super) fn plan_session(
    v: &mut Violations,
    caller: Caller,
    request: proto::PlanSupportSessionRequest,
) -> Option<PlanSession> {
    let given = request.session.unwrap_or_default();
    let programme = v.uuid("session.programme_id", &given.programme_id);
    let terms = session_terms(v, &given);
    let said = (given.place_code.as_str(), given.place_on.as_str());
    let place = place::named(v, &caller, "session.", said);
    Some(PlanSession {
        caller,
        programme: programme?,
        place: place?,
        terms: terms?,
    })
}

pub(super) fn update_session(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateSupportSessionRequest,
) -> Option<UpdateSession> {
    let given = request.session.unwrap_or_default();
    let seen = seen(v, "session.", &given.id, &given.etag);
    let terms = session_terms(v, &given);
    let said = (given.place_code.as_str(), given.place_on.as_str());
    let place = place::named(v, &caller, "session.", said);
    let reason = v.optional_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(UpdateSession {
        caller,
        id,
        seen,
        place: place?,
        terms: terms?,
        reason: reason?,
    })
}

pub(super) fn cancel_session(
    v: &mut Violations,
    caller: Caller,
    request: proto::CancelSupportSessionRequest,
) -> Option<CancelSession> {
    let seen = seen(v, "", &request.id, &request.etag);
    let reason = v.required_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(CancelSession {
        caller,
        id,
        seen,
        reason: reason?,
    })
}

pub(super) fn attendance(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordSessionAttendanceRequest,
) -> Option<RecordAttendance> {
    let seen = seen(v, "", &request.id, &request.etag);
    let mut attended = BTreeMap::new();
    for (index, one) in request.attended.iter().enumerate() {
        let field = |name: &str| format!("attended[{index}].{name}");
        let producer = v.uuid(&field("producer_id"), &one.producer_id);
        let persons = v.within(&field("persons"), one.persons, 1..=1_000);
        if let (Some(producer), Some(persons)) = (producer, persons)
            && attended.insert(producer, persons).is_some()
        {
            v.add(field("producer_id"), "TWICE", "stands here already");
        }
    }
    let reason = v.optional_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(RecordAttendance {
        caller,
        id,
        seen,
        attended,
        reason: reason?,
    })
}

pub(super) fn sessions(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListSupportSessionsRequest,
) -> Option<(Caller, SessionFilter)> {
    let named = ("place_code", request.place_code.as_str());
    let filter = SessionFilter {
        programme: optional_id(v, "programme_id", &request.programme_id),
        producer: optional_id(v, "producer_id", &request.producer_id),
        place: place::area(v, &caller, named, &request.in_units_of),
        from: v.optional_date("from_date", &request.from_date),
        to: v.optional_date("to_date", &request.to_date),
    };
    in_order(v, "to_date", filter.from.zip(filter.to));
    Some((caller, filter))
}

fn granted(v: &mut Violations, given: Option<SentGranted>) -> Option<Granted> {
    match given {
        Some(SentGranted::AmountVnd(vnd)) => {
            let vnd = v.within("grant.amount_vnd", vnd, 1..=MOST_VND)?;
            Some(Granted::Money { vnd })
        }
        Some(SentGranted::InKind(given)) => {
            let what = v.required_text("grant.in_kind.what", &given.what, NAME);
            let worth = given
                .worth_vnd
                .map(|worth| v.within("grant.in_kind.worth_vnd", worth, 1..=MOST_VND));
            Some(Granted::InKind {
                what: what?,
                worth_vnd: worth.flatten(),
            })
        }
        None => {
            let rule = "must be given, or in_kind";
            v.add("grant.amount_vnd", "REQUIRED", rule);
            None
        }
    }
}

fn grant_terms(v: &mut Violations, given: proto::SupportGrant) -> Option<GrantTerms> {
    let granted = granted(v, given.granted);
    let on = v.date("grant.on_date", &given.on_date);
    let purpose = v.required_text("grant.purpose", &given.purpose, PURPOSE);
    let paper = v.required_text("grant.paper", &given.paper, NAME);
    let hash = given.paper_sha256.to_ascii_lowercase();
    let is_hash = hash.len() == 64 && hash.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !hash.is_empty() && !is_hash {
        let rule = "must be 64 hexadecimal digits";
        v.add("grant.paper_sha256", "MALFORMED", rule);
    }
    Some(GrantTerms {
        granted: granted?,
        on: on?,
        purpose: purpose?,
        paper: paper?,
        paper_sha256: hash,
    })
}

pub(super) fn record_grant(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordSupportGrantRequest,
) -> Option<RecordGrant> {
    let given = request.grant.unwrap_or_default();
    let programme = v.uuid("grant.programme_id", &given.programme_id);
    let producer = v.uuid("grant.producer_id", &given.producer_id);
    let terms = grant_terms(v, given);
    Some(RecordGrant {
        caller,
        programme: programme?,
        producer: producer?,
        terms: terms?,
    })
}

pub(super) fn correct_grant(
    v: &mut Violations,
    caller: Caller,
    request: proto::CorrectSupportGrantRequest,
) -> Option<CorrectGrant> {
    let given = request.grant.unwrap_or_default();
    let seen = seen(v, "grant.", &given.id, &given.etag);
    let terms = grant_terms(v, given);
    let reason = v.required_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(CorrectGrant {
        caller,
        id,
        seen,
        terms: terms?,
        reason: reason?,
    })
}

pub(super) fn cancel_grant(
    v: &mut Violations,
    caller: Caller,
    request: proto::CancelSupportGrantRequest,
) -> Option<CancelGrant> {
    let seen = seen(v, "", &request.id, &request.etag);
    let reason = v.required_text("reason", &request.reason, REASON);
    let (id, seen) = seen?;
    Some(CancelGrant {
        caller,
        id,
        seen,
        reason: reason?,
    })
}

pub(super) fn grants(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListSupportGrantsRequest,
) -> Option<GrantFilter> {
    let named = ("place_code", request.place_code.as_str());
    let filter = GrantFilter {
        within: caller.reach(),
        programme: optional_id(v, "programme_id", &request.programme_id),
        producer: optional_id(v, "producer_id", &request.producer_id),
        place: place::area(v, &caller, named, &request.in_units_of),
        from: v.optional_date("from_date", &request.from_date),
        to: v.optional_date("to_date", &request.to_date),
    };
    in_order(v, "to_date", filter.from.zip(filter.to));
    Some(filter)
}
