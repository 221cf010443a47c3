//! The steps of an inspection as they are asked for.

use ocop_chassis::grpc::{RpcError, Violations};
use ocop_chassis::identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::plan_inspection_request::Subject;

use crate::application::monitoring::{
    ConfirmRemedy, Inspected, PlanInspection, ProposeRevocation, RecordInspection,
};
use crate::domain::monitoring::inspection::{Finding, InspectionKind, Plan, Remedy, Topic};
use crate::transport::certificate::certificates::{optional_id, read_ground};

/// Most findings of one inspection.
const MOST_FINDINGS: usize = 50;

const TEXT: usize = 2_000;

fn read_topic(topic: proto::InspectionTopic) -> Option<Topic> {
    match topic {
        proto::InspectionTopic::Unspecified => None,
        proto::InspectionTopic::Criteria => Some(Topic::Criteria),
        proto::InspectionTopic::Mark => Some(Topic::Mark),
    }
}

pub(crate) fn plan(
    caller: Caller,
    request: &proto::PlanInspectionRequest,
) -> Result<PlanInspection, RpcError> {
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
        return Err(RpcError::internal());
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

pub(crate) fn record(
    caller: Caller,
    request: &proto::RecordInspectionRequest,
) -> Result<RecordInspection, RpcError> {
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
        id: id.ok_or_else(RpcError::internal)?,
        findings,
        inspected_on,
    })
}

pub(crate) fn confirm(
    caller: Caller,
    request: &proto::ConfirmRemedyRequest,
) -> Result<ConfirmRemedy, RpcError> {
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
        return Err(RpcError::internal());
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

pub(crate) fn propose(
    caller: Caller,
    request: &proto::ProposeRevocationRequest,
) -> Result<ProposeRevocation, RpcError> {
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
        return Err(RpcError::internal());
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
