//! Dossiers on the wire.

use std::sync::Arc;

use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::application::certificate::RecordDecision;
use crate::application::dossier::{CreateDossier, EndorseDossier, SubmitDossier, UpdateDossier};
use crate::application::step::TakeStep;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::content::Change;
use crate::domain::dossier::{DossierKind, Findings, State};
use crate::transport::certificate::certificates::read_decision;
use crate::transport::council::ballots::read_answers;
use crate::transport::dossier::contents::{self, CHANGEABLE};
use crate::transport::fields::step;

/// Most characters of a reason.
pub(crate) const REASON: usize = 2_000;

enum_pairs! {
    pub(crate) fn kind_to_proto(DossierKind) -> proto::DossierKind;
    pub(crate) fn kind_from_proto(proto::DossierKind) -> Option<DossierKind>;
    First, Upgrade, ReEvaluation
}

enum_pairs! {
    pub(crate) fn state_to_proto(State) -> proto::DossierState;
    pub(crate) fn state_from_proto(proto::DossierState) -> Option<State>;
    Draft, Submitted, CommuneEndorsed, InProvincialRound, SupplementRequested, ReadyForCouncil, ProvincialScored, ForwardedCentral, CentralBelow90, InCentralRound, CentralScored, Certified, NotRecognised, Rejected, Withdrawn, Closed, Deleted
}

pub(crate) fn create(
    v: &mut Violations,
    caller: Caller,
    library: Arc<Library>,
    request: proto::CreateDossierRequest,
) -> Option<CreateDossier> {
    let product_id = v.uuid("product_id", &request.product_id);
    let kind = v.known("kind", request.kind).and_then(kind_from_proto);
    let given = read_answers(v, "self_assessment", &request.self_assessment);
    let named: &[&str] = match &request.content {
        Some(_) => &["form", "report", "statements"],
        None => &[],
    };
    let content = contents::read(v, request.content.as_ref(), named);
    let content = Change {
        self_assessment: (!request.self_assessment.is_empty()).then_some(given),
        ..content
    };
    Some(CreateDossier {
        caller,
        library,
        product_id: product_id?,
        kind: kind?,
        content,
    })
}

pub(crate) fn update(
    v: &mut Violations,
    caller: Caller,
    library: Arc<Library>,
    request: proto::UpdateDossierRequest,
) -> Option<UpdateDossier> {
    let id = v.uuid("id", &request.id);
    let seen = v.etag("etag", &request.etag);
    let named = v.mask("update_mask", request.update_mask.as_ref(), CHANGEABLE);
    let change = contents::read(v, request.content.as_ref(), &named);
    Some(UpdateDossier {
        caller,
        library,
        id: id?,
        seen: seen?,
        change,
    })
}

pub(crate) fn submit(
    v: &mut Violations,
    caller: Caller,
    library: Arc<Library>,
    request: proto::SubmitDossierRequest,
) -> Option<TakeStep<SubmitDossier>> {
    step(v, caller, &request.id, |v| {
        let lodged_on = v.optional_date("lodged_on", &request.lodged_on);
        Some(SubmitDossier {
            library,
            lodged_on,
            acknowledged: request.acknowledged,
        })
    })
}

pub(crate) fn endorse(
    v: &mut Violations,
    caller: Caller,
    request: proto::EndorseDossierRequest,
) -> Option<TakeStep<EndorseDossier>> {
    step(v, caller, &request.id, |v| {
        let message = request.findings.unwrap_or_default();
        let mut topic = |name: &str, text: &str| {
            v.required_text(&format!("findings.{name}"), text, REASON)
                .unwrap_or_default()
        };
        let findings = Findings {
            raw_material: topic("raw_material", &message.raw_material),
            labour: topic("labour", &message.labour),
            idea_origin: topic("idea_origin", &message.idea_origin),
            identity: topic("identity", &message.identity),
        };
        let endorsed_on = v.optional_date("endorsed_on", &request.endorsed_on);
        let letter = request.letter.map(|letter| {
            let number = v.required_text("letter.number", &letter.number, 100);
            let date = v.optional_date("letter.date", &letter.date);
            (number.unwrap_or_default(), date)
        });
        Some(EndorseDossier {
            findings,
            letter,
            endorsed_on,
        })
    })
}

pub(crate) fn decide(
    v: &mut Violations,
    caller: Caller,
    request: proto::RecordDecisionRequest,
) -> Option<RecordDecision> {
    let id = v.uuid("dossier_id", &request.dossier_id);
    let decision = read_decision(v, "decision", request.decision.as_ref());
    Some(RecordDecision {
        caller,
        id: id?,
        decision: decision?,
    })
}
