//! Documents on the wire.

use chrono::NaiveDate;
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{FieldError, Violations, enum_pairs, timestamp};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;

use crate::application::evidence::{FileEvidence, WithdrawEvidence};
use crate::domain::evidence::lapses;
use crate::domain::evidence::{
    Description, Evidence, EvidenceKind, File, FileName, FileNameProblem, MediaType, Sha256, Term,
};
use crate::storage::evidence::EvidenceFilter;
use crate::transport::fields::{day, id, optional_id};

/// Most characters of a title.
const TITLE: usize = 200;

/// Most characters of a reason.
const REASON: usize = 2_000;

/// Most characters that are looked at of a file name before it is found too long.
const NAME: usize = 1_000;

enum_pairs! {
    pub(crate) fn kind_to_proto(EvidenceKind) -> proto::EvidenceKind;
    pub(crate) fn kind_from_proto(proto::EvidenceKind) -> Option<EvidenceKind>;
    BusinessRegistration, EstablishmentCertificate, RawMaterial, Environment, LocalLabour, Growth, IntellectualProperty, Market, Promotion, Story, QualityDeclaration, TestResults, TraceCode, QualityManagement, Award
}

/// A document without what only its row knows.
pub(crate) fn bare(evidence: Evidence) -> proto::Evidence {
    let (withdrawn_on, withdrawal_reason) = evidence
        .withdrawal
        .map(|withdrawal| (withdrawal.on.to_string(), withdrawal.reason))
        .unwrap_or_default();
    proto::Evidence {
        id: evidence.id.to_string(),
        etag: String::new(),
        create_time: None,
        update_time: None,
        producer_id: evidence.producer_id.to_string(),
        kind: kind_to_proto(evidence.kind).into(),
        title: evidence.title,
        file_name: evidence.file.name.as_str().to_owned(),
        media_type: evidence.file.media_type.to_string(),
        size_bytes: evidence.file.size,
        sha256: evidence.file.sha256.to_string(),
        issued_on: day(evidence.term.issued_on),
        expires_on: day(evidence.term.expires_on),
        uploaded_by: evidence.filing.by,
        replaces: id(evidence.replaces),
        replaced_by: id(evidence.replaced_by),
        withdrawn_on,
        withdrawal_reason,
        province_code: evidence.place.province_code,
        place_code: evidence.place.code,
    }
}

/// The documents of a dossier, with what of them lapses in a term.
pub(crate) fn to_proto_for_dossier(
    mut documents: Vec<Saved<Evidence>>,
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<proto::DossierEvidence> {
    let last = |document: &Saved<Evidence>| document.term.expires_on.unwrap_or(NaiveDate::MAX);
    documents.sort_by_key(|document| (last(document), document.id));
    let lapsing = lapses(documents.iter().map(|document| &**document), from, to);
    let to_proto = |document: Saved<Evidence>| {
        let lapse = lapsing.iter().find(|lapse| lapse.id == document.id);
        proto::DossierEvidence {
            expired: lapse.is_some_and(|lapse| lapse.expired),
            expires_within_certificate: lapse.is_some_and(|lapse| !lapse.expired),
            evidence: Some(to_proto(document)),
        }
    };
    documents.into_iter().map(to_proto).collect()
}

pub(crate) fn to_proto(record: Saved<Evidence>) -> proto::Evidence {
    proto::Evidence {
        etag: record.version().to_string(),
        create_time: Some(timestamp(record.created_at())),
        update_time: Some(timestamp(record.updated_at())),
        ..bare(record.into_inner())
    }
}

fn fault(reason: &'static str, problem: &impl ToString) -> FieldError {
    FieldError {
        reason,
        description: problem.to_string(),
    }
}

fn file_name(v: &mut Violations, text: &str) -> Option<FileName> {
    let text = match v.optional_text("file_name", text, NAME)? {
        text if text.is_empty() => return v.required_text("file_name", "", NAME).map(|_| None)?,
        text => text,
    };
    let read = FileName::parse(&text).map_err(|problem| {
        let reason = match problem {
            FileNameProblem::Missing => "REQUIRED",
            FileNameProblem::Folder => "MALFORMED",
            FileNameProblem::Unseen => "CONTROL_CHARACTER",
            FileNameProblem::TooLong => "TOO_LONG",
        };
        fault(reason, &problem)
    });
    v.check("file_name", read)
}

pub(crate) fn file(
    v: &mut Violations,
    caller: Caller,
    request: &proto::EvidenceDescription,
    max_bytes: u64,
) -> Option<FileEvidence> {
    let producer_id = v.uuid("producer_id", &request.producer_id);
    let kind = v.known("kind", request.kind).and_then(kind_from_proto);
    let title = v.optional_name("title", &request.title, TITLE);
    let name = file_name(v, &request.file_name);
    let media_type = request
        .media_type
        .parse::<MediaType>()
        .map_err(|problem| fault("UNKNOWN_VALUE", &problem));
    let media_type = v.check("media_type", media_type);
    let size = v.within("size_bytes", request.size_bytes, 1..=max_bytes);
    let sha256 = request
        .sha256
        .parse::<Sha256>()
        .map_err(|problem| fault("MALFORMED", &problem));
    let sha256 = v.check("sha256", sha256);
    let issued_on = v.optional_date("issued_on", &request.issued_on);
    let expires_on = v.optional_date("expires_on", &request.expires_on);
    let term = Term::new(issued_on, expires_on).map_err(|problem| fault("OUT_OF_ORDER", &problem));
    let term = v.check("expires_on", term);
    let replaces = optional_id(v, "replaces", &request.replaces);
    let (title, name) = (title?, name?);
    let title = if title.is_empty() {
        name.as_str().to_owned()
    } else {
        title
    };
    Some(FileEvidence {
        caller,
        producer_id: producer_id?,
        description: Description {
            kind: kind?,
            title,
            file: File {
                name,
                size: size?,
                sha256: sha256?,
                media_type: media_type?,
            },
            term: term?,
        },
        replaces,
    })
}

pub(crate) fn withdraw(
    v: &mut Violations,
    caller: Caller,
    request: proto::WithdrawEvidenceRequest,
) -> Option<WithdrawEvidence> {
    let id = v.uuid("id", &request.id);
    let seen = (!request.etag.is_empty())
        .then(|| v.etag("etag", &request.etag))
        .flatten();
    let reason = v.required_text("reason", &request.reason, REASON);
    Some(WithdrawEvidence {
        caller,
        id: id?,
        seen,
        reason: reason?,
    })
}

pub(crate) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListEvidenceRequest,
) -> Option<(Caller, EvidenceFilter)> {
    let kind = v.known_or_any::<proto::EvidenceKind>("kind", request.kind);
    let on = v.in_units_of(&request.in_units_of, caller.units.day());
    let filter = EvidenceFilter {
        producer: optional_id(v, "producer_id", &request.producer_id),
        province: v.asked_unit(&caller.units, ("province_code", &request.province_code), on),
        place: v.asked_unit(&caller.units, ("place_code", &request.place_code), on),
        kind: kind.and_then(kind_from_proto),
        expiring_before: v.optional_date("expiring_before", &request.expiring_before),
        current_only: request.current_only,
    };
    Some((caller, filter))
}

#[cfg(test)]
mod tests;
