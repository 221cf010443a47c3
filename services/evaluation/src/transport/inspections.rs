//! Inspections on the wire.

use ocop_chassis::grpc::{Refusal, Violations, timestamp};
use ocop_chassis::identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::plan_inspection_request::Subject;

use super::certificates::{ground, optional_id, province, read_ground};
use crate::application::{
    ConfirmRemedy, Inspected, PlanInspection, ProposeRevocation, RecordInspection,
};
use crate::domain::inspection::{
    Finding, Inspection, InspectionKind, InspectionState, Plan, Proposal, Remedy, Topic,
};
use crate::storage::{InspectionFilter, InspectionRecord};

/// Most findings of one inspection.
const MOST_FINDINGS: usize = 50;

const TEXT: usize = 2_000;

fn told_topic(topic: Topic) -> proto::InspectionTopic {
    match topic {
        Topic::Criteria => proto::InspectionTopic::Criteria,
        Topic::Mark => proto::InspectionTopic::Mark,
    }
}

fn read_topic(topic: proto::InspectionTopic) -> Option<Topic> {
    match topic {
        proto::InspectionTopic::Unspecified => None,
        proto::InspectionTopic::Criteria => Some(Topic::Criteria),
        proto::InspectionTopic::Mark => Some(Topic::Mark),
    }
}

fn told_state(state: InspectionState) -> proto::InspectionState {
    match state {
        InspectionState::Planned => proto::InspectionState::Planned,
        InspectionState::InOrder => proto::InspectionState::InOrder,
        InspectionState::Found => proto::InspectionState::Found,
        InspectionState::RemedyDue => proto::InspectionState::RemedyDue,
        InspectionState::Remedied => proto::InspectionState::Remedied,
        InspectionState::RemedyMissing => proto::InspectionState::RemedyMissing,
        InspectionState::RevocationProposed => proto::InspectionState::RevocationProposed,
        InspectionState::Revoked => proto::InspectionState::Revoked,
    }
}

fn read_state(state: proto::InspectionState) -> Option<InspectionState> {
    Some(match state {
        proto::InspectionState::Unspecified => return None,
        proto::InspectionState::Planned => InspectionState::Planned,
        proto::InspectionState::InOrder => InspectionState::InOrder,
        proto::InspectionState::Found => InspectionState::Found,
        proto::InspectionState::RemedyDue => InspectionState::RemedyDue,
        proto::InspectionState::Remedied => InspectionState::Remedied,
        proto::InspectionState::RemedyMissing => InspectionState::RemedyMissing,
        proto::InspectionState::RevocationProposed => InspectionState::RevocationProposed,
        proto::InspectionState::Revoked => InspectionState::Revoked,
    })
}

fn told_remedy(remedy: Remedy) -> proto::Remedy {
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

fn told_finding(finding: Finding) -> proto::Finding {
    proto::Finding {
        topic: told_topic(finding.topic).into(),
        text: finding.text,
        product_id: finding
            .product_id
            .map(|id| id.to_string())
            .unwrap_or_default(),
        remedy: finding.remedy.map(told_remedy),
    }
}

fn told_proposal(proposal: Proposal) -> proto::RevocationProposal {
    proto::RevocationProposal {
        decide_by: proposal.decide_by().to_string(),
        certificate_id: proposal.certificate_id.to_string(),
        ground: ground(proposal.ground).into(),
        conclusion: proposal.conclusion,
        concluded_on: proposal.concluded_on.to_string(),
        authority: proposal.authority,
    }
}

/// An inspection without times and etag, which events do not carry.
pub(super) fn bare(inspection: Inspection) -> proto::Inspection {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let id = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let due_on = day(inspection.due_on());
    let subject = inspection.subject;
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
            .map(|topic| told_topic(topic).into())
            .collect(),
        state: told_state(inspection.state).into(),
        inspected_on: day(inspection.inspected_on),
        findings: inspection.findings.into_iter().map(told_finding).collect(),
        proposal: inspection.proposal.map(told_proposal),
        revoked_on: day(inspection.revoked_on),
        due_on,
    }
}

pub(super) fn told(record: InspectionRecord) -> proto::Inspection {
    proto::Inspection {
        etag: record.inspection.version.to_string(),
        create_time: Some(timestamp(record.created_at)),
        update_time: Some(timestamp(record.updated_at)),
        ..bare(record.inspection)
    }
}

pub(super) fn plan(
    caller: Caller,
    request: &proto::PlanInspectionRequest,
) -> Result<PlanInspection, Refusal> {
    let mut v = Violations::new();
    let kind = v.known("kind", request.kind).and_then(|kind| match kind {
        proto::InspectionKind::Unspecified => None,
        proto::InspectionKind::Planned => Some(InspectionKind::Planned),
        proto::InspectionKind::Surprise => Some(InspectionKind::Surprise),
    });
    let inspected = match &request.subject {
        None => {
            let must = "must name a producer_id, a product_id or a certificate_id";
            v.add("subject", "REQUIRED", must);
            None
        }
        Some(Subject::ProducerId(id)) => v.uuid("producer_id", id).map(Inspected::Producer),
        Some(Subject::ProductId(id)) => v.uuid("product_id", id).map(Inspected::Product),
        Some(Subject::CertificateId(id)) => {
            v.uuid("certificate_id", id).map(Inspected::Certificate)
        }
    };
    let inspector = v.required_text("inspector", &request.inspector, 200);
    let planned_for = v.date("planned_for", &request.planned_for);
    let mut topics: Vec<Topic> = Vec::new();
    for (index, topic) in request.topics.iter().enumerate() {
        let read = v
            .known(&format!("topics[{index}]"), *topic)
            .and_then(read_topic);
        topics.extend(read.filter(|topic| !topics.contains(topic)));
    }
    if topics.is_empty() {
        topics = vec![Topic::Criteria, Topic::Mark];
    }
    v.finish()?;
    let (Some(kind), Some(inspected), Some(inspector), Some(planned_for)) =
        (kind, inspected, inspector, planned_for)
    else {
        return Err(Refusal::internal());
    };
    let plan = Plan {
        kind,
        inspector,
        planned_for,
        topics,
    };
    Ok(PlanInspection {
        caller,
        inspected,
        plan,
    })
}

