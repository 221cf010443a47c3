//! The register: import, expiry, counting, verifying.

use futures::StreamExt as _;
use ocop_chassis::messaging::Event;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::decision;

pub(crate) fn import(
    request: u128,
    product: &str,
    star: u32,
    date: &str,
) -> proto::ImportCertificateRequest {
    proto::ImportCertificateRequest {
        request_id: id(request),
        product_id: product.to_owned(),
        star,
        decision: Some(decision(date)),
        valid_from: String::new(),
        product_code: format!("51-{request}"),
    }
}

on_both_engines!(
    an_old_register_is_taken_over_once_and_counts_on_its_own_days,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = fixture.certificates(Role::OcopOffice);
        for (n, set, district, star) in [
            (1, 9, ("524", "Bình Sơn"), 4),
            (2, 10, ("533", "Mộ Đức"), 3),
            (3, 14, ("533", "Mộ Đức"), 3),
        ] {
            let product = fixture.product(n, set, district).await;
            let first = office
                .import_certificate(import(n, &product, star, "2020-07-14"))
                .await
                .unwrap()
                .into_inner();
            let certificate = first.certificate.clone().unwrap();
            assert_eq!(
                (
                    certificate.regulation.as_str(),
                    certificate.valid_to.as_str()
                ),
                ("R2019", "2023-07-14")
            );
            // Another request with the same certificate changes nothing.
            let again = office
                .import_certificate(import(n + 50, &product, star, "2020-07-14"))
                .await;
            assert_eq!(
                again.unwrap().into_inner().certificate.unwrap().id,
                certificate.id
            );
            let other = office
                .import_certificate(import(n + 90, &product, 7 - star, "2020-07-14"))
                .await
                .unwrap_err();
            assert_eq!(refusal(&other).0, "IMPORTED_OTHERWISE");
        }
        let count = async |as_of: &str, by: proto::CountDimension| {
            let request = proto::CountCertificatesRequest {
                as_of: as_of.to_owned(),
                by: by.into(),
                province_code: "51".to_owned(),
                ..Default::default()
            };
            let counted = fixture
                .anybody()
                .count_certificates(request)
                .await
                .unwrap()
                .into_inner();
            let rows: Vec<(String, u32)> = counted
                .rows
                .into_iter()
                .map(|row| (row.key, row.count))
                .collect();
            (counted.total, rows)
        };
        let row = |key: &str, count| (key.to_owned(), count);
        assert_eq!(
            count("2022-07-14", proto::CountDimension::Star).await,
            (3, vec![row("3", 2), row("4", 1)])
        );
        assert_eq!(
            count("2022-07-14", proto::CountDimension::District).await,
            (3, vec![row("533", 2), row("524", 1)])
        );
        assert_eq!(
            count("2022-07-14", proto::CountDimension::Branch).await,
            (3, vec![row("I", 2), row("II", 1)])
        );
        assert_eq!(
            count("2023-07-14", proto::CountDimension::Unspecified).await,
            (3, vec![row("", 3)])
        );
        assert_eq!(
            count("2023-07-15", proto::CountDimension::Unspecified).await,
            (0, vec![row("", 0)])
        );
        assert_eq!(
            count("2020-07-13", proto::CountDimension::Star).await,
            (0, vec![])
        );
    }
);

on_both_engines!(
    a_certificate_expires_by_the_clock_and_its_end_is_told_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let listener = async_nats::connect(fixture.nats.url()).await.unwrap();
        let mut heard = listener
            .subscribe("ocop.evaluation.v1.certificate.*.51")
            .await
            .unwrap();
        listener.flush().await.unwrap();
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let mut office = fixture.certificates(Role::OcopOffice);
        office
            .import_certificate(import(1, &product, 3, "2025-02-03"))
            .await
            .unwrap();
        let message = heard.next().await.unwrap();
        let issued =
            Event::read(&message.subject, message.headers.as_ref(), &message.payload).unwrap();
        assert_eq!(
            (issued.kind.as_str(), issued.version),
            ("ocop.evaluation.certificate.issued.v1", 1)
        );

        fixture
            .service
            .clock
            .set("2028-02-04T00:00:00Z".parse().unwrap());
        // Before it comes what nobody published while the days went by: four reminders.
        let message = heard.by_ref().skip(4).next().await.unwrap();
        let expired =
            Event::read(&message.subject, message.headers.as_ref(), &message.payload).unwrap();
        assert_eq!(
            (expired.kind.as_str(), expired.version),
            ("ocop.evaluation.certificate.expired.v1", 6)
        );
        let fact: proto::CertificateFact = serde_json::from_slice(&expired.data).unwrap();
        assert_eq!(fact.certificate.unwrap().product_id, product);

        let request = proto::VerifyCertificateRequest {
            subject: Some(Subject::ProductCode("51-1".to_owned())),
            as_of: String::new(),
        };
        let verdict = eventually("the certificate is seen as expired", async || {
            let verdict = fixture
                .anybody()
                .verify_certificate(request.clone())
                .await
                .unwrap()
                .into_inner();
            (verdict.standing() == proto::Standing::Expired).then_some(verdict)
        })
        .await;
        assert_eq!(verdict.since, "2028-02-04");
    }
);

on_both_engines!(
    what_is_not_in_the_register_is_unknown_and_no_error,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let ask = async |subject: Option<Subject>| {
            fixture
                .anybody()
                .verify_certificate(proto::VerifyCertificateRequest {
                    subject,
                    as_of: String::new(),
                })
                .await
        };
        let verdict = ask(Some(Subject::ProductCode("83-829-28780-3-2022".to_owned())))
            .await
            .unwrap()
            .into_inner();
        assert_eq!(verdict.standing(), proto::Standing::Unknown);
        let verdict = ask(Some(Subject::CertificateId(id(5))))
            .await
            .unwrap()
            .into_inner();
        assert_eq!(verdict.standing(), proto::Standing::Unknown);
        assert_eq!(refusal(&ask(None).await.unwrap_err()).1, ["subject"]);
    }
);
