//! Dossiers on the wire.

use std::sync::Arc;

use ocop_chassis::grpc::{Refusal, Violations, timestamp};
use ocop_chassis::identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use super::ballots::{read_answers, told_answers, told_tally};
use super::certificates::{optional_id, province, read_decision};
use crate::application::{
    AcceptDossier, CreateDossier, EndorseDossier, RecordDecision, RejectDossier, ReturnDossier,
    SubmitDossier,
};
use crate::domain::criteria::library::Library;
use crate::domain::dossier::{DossierKind, Findings, State};
use crate::storage::{DossierFilter, DossierRecord};

/// Most characters of a reason.
const REASON: usize = 2_000;

pub(super) fn kind(kind: DossierKind) -> proto::DossierKind {
    match kind {
        DossierKind::First => proto::DossierKind::First,
        DossierKind::Upgrade => proto::DossierKind::Upgrade,
        DossierKind::ReEvaluation => proto::DossierKind::ReEvaluation,
    }
}

fn read_kind(kind: proto::DossierKind) -> Option<DossierKind> {
    match kind {
        proto::DossierKind::Unspecified => None,
        proto::DossierKind::First => Some(DossierKind::First),
        proto::DossierKind::Upgrade => Some(DossierKind::Upgrade),
        proto::DossierKind::ReEvaluation => Some(DossierKind::ReEvaluation),
    }
}

const STATES: [(State, proto::DossierState); 12] = [
    (State::Draft, proto::DossierState::Draft),
    (State::Submitted, proto::DossierState::Submitted),
    (State::CommuneEndorsed, proto::DossierState::CommuneEndorsed),
    (
        State::InProvincialRound,
        proto::DossierState::InProvincialRound,
    ),
    (
        State::SupplementRequested,
        proto::DossierState::SupplementRequested,
    ),
    (State::ReadyForCouncil, proto::DossierState::ReadyForCouncil),
    (
        State::ProvincialScored,
        proto::DossierState::ProvincialScored,
    ),
    (
        State::ForwardedCentral,
        proto::DossierState::ForwardedCentral,
    ),
    (State::CentralBelow90, proto::DossierState::CentralBelow90),
    (State::Certified, proto::DossierState::Certified),
    (State::NotRecognised, proto::DossierState::NotRecognised),
    (State::Rejected, proto::DossierState::Rejected),
];

pub(super) fn state(state: State) -> proto::DossierState {
    STATES
        .iter()
        .find(|(known, _)| *known == state)
        .map_or(proto::DossierState::Unspecified, |(_, told)| *told)
}

pub(super) fn told(record: DossierRecord, library: &Library) -> proto::Dossier {
    let dossier = record.dossier;
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let set = dossier
        .regulation
        .and_then(|code| library.set(code, dossier.criteria_set));
    proto::Dossier {
        id: dossier.id.to_string(),
        etag: dossier.version.to_string(),
        create_time: Some(timestamp(record.created_at)),
        update_time: Some(timestamp(record.updated_at)),
        product_id: dossier.product_id.to_string(),
        producer_id: dossier.producer_id.to_string(),
        product_name: dossier.product_name,
        kind: kind(dossier.kind).into(),
        state: state(dossier.state).into(),
        criteria_set: dossier.criteria_set.into(),
        regulation: dossier
            .regulation
            .map(|code| code.as_str().to_owned())
            .unwrap_or_default(),
        self_assessment: told_answers(&dossier.self_assessment),
        lodged_on: day(dossier.lodged_on),
        endorsed_on: day(dossier.endorsed_on),
        findings: dossier.findings.map(|found| proto::CommuneFindings {
            raw_material: found.raw_material,
            labour: found.labour,
            idea_origin: found.idea_origin,
            identity: found.identity,
        }),
        round_id: id(dossier.round_id),
        tally: dossier.tally.as_ref().map(|tally| told_tally(tally, set)),
        certificate_id: id(dossier.certificate_id),
        province_code: dossier.place.province_code,
        ballot_attempt: dossier.ballot_attempt,
    }
}

pub(super) fn create(
    caller: Caller,
    library: Arc<Library>,
    request: &proto::CreateDossierRequest,
) -> Result<CreateDossier, Refusal> {
    let mut v = Violations::new();
    let product_id = v.uuid("product_id", &request.product_id);
    let kind = v.known("kind", request.kind).and_then(read_kind);
    let self_assessment = read_answers(&mut v, "self_assessment", &request.self_assessment);
    v.finish()?;
    let (Some(product_id), Some(kind)) = (product_id, kind) else {
        return Err(Refusal::internal());
    };
    Ok(CreateDossier {
        caller,
        library,
        product_id,
        kind,
        self_assessment,
    })
}

