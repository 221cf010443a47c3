//! Certificates of old registers, many with one call.

use futures::StreamExt as _;
use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;
use ocop_proto::imports::v1::RowOutcome;
use tonic::Code;

use crate::fixture::{Fixture, id, product_id, refusal};
use crate::procedure::decision;

fn row(product: &str, star: u32, date: &str, code: &str) -> proto::CertificateRow {
    proto::CertificateRow {
        product_id: product.to_owned(),
        unregistered: String::new(),
        star,
        decision: Some(decision(date)),
        product_code: code.to_owned(),
    }
}

async fn imported(
    fixture: &Fixture,
    n: u128,
    rows: Vec<proto::CertificateRow>,
    validate_only: bool,
) -> Vec<proto::ImportedCertificate> {
    answered(fixture, n, rows, validate_only).await.outcomes
}

async fn answered(
    fixture: &Fixture,
    n: u128,
    rows: Vec<proto::CertificateRow>,
    validate_only: bool,
) -> proto::ImportCertificatesResponse {
    let request = proto::ImportCertificatesRequest {
        request_id: id(n),
        rows,
        validate_only,
    };
    let mut office = fixture.certificates(Role::OcopOffice);
    let answer = office.import_certificates(request).await.unwrap();
    answer.into_inner()
}

fn reasons(done: &[proto::ImportedCertificate]) -> Vec<Vec<&str>> {
    done.iter()
        .map(|one| {
            let problems = one.problems.iter();
            problems.map(|problem| problem.reason.as_str()).collect()
        })
        .collect()
}

on_both_engines!(
    certificates_of_a_register_come_in_once_in_any_order,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(2, "21364").await;
        let rows = vec![
            row(&products[0], 3, "2024-12-10", "51-21364-1-2024"),
            row(&products[1], 4, "2024-12-10", "null"),
            row(&products[0], 4, "2022-12-10", "51-21364-1-2022"),
        ];
        let done = imported(&fixture, 1, rows.clone(), false).await;
        assert!(done.iter().all(|one| one.problems.is_empty()), "{done:?}");
        assert!(done.iter().all(|one| one.certificate() == RowOutcome::New));
        let again = imported(&fixture, 2, rows, false).await;
        for (one, again) in done.iter().zip(&again) {
            assert_eq!(again.certificate(), RowOutcome::Unchanged);
            assert_eq!(again.certificate_id, one.certificate_id);
        }
        // One of a year between them is filled in later.
        let between = vec![row(&products[0], 3, "2023-06-10", "")];
        let between = imported(&fixture, 3, between, false).await;
        assert_eq!(between[0].certificate(), RowOutcome::New);
        let subject = Subject::ProductId(products[0].clone());
        for (day, star) in [("2023-01-01", 4), ("2023-07-01", 3), ("2025-01-01", 3)] {
            let verdict = fixture.verify(subject.clone(), day).await;
            assert_eq!(verdict.standing(), proto::Standing::Valid, "{day}");
            assert_eq!(verdict.certificate.unwrap().star, star, "{day}");
        }
    }
);

on_both_engines!(
    batches_of_a_stream_are_taken_in_order_and_each_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(2, "21364").await;
        let batch = |n: u128, product: &str, star: u32| proto::StreamImportCertificatesRequest {
            batch: Some(proto::ImportCertificatesRequest {
                request_id: id(n),
                rows: vec![row(product, star, "2024-12-10", "")],
                validate_only: false,
            }),
        };
        let first = batch(1, &products[0], 3);
        let sent = [first.clone(), batch(2, &products[1], 4), first];
        let mut office = fixture.certificates(Role::OcopOffice);
        let answers = office
            .stream_import_certificates(futures::stream::iter(sent))
            .await
            .unwrap();
        let answers: Vec<_> = answers.into_inner().collect().await;
        let answers = answers.into_iter().map(|one| one.unwrap().batch.unwrap());
        let done: Vec<_> = answers.flat_map(|one| one.outcomes).collect();
        assert_eq!(done.len(), 3);
        assert!(done.iter().all(|one| one.certificate() == RowOutcome::New));
        // The third has the request id of the first and is answered what that was.
        assert_eq!(done[2], done[0]);
        assert_ne!(done[1].certificate_id, done[0].certificate_id);
    }
);

