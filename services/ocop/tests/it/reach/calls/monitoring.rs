//! Calls of evaluation about inspections, complaints and the programme.

use ocop_identity::Target;
use ocop_proto::evaluation::v1 as e;
use serde_json::{Value, json};

use super::{Calls, all_of_it, own};
use crate::reach::world::{World, today};

pub(super) fn monitoring(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("evaluation.v1.MonitoringService/{name}");
    let plan = |subject: &str, id: &str| {
        json!({
            "kind": "INSPECTION_KIND_SURPRISE", "inspector": "Chi cục", "plannedFor": "2026-12-01", subject: id
        })
    };
    for (what, subject, id) in [
        ("of a producer", "producerId", &world.producer),
        ("of a product", "productId", &world.product),
        ("of a certificate", "certificateId", &world.certificate),
    ] {
        let body = plan(subject, id);
        calls.add_to::<e::PlanInspectionRequest>(&rpc("PlanInspection"), what, own(world), body);
    }
    let this = |id: &str, more: Value| {
        let mut body = more;
        body["id"] = json!(id);
        body
    };
    let inspection = |more| this(&world.inspection, more);
    let found = json!({"findings": [{
        "topic": "INSPECTION_TOPIC_MARK", "text": "in sai nhãn", "productId": world.product
    }]});
    calls.add::<e::RecordInspectionRequest>(
        &rpc("RecordInspection"),
        own(world),
        inspection(found),
    );
    let confirm = json!({"finding": 1, "outcome": "REMEDY_OUTCOME_MET"});
    calls.add::<e::ConfirmRemedyRequest>(&rpc("ConfirmRemedy"), own(world), inspection(confirm));
    let proposal = json!({"proposal": {
        "certificateId": world.certificate, "ground": "REVOCATION_GROUND_MARK_MISUSE",
        "conclusion": "sử dụng sai", "concludedOn": "2026-11-19", "authority": "Sở"
    }});
    calls.add::<e::ProposeRevocationRequest>(
        &rpc("ProposeRevocation"),
        own(world),
        inspection(proposal),
    );
    let declined = json!({"reason": "chưa đủ căn cứ"});
    calls.add::<e::DeclineRevocationRequest>(
        &rpc("DeclineRevocation"),
        own(world),
        inspection(declined),
    );
    let cancelled = json!({"reason": "cơ sở tạm ngừng"});
    calls.add::<e::CancelInspectionRequest>(
        &rpc("CancelInspection"),
        own(world),
        inspection(cancelled),
    );
    calls.add::<e::GetInspectionRequest>(&rpc("GetInspection"), own(world), inspection(json!({})));
    let of_producer = || json!({"producerId": world.producer});
    let listed = || Target::default().of_producer(&world.producer);
    calls.add::<e::ListInspectionsRequest>(&rpc("ListInspections"), listed(), of_producer());
    let of_province = || json!({"provinceCode": "51"});
    let province = || Target::province("51", today());
    calls.add_to::<e::ListInspectionsRequest>(
        &rpc("ListInspections"),
        "of a province",
        province(),
        of_province(),
    );

    let file = json!({
        "certificateId": world.certificate, "grounds": "điểm chấm thấp", "knownOn": "2026-10-15",
        "complainant": {"fullName": "Lan", "address": "Bình Châu"}
    });
    calls.add::<e::FileComplaintRequest>(&rpc("FileComplaint"), own(world), file);
    let complaint = |more| this(&world.complaint, more);
    let decide = json!({
        "outcome": "COMPLAINT_OUTCOME_UPHELD", "decisionNumber": "8/QĐ", "answer": "giữ nguyên"
    });
    calls.add::<e::DecideComplaintRequest>(&rpc("DecideComplaint"), own(world), complaint(decide));
    let erase = json!({"etag": "999", "reason": "người khiếu nại yêu cầu"});
    calls.add::<e::EraseComplainantDataRequest>(
        &rpc("EraseComplainantData"),
        own(world),
        complaint(erase),
    );
    calls.add::<e::ExportComplainantDataRequest>(
        &rpc("ExportComplainantData"),
        own(world),
        complaint(json!({})),
    );
    calls.add::<e::GetComplaintRequest>(&rpc("GetComplaint"), own(world), complaint(json!({})));
    calls.add::<e::ListComplaintsRequest>(&rpc("ListComplaints"), listed(), of_producer());
    calls.add_to::<e::ListComplaintsRequest>(
        &rpc("ListComplaints"),
        "of a province",
        province(),
        of_province(),
    );
    let accept = json!({"handler": "Phòng nghiệp vụ"});
    calls.add::<e::AcceptComplaintRequest>(&rpc("AcceptComplaint"), own(world), complaint(accept));
    let refuse = json!({"reason": "không thuộc thẩm quyền"});
    calls.add::<e::RefuseComplaintRequest>(&rpc("RefuseComplaint"), own(world), complaint(refuse));
}

pub(super) fn programme(calls: &mut Calls, world: &World) {
    let rpc = |name: &str| format!("evaluation.v1.ProgressService/{name}");
    let target = |more: Value| {
        let mut target = json!({
            "provinceCode": "51", "periodFrom": "2021-01-01", "periodTo": "2025-12-31", "nameVi": "Giai đoạn",
            "indicator": "INDICATOR_VALID_PRODUCTS", "goalCount": 100
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            target[key] = value.clone();
        }
        json!({"target": target})
    };
    let here = || Target::province("51", today());
    calls.add::<e::SetTargetRequest>(&rpc("SetTarget"), here(), target(json!({})));
    let update = target(json!({"id": world.target, "etag": "999"}));
    calls.add::<e::UpdateTargetRequest>(&rpc("UpdateTarget"), here(), update);
    calls.add::<e::ListTargetsRequest>(&rpc("ListTargets"), all_of_it(), json!({}));
    calls.add::<e::GetProgressRequest>(
        &rpc("GetProgress"),
        all_of_it(),
        json!({"provinceCode": "51"}),
    );
}