pub(super) fn submit(
    caller: Caller,
    library: Arc<Library>,
    request: &proto::SubmitDossierRequest,
) -> Result<SubmitDossier, Refusal> {
    let mut v = Violations::new();
    let id = v.uuid("id", &request.id);
    let lodged_on = v.optional_date("lodged_on", &request.lodged_on);
    v.finish()?;
    let Some(id) = id else {
        return Err(Refusal::internal());
    };
    Ok(SubmitDossier {
        caller,
        library,
        id,
        lodged_on,
    })
}

/// Reads an id and a reason.
fn reasoned(id: &str, reason: &str) -> Result<(Uuid, String), Refusal> {
    let mut v = Violations::new();
    let id = v.uuid("id", id);
    let reason = v.required_text("reason", reason, REASON);
    v.finish()?;
    id.zip(reason).ok_or_else(Refusal::internal)
}

pub(super) fn give_back(
    caller: Caller,
    request: &proto::ReturnDossierRequest,
) -> Result<ReturnDossier, Refusal> {
    let (id, reason) = reasoned(&request.id, &request.reason)?;
    Ok(ReturnDossier { caller, id, reason })
}

pub(super) fn reject(
    caller: Caller,
    request: &proto::RejectDossierRequest,
) -> Result<RejectDossier, Refusal> {
    let (id, reason) = reasoned(&request.id, &request.reason)?;
    Ok(RejectDossier { caller, id, reason })
}

pub(super) fn endorse(
    caller: Caller,
    request: &proto::EndorseDossierRequest,
) -> Result<EndorseDossier, Refusal> {
    let mut v = Violations::new();
    let id = v.uuid("id", &request.id);
    let said = request.findings.clone().unwrap_or_default();
    let mut topic = |name: &str, text: &str| {
        v.required_text(&format!("findings.{name}"), text, REASON)
            .unwrap_or_default()
    };
    let findings = Findings {
        raw_material: topic("raw_material", &said.raw_material),
        labour: topic("labour", &said.labour),
        idea_origin: topic("idea_origin", &said.idea_origin),
        identity: topic("identity", &said.identity),
    };
    let endorsed_on = v.optional_date("endorsed_on", &request.endorsed_on);
    v.finish()?;
    let Some(id) = id else {
        return Err(Refusal::internal());
    };
    Ok(EndorseDossier {
        caller,
        id,
        findings,
        endorsed_on,
    })
}

pub(super) fn accept(
    caller: Caller,
    request: &proto::AcceptDossierRequest,
) -> Result<AcceptDossier, Refusal> {
    let mut v = Violations::new();
    let id = v.uuid("id", &request.id);
    let round_id = v.uuid("round_id", &request.round_id);
    let accepted_on = v.optional_date("accepted_on", &request.accepted_on);
    v.finish()?;
    let (Some(id), Some(round_id)) = (id, round_id) else {
        return Err(Refusal::internal());
    };
    Ok(AcceptDossier {
        caller,
        id,
        round_id,
        accepted_on,
    })
}

pub(super) fn decide(
    caller: Caller,
    request: &proto::RecordDecisionRequest,
) -> Result<RecordDecision, Refusal> {
    let mut v = Violations::new();
    let id = v.uuid("dossier_id", &request.dossier_id);
    let decision = read_decision(&mut v, "decision", request.decision.as_ref());
    v.finish()?;
    let (Some(id), Some(decision)) = (id, decision) else {
        return Err(Refusal::internal());
    };
    Ok(RecordDecision {
        caller,
        id,
        decision,
    })
}

pub(super) fn filter(v: &mut Violations, asked: &proto::ListDossiersRequest) -> DossierFilter {
    let asked_state = v.known_or_any::<proto::DossierState>("state", asked.state);
    DossierFilter {
        product: optional_id(v, "product_id", &asked.product_id),
        producer: optional_id(v, "producer_id", &asked.producer_id),
        round: optional_id(v, "round_id", &asked.round_id),
        state: STATES
            .iter()
            .find(|(_, told)| Some(*told) == asked_state)
            .map(|(state, _)| *state),
        province: province(v, "province_code", &asked.province_code),
    }
}