fn finding(v: &mut Violations, index: usize, said: &proto::Finding) -> Option<Finding> {
    let field = |name: &str| format!("findings[{index}].{name}");
    let topic = v.known(&field("topic"), said.topic).and_then(read_topic);
    let text = v.required_text(&field("text"), &said.text, TEXT);
    let product_id = optional_id(v, &field("product_id"), &said.product_id);
    let remedy = said.remedy.as_ref().map(|remedy| {
        let what = v.required_text(&field("remedy.what"), &remedy.what, TEXT);
        let due_on = v.date(&field("remedy.due_on"), &remedy.due_on);
        Some(Remedy {
            what: what?,
            due_on: due_on?,
            check: None,
        })
    });
    Some(Finding {
        topic: topic?,
        text: text?,
        product_id,
        remedy: match remedy {
            None => None,
            Some(read) => Some(read?),
        },
    })
}

pub(super) fn record(
    caller: Caller,
    request: &proto::RecordInspectionRequest,
) -> Result<RecordInspection, Refusal> {
    let mut v = Violations::new();
    let id = v.uuid("id", &request.id);
    let inspected_on = v.optional_date("inspected_on", &request.inspected_on);
    if request.findings.len() > MOST_FINDINGS {
        let most = format!("must be at most {MOST_FINDINGS}");
        v.add("findings", "TOO_MANY", most);
    }
    let said = request.findings.iter().take(MOST_FINDINGS).enumerate();
    let findings = said
        .filter_map(|(index, said)| finding(&mut v, index, said))
        .collect();
    v.finish()?;
    Ok(RecordInspection {
        caller,
        id: id.ok_or_else(Refusal::internal)?,
        findings,
        inspected_on,
    })
}

pub(super) fn confirm(
    caller: Caller,
    request: &proto::ConfirmRemedyRequest,
) -> Result<ConfirmRemedy, Refusal> {
    let mut v = Violations::new();
    let id = v.uuid("id", &request.id);
    let most = u32::try_from(MOST_FINDINGS).unwrap_or(u32::MAX);
    let finding = v.within("finding", request.finding, 1..=most);
    let met = v
        .known("outcome", request.outcome)
        .and_then(|outcome| match outcome {
            proto::RemedyOutcome::Unspecified => None,
            proto::RemedyOutcome::Met => Some(true),
            proto::RemedyOutcome::Missing => Some(false),
        });
    let checked_on = v.optional_date("checked_on", &request.checked_on);
    let note = v.optional_text("note", &request.note, TEXT);
    v.finish()?;
    let (Some(id), Some(finding), Some(met), Some(note)) = (id, finding, met, note) else {
        return Err(Refusal::internal());
    };
    Ok(ConfirmRemedy {
        caller,
        id,
        finding: usize::try_from(finding).unwrap_or(usize::MAX),
        met,
        checked_on,
        note,
    })
}

pub(super) fn propose(
    caller: Caller,
    request: &proto::ProposeRevocationRequest,
) -> Result<ProposeRevocation, Refusal> {
    let mut v = Violations::new();
    let said = request.proposal.clone().unwrap_or_default();
    let id = v.uuid("id", &request.id);
    let certificate_id = optional_id(&mut v, "proposal.certificate_id", &said.certificate_id);
    let ground = v
        .known("proposal.ground", said.ground)
        .and_then(read_ground);
    let conclusion = v.required_text("proposal.conclusion", &said.conclusion, TEXT);
    let concluded_on = v.date("proposal.concluded_on", &said.concluded_on);
    let authority = v.required_text("proposal.authority", &said.authority, 200);
    v.finish()?;
    let (Some(id), Some(ground), Some(conclusion), Some(concluded_on), Some(authority)) =
        (id, ground, conclusion, concluded_on, authority)
    else {
        return Err(Refusal::internal());
    };
    Ok(ProposeRevocation {
        caller,
        id,
        certificate_id,
        ground,
        conclusion,
        concluded_on,
        authority,
    })
}

pub(super) fn filter(
    v: &mut Violations,
    asked: &proto::ListInspectionsRequest,
) -> InspectionFilter {
    InspectionFilter {
        province: province(v, "province_code", &asked.province_code),
        product: optional_id(v, "product_id", &asked.product_id),
        producer: optional_id(v, "producer_id", &asked.producer_id),
        state: v.known_or_any("state", asked.state).and_then(read_state),
        due_before: v.optional_date("due_before", &asked.due_before),
    }
}
