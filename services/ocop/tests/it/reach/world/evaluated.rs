//! What evaluation has of the world.

use ocop_harness::Running;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as evaluation;
use serde_json::{Value, json};

use super::{World, done, message, request_id};
use crate::reach::calls::paper;
use crate::reach::wire::call;

/// The best answer to every criterion of set 9.
async fn answers(service: &Running) -> Value {
    let rpc = "/ocop.evaluation.v1.CriteriaService/GetCriteriaSet";
    let request = evaluation::GetCriteriaSetRequest {
        number: 9,
        on_date: String::new(),
    };
    let set: evaluation::GetCriteriaSetResponse =
        call(service.channel(), None, rpc, request).await.unwrap();
    let parts = set.criteria_set.unwrap().parts.into_iter();
    let criteria = parts
        .flat_map(|part| part.sections)
        .flat_map(|section| section.criteria);
    let best = criteria.map(|criterion| {
        let mut options = criterion.answers.iter();
        let option = options.find(|answer| answer.points == criterion.max_points);
        json!({"criterion": criterion.code, "option": option.unwrap().code})
    });
    Value::Array(best.collect())
}

impl World {
    pub(super) async fn evaluate(&mut self) {
        let service = &self.evaluation;
        let decision = json!({"number": "1/QĐ-UBND", "date": "2025-02-03", "authority": "UBND tỉnh Quảng Ngãi"});
        let answer: evaluation::ImportCertificateResponse =
            done::<evaluation::ImportCertificateRequest, _>(
                service,
                Role::OcopOffice,
                "evaluation.v1.CertificateService/ImportCertificate",
                40,
                json!({"productId": self.certified, "star": 3, "decision": decision}),
            )
            .await;
        self.certificate = answer.certificate.unwrap().id;
        self.answers = answers(service).await;
        let body = json!({
            "productId": self.product, "kind": "DOSSIER_KIND_FIRST", "selfAssessment": self.answers
        });
        let answer: evaluation::CreateDossierResponse =
            done::<evaluation::CreateDossierRequest, _>(
                service,
                Role::OcopOffice,
                "evaluation.v1.DossierService/CreateDossier",
                41,
                body,
            )
            .await;
        self.dossier = answer.dossier.unwrap().id;
        let members = ["an", "binh", "chi", "dung", "giang"].map(|subject| {
            let role = if subject == "an" {
                "MEMBER_ROLE_CHAIR"
            } else {
                "MEMBER_ROLE_MEMBER"
            };
            json!({"subject": subject, "fullName": "Ủy viên", "role": role})
        });
        let council = json!({
            "provinceCode": "51", "decisionNumber": "100/QĐ-UBND", "appointedOn": "2026-05-25", "members": members
        });
        let answer: evaluation::AppointCouncilResponse =
            done::<evaluation::AppointCouncilRequest, _>(
                service,
                Role::OcopOffice,
                "evaluation.v1.CouncilService/AppointCouncil",
                42,
                json!({"council": council}),
            )
            .await;
        self.council = answer.council.unwrap().id;
        let round =
            json!({"provinceCode": "51", "year": 2026, "number": 2, "councilId": self.council});
        let answer: evaluation::OpenRoundResponse = done::<evaluation::OpenRoundRequest, _>(
            service,
            Role::OcopOffice,
            "evaluation.v1.CouncilService/OpenRound",
            43,
            json!({"round": round}),
        )
        .await;
        self.round = answer.round.unwrap().id;
        let body = json!({
            "kind": "INSPECTION_KIND_SURPRISE", "inspector": "Chi cục", "plannedFor": "2026-09-01",
            "certificateId": self.certificate
        });
        let answer: evaluation::PlanInspectionResponse =
            done::<evaluation::PlanInspectionRequest, _>(
                service,
                Role::OcopOffice,
                "evaluation.v1.MonitoringService/PlanInspection",
                44,
                body,
            )
            .await;
        self.inspection = answer.inspection.unwrap().id;
        let body = json!({
            "certificateId": self.certificate, "grounds": "điểm chấm thấp", "knownOn": "2026-10-15",
            "complainant": {"fullName": "Nguyễn Thị Lan", "address": "Bình Châu"}
        });
        let answer: evaluation::FileComplaintResponse =
            done::<evaluation::FileComplaintRequest, _>(
                service,
                Role::OcopOffice,
                "evaluation.v1.MonitoringService/FileComplaint",
                45,
                body,
            )
            .await;
        self.complaint = answer.complaint.unwrap().id;
        let target = json!({
            "provinceCode": "51", "periodFrom": "2021-01-01", "periodTo": "2026-12-31", "nameVi": "Sản phẩm",
            "indicator": "INDICATOR_VALID_PRODUCTS", "minStar": 3, "goalCount": 200
        });
        let answer: evaluation::SetTargetResponse = done::<evaluation::SetTargetRequest, _>(
            service,
            Role::OcopOffice,
            "evaluation.v1.ProgressService/SetTarget",
            46,
            json!({"target": target}),
        )
        .await;
        self.target = answer.target.unwrap().id;
        self.evidence = self.file().await;
    }

    /// Files a paper of the producer.
    async fn file(&self) -> String {
        use evaluation::evidence_service_client::EvidenceServiceClient;
        use evaluation::upload_evidence_request::Part;

        let bytes = b"%PDF-1.7\n a paper of the producer".to_vec();
        let description = paper(&self.producer, &bytes, &request_id(47));
        let parts = [Part::Description(message(description)), Part::Chunk(bytes)];
        let messages = parts.map(|part| evaluation::UploadEvidenceRequest { part: Some(part) });
        let bearer = self.evaluation.bearer("maker", Role::OcopOffice, "*");
        let mut client = EvidenceServiceClient::with_interceptor(self.evaluation.channel(), bearer);
        let filed = client
            .upload_evidence(futures::stream::iter(messages))
            .await;
        filed.unwrap().into_inner().evidence.unwrap().id
    }
}
