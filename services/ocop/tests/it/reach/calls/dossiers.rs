//! Calls of evaluation about dossiers, their papers and certificates.

use ocop_identity::{Target, Touched};
use ocop_proto::evaluation::v1 as e;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Calls, all_of_it, own, paper};
use crate::reach::world::{World, today};

pub(super) fn dossiers(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("evaluation.v1.DossierService/{name}");
    let this = || json!({"id": world.dossier});
    let that = |more: Value| {
        let mut body = this();
        for (key, value) in more.as_object().into_iter().flatten() {
            body[key] = value.clone();
        }
        body
    };
    let create = json!({
        "productId": world.product, "kind": "DOSSIER_KIND_FIRST", "selfAssessment": world.answers
    });
    let touched = Touched::new(own(world)).of_producer(own(world));
    calls.add::<e::CreateDossierRequest>(&rpc("CreateDossier"), touched, create);
    let form = json!({"content": {"form": {"samples": 1}}, "updateMask": {"paths": ["form"]}});
    let mut update = that(form.clone());
    update["etag"] = json!("999");
    calls.add::<e::UpdateDossierRequest>(&rpc("UpdateDossier"), own(world), update);
    let reason = json!({"reason": "thiếu minh chứng"});
    calls.add::<e::ReturnDossierRequest>(&rpc("ReturnDossier"), own(world), that(reason.clone()));
    let findings = json!({"findings": {
        "rawMaterial": "cá cơm than", "labour": "của xã", "ideaOrigin": "làng nghề", "identity": "bí quyết"
    }});
    calls.add::<e::EndorseDossierRequest>(&rpc("EndorseDossier"), own(world), that(findings));
    calls.add::<e::AcceptDossierRequest>(&rpc("AcceptDossier"), own(world), this());
    let supplement = json!({"supplement": {"wants": ["SUPPLEMENT_WANT_TESTS"], "text": "thiếu"}});
    calls.add::<e::RequestSupplementRequest>(
        &rpc("RequestSupplement"),
        own(world),
        that(supplement),
    );
    calls.add::<e::FileSupplementRequest>(&rpc("FileSupplement"), own(world), that(form));
    let report = that(json!({"report": "đủ"}));
    calls.add::<e::FileAdvisoryReportRequest>(&rpc("FileAdvisoryReport"), own(world), report);
    calls.add::<e::RejectDossierRequest>(&rpc("RejectDossier"), own(world), that(reason.clone()));
    let to_commune = that(json!({"to": "RETURNED_TO_COMMUNE", "reason": "thiếu công văn"}));
    calls.add::<e::ReturnFromProvinceRequest>(&rpc("ReturnFromProvince"), own(world), to_commune);
    let correction = that(json!({"reason": "ghi nhầm", "endorsedOn": "2026-05-02"}));
    calls.add::<e::CorrectDossierRequest>(&rpc("CorrectDossier"), own(world), correction);
    let closing = that(json!({
        "ground": "CLOSE_GROUND_SUPERSEDED", "reason": "đã có giấy chứng nhận", "authority": "VPĐP"
    }));
    calls.add::<e::CloseDossierRequest>(&rpc("CloseDossier"), own(world), closing);
    // Foreign matter is found at another criterion: what the law does not know is refused to whoever may speak.
    let found = that(json!({
        "criterion": "4.1", "observer": "KNOCK_OUT_OBSERVER_INSPECTION", "note": "có sạn"
    }));
    calls.add::<e::RecordKnockOutRequest>(&rpc("RecordKnockOut"), own(world), found);
    let wrongly = that(json!({"number": 7, "reason": "nhầm mẫu"}));
    calls.add::<e::WithdrawKnockOutRequest>(&rpc("WithdrawKnockOut"), own(world), wrongly);
    let received = that(json!({
        "office": "RECEIVING_OFFICE_COMMUNE", "receiver": "Cúc", "samples": 5, "reason": "đếm lại"
    }));
    calls.add::<e::RecordReceiptRequest>(&rpc("RecordReceipt"), own(world), received);
    let notice = that(json!({"to": "NOTICE_RECIPIENT_PRODUCER", "means": "112/TB-VPĐP"}));
    calls.add::<e::RecordNoticeRequest>(&rpc("RecordNotice"), own(world), notice);
    calls.add::<e::WithdrawDossierRequest>(&rpc("WithdrawDossier"), own(world), that(reason));
    let decision = json!({"dossierId": world.dossier, "decision": decision()});
    calls.add::<e::RecordDecisionRequest>(&rpc("RecordDecision"), own(world), decision);
    calls.add::<e::GetDossierRequest>(&rpc("GetDossier"), own(world), this());
    calls.add::<e::CheckDossierRequest>(&rpc("CheckDossier"), own(world), this());
    calls.add::<e::ListDossiersRequest>(&rpc("ListDossiers"), own(world), json!({}));
    calls.add::<e::FacetDossiersRequest>(&rpc("FacetDossiers"), own(world), json!({}));
    let of_dossier = || json!({"dossierId": world.dossier});
    calls.add::<e::ListRevisionsRequest>(&rpc("ListRevisions"), own(world), of_dossier());
    let compare = json!({"dossierId": world.dossier, "from": 1, "to": 2});
    calls.add::<e::CompareRevisionsRequest>(&rpc("CompareRevisions"), own(world), compare);
    calls.add::<e::ListDueRequest>(&rpc("ListDue"), own(world), json!({"provinceCode": "51"}));
    calls.add::<e::SubmitDossierRequest>(&rpc("SubmitDossier"), own(world), this());
    calls.add::<e::DeleteDraftRequest>(&rpc("DeleteDraft"), own(world), this());
}

