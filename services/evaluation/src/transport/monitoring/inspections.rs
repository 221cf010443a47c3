//! Inspections.

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::domain::monitoring::inspection::{
    Declined, Finding, Inspection, InspectionKind, InspectionState, Proposal, Remedy, Topic,
};
use crate::storage::monitoring::Filter;
use crate::transport::certificate::certificates::ground_to_proto;
use crate::transport::fields::{day, id, optional_id};

enum_pairs! {
    fn topic_to_proto(Topic) -> proto::InspectionTopic;
    pub(crate) fn topic_from_proto(proto::InspectionTopic) -> Option<Topic>;
    Criteria, Mark
}

enum_pairs! {
    pub(crate) fn state_to_proto(InspectionState) -> proto::InspectionState;
    fn state_from_proto(proto::InspectionState) -> Option<InspectionState>;
    Planned, InOrder, Found, RemedyDue, Remedied, RemedyMissing, RevocationProposed, Revoked, Cancelled
}

fn remedy_to_proto(remedy: Remedy) -> proto::Remedy {
    let (outcome, checked_on, note) = match remedy.check {
        None => (
            proto::RemedyOutcome::Unspecified,
            String::new(),
            String::new(),
        ),
        Some(check) => (
            if check.met {
                proto::RemedyOutcome::Met
            } else {
                proto::RemedyOutcome::Missing
            },
            check.on.to_string(),
            check.note,
        ),
    };
    proto::Remedy {
        what: remedy.what,
        due_on: remedy.due_on.to_string(),
        outcome: outcome.into(),
        checked_on,
        note,
    }
}

fn finding_to_proto(finding: Finding) -> proto::Finding {
    proto::Finding {
        topic: topic_to_proto(finding.topic).into(),
        text: finding.text,
        product_id: finding
            .product_id
            .map(|id| id.to_string())
            .unwrap_or_default(),
        remedy: finding.remedy.map(remedy_to_proto),
    }
}

fn proposal_to_proto(proposal: Proposal) -> proto::RevocationProposal {
    proto::RevocationProposal {
        decide_by: proposal.decide_by().to_string(),
        certificate_id: proposal.certificate_id.to_string(),
        ground: ground_to_proto(proposal.ground).into(),
        conclusion: proposal.conclusion,
        concluded_on: proposal.concluded_on.to_string(),
        authority: proposal.authority,
    }
}

fn declined_to_proto(declined: Declined) -> proto::DeclinedProposal {
    proto::DeclinedProposal {
        proposal: Some(proposal_to_proto(declined.proposal)),
        declined_on: declined.on.to_string(),
        reason: declined.reason,
    }
}

/// An inspection without times and etag, which events do not carry.
pub(crate) fn bare(inspection: Inspection) -> proto::Inspection {
    let due_on = day(inspection.due_on());
    let subject = inspection.subject;
    let stage = &inspection.stage;
    let held = stage.held();
    let cancelled = stage.cancelled();
    proto::Inspection {
        id: inspection.id.to_string(),
        etag: String::new(),
        create_time: None,
        update_time: None,
        kind: match inspection.kind {
            InspectionKind::Planned => proto::InspectionKind::Planned,
            InspectionKind::Surprise => proto::InspectionKind::Surprise,
        }
        .into(),
        province_code: subject.province_code,
        producer_id: subject.producer_id.to_string(),
        producer_name: subject.producer_name,
        product_id: id(subject.product_id),
        product_name: subject.product_name,
        certificate_id: id(subject.certificate_id),
        inspector: inspection.inspector,
        planned_for: inspection.planned_for.to_string(),
        topics: inspection
            .topics
            .into_iter()
            .map(|topic| topic_to_proto(topic).into())
            .collect(),
        state: state_to_proto(stage.state()).into(),
        inspected_on: day(held.map(|held| held.on)),
        findings: held
            .map(|held| held.findings.clone())
            .unwrap_or_default()
            .into_iter()
            .map(finding_to_proto)
            .collect(),
        proposal: stage.proposal().cloned().map(proposal_to_proto),
        revoked_on: day(stage.revoked_on()),
        due_on,
        declined_proposals: held
            .map(|held| held.declined.clone())
            .unwrap_or_default()
            .into_iter()
            .map(declined_to_proto)
            .collect(),
        cancelled_on: day(cancelled.map(|(on, _)| on)),
        cancel_reason: cancelled.map_or_else(String::new, |(_, reason)| reason.to_owned()),
    }
}

pub(crate) fn to_proto(record: Saved<Inspection>) -> proto::Inspection {
    proto::Inspection {
        etag: record.version().to_string(),
        create_time: Some(timestamp(record.created_at())),
        update_time: Some(timestamp(record.updated_at())),
        ..bare(record.into_inner())
    }
}

pub(crate) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListInspectionsRequest,
) -> Option<(Caller, Filter<InspectionState>)> {
    let on = v.in_units_of(&request.in_units_of, caller.units.day());
    let filter = Filter {
        province: v.asked_unit(&caller.units, ("province_code", &request.province_code), on),
        product: optional_id(v, "product_id", &request.product_id),
        producer: optional_id(v, "producer_id", &request.producer_id),
        state: v
            .known_or_any("state", request.state)
            .and_then(state_from_proto),
        due_before: v.optional_date("due_before", &request.due_before),
    };
    Some((caller, filter))
}
