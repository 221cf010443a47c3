//! Complaints on the wire.

use chrono::NaiveDate;
use ocop_chassis::audit::Entry;
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::complaint::Against as SentAgainst;
use ocop_proto::evaluation::v1::decide_complaint_request::Amendment as SentAmendment;
use ocop_proto::evaluation::v1::file_complaint_request::Against as RequestedAgainst;

use crate::application::monitoring::{
    AcceptComplaint, Amendment, DecideComplaint, EraseComplainantData, FileComplaint,
    RefuseComplaint, Wanted,
};
use crate::application::step::TakeStep;
use crate::domain::monitoring::complaint::{
    Against, Complainant, Complaint, ComplaintOutcome, ComplaintState, Statement,
};
use crate::storage::monitoring::Filter;
use crate::transport::certificate::certificates::read_decision;
use crate::transport::fields::{day, id as optional, optional_id, step};

const LONG: usize = 5_000;

enum_pairs! {
    pub(crate) fn state_to_proto(ComplaintState) -> proto::ComplaintState;
    fn state_from_proto(proto::ComplaintState) -> Option<ComplaintState>;
    Filed, Accepted, Refused, Decided
}

fn outcome_to_proto(outcome: ComplaintOutcome) -> proto::ComplaintOutcome {
    match outcome {
        ComplaintOutcome::Upheld => proto::ComplaintOutcome::Upheld,
        ComplaintOutcome::Amended { .. } => proto::ComplaintOutcome::Amended,
        ComplaintOutcome::ReEvaluated { .. } => proto::ComplaintOutcome::ReEvaluated,
    }
}

/// A complaint without what an event may not say: who complains and who handles it, of what, and what the answer is.
pub(crate) fn discreet(complaint: &Complaint) -> proto::Complaint {
    let (concerned, statement) = (&complaint.concerned, &complaint.statement);
    let (acceptance, settlement) = (complaint.stage.acceptance(), complaint.stage.settlement());
    let (amended, evaluated, vote) = match settlement.map(|settlement| settlement.outcome) {
        None | Some(ComplaintOutcome::Upheld) => (None, None, 0),
        Some(ComplaintOutcome::Amended { certificate_id }) => (Some(certificate_id), None, 0),
        Some(ComplaintOutcome::ReEvaluated { dossier_id, vote }) => (None, Some(dossier_id), vote),
    };
    proto::Complaint {
        id: complaint.id.to_string(),
        province_code: concerned.province_code.clone(),
        against: Some(match statement.against {
            Against::Dossier(id) => SentAgainst::DossierId(id.to_string()),
            Against::Certificate(id) => SentAgainst::CertificateId(id.to_string()),
        }),
        product_id: concerned.product_id.to_string(),
        product_name: concerned.product_name.clone(),
        producer_id: concerned.producer_id.to_string(),
        known_on: statement.known_on.to_string(),
        filed_on: complaint.filed_on.to_string(),
        remote_area: statement.remote,
        state: state_to_proto(complaint.stage.state()).into(),
        accept_by: complaint.accept_by().to_string(),
        accepted_on: day(acceptance.map(|acceptance| acceptance.on)),
        complex_case: acceptance.is_some_and(|acceptance| acceptance.complex),
        decide_by: day(complaint.decide_by()),
        refused_on: day(complaint.stage.rejection().map(|rejection| rejection.on)),
        outcome: settlement
            .map_or(proto::ComplaintOutcome::Unspecified, |settlement| {
                outcome_to_proto(settlement.outcome)
            })
            .into(),
        decided_on: day(settlement.map(|settlement| settlement.on)),
        decision_number: settlement
            .map(|settlement| settlement.decision_number.clone())
            .unwrap_or_default(),
        due_on: day(complaint.due_on()),
        amended_certificate_id: optional(amended),
        evaluated_dossier_id: optional(evaluated),
        vote,
        ..proto::Complaint::default()
    }
}

pub(crate) fn to_proto(record: Saved<Complaint>) -> proto::Complaint {
    let message = proto::Complaint {
        etag: record.version().to_string(),
        create_time: Some(timestamp(record.created_at())),
        update_time: Some(timestamp(record.updated_at())),
        ..discreet(&record)
    };
    let complaint = record.into_inner();
    let named = |complainant: Complainant| proto::Complainant {
        full_name: complainant.full_name,
        address: complainant.address,
        phone: complainant.phone,
    };
    let acceptance = complaint.stage.acceptance();
    let handler = acceptance.map(|acceptance| acceptance.handler.clone());
    proto::Complaint {
        handler: handler.unwrap_or_default(),
        complainant: complaint.statement.complainant.map(named),
        grounds: complaint.statement.grounds,
        refusal_reason: complaint
            .stage
            .rejection()
            .map(|rejection| rejection.reason.clone())
            .unwrap_or_default(),
        answer: complaint
            .stage
            .settlement()
            .map(|settlement| settlement.answer.clone())
            .unwrap_or_default(),
        ..message
    }
}

