//! What happens to a dossier between the commune and the council, on the wire.

use std::sync::Arc;

use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::application::dossier::{
    AcceptDossier, CorrectDossier, FileAdvisoryReport, FileSupplement, RequestSupplement,
};
use crate::application::step::TakeStep;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::correcting::Values;
use crate::domain::dossier::review::{ReplacedReport, Supplement, Want};
use crate::transport::dossier::contents::{self, CHANGEABLE};
use crate::transport::dossier::dossiers::REASON;
use crate::transport::fields::{day, optional_id, step};

enum_pairs! {
    fn want_to_proto(Want) -> proto::SupplementWant;
    fn want_from_proto(proto::SupplementWant) -> Option<Want>;
    Documents, SiteVisit, Tests
}

pub(crate) fn supplement_to_proto(supplement: Supplement) -> proto::Supplement {
    proto::Supplement {
        wants: supplement
            .wants
            .into_iter()
            .map(|one| want_to_proto(one).into())
            .collect(),
        text: supplement.text,
        asked_on: supplement.asked_on.to_string(),
        due_on: day(supplement.due_on),
        filed_on: day(supplement.filed_on),
    }
}

pub(crate) fn accept(
    v: &mut Violations,
    caller: Caller,
    request: proto::AcceptDossierRequest,
) -> Option<TakeStep<AcceptDossier>> {
    step(v, caller, &request.id, |v| {
        let round_id = optional_id(v, "round_id", &request.round_id);
        let accepted_on = v.optional_date("accepted_on", &request.accepted_on);
        Some(AcceptDossier {
            round_id,
            accepted_on,
        })
    })
}

pub(crate) fn request_supplement(
    v: &mut Violations,
    caller: Caller,
    request: proto::RequestSupplementRequest,
) -> Option<TakeStep<RequestSupplement>> {
    step(v, caller, &request.id, |v| {
        let message = request.supplement.unwrap_or_default();
        if message.wants.is_empty() {
            v.add("supplement.wants", "REQUIRED", "must name what is wanted");
        }
        let mut wants: Vec<Want> = Vec::new();
        for (index, number) in message.wants.iter().take(10).enumerate() {
            let field = format!("supplement.wants[{index}]");
            let one = v.known(&field, *number).and_then(want_from_proto);
            wants.extend(one.filter(|one| !wants.contains(one)));
        }
        let text = v.required_text("supplement.text", &message.text, REASON);
        let asked_on = v.optional_date("supplement.asked_on", &message.asked_on);
        let due_on = v.optional_date("supplement.due_on", &message.due_on);
        Some(RequestSupplement {
            wants,
            text: text?,
            asked_on,
            due_on,
        })
    })
}

pub(crate) fn file_supplement(
    v: &mut Violations,
    caller: Caller,
    library: Arc<Library>,
    request: proto::FileSupplementRequest,
) -> Option<FileSupplement> {
    let id = v.uuid("id", &request.id);
    let named = v.mask("update_mask", request.update_mask.as_ref(), CHANGEABLE);
    let change = contents::read(v, request.content.as_ref(), &named);
    let filed_on = v.optional_date("filed_on", &request.filed_on);
    Some(FileSupplement {
        caller,
        library,
        id: id?,
        change,
        filed_on,
    })
}

pub(crate) fn file_report(
    v: &mut Violations,
    caller: Caller,
    request: proto::FileAdvisoryReportRequest,
) -> Option<TakeStep<FileAdvisoryReport>> {
    step(v, caller, &request.id, |v| {
        let text = v.required_text("report", &request.report, 20_000);
        let filed_on = v.optional_date("filed_on", &request.filed_on);
        let because = v.optional_text("replaces_because", &request.replaces_because, REASON);
        Some(FileAdvisoryReport {
            text: text?,
            replaces_because: because.filter(|reason| !reason.is_empty()),
            filed_on,
        })
    })
}

pub(crate) fn replaced_to_proto(report: &ReplacedReport) -> proto::ReplacedReport {
    proto::ReplacedReport {
        report: report.advice.text.clone(),
        filed_on: report.advice.filed_on.to_string(),
        reason: report.reason.clone(),
    }
}

pub(crate) fn correct(
    v: &mut Violations,
    caller: Caller,
    request: proto::CorrectDossierRequest,
) -> Option<CorrectDossier> {
    let id = v.uuid("id", &request.id);
    let reason = v.required_text("reason", &request.reason, REASON);
    let values = Values {
        lodged_on: v.optional_date("lodged_on", &request.lodged_on),
        endorsed_on: v.optional_date("endorsed_on", &request.endorsed_on),
        accepted_on: v.optional_date("accepted_on", &request.accepted_on),
        advised_on: v.optional_date("advised_on", &request.advised_on),
        tallied_on: v.optional_date("tallied_on", &request.tallied_on),
        supplement_asked_on: v.optional_date("supplement_asked_on", &request.supplement_asked_on),
        supplement_due_on: v.optional_date("supplement_due_on", &request.supplement_due_on),
        supplement_filed_on: v.optional_date("supplement_filed_on", &request.supplement_filed_on),
        closed_on: v.optional_date("closed_on", &request.closed_on),
        round: None,
    };
    Some(CorrectDossier {
        caller,
        id: id?,
        reason: reason?,
        values,
        round_id: optional_id(v, "round_id", &request.round_id),
    })
}
