//! Dossiers on the wire.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::view::v1::View;

use crate::application::certificate::RecordDecision;
use crate::application::dossier::{CreateDossier, EndorseDossier, SubmitDossier, UpdateDossier};
use crate::application::step::TakeStep;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::content::Change;
use crate::domain::dossier::{Dossier, DossierKind, EarlierResult, Findings, State};
use crate::transport::certificate::certificates::{decision, read_decision};
use crate::transport::correction;
use crate::transport::council::ballots::{answers_to_proto, read_answers, tally_to_proto};
use crate::transport::dossier::contents::{self, CHANGEABLE};
use crate::transport::dossier::due;
use crate::transport::dossier::endings;
use crate::transport::dossier::knock_outs;
use crate::transport::dossier::receipts;
use crate::transport::dossier::reviews;
use crate::transport::fields::{day, id, stars, step};

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

fn findings_to_proto(findings: &Findings) -> proto::CommuneFindings {
    let found = findings.clone();
    proto::CommuneFindings {
        raw_material: found.raw_material,
        labour: found.labour,
        idea_origin: found.idea_origin,
        identity: found.identity,
    }
}

/// A dossier; without what the producer handed in unless that is in view.
pub(crate) fn to_proto(
    saved: Saved<Dossier>,
    library: &Library,
    today: NaiveDate,
    view: View,
) -> proto::Dossier {
    let is_full = view == View::Full;
    let (etag, created_at, updated_at) = (
        saved.version().to_string(),
        saved.created_at(),
        saved.updated_at(),
    );
    let dossier = saved.into_inner();
    let stage = &dossier.stage;
    let (lodged, endorsed, accepted) = (stage.lodged(), stage.endorsed(), stage.accepted());
    let set = lodged
        .and_then(|lodged| library.set(lodged.regulation, dossier.criteria_set))
        .or_else(|| library.set_on(dossier.drafted_on, dossier.criteria_set));
    let missing = set.map(|set| dossier.content.missing(dossier.kind, set.samples.into()));
    let mut deadlines = dossier.deadlines();
    deadlines.sort_by_key(|deadline| (deadline.due_on, deadline.duty));
    let taken_back = |result: &'_ EarlierResult| result.taken_back.clone();
    let earlier = |result: &EarlierResult| proto::EarlierResult {
        round_id: result.round_id.to_string(),
        tally: Some(tally_to_proto(&result.tally, set)),
        decision: (result.approval.clone())
            .or_else(|| Some(result.granted.as_ref()?.decision.clone()))
            .map(decision),
        taken_back_reason: taken_back(result)
            .map(|back| back.reason)
            .unwrap_or_default(),
        taken_back_on: day(taken_back(result).map(|back| back.on)),
        certificate_id: id(result
            .granted
            .as_ref()
            .map(|granted| granted.certificate_id)),
    };
    let rejection_grounds = match stage.state() {
        State::Rejected => dossier
            .standing_knock_outs()
            .map(|one| one.number)
            .collect(),
        _ => Vec::new(),
    };
    let (advice, advised_on) = stage
        .advice()
        .map(|advice| (advice.text.clone(), advice.filed_on.to_string()))
        .unwrap_or_default();
    proto::Dossier {
        id: dossier.id.to_string(),
        etag,
        create_time: Some(timestamp(created_at)),
        update_time: Some(timestamp(updated_at)),
        product_id: dossier.product_id.to_string(),
        producer_id: dossier.producer_id.to_string(),
        product_name: dossier.product_name,
        kind: kind_to_proto(dossier.kind).into(),
        state: state_to_proto(stage.state()).into(),
        criteria_set: dossier.criteria_set.into(),
        regulation: lodged
            .map(|lodged| lodged.regulation.to_string())
            .unwrap_or_default(),
        self_assessment: if is_full {
            answers_to_proto(&dossier.content.self_assessment)
        } else {
            Vec::new()
        },
        lodged_on: day(lodged.map(|lodged| lodged.on)),
        endorsed_on: day(endorsed.map(|endorsed| endorsed.on)),
        findings: endorsed.map(|endorsed| findings_to_proto(&endorsed.findings)),
        round_id: id(accepted.map(|accepted| accepted.round_id)),
        tally: stage
            .scored()
            .map(|scored| tally_to_proto(&scored.tally, set)),
        certificate_id: id(stage.certificate_id()),
        province_code: dossier.place.province_code,
        content: is_full.then(|| contents::to_proto(dossier.content)),
        revision: dossier.revision,
        missing: missing.into_iter().flatten().map(str::to_owned).collect(),
        reason: stage.reason().to_owned(),
        supplement: stage
            .supplement()
            .cloned()
            .map(reviews::supplement_to_proto),
        advice,
        advised_on,
        earlier_results: stage.earlier().iter().map(earlier).collect(),
        deadlines: deadlines
            .into_iter()
            .map(|deadline| due::deadline_to_proto(deadline, today))
            .collect(),
        held_star: stars(dossier.held.map(|held| held.star)),
        held_until: day(dossier.held.map(|held| held.until)),
        five_star_candidate: stage.state().is_central(),
        ballot_attempt: dossier.ballot_attempt,
        acknowledged: dossier.acknowledged,
        closing: stage.closing().map(endings::closing_to_proto),
        closed_on: day(stage.closed_on()),
        accepted_on: day(accepted.map(|accepted| accepted.on)),
        replaced_reports: accepted
            .map(|accepted| {
                accepted
                    .replaced
                    .iter()
                    .map(reviews::replaced_to_proto)
                    .collect()
            })
            .unwrap_or_default(),
        corrections: dossier
            .corrections
            .iter()
            .map(correction::to_proto)
            .collect(),
        knock_outs: (dossier.knock_outs.iter())
            .map(|found| knock_outs::to_proto(found, set))
            .collect(),
        rejection_grounds,
        receipts: dossier.receipts.iter().map(receipts::to_proto).collect(),
        letter: endorsed
            .and_then(|endorsed| endorsed.letter.as_ref())
            .map(receipts::letter_to_proto),
        notices: (dossier.notices.iter())
            .map(receipts::notice_to_proto)
            .collect(),
        lifted_ends: dossier
            .lifted
            .iter()
            .map(endings::lifted_to_proto)
            .collect(),
    }
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