pub(crate) fn file(
    v: &mut Violations,
    caller: Caller,
    request: proto::FileComplaintRequest,
) -> Option<FileComplaint> {
    let against = match &request.against {
        None => {
            let must = "must name a dossier_id or a certificate_id";
            v.add("against", "REQUIRED", must);
            None
        }
        Some(RequestedAgainst::DossierId(id)) => v.uuid("dossier_id", id).map(Against::Dossier),
        Some(RequestedAgainst::CertificateId(id)) => {
            v.uuid("certificate_id", id).map(Against::Certificate)
        }
    };
    let message = request.complainant.unwrap_or_default();
    let full_name = v.name("complainant.full_name", &message.full_name, 200);
    let address = v.required_text("complainant.address", &message.address, 300);
    let phone = v.optional_text("complainant.phone", &message.phone, 30);
    let grounds = v.required_text("grounds", &request.grounds, LONG);
    let known_on = v.date("known_on", &request.known_on);
    let filed_on = v.optional_date("filed_on", &request.filed_on);
    let statement = Statement {
        against: against?,
        complainant: Some(Complainant {
            full_name: full_name?,
            address: address?,
            phone: phone?,
        }),
        grounds: grounds?,
        known_on: known_on?,
        remote: request.remote_area,
    };
    Some(FileComplaint {
        caller,
        statement,
        filed_on,
    })
}

pub(crate) fn accept(
    v: &mut Violations,
    caller: Caller,
    request: proto::AcceptComplaintRequest,
) -> Option<TakeStep<AcceptComplaint>> {
    step(v, caller, &request.id, |v| {
        let handler = v.required_text("handler", &request.handler, 200);
        let accepted_on = v.optional_date("accepted_on", &request.accepted_on);
        Some(AcceptComplaint {
            handler: handler?,
            complex: request.complex_case,
            accepted_on,
        })
    })
}

pub(crate) fn refuse(
    v: &mut Violations,
    caller: Caller,
    request: proto::RefuseComplaintRequest,
) -> Option<TakeStep<RefuseComplaint>> {
    step(v, caller, &request.id, |v| {
        let reason = v.required_text("reason", &request.reason, 2_000);
        let refused_on = v.optional_date("refused_on", &request.refused_on);
        let reason = reason?;
        Some(RefuseComplaint { reason, refused_on })
    })
}

pub(crate) fn decide(
    v: &mut Violations,
    caller: Caller,
    request: proto::DecideComplaintRequest,
    before: NaiveDate,
) -> Option<DecideComplaint> {
    let id = v.uuid("id", &request.id);
    let wanted = wanted(v, &request);
    let decision_number = v.required_text("decision_number", &request.decision_number, 100);
    let answer = v.required_text("answer", &request.answer, LONG);
    let decided_on = v.optional_date("decided_on", &request.decided_on);
    Some(DecideComplaint {
        caller,
        id: id?,
        wanted: wanted?,
        decision_number: decision_number?,
        answer: answer?,
        decided_on,
        before,
    })
}

/// Reads what is to come of a complaint: only what is amended has an amendment.
fn wanted(v: &mut Violations, request: &proto::DecideComplaintRequest) -> Option<Wanted> {
    let outcome = v.known("outcome", request.outcome);
    let amendment = match &request.amendment {
        None => Amendment::Recorded,
        Some(SentAmendment::Decision(message)) => {
            Amendment::Decision(read_decision(v, "decision", Some(message))?)
        }
        Some(SentAmendment::LiftRevocation(true)) => Amendment::RevocationLifted,
        Some(SentAmendment::LiftRevocation(false)) => {
            v.add(
                "lift_revocation",
                "MALFORMED",
                "must be true if it is given",
            );
            return None;
        }
    };
    let wanted = match outcome? {
        proto::ComplaintOutcome::Unspecified => return None,
        proto::ComplaintOutcome::Upheld => Wanted::Upheld,
        proto::ComplaintOutcome::Amended => return Some(Wanted::Amended(amendment)),
        proto::ComplaintOutcome::ReEvaluated => Wanted::ReEvaluated,
    };
    if request.amendment.is_some() {
        v.add(
            "amendment",
            "MALFORMED",
            "stands beside an outcome that amends nothing",
        );
    }
    Some(wanted)
}

pub(crate) fn erase(
    v: &mut Violations,
    caller: Caller,
    request: proto::EraseComplainantDataRequest,
) -> Option<EraseComplainantData> {
    let id = v.uuid("id", &request.id);
    let seen = v.etag("etag", &request.etag);
    let reason = v.required_text("reason", &request.reason, 500);
    Some(EraseComplainantData {
        caller,
        id: id?,
        seen: seen?,
        reason: reason?,
    })
}

pub(crate) fn exported(
    complaint: Saved<Complaint>,
    records: Vec<Entry>,
) -> proto::ExportComplainantDataResponse {
    let record = |record: Entry| proto::ComplaintRecord {
        time: Some(timestamp(record.at)),
        rpc: record.rpc,
        version: record.version.unsigned_abs(),
        reason: record.reason,
    };
    proto::ExportComplainantDataResponse {
        complaint: Some(to_proto(complaint)),
        records: records.into_iter().map(record).collect(),
    }
}

pub(crate) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListComplaintsRequest,
) -> Option<(Caller, Filter<ComplaintState>)> {
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
