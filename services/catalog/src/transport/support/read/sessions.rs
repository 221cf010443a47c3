//! Reads requests about sessions of training.

use std::collections::BTreeMap;

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;

use super::{NAME, ended, in_order, optional_id};
use crate::application::support::{CancelSession, PlanSession, RecordAttendance, UpdateSession};
use crate::domain::support::SessionTerms;
use crate::storage::support::SessionFilter;
use crate::transport::{REASON, place, seen};

fn session_terms(v: &mut Violations, given: &proto::SupportSession) -> Option<SessionTerms> {
    let topic = v.name("session.topic", &given.topic, NAME);
    let on = v.date("session.on_date", &given.on_date);
    let hours = v.within("session.hours", given.hours, 1..=1_000);
    Some(SessionTerms {
        topic: topic?,
        on: on?,
        hours: hours?,
    })
}

pub(in crate::transport::support) fn plan_session(
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

pub(in crate::transport::support) fn update_session(
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

pub(in crate::transport::support) fn cancel_session(
    v: &mut Violations,
    caller: Caller,
    request: proto::CancelSupportSessionRequest,
) -> Option<CancelSession> {
    let ended = ended(v, (&request.id, &request.etag, &request.reason))?;
    Some(CancelSession {
        caller,
        id: ended.id,
        seen: ended.seen,
        reason: ended.reason,
    })
}

pub(in crate::transport::support) fn attendance(
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

pub(in crate::transport::support) fn sessions(
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
