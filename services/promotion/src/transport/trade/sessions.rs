//! Sessions of trade connection on the wire.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use super::REASON;
use crate::application::trade::{CallOffTradeSession, PlanTradeSession, RecordTradeMeeting};
use crate::domain::trade::{Meeting, Outcome, Plan, Session};
use crate::storage::trade::SessionFilter;
use crate::transport::listing::asked_province;

enum_pairs! {
    fn outcome_to_proto(Outcome) -> proto::TradeMeetingOutcome;
    fn outcome_from_proto(proto::TradeMeetingOutcome) -> Option<Outcome>;
    Introduced, Samples, Negotiating, Memorandum, Deal, NoInterest
}

pub(super) fn plan(
    v: &mut Violations,
    caller: Caller,
    request: proto::PlanTradeSessionRequest,
) -> Option<PlanTradeSession> {
    let session = request.trade_session.unwrap_or_default();
    let code = (
        "trade_session.province_code",
        session.province_code.as_str(),
    );
    let province_code = v.province_of(caller.units.places(), code, caller.units.day());
    let name = v.name("trade_session.name", &session.name, 200);
    let venue = v.name("trade_session.venue", &session.venue, 300);
    let organiser = v.name("trade_session.organiser", &session.organiser, 200);
    let held_on = v.date("trade_session.held_on", &session.held_on);
    Some(PlanTradeSession {
        caller,
        province_code: province_code?,
        plan: Plan {
            name: name?,
            venue: venue?,
            organiser: organiser?,
            held_on: held_on?,
        },
    })
}

pub(super) fn meet(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordTradeMeetingRequest,
) -> Option<RecordTradeMeeting> {
    let id = v.uuid("trade_session_id", &request.trade_session_id);
    let meeting = request.meeting.unwrap_or_default();
    let partner_id = v.uuid("meeting.partner_id", &meeting.partner_id);
    let producer_id = v.uuid("meeting.producer_id", &meeting.producer_id);
    let outcome = v.known("meeting.outcome", meeting.outcome);
    let note = v.optional_text("meeting.note", &meeting.note, REASON);
    let mut deals = Some(Vec::with_capacity(meeting.deal_ids.len()));
    for (index, id) in meeting.deal_ids.iter().enumerate() {
        let id = v.uuid(&format!("meeting.deal_ids[{index}]"), id);
        deals = deals.zip(id).map(|(mut deals, id)| {
            if !deals.contains(&id) {
                deals.push(id);
            }
            deals
        });
    }
    Some(RecordTradeMeeting {
        caller,
        id: id?,
        partner_id: partner_id?,
        producer_id: producer_id?,
        outcome: outcome.and_then(outcome_from_proto)?,
        note: note?,
        deals: deals?,
    })
}

pub(super) fn call_off(
    v: &mut Violations,
    caller: Caller,
    request: proto::CallOffTradeSessionRequest,
) -> Option<CallOffTradeSession> {
    let id = v.uuid("trade_session_id", &request.trade_session_id);
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(CallOffTradeSession {
        caller,
        id: id?,
        reason: reason?,
    })
}

pub(super) fn list(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListTradeSessionsRequest,
) -> Option<SessionFilter> {
    let asked = (request.province_code.as_str(), request.in_units_of.as_str());
    Some(SessionFilter {
        province: asked_province(v, &caller, asked),
        held_from: v.optional_date("held_from", &request.held_from),
        held_to: v.optional_date("held_to", &request.held_to),
    })
}

pub(super) fn meeting(meeting: &Meeting) -> proto::TradeMeeting {
    proto::TradeMeeting {
        partner_id: meeting.partner_id.to_string(),
        partner_name: meeting.partner_name.clone(),
        producer_id: meeting.producer_id.to_string(),
        producer_name: meeting.producer_name.clone(),
        outcome: outcome_to_proto(meeting.outcome).into(),
        note: meeting.note.clone(),
        deal_ids: meeting.deals.iter().map(Uuid::to_string).collect(),
    }
}

/// A session without etag, times and meetings.
pub(super) fn bare(session: &Session, meetings: usize) -> proto::TradeSession {
    proto::TradeSession {
        id: session.id.to_string(),
        province_code: session.province_code.clone(),
        place_on: session.said_on.to_string(),
        name: session.plan.name.clone(),
        venue: session.plan.venue.clone(),
        organiser: session.plan.organiser.clone(),
        held_on: session.plan.held_on.to_string(),
        meeting_count: u32::try_from(meetings).unwrap_or(u32::MAX),
        called_off_reason: session.called_off.clone().unwrap_or_default(),
        ..Default::default()
    }
}

/// A session without meetings.
pub(super) fn session(saved: &Saved<Session>) -> proto::TradeSession {
    proto::TradeSession {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..bare(saved, saved.meetings.len())
    }
}

/// A session with who met whom.
pub(super) fn whole(saved: &Saved<Session>) -> proto::TradeSession {
    proto::TradeSession {
        meetings: saved.meetings.iter().map(meeting).collect(),
        ..session(saved)
    }
}