on_both_engines!(
    a_certificate_with_anything_wrong_in_it_is_left_out_and_the_others_are_taken,
    async |url: String| {
        let fixture = Fixture::with(&url, &[("imports.before", "2026-05-22")]).await;
        let products = fixture.products_of(3, "21364").await;
        let mut nameless = row(&products[0], 2, "2024-12-10", "");
        nameless.decision.as_mut().unwrap().number.clear();
        let rows = vec![
            nameless,
            row(&products[0], 3, "2024-12-10", "51-21364-1-2024"),
            row(&products[1], 3, "2024-12-11", "51 – 21364 – 1 – 2024"),
            row(&products[1], 3, "2026-05-23", ""),
            row(&products[2], 5, "2024-12-10", ""),
            row(&product_id(99), 3, "2024-12-10", ""),
            row(&products[2], 3, "2099-12-10", ""),
        ];
        let expected = [
            vec!["OUT_OF_RANGE", "REQUIRED"],
            vec![],
            vec!["PRODUCT_CODE_TAKEN"],
            vec!["DECIDED_SINCE_START"],
            vec!["OUT_OF_SCOPE"],
            vec!["PRODUCT_UNKNOWN"],
            vec!["DATE_IN_THE_FUTURE"],
        ];
        let asked = imported(&fixture, 1, rows.clone(), true).await;
        assert_eq!(reasons(&asked), expected);
        let verdict = fixture
            .verify(Subject::ProductId(products[0].clone()), "")
            .await;
        assert_eq!(verdict.standing(), proto::Standing::Unknown);
        let done = imported(&fixture, 1, rows, false).await;
        assert_eq!(reasons(&done), expected);
        let verdict = fixture
            .verify(Subject::ProductId(products[0].clone()), "")
            .await;
        assert_eq!(verdict.standing(), proto::Standing::Valid);
    }
);

on_both_engines!(
    decisions_of_rows_that_others_contradict_are_named_once_whether_on_record_or_in_other_rows,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(4, "21364").await;
        let on_record = vec![row(&products[0], 3, "2024-03-01", "")];
        let first = answered(&fixture, 1, on_record, false).await;
        assert_eq!(first.contradicted, []);

        let mut another_number = row(&products[3], 3, "2024-05-05", "");
        another_number.decision.as_mut().unwrap().number = "77/QĐ-UBND".to_owned();
        let rows = vec![
            row(&products[1], 3, "2024-03-10", ""),
            row(&products[2], 3, "2024-03-10", ""),
            row(&products[3], 3, "2023-03-10", ""),
            row(&products[3], 4, "2024-03-11", ""),
            another_number,
        ];
        let days =
            |contradicted: &[proto::ContradictedDecision]| -> Vec<(String, Vec<(String, bool)>)> {
                let others = |of: &proto::ContradictedDecision| {
                    let others = of.other_decisions.iter();
                    let other = |other: &proto::OtherDecision| {
                        let stored = !other.certificate_id.is_empty();
                        (other.decision.clone().unwrap().date, stored)
                    };
                    others.map(other).collect()
                };
                let day = |of: &proto::ContradictedDecision| of.decision.clone().unwrap().date;
                contradicted
                    .iter()
                    .map(|of| (day(of), others(of)))
                    .collect()
            };
        let said = |stored: bool| {
            let other = |day: &str, stored: bool| (day.to_owned(), stored);
            vec![
                (
                    "2024-03-10".to_owned(),
                    vec![other("2024-03-01", true), other("2024-03-11", stored)],
                ),
                (
                    "2024-03-11".to_owned(),
                    vec![other("2024-03-01", true), other("2024-03-10", stored)],
                ),
            ]
        };
        let asked = answered(&fixture, 2, rows.clone(), true).await;
        assert_eq!(days(&asked.contradicted), said(false));
        let taken = answered(&fixture, 3, rows, false).await;
        assert!(
            taken.outcomes.iter().all(|one| one.problems.is_empty()),
            "{taken:?}"
        );
        assert_eq!(days(&taken.contradicted), said(true));
    }
);

on_both_engines!(
    a_product_that_is_not_registered_yet_is_judged_and_not_taken,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let new = |name: &str, star: u32, date: &str| proto::CertificateRow {
            unregistered: name.to_owned(),
            ..row("", star, date, "")
        };
        let rows = vec![
            new("a", 3, "2024-12-10"),
            new("a", 4, "2024-12-10"),
            new("b", 4, "2024-12-10"),
            new("b", 3, "2017-12-10"),
        ];
        let asked = imported(&fixture, 1, rows.clone(), true).await;
        assert_eq!(
            reasons(&asked),
            [
                vec![],
                vec!["IMPORTED_OTHERWISE"],
                vec![],
                vec!["NO_REGULATION"]
            ]
        );
        let rows = imported(&fixture, 2, rows, false).await;
        for one in &rows {
            assert_eq!(one.problems[0].field, "product_id", "{one:?}");
        }
    }
);

on_both_engines!(
    a_call_that_covers_none_of_its_rows_is_denied,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(1, "21364").await;
        let request = proto::ImportCertificatesRequest {
            request_id: id(1),
            rows: vec![row(&products[0], 3, "2024-12-10", "")],
            validate_only: false,
        };
        let mut office = fixture.certificates_in(Role::OcopOffice, "province:52");
        let denied = office.import_certificates(request).await.unwrap_err();
        assert_eq!(denied.code(), Code::PermissionDenied);
        assert_eq!(refusal(&denied).0, "OUT_OF_SCOPE");
    }
);
