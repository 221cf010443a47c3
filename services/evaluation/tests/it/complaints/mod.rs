//! Complaints against results and decisions.

mod outcomes;

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::file_complaint_request::Against;
use tonic::{Code, Status};

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{created, decision};

pub(crate) fn complaint(
    request: u128,
    against: Against,
    filed_on: &str,
) -> proto::FileComplaintRequest {
    proto::FileComplaintRequest {
        request_id: id(request),
        complainant: Some(proto::Complainant {
            full_name: "Nguyễn Thị Lan".to_owned(),
            address: "Bình Châu, Bình Sơn".to_owned(),
            phone: String::new(),
        }),
        grounds: "điểm mục 4.1 chấm thấp hơn thực tế".to_owned(),
        known_on: "2026-06-15".to_owned(),
        filed_on: filed_on.to_owned(),
        remote_area: true,
        against: Some(against),
    }
}

/// A certificate on which the complaints are about.
async fn certificate(fixture: &Fixture) -> proto::Certificate {
    let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
    let request = proto::ImportCertificateRequest {
        request_id: id(0x1000),
        product_id: product,
        star: 3,
        decision: Some(decision("2025-02-03")),
        ..Default::default()
    };
    let mut office = fixture.certificates(Role::OcopOffice);
    let answer = office.import_certificate(request).await.unwrap();
    answer.into_inner().certificate.unwrap()
}

pub(crate) async fn file(
    fixture: &Fixture,
    scope: &str,
    request: proto::FileComplaintRequest,
) -> Result<proto::Complaint, Status> {
    let mut producer = fixture.monitoring(Role::Producer, scope);
    let answer = producer.file_complaint(request).await?;
    Ok(answer.into_inner().complaint.unwrap())
}

on_both_engines!(
    a_producer_complains_of_its_own_certificate_and_is_answered,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certificate(&fixture).await;
        let against = Against::CertificateId(certificate.id.clone());
        let own = format!("producer:{}", certificate.producer_id);
        let other = format!("producer:{}", id(7));
        let said = complaint(1, against, "2026-09-13");
        let refused = file(&fixture, &other, said.clone()).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::PermissionDenied, "OUT_OF_SCOPE")
        );
        let filed = file(&fixture, &own, said).await.unwrap();
        assert_eq!(
            (filed.accept_by.as_str(), filed.due_on.as_str()),
            ("2026-09-23", "2026-09-23")
        );

        let mut office = fixture.monitoring(Role::OcopOffice, "province:51");
        let decide = |request: u128| proto::DecideComplaintRequest {
            request_id: id(request),
            id: filed.id.clone(),
            outcome: proto::ComplaintOutcome::Upheld.into(),
            decision_number: "12/QĐ-KN".to_owned(),
            answer: "hội đồng đã chấm đúng mục 4.1".to_owned(),
            decided_on: "2026-11-01".to_owned(),
            amendment: None,
        };
        let refused = office.decide_complaint(decide(2)).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "WRONG_STATE");
        let accept = proto::AcceptComplaintRequest {
            request_id: id(3),
            id: filed.id.clone(),
            handler: "Văn phòng điều phối".to_owned(),
            complex_case: true,
            accepted_on: "2026-09-20".to_owned(),
        };
        let accepted = office.accept_complaint(accept).await.unwrap();
        let accepted = accepted.into_inner().complaint.unwrap();
        // 45 days for a complex one and 15 for the remote area.
        assert_eq!(accepted.decide_by, "2026-11-19");
        let decided = office.decide_complaint(decide(4)).await.unwrap();
        let decided = decided.into_inner().complaint.unwrap();
        assert_eq!(
            (decided.state(), decided.outcome()),
            (
                proto::ComplaintState::Decided,
                proto::ComplaintOutcome::Upheld
            )
        );
        let get = proto::GetComplaintRequest {
            id: filed.id.clone(),
        };
        for (role, scope) in [
            (Role::Producer, own.as_str()),
            (Role::Auditor, "*"),
            (Role::Inspector, "province:51"),
        ] {
            let mut reader = fixture.monitoring(role, scope);
            let read = reader.get_complaint(get.clone()).await.unwrap();
            assert_eq!(read.into_inner().complaint.as_ref(), Some(&decided));
        }
        let mut stranger = fixture.monitoring(Role::Producer, &other);
        let refused = stranger.get_complaint(get).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "OUT_OF_SCOPE");
    }
);

on_both_engines!(
    a_complaint_after_ninety_days_is_too_late,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certificate(&fixture).await;
        let own = format!("producer:{}", certificate.producer_id);
        let against = Against::CertificateId(certificate.id.clone());
        let late = complaint(1, against.clone(), "2026-09-14");
        let refused = file(&fixture, &own, late).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "COMPLAINT_TOO_LATE")
        );
        let future = complaint(2, against, "2026-11-21");
        let refused = file(&fixture, &own, future).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "DATE_IN_THE_FUTURE");
        let empty = proto::FileComplaintRequest {
            request_id: id(3),
            ..Default::default()
        };
        let refused = file(&fixture, &own, empty).await.unwrap_err();
        let fields = [
            "against",
            "complainant.full_name",
            "complainant.address",
            "grounds",
            "known_on",
        ];
        assert_eq!(refusal(&refused).1, fields);
    }
);

