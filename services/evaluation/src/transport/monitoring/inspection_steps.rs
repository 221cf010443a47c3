//! The steps of an inspection as they are asked for.

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::plan_inspection_request::Subject;

use crate::application::monitoring::{
    CancelInspection, ConfirmRemedy, DeclineRevocation, Inspected, PlanInspection,
    ProposeRevocation, RecordInspection,
};
use crate::application::step::TakeStep;
use crate::domain::monitoring::inspection::{Finding, InspectionKind, Plan, Remedy, Topic};
use crate::transport::certificate::certificates::ground_to_revoke;
use crate::transport::fields::{optional_id, step};
use crate::transport::monitoring::inspections::topic_from_proto;

/// Most findings of one inspection.
const MAX_FINDINGS: usize = 50;

const TEXT: usize = 2_000;

pub(crate) fn plan(
    v: &mut Violations,
    caller: Caller,
    request: proto::PlanInspectionRequest,
) -> Option<PlanInspection> {
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
    let inspector = v.name("inspector", &request.inspector, 200);
    let planned_for = v.date("planned_for", &request.planned_for);
    let mut topics: Vec<Topic> = Vec::new();
    for (index, topic) in request.topics.iter().enumerate() {
        let read = v
            .known(&format!("topics[{index}]"), *topic)
            .and_then(topic_from_proto);
        topics.extend(read.filter(|topic| !topics.contains(topic)));
    }
    if topics.is_empty() {
        topics = vec![Topic::Criteria, Topic::Mark];
    }
    let plan = Plan {
        kind: kind?,
        inspector: inspector?,
        planned_for: planned_for?,
        topics,
    };
    Some(PlanInspection {
        caller,
        inspected: inspected?,
        plan,
    })
}

fn finding(v: &mut Violations, index: usize, message: &proto::Finding) -> Option<Finding> {
    let field = |name: &str| format!("findings[{index}].{name}");
    let topic = v
        .known(&field("topic"), message.topic)
        .and_then(topic_from_proto);
    let text = v.required_text(&field("text"), &message.text, TEXT);
    let product_id = optional_id(v, &field("product_id"), &message.product_id);
    let remedy = message.remedy.as_ref().map(|remedy| {
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

pub(crate) fn record(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordInspectionRequest,
) -> Option<TakeStep<RecordInspection>> {
    step(v, caller, &request.id, |v| {
        let inspected_on = v.optional_date("inspected_on", &request.inspected_on);
        if request.findings.len() > MAX_FINDINGS {
            let most = format!("must be at most {MAX_FINDINGS}");
            v.add("findings", "TOO_MANY", most);
        }
        let message = request.findings.iter().take(MAX_FINDINGS).enumerate();
        let findings = message
            .filter_map(|(index, message)| finding(v, index, message))
            .collect();
        Some(RecordInspection {
            findings,
            inspected_on,
        })
    })
}

pub(crate) fn confirm(
    v: &mut Violations,
    caller: Caller,
    request: proto::ConfirmRemedyRequest,
) -> Option<TakeStep<ConfirmRemedy>> {
    step(v, caller, &request.id, |v| {
        let most = u32::try_from(MAX_FINDINGS).unwrap_or(u32::MAX);
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
        Some(ConfirmRemedy {
            finding: usize::try_from(finding?).unwrap_or(usize::MAX),
            met: met?,
            checked_on,
            note: note?,
        })
    })
}

pub(crate) fn propose(
    v: &mut Violations,
    caller: Caller,
    request: proto::ProposeRevocationRequest,
) -> Option<TakeStep<ProposeRevocation>> {
    step(v, caller, &request.id, |v| {
        let message = request.proposal.unwrap_or_default();
        let certificate_id = optional_id(v, "proposal.certificate_id", &message.certificate_id);
        let ground = ground_to_revoke(v, "proposal.ground", message.ground);
        let conclusion = v.required_text("proposal.conclusion", &message.conclusion, TEXT);
        let concluded_on = v.date("proposal.concluded_on", &message.concluded_on);
        let authority = v.required_text("proposal.authority", &message.authority, 200);
        Some(ProposeRevocation {
            certificate_id,
            ground: ground?,
            conclusion: conclusion?,
            concluded_on: concluded_on?,
            authority: authority?,
        })
    })
}

pub(crate) fn decline(
    v: &mut Violations,
    caller: Caller,
    request: proto::DeclineRevocationRequest,
) -> Option<TakeStep<DeclineRevocation>> {
    step(v, caller, &request.id, |v| {
        let reason = v.required_text("reason", &request.reason, TEXT);
        let declined_on = v.optional_date("declined_on", &request.declined_on);
        Some(DeclineRevocation {
            reason: reason?,
            declined_on,
        })
    })
}

pub(crate) fn cancel(
    v: &mut Violations,
    caller: Caller,
    request: proto::CancelInspectionRequest,
) -> Option<TakeStep<CancelInspection>> {
    step(v, caller, &request.id, |v| {
        let reason = v.required_text("reason", &request.reason, TEXT);
        let cancelled_on = v.optional_date("cancelled_on", &request.cancelled_on);
        Some(CancelInspection {
            reason: reason?,
            cancelled_on,
        })
    })
}
