//! What goes wrong in the year: dossiers that end before their council, mistakes that are put right, complaints.

use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::record_knock_out_request::Hit;

use super::model::{Model, Result};
use super::office::{Office, decision};
use crate::fixture::product_id;

impl Office<'_> {
    /// A member finds foreign matter, and the dossier is rejected on that ground.
    pub(super) async fn knock_out(&self, dossier: &str, on: &str) {
        let found = proto::RecordKnockOutRequest {
            request_id: self.request(),
            id: dossier.to_owned(),
            hit: Some(Hit::Criterion("6.1".to_owned())),
            observer: proto::KnockOutObserver::CouncilMember.into(),
            seen_by: String::new(),
            seen_on: on.to_owned(),
            note: "có sạn".to_owned(),
        };
        let mut member = self.fixture.dossiers("m2", Role::CouncilMember);
        member.record_knock_out(found).await.unwrap();
        let reject = proto::RejectDossierRequest {
            request_id: self.request(),
            id: dossier.to_owned(),
            reason: "tạp chất không an toàn".to_owned(),
            rejected_on: on.to_owned(),
        };
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        lan.reject_dossier(reject).await.unwrap();
    }

    /// Its producer takes a dossier back.
    pub(super) async fn withdraw(&self, dossier: &str, on: &str) {
        let request = proto::WithdrawDossierRequest {
            request_id: self.request(),
            id: dossier.to_owned(),
            reason: "chưa đủ sản lượng".to_owned(),
            withdrawn_on: on.to_owned(),
        };
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        lan.withdraw_dossier(request).await.unwrap();
    }

    /// The council asks for a supplement that never comes, and the office closes the dossier.
    pub(super) async fn close(&self, dossier: &str, [asked, due, closed]: [&str; 3]) {
        let ask = proto::RequestSupplementRequest {
            request_id: self.request(),
            id: dossier.to_owned(),
            supplement: Some(proto::Supplement {
                wants: vec![proto::SupplementWant::Tests.into()],
                text: "phiếu kiểm nghiệm mới".to_owned(),
                asked_on: asked.to_owned(),
                due_on: due.to_owned(),
                ..Default::default()
            }),
        };
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        lan.request_supplement(ask).await.unwrap();
        let close = proto::CloseDossierRequest {
            request_id: self.request(),
            id: dossier.to_owned(),
            ground: proto::CloseGround::SupplementMissing.into(),
            reason: "không nộp".to_owned(),
            authority: "Văn phòng điều phối".to_owned(),
            closed_on: closed.to_owned(),
        };
        lan.close_dossier(close).await.unwrap();
    }

    /// The date of a decision was written down wrongly.
    pub(super) async fn decided_on(&self, model: &mut Model, n: u32, date: &str) {
        let held = self.held(n, "2027-06-10").await;
        let correct = proto::CorrectDecisionRequest {
            request_id: self.request(),
            certificate_id: held.id,
            decision: Some(decision(&format!("{n}-2/QĐ-UBND"), date)),
            reason: "ghi nhầm ngày".to_owned(),
            whole_decision: false,
        };
        let mut lan = self.fixture.certificates(Role::OcopOffice);
        lan.correct_decision(correct).await.unwrap();
        model.decided_on(n, date);
    }

    /// A producer complains of the stars of June, and the council votes anew in July.
    pub(super) async fn complain(
        &self,
        model: &mut Model,
        (n, dossier): &(u32, String),
        found: Result,
    ) {
        let mut office = self.fixture.monitoring(Role::OcopOffice, "province:51");
        let file = proto::FileComplaintRequest {
            request_id: self.request(),
            against: Some(proto::file_complaint_request::Against::DossierId(
                dossier.clone(),
            )),
            complainant: Some(proto::Complainant {
                full_name: "Nguyễn Thị Lan".to_owned(),
                address: "Bình Châu".to_owned(),
                phone: String::new(),
            }),
            grounds: "chấm thấp hơn thực tế".to_owned(),
            known_on: "2027-06-10".to_owned(),
            filed_on: "2027-06-15".to_owned(),
            remote_area: false,
        };
        let filed = office.file_complaint(file).await.unwrap().into_inner();
        let complaint = filed.complaint.unwrap().id;
        let accept = proto::AcceptComplaintRequest {
            request_id: self.request(),
            id: complaint.clone(),
            handler: "Văn phòng điều phối".to_owned(),
            complex_case: false,
            accepted_on: "2027-06-16".to_owned(),
        };
        office.accept_complaint(accept).await.unwrap();
        let decide = proto::DecideComplaintRequest {
            request_id: self.request(),
            id: complaint,
            outcome: proto::ComplaintOutcome::ReEvaluated.into(),
            decision_number: format!("{n}/QĐ-KN"),
            answer: "hội đồng chấm lại".to_owned(),
            decided_on: "2027-06-20".to_owned(),
            amendment: None,
        };
        let decided = office.decide_complaint(decide).await.unwrap().into_inner();
        let decided = decided.complaint.unwrap();
        assert_eq!((&decided.evaluated_dossier_id, decided.vote), (dossier, 2));
        let star = self.count_votes((*n, dossier), found, "2027-07-01").await;
        if star > 0 {
            self.decide((*n, dossier), &format!("{n}-4/QĐ-UBND"), "2027-07-05")
                .await;
            model.given(*n, "2027-07-05".parse().unwrap(), star);
        }
    }

    /// The certificate of a product that is valid on a day.
    pub(super) async fn held(&self, n: u32, on: &str) -> proto::Certificate {
        let mut reader = self.fixture.certificates(Role::OcopOffice);
        let ask = proto::ListCertificatesRequest {
            product_id: product_id(n.into()),
            valid_on: on.to_owned(),
            ..Default::default()
        };
        let held = reader.list_certificates(ask).await.unwrap().into_inner();
        held.certificates.into_iter().next().unwrap()
    }
}