on_both_engines!(
    a_refused_complaint_is_over_and_is_listed_by_its_state,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(2, 9, ("524", "Bình Sơn")).await;
        let answers = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let dossier = created(&fixture, (0x2000, &product), first, answers)
            .await
            .unwrap();
        let own = format!("producer:{}", dossier.producer_id);
        let of_a_draft = complaint(9, Against::DossierId(dossier.id), "2026-09-01");
        let nothing = file(&fixture, &own, of_a_draft).await.unwrap_err();
        assert_eq!(refusal(&nothing).0, "WRONG_STATE", "there is no result");
        let certificate = certificate(&fixture).await;
        let own = format!("producer:{}", certificate.producer_id);
        let mut ids = Vec::new();
        for request in [1, 2] {
            let against = Against::CertificateId(certificate.id.clone());
            let said = complaint(request, against, "2026-09-01");
            ids.push(file(&fixture, &own, said).await.unwrap().id);
        }
        let mut office = fixture.monitoring(Role::OcopOffice, "province:51");
        let refuse = proto::RefuseComplaintRequest {
            request_id: id(3),
            id: ids[0].clone(),
            reason: "chưa có quyết định để khiếu nại".to_owned(),
            refused_on: "2026-09-05".to_owned(),
        };
        let refused = office.refuse_complaint(refuse).await.unwrap();
        let refused = refused.into_inner().complaint.unwrap();
        assert_eq!(
            (refused.state(), refused.due_on.as_str()),
            (proto::ComplaintState::Refused, "")
        );
        let mut list = async |state: proto::ComplaintState, due_before: &str| {
            let request = proto::ListComplaintsRequest {
                province_code: "51".to_owned(),
                state: state.into(),
                due_before: due_before.to_owned(),
                ..Default::default()
            };
            let listed = office.list_complaints(request).await.unwrap().into_inner();
            let complaints = listed.complaints.into_iter();
            complaints.map(|complaint| complaint.id).collect::<Vec<_>>()
        };
        assert_eq!(
            list(proto::ComplaintState::Refused, "").await,
            [ids[0].clone()]
        );
        let any = proto::ComplaintState::Unspecified;
        assert_eq!(list(any, "2026-09-11").await, Vec::<String>::new());
        assert_eq!(list(any, "2026-09-12").await, [ids[1].clone()]);
    }
);

on_both_engines!(
    who_complained_is_exported_and_erased_and_the_complaint_stays,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certificate(&fixture).await;
        let own = format!("producer:{}", certificate.producer_id);
        let said = complaint(
            1,
            Against::CertificateId(certificate.id.clone()),
            "2026-09-13",
        );
        let filed = file(&fixture, &own, said.clone()).await.unwrap();
        let mut office = fixture.monitoring(Role::OcopOffice, "province:51");
        let erase =
            |request: u128, complaint: &proto::Complaint| proto::EraseComplainantDataRequest {
                request_id: id(request),
                id: complaint.id.clone(),
                etag: complaint.etag.clone(),
                reason: "người khiếu nại yêu cầu".to_owned(),
            };
        let early = office.erase_complainant_data(erase(2, &filed)).await;
        assert_eq!(refusal(&early.unwrap_err()).0, "WRONG_STATE");
        let refuse = proto::RefuseComplaintRequest {
            request_id: id(3),
            id: filed.id.clone(),
            reason: "không thuộc thẩm quyền".to_owned(),
            refused_on: "2026-09-20".to_owned(),
        };
        let refused = office.refuse_complaint(refuse).await.unwrap();
        let refused = refused.into_inner().complaint.unwrap();

        let export = proto::ExportComplainantDataRequest {
            id: filed.id.clone(),
        };
        let mut itself = fixture.monitoring(Role::Producer, &own);
        let exported = itself
            .export_complainant_data(export.clone())
            .await
            .unwrap();
        let exported = exported.into_inner();
        assert_eq!(exported.complaint.as_ref(), Some(&refused));
        let rpcs: Vec<_> = exported
            .records
            .iter()
            .map(|one| (one.version, &one.rpc))
            .collect();
        assert_eq!(rpcs.len(), 2);
        assert!(rpcs[1].1.ends_with("/FileComplaint"), "{rpcs:?}");
        let other = format!("producer:{}", id(7));
        for (role, scope, reason) in [
            (Role::Producer, other.as_str(), "OUT_OF_SCOPE"),
            (Role::OcopOffice, "province:52", "OUT_OF_SCOPE"),
            (Role::Auditor, "*", "ROLE_MISSING"),
        ] {
            let mut caller = fixture.monitoring(role, scope);
            let denied = caller.export_complainant_data(export.clone()).await;
            assert_eq!(refusal(&denied.unwrap_err()).0, reason, "{role}@{scope}");
        }
        let stale = office.erase_complainant_data(erase(4, &filed)).await;
        assert_eq!(stale.unwrap_err().code(), Code::Aborted);

        let erased = office
            .erase_complainant_data(erase(5, &refused))
            .await
            .unwrap();
        let erased = erased.into_inner().complaint.unwrap();
        assert_eq!((&erased.complainant, erased.grounds.as_str()), (&None, ""));
        let as_before = proto::Complaint {
            etag: erased.etag.clone(),
            update_time: erased.update_time,
            complainant: None,
            grounds: String::new(),
            ..refused
        };
        assert_eq!(erased, as_before);
        // The first answer is not given again: it named who complained.
        let again = file(&fixture, &own, said).await.unwrap();
        assert_ne!(again.id, filed.id);
        let list = proto::ListComplaintsRequest {
            province_code: "51".to_owned(),
            producer_id: certificate.producer_id,
            state: proto::ComplaintState::Refused.into(),
            ..Default::default()
        };
        let listed = office.list_complaints(list).await.unwrap().into_inner();
        assert_eq!(listed.complaints.len(), 1, "it is counted as before");
    }
);
