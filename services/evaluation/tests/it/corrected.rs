//! Registers taken over, certificates put right, given again, handed over and withdrawn.

use futures::StreamExt as _;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;

use crate::certificates::import;
use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{decision, round, three_stars};

const BINH_SON: (&str, &str) = ("524", "Bình Sơn");

async fn imported(fixture: &Fixture, n: u128, product: &str, date: &str) -> proto::Certificate {
    let mut office = fixture.certificates(Role::OcopOffice);
    let answer = office.import_certificate(import(n, product, 3, date)).await;
    answer.unwrap().into_inner().certificate.unwrap()
}

on_both_engines!(
    what_the_system_could_have_decided_itself_is_not_taken_over,
    async |url: String| {
        let fixture = Fixture::with(&url, &[("imports.before", "2026-05-22")]).await;
        let product = fixture.product(1, 9, BINH_SON).await;
        let mut office = fixture.certificates(Role::OcopOffice);
        let mut refused = async |request: proto::ImportCertificateRequest| {
            refusal(&office.import_certificate(request).await.unwrap_err()).0
        };
        let since_start = import(1, &product, 3, "2026-05-22");
        assert_eq!(refused(since_start).await, "DECIDED_SINCE_START");
        let mut by_a_commune = import(2, &product, 3, "2025-01-10");
        by_a_commune.decision.as_mut().unwrap().authority = "UBND xã Bình Châu".to_owned();
        assert_eq!(refused(by_a_commune).await, "OTHER_AUTHORITY");
        let five = import(3, &product, 5, "2025-01-10");
        assert_eq!(refused(five.clone()).await, "OUT_OF_SCOPE");
        let mut later = import(4, &product, 3, "2025-01-10");
        later.valid_from = "2025-02-01".to_owned();
        assert_eq!(refused(later).await, "INVALID_REQUEST");

        let mut five = five;
        five.decision.as_mut().unwrap().authority = "Bộ Nông nghiệp và Môi trường".to_owned();
        let mut centre = fixture.certificates_in(Role::OcopOffice, "*");
        centre.import_certificate(five).await.unwrap();
        let verdict = fixture.verify(Subject::ProductId(product), "").await;
        assert!(verdict.reason_en.contains("taken over from the register"));
        assert_eq!(
            verdict.certificate.unwrap().kind(),
            proto::CertificateKind::Imported
        );
    }
);

on_both_engines!(
    a_decision_number_with_another_date_in_one_year_is_named_as_a_warning,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let first = fixture.product(1, 9, BINH_SON).await;
        let second = fixture.product(2, 9, BINH_SON).await;
        let known = imported(&fixture, 1, &first, "2025-01-10").await;
        let mut request = import(2, &second, 3, "2025-01-11");
        request.decision.as_mut().unwrap().number = "1898/QÐ- ubnd".to_owned();
        let mut office = fixture.certificates(Role::OcopOffice);
        let answer = office
            .import_certificate(request)
            .await
            .unwrap()
            .into_inner();
        let other = proto::OtherDecision {
            certificate_id: known.id,
            decision: known.decision,
        };
        assert_eq!(answer.other_decisions, [other]);
    }
);

