//! What goes wrong in the year: mistakes that are put right, and complaints.

use chrono::{Days, NaiveDate};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;

use super::model::{Model, Result};
use super::office::{Office, decision};
use crate::fixture::product_id;

impl Office<'_> {
    /// An old certificate was typed in with another star and date, and is read again.
    pub(super) async fn import_misread(&self, n: u32, date: NaiveDate, star: u32) {
        let misread = date + Days::new(31);
        self.import(n, misread, star + 1).await;
        let certificate_id = self.held(n, "2026-09-15").await.id;
        let right = decision(&format!("{n}/QĐ-UBND"), &date.to_string());
        let request = proto::CorrectImportRequest {
            request_id: self.request(),
            certificate_id,
            star,
            decision: Some(right),
            reason: "đọc nhầm sổ".to_owned(),
            ..Default::default()
        };
        let mut lan = self.fixture.certificates(Role::OcopOffice);
        lan.correct_import(request).await.unwrap();
    }

    /// An old certificate was entered for another product, and is moved to its own.
    pub(super) async fn import_misplaced(
        &self,
        (n, wrong): (u32, u32),
        date: NaiveDate,
        star: u32,
    ) {
        self.import_for(wrong, n, date, star).await;
        let held = self.held(wrong, "2026-09-15").await;
        let request = proto::CorrectImportRequest {
            request_id: self.request(),
            certificate_id: held.id,
            star,
            decision: held.decision,
            product_id: product_id(n.into()),
            reason: "ghi nhầm sản phẩm".to_owned(),
            ..Default::default()
        };
        let mut lan = self.fixture.certificates(Role::OcopOffice);
        lan.correct_import(request).await.unwrap();
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
        } else {
            model.ended(*n, "not_recognised");
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
