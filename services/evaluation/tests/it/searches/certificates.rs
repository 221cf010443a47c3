//! Searches of certificates, and their counts.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;

use super::sorted;
use crate::certificates::import;
use crate::fixture::{Fixture, refusal};

on_both_engines!(
    anybody_finds_certificates_by_what_is_printed_and_counts_them,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(8, "21364").await[5..].to_vec();
        let mut office = fixture.certificates(Role::OcopOffice);
        for (n, star, date) in [
            (0, 3, "2025-08-01"),
            (1, 4, "2025-08-02"),
            (2, 3, "2020-07-14"),
        ] {
            let old = import(0x10 + n as u128, &products[n], star, date);
            office.import_certificate(old).await.unwrap();
        }
        let of = |change: fn(&mut proto::ListCertificatesRequest)| {
            let mut request = proto::ListCertificatesRequest::default();
            change(&mut request);
            request
        };
        for (what, request, expected) in [
            (
                "words",
                of(|q| q.search = "sa huynh (mam)".to_owned()),
                vec![0, 1, 2],
            ),
            (
                "y and i",
                of(|q| q.search = "huinh so 7".to_owned()),
                vec![1],
            ),
            (
                "ends",
                of(|q| q.ends_from = "2028-08-02".to_owned()),
                vec![1],
            ),
            (
                "until",
                of(|q| q.ends_to = "2028-08-01".to_owned()),
                vec![0, 2],
            ),
            (
                "both",
                of(|q| {
                    (q.ends_from, q.ends_to) = ("2026-01-01".to_owned(), "2028-08-01".to_owned())
                }),
                vec![0],
            ),
            (
                "number",
                of(|q| q.decision_number = " 1898 / qd-ubnd".to_owned()),
                vec![0, 1, 2],
            ),
        ] {
            let page = fixture
                .anybody()
                .list_certificates(request)
                .await
                .unwrap()
                .into_inner();
            let found = sorted(page.certificates.into_iter().map(|found| found.product_id));
            let expected: Vec<String> = expected
                .iter()
                .map(|n: &usize| products[*n].clone())
                .collect();
            assert_eq!(found, expected, "{what}");
        }
        use proto::CountDimension::{Kind, Star, Year};
        let request = proto::FacetCertificatesRequest {
            of: Some(of(|q| q.search = "nuoc mam".to_owned())),
            by: vec![Star.into(), Kind.into(), Year.into(), Star.into()],
        };
        let counted = fixture
            .anybody()
            .facet_certificates(request)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(counted.total, 3);
        let rows: Vec<(String, String, u32)> = counted
            .facets
            .into_iter()
            .flat_map(|facet| facet.rows)
            .map(|row| (row.key, row.name, row.count))
            .collect();
        let row = |key: &str, name: &str, count| (key.to_owned(), name.to_owned(), count);
        assert_eq!(
            rows,
            [
                row("3", "3 sao", 2),
                row("4", "4 sao", 1),
                row("imported", "ghi theo sổ cũ", 3),
                row("2025", "năm 2025", 2),
                row("2020", "năm 2020", 1),
            ]
        );
        let all = proto::FacetCertificatesRequest::default();
        let all = fixture.anybody().facet_certificates(all).await;
        assert_eq!(all.unwrap().into_inner().facets.len(), 8);
        let too_many = proto::FacetCertificatesRequest {
            of: None,
            by: vec![1; 21],
        };
        let refused = fixture
            .anybody()
            .facet_certificates(too_many)
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).1, ["by"]);
    }
);