on_both_engines!(
    a_corrected_decision_counts_for_certificate_and_dossier_and_is_told_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, BINH_SON).await;
        let round_id = round(&fixture).await;
        let mut heard = fixture.listen().await;
        let certificate = three_stars(&fixture, &product, &round_id).await;
        let mut right = certificate.decision.clone().unwrap();
        right.number = "1899/QĐ-UBND".to_owned();
        right.signer = "Nguyễn Hoàng Giang".to_owned();
        let correct = |n: u128, decision: proto::Decision| proto::CorrectDecisionRequest {
            request_id: id(n),
            certificate_id: certificate.id.clone(),
            decision: Some(decision),
            reason: "Ghi nhầm số".to_owned(),
            whole_decision: true,
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        let mut before_the_minutes = right.clone();
        before_the_minutes.date = "2020-06-01".to_owned();
        let refused = authority
            .correct_decision(correct(0x900, before_the_minutes))
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "BEFORE_PREVIOUS_STEP");
        for _ in 0..2 {
            let answer = authority
                .correct_decision(correct(0x901, right.clone()))
                .await;
            let corrected = answer.unwrap().into_inner().certificates;
            assert_eq!(corrected.len(), 1);
            assert_eq!(corrected[0].decision.as_ref(), Some(&right));
            let fields = corrected[0].corrections.iter();
            let fields: Vec<&str> = fields.map(|line| line.field.as_str()).collect();
            assert_eq!(fields, ["decision.number", "decision.signer"]);
            assert_eq!(corrected[0].corrections[0].before, "1898/QĐ-UBND");
        }
        for step in ["issued", "corrected"] {
            let message = heard.next().await.unwrap();
            let subject = format!("ocop.evaluation.v1.certificate.{step}.51");
            assert_eq!(message.subject.as_str(), subject);
        }
        let listed = fixture
            .anybody()
            .list_certificates(proto::ListCertificatesRequest {
                decision_number: "1899 / qð – UBND".to_owned(),
                ..Default::default()
            })
            .await;
        let listed = listed.unwrap().into_inner().certificates;
        assert_eq!(listed.len(), 1);
        let same = authority.correct_decision(correct(0x902, right)).await;
        assert_eq!(refusal(&same.unwrap_err()).0, "NOTHING_TO_CORRECT");
    }
);

on_both_engines!(
    an_import_that_was_read_wrongly_is_put_right_or_moves_to_its_product,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let wrong = fixture.product(1, 9, BINH_SON).await;
        let right = fixture.product(2, 10, BINH_SON).await;
        let certificate = imported(&fixture, 1, &wrong, "2025-01-10").await;
        let correct = |n: u128, product: &str, date: &str| proto::CorrectImportRequest {
            request_id: id(n),
            certificate_id: certificate.id.clone(),
            star: 4,
            decision: Some(decision(date)),
            product_code: "51-21364-7-2024".to_owned(),
            product_id: product.to_owned(),
            reason: "Đọc nhầm dòng".to_owned(),
        };
        let mut office = fixture.certificates(Role::OcopOffice);
        let answer = office.correct_import(correct(10, "", "2024-12-10")).await;
        let answer = answer.unwrap().into_inner();
        assert_eq!(answer.other_decisions, []);
        let corrected = answer.certificate.unwrap();
        assert_eq!(
            (corrected.star, corrected.valid_to.as_str()),
            (4, "2027-12-10")
        );
        let typed = Subject::ProductCode("51 – 21364 – 7 – 2024".to_owned());
        let verdict = fixture.verify(typed, "").await;
        assert_eq!(verdict.standing(), proto::Standing::Valid);

        let answer = office
            .correct_import(correct(11, &right, "2024-12-10"))
            .await;
        let moved = answer.unwrap().into_inner().certificate.unwrap();
        assert_eq!(
            (moved.product_id.as_str(), moved.criteria_set),
            (right.as_str(), 10)
        );
        let verdict = fixture.verify(Subject::ProductId(wrong), "").await;
        assert_eq!(verdict.standing(), proto::Standing::Unknown);
        let verdict = fixture.verify(Subject::ProductId(right), "").await;
        assert_eq!(verdict.standing(), proto::Standing::Valid);
    }
);

on_both_engines!(
    an_import_corrected_to_the_number_of_another_decision_is_answered_with_a_warning,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let first = fixture.product(1, 9, BINH_SON).await;
        let second = fixture.product(2, 9, BINH_SON).await;
        let on_record = imported(&fixture, 1, &first, "2024-01-10").await;
        let misread = imported(&fixture, 2, &second, "2023-02-10").await;
        let correct = proto::CorrectImportRequest {
            request_id: id(10),
            certificate_id: misread.id,
            star: misread.star,
            decision: Some(decision("2024-02-10")),
            product_code: misread.product_code,
            product_id: String::new(),
            reason: "Đọc nhầm năm".to_owned(),
        };
        let mut office = fixture.certificates(Role::OcopOffice);
        let answer = office.correct_import(correct).await.unwrap().into_inner();
        let other = proto::OtherDecision {
            decision: on_record.decision,
            certificate_id: on_record.id,
        };
        assert_eq!(answer.other_decisions, [other]);
    }
);