pub(super) fn certificates(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("evaluation.v1.CertificateService/{name}");
    let import = json!({"productId": world.certified, "star": 3, "decision": decision()});
    let touched = Touched::new(own(world)).of_producer(own(world));
    let many = json!({"rows": [import.clone()], "validateOnly": true});
    calls.add::<e::ImportCertificateRequest>(&rpc("ImportCertificate"), touched.clone(), import);
    let batch = json!({"batch": many.clone()});
    calls.add::<e::ImportCertificatesRequest>(&rpc("ImportCertificates"), touched.clone(), many);
    let streamed = rpc("StreamImportCertificates");
    calls.add::<e::StreamImportCertificatesRequest>(&streamed, touched, batch);
    let dossiers = json!({"decision": decision(), "dossierIds": [world.dossier]});
    calls.add::<e::RecordRoundDecisionRequest>(&rpc("RecordRoundDecision"), own(world), dossiers);
    let round = json!({"decision": decision(), "roundId": world.round});
    calls.add_to::<e::RecordRoundDecisionRequest>(
        &rpc("RecordRoundDecision"),
        "of a round",
        Target::province("51", today()),
        round,
    );
    let this = || json!({"id": world.certificate});
    calls.add::<e::GetCertificateRequest>(&rpc("GetCertificate"), all_of_it(), this());
    calls.add::<e::ListCertificatesRequest>(&rpc("ListCertificates"), all_of_it(), json!({}));
    calls.add::<e::FacetCertificatesRequest>(&rpc("FacetCertificates"), all_of_it(), json!({}));
    let named = json!({"productName": "nuoc mam"});
    calls.add::<e::VerifyByNameRequest>(&rpc("VerifyByName"), all_of_it(), named);
    let verify = json!({"certificateId": world.certificate});
    calls.add::<e::VerifyCertificateRequest>(&rpc("VerifyCertificate"), all_of_it(), verify);
    let by = json!({"by": "COUNT_DIMENSION_STAR"});
    calls.add::<e::CountCertificatesRequest>(&rpc("CountCertificates"), all_of_it(), by);
    let decided =
        || json!({"certificateId": world.certificate, "decision": decision(), "reason": "nhầm"});
    let rename = json!({"certificateId": world.certificate, "reason": "hỏng"});
    let mut reissue = rename;
    reissue["ground"] = json!("ISSUE_GROUND_DAMAGED");
    reissue["issuedOn"] = json!("2020-01-01");
    calls.add::<e::ReissueCertificateRequest>(&rpc("ReissueCertificate"), own(world), reissue);
    calls.add::<e::CorrectDecisionRequest>(&rpc("CorrectDecision"), own(world), decided());
    let mut read = decided();
    read["star"] = json!(3);
    let touched = Touched::new(own(world)).of_producer(own(world));
    calls.add::<e::CorrectImportRequest>(&rpc("CorrectImport"), touched.clone(), read);
    let mut transfer = decided();
    transfer["producerId"] = json!(world.producer);
    calls.add::<e::TransferCertificateRequest>(&rpc("TransferCertificate"), touched, transfer);
    let mut withdraw = decided();
    withdraw["decision"]["date"] = json!("2020-01-01");
    calls.add::<e::WithdrawRecognitionRequest>(&rpc("WithdrawRecognition"), own(world), withdraw);
    // Last, because it succeeds.
    let revoke = json!({"certificateId": world.certificate, "revocation": {
        "ground": "REVOCATION_GROUND_CEASED", "reason": "ngừng sản xuất", "decision": decision()
    }});
    calls.add::<e::RevokeCertificateRequest>(&rpc("RevokeCertificate"), own(world), revoke);
}

pub(super) fn papers(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("evaluation.v1.EvidenceService/{name}");
    let this = || json!({"id": world.evidence});
    // The first message alone: no file follows.
    let upload = json!({"description": paper(&world.producer, b"%PDF-1.7\n", &json!(Uuid::from_u128(0x999).to_string()))});
    calls.add::<e::UploadEvidenceRequest>(&rpc("UploadEvidence"), own(world), upload);
    calls.add::<e::DownloadEvidenceRequest>(&rpc("DownloadEvidence"), own(world), this());
    calls.add::<e::GetEvidenceRequest>(&rpc("GetEvidence"), own(world), this());
    let of_producer = json!({"producerId": world.producer});
    calls.add::<e::ListEvidenceRequest>(&rpc("ListEvidence"), own(world), of_producer);
    let of_province = json!({"provinceCode": "51"});
    calls.add_to::<e::ListEvidenceRequest>(
        &rpc("ListEvidence"),
        "of a province",
        Target::province("51", today()),
        of_province,
    );
    calls.add_to::<e::ListEvidenceRequest>(&rpc("ListEvidence"), "of all", all_of_it(), json!({}));
    let withdraw = json!({"id": world.evidence, "etag": "999", "reason": "nhầm"});
    calls.add::<e::WithdrawEvidenceRequest>(&rpc("WithdrawEvidence"), own(world), withdraw);
    let of_dossier = json!({"dossierId": world.dossier});
    let papers = rpc("ListDossierEvidence");
    calls.add::<e::ListDossierEvidenceRequest>(&papers, own(world), of_dossier.clone());
    let fairs = rpc("ListDossierAttendance");
    calls.add::<e::ListDossierAttendanceRequest>(&fairs, own(world), of_dossier);
}

fn decision() -> Value {
    json!({"number": "7/QĐ-UBND", "date": "2026-11-01", "authority": "UBND tỉnh Quảng Ngãi"})
}
