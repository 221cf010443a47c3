//! Invitations to sessions on the wire.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use uuid::Uuid;

use super::REASON;
use crate::application::trade::{AnswerTradeInvitation, InviteToTradeSession};
use crate::domain::trade::{Invitation, InvitationState};
use crate::storage::trade::{InvitationFilter, InvitationStatus};

enum_pairs! {
    fn status_to_proto(InvitationStatus) -> proto::TradeInvitationState;
    fn status_from_proto(proto::TradeInvitationState) -> Option<InvitationStatus>;
    Sent, Accepted, Declined, CalledOff
}

pub(super) fn invite(
    v: &mut Violations,
    caller: Caller,
    request: proto::InviteToTradeSessionRequest,
) -> Option<InviteToTradeSession> {
    let id = v.uuid("trade_session_id", &request.trade_session_id);
    let note = v.optional_text("note", &request.note, REASON);
    if request.partner_ids.is_empty() {
        v.add("partner_ids", "REQUIRED", "must name at least one partner");
    }
    let mut partners: Option<Vec<Uuid>> = Some(Vec::with_capacity(request.partner_ids.len()));
    for (index, id) in request.partner_ids.iter().enumerate() {
        let id = v.uuid(&format!("partner_ids[{index}]"), id);
        partners = partners.zip(id).map(|(mut partners, id)| {
            if !partners.contains(&id) {
                partners.push(id);
            }
            partners
        });
    }
    Some(InviteToTradeSession {
        caller,
        id: id?,
        partners: partners?,
        note: note?,
    })
}

pub(super) fn answer(
    v: &mut Violations,
    caller: Caller,
    request: proto::AnswerTradeInvitationRequest,
) -> Option<AnswerTradeInvitation> {
    let id = v.uuid("trade_invitation_id", &request.trade_invitation_id);
    let reason = v.optional_text("reason", &request.reason, REASON);
    if request.comes && !request.reason.is_empty() {
        let rule = "must be empty if the partner comes";
        v.add("reason", "OUT_OF_RANGE", rule);
    }
    let reason = reason?;
    Some(AnswerTradeInvitation {
        caller,
        id: id?,
        comes: if request.comes { Ok(()) } else { Err(reason) },
    })
}

pub(super) fn of_session(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListSessionInvitationsRequest,
) -> Option<(Caller, Uuid, InvitationFilter)> {
    let session_id = v.uuid("trade_session_id", &request.trade_session_id);
    let status = v
        .known_or_any("state", request.state)
        .and_then(status_from_proto);
    let filter = InvitationFilter {
        session_id,
        status,
        ..InvitationFilter::default()
    };
    Some((caller, session_id?, filter))
}

pub(super) fn of_partner(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListPartnerInvitationsRequest,
) -> Option<(Caller, Uuid, InvitationFilter)> {
    let partner_id = v.uuid("partner_id", &request.partner_id);
    let status = v
        .known_or_any("state", request.state)
        .and_then(status_from_proto);
    let filter = InvitationFilter {
        partner_id,
        status,
        ..InvitationFilter::default()
    };
    Some((caller, partner_id?, filter))
}

/// An invitation without etag and times.
pub(super) fn bare(invitation: &Invitation) -> proto::TradeInvitation {
    let plan = &invitation.plan;
    proto::TradeInvitation {
        id: invitation.id.to_string(),
        state: status_to_proto(InvitationStatus::from(&invitation.state)).into(),
        trade_session_id: invitation.session_id.to_string(),
        session_name: plan.name.clone(),
        venue: plan.venue.clone(),
        organiser: plan.organiser.clone(),
        held_on: plan.held_on.to_string(),
        province_code: invitation.province_code.clone(),
        place_on: invitation.said_on.to_string(),
        partner_id: invitation.partner_id.to_string(),
        partner_name: invitation.partner_name.clone(),
        note: invitation.note.clone(),
        reason: match &invitation.state {
            InvitationState::Declined(reason) | InvitationState::CalledOff(reason) => {
                reason.clone()
            }
            InvitationState::Sent | InvitationState::Accepted => String::new(),
        },
        ..Default::default()
    }
}

pub(super) fn invitation(saved: &Saved<Invitation>) -> proto::TradeInvitation {
    proto::TradeInvitation {
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        ..bare(saved)
    }
}

pub(super) fn sent(saved: &[Saved<Invitation>]) -> proto::InviteToTradeSessionResponse {
    proto::InviteToTradeSessionResponse {
        trade_invitations: saved.iter().map(invitation).collect(),
    }
}