on_both_engines!(
    with_a_recognition_withdrawn_the_certificate_before_is_in_force_again,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, BINH_SON).await;
        imported(&fixture, 1, &product, "2024-12-10").await;
        let mut office = fixture.certificates(Role::OcopOffice);
        let mut higher = import(2, &product, 4, "2026-01-10");
        higher.decision.as_mut().unwrap().number = "2/QĐ-UBND".to_owned();
        let higher = office
            .import_certificate(higher)
            .await
            .unwrap()
            .into_inner();
        let request = proto::WithdrawRecognitionRequest {
            request_id: id(3),
            certificate_id: higher.certificate.unwrap().id,
            reason: "Bộ yêu cầu đánh giá lại".to_owned(),
            decision: Some(decision("2026-06-01")),
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        let answer = authority
            .withdraw_recognition(request)
            .await
            .unwrap()
            .into_inner();
        let revived = answer.revived.unwrap();
        assert_eq!(revived.kind(), proto::CertificateKind::Revived);
        assert_eq!(
            (
                revived.star,
                revived.valid_from.as_str(),
                revived.valid_to.as_str()
            ),
            (3, "2026-06-01", "2027-12-10")
        );
        let star = async |on: &str| {
            let verdict = fixture
                .verify(Subject::ProductId(product.clone()), on)
                .await;
            verdict.certificate.unwrap().star
        };
        assert_eq!((star("2026-05-31").await, star("2026-06-01").await), (4, 3));
        // It was neither recognised anew nor lowered.
        let request = proto::GetProgressRequest {
            province_code: "51".to_owned(),
            since: "2026-05-31".to_owned(),
            as_of: "2026-06-30".to_owned(),
            ..Default::default()
        };
        let progress = fixture.progress_for_anybody().get_progress(request).await;
        let moved = progress.unwrap().into_inner().movements.unwrap();
        let recognised = [moved.first, moved.upgraded, moved.renewed, moved.lowered];
        assert_eq!((recognised, moved.revoked), ([0; 4], 1));
    }
);

on_both_engines!(
    a_lost_paper_is_given_again_and_a_successor_has_the_rest_of_the_term,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, BINH_SON).await;
        let certificate = imported(&fixture, 1, &product, "2025-01-10").await;
        let request = proto::ReissueCertificateRequest {
            request_id: id(2),
            certificate_id: certificate.id.clone(),
            ground: proto::IssueGround::Lost.into(),
            issued_on: "2026-02-01".to_owned(),
            serial: "0002".to_owned(),
            reason: "Đơn xin cấp lại".to_owned(),
        };
        let mut office = fixture.certificates(Role::OcopOffice);
        let again = office
            .reissue_certificate(request)
            .await
            .unwrap()
            .into_inner();
        let issue = &again.certificate.unwrap().issues[0];
        assert_eq!((issue.number, issue.serial.as_str()), (2, "0002"));

        let successor = catalog::ProducerFact {
            id: id(0xC1),
            name: "Công ty Sa Huỳnh".to_owned(),
            place: Some(catalog::PlaceFact {
                code: "21040".to_owned(),
                province_code: "51".to_owned(),
                ..Default::default()
            }),
            ..Default::default()
        };
        fixture.producer(1, &successor).await;
        let request = proto::TransferCertificateRequest {
            request_id: id(3),
            certificate_id: certificate.id,
            producer_id: id(0xC1),
            decision: Some(decision("2026-03-01")),
            reason: "Sáp nhập".to_owned(),
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        let next = eventually("the successor is heard of", async || {
            let answer = authority.transfer_certificate(request.clone()).await.ok()?;
            answer.into_inner().certificate
        })
        .await;
        assert_eq!(
            (next.producer_name.as_str(), next.valid_to.as_str()),
            ("Công ty Sa Huỳnh", "2028-01-10")
        );
        assert!(next.imported, "what it goes on from was imported");
        let verdict = fixture.verify(Subject::CertificateId(next.id), "").await;
        assert!(verdict.reason_en.contains("taken over from the register"));
        let request = proto::GetProgressRequest {
            province_code: "51".to_owned(),
            ..Default::default()
        };
        let mut anybody = fixture.progress_for_anybody();
        let progress = anybody.get_progress(request).await.unwrap().into_inner();
        let movements = progress.movements.unwrap();
        assert_eq!(movements.renewed, 0, "nothing was recognised anew");
    }
);
