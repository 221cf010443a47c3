//! Product codes and the serials of communes.

use futures::future::join_all;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;

use crate::fixture::{Fixture, id, in_commune, product_id, refusal};
use crate::procedure::{THREE_STARS, decide, decision, round};
use crate::scored::{all_scored, scored};

fn with_code(
    request: u128,
    product: &str,
    date: &str,
    code: &str,
) -> proto::ImportCertificateRequest {
    proto::ImportCertificateRequest {
        request_id: id(request),
        product_id: product.to_owned(),
        star: 3,
        decision: Some(decision(date)),
        valid_from: String::new(),
        product_code: code.to_owned(),
    }
}

async fn import(fixture: &Fixture, (request, product): (u128, &str), date: &str, code: &str) {
    let request = with_code(request, product, date, code);
    let mut office = fixture.certificates(Role::OcopOffice);
    office.import_certificate(request).await.unwrap();
}

fn code(decided: &proto::RecordDecisionResponse) -> String {
    decided.certificate.clone().unwrap().product_code
}

on_both_engines!(
    serials_of_a_commune_have_no_gaps_when_decisions_come_at_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(8, "21364").await;
        let round = round(&fixture).await;
        let dossiers = all_scored(&fixture, &url, &products, &round).await;
        // Those dated before the count are refused after they took a number.
        let decisions = (0u128..).zip(&dossiers).flat_map(|(n, dossier)| {
            let good = decide(&fixture, (n, dossier), "2026-06-15");
            let bad = decide(&fixture, (n + 100, dossier), "2026-06-09");
            [
                futures::future::Either::Left(good),
                futures::future::Either::Right(bad),
            ]
        });
        let decided = join_all(decisions).await;
        let mut codes: Vec<String> = decided.iter().flatten().map(code).collect();
        codes.sort_unstable();
        let expected: Vec<String> = (1..=8).map(|n| format!("51-21364-{n}-2026")).collect();
        assert_eq!(codes, expected);
    }
);

on_both_engines!(
    a_product_has_another_code_after_a_merger_and_the_one_on_its_old_packs_is_still_found,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.products_of(1, "21364").await.remove(0);
        import(&fixture, (1, &product), "2023-03-01", "83-829-28780-3-2022").await;
        fixture.say_product((1, 2), 9, in_commune("21400")).await;
        // The next product arrives after it.
        fixture.product(2, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let dossier = scored(&fixture, (0x100, &product, &round), THREE_STARS).await;
        // Where it is made from the day of lodging on does not count for this dossier.
        fixture.say_product((1, 3), 9, in_commune("21364")).await;
        fixture.product(3, 9, ("524", "Bình Sơn")).await;
        let decided = decide(&fixture, (2, &dossier), "2026-06-15").await.unwrap();
        assert_eq!(code(&decided), "51-21400-1-2026");

        let old = Subject::ProductCode("83-829-28780-3-2022".to_owned());
        let verdict = fixture.verify(old.clone(), "2025-12-31").await;
        assert_eq!(verdict.standing(), proto::Standing::Valid);
        assert_eq!(
            verdict.certificate.unwrap().product_code,
            "83-829-28780-3-2022"
        );
        // The pack is of a certificate that ran out, and the product has another.
        let verdict = fixture.verify(old, "2026-06-15").await;
        assert_eq!(verdict.standing(), proto::Standing::Expired);
        assert_eq!(verdict.current.unwrap().product_code, "51-21400-1-2026");
        let new = Subject::ProductCode("51-21400-1-2026".to_owned());
        let verdict = fixture.verify(new, "2026-06-15").await;
        assert_eq!(verdict.standing(), proto::Standing::Valid);
    }
);

on_both_engines!(
    a_serial_of_an_old_register_stays_the_products_and_no_other_gets_it,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(3, "21364").await;
        let round = round(&fixture).await;
        import(&fixture, (1, &products[0]), "2023-03-01", "51-21364-7-2023").await;
        // The register of another year numbered another product alike; it gets a number of its own next time.
        import(&fixture, (2, &products[1]), "2022-03-01", "51-21364-7-2022").await;
        let mut codes = Vec::new();
        for (n, product) in (0u128..).zip(&products) {
            let dossier = scored(&fixture, (0x100 * (n + 1), product, &round), THREE_STARS).await;
            let decided = decide(&fixture, (n + 10, &dossier), "2026-06-15").await;
            codes.push(code(&decided.unwrap()));
        }
        assert_eq!(
            codes,
            ["51-21364-7-2026", "51-21364-8-2026", "51-21364-9-2026"]
        );
    }
);

on_both_engines!(
    a_product_of_which_only_the_district_is_known_gets_no_code,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let dossier = scored(&fixture, (0x100, &product, &round), THREE_STARS).await;
        let decided = decide(&fixture, (1, &dossier), "2026-06-15").await.unwrap();
        assert_eq!(code(&decided), "");
        let verdict = eventually("the product is certified", async || {
            let verdict = fixture.verify(Subject::ProductId(product_id(1)), "").await;
            (verdict.standing() == proto::Standing::Valid).then_some(verdict)
        });
        assert_eq!(verdict.await.until, "2029-06-15");
    }
);

on_both_engines!(
    a_code_names_one_product_however_it_is_typed_and_who_has_it_is_told,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(2, "21364").await;
        import(&fixture, (1, &products[0]), "2024-12-10", "51-21364-7-2024").await;
        let mut office = fixture.certificates(Role::OcopOffice);
        for (n, typed) in (2..).zip([
            "51-21364-7-2024",
            "５１ – 21364 – 7 – 2024",
            "51.21364.7/2024",
        ]) {
            let again = with_code(n, &products[1], "2026-01-10", typed);
            let refused = office.import_certificate(again).await.unwrap_err();
            assert_eq!(refusal(&refused).0, "PRODUCT_CODE_TAKEN", "{typed}");
            assert!(refused.message().contains(&products[0]), "{refused}");
        }
        // The product that has it goes on being found by it, and may have it again.
        let code = Subject::ProductCode("51 – 21364 – 7 – 2024".to_owned());
        let verdict = fixture.verify(code.clone(), "").await;
        assert_eq!(verdict.standing(), proto::Standing::Valid);
        assert_eq!(verdict.certificate.unwrap().product_id, products[0]);
        import(&fixture, (9, &products[0]), "2025-12-10", "51-21364-7-2024").await;

        // Nor does a correction bring it to another product.
        let other = with_code(10, &products[1], "2026-01-10", "");
        let other = office.import_certificate(other).await.unwrap().into_inner();
        let other = other.certificate.unwrap();
        let correction = proto::CorrectImportRequest {
            request_id: id(11),
            certificate_id: other.id,
            star: other.star,
            decision: other.decision,
            product_code: "51-21364-7-2024".to_owned(),
            product_id: String::new(),
            reason: "Ghi thiếu mã".to_owned(),
        };
        let refused = office.correct_import(correction).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "PRODUCT_CODE_TAKEN");
    }
);

on_both_engines!(
    of_two_that_are_given_a_code_at_the_same_moment_one_gets_it,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(6, "21364").await;
        let given = (1..).zip(&products).map(|(n, product)| {
            let mut office = fixture.certificates(Role::OcopOffice);
            let request = with_code(n, product, "2024-12-10", "OCOP 51/12");
            async move { office.import_certificate(request).await }
        });
        let given = join_all(given).await;
        let refused: Vec<_> = given.iter().filter_map(|one| one.as_ref().err()).collect();
        assert_eq!(refused.len(), 5);
        for refused in refused {
            assert_eq!(refusal(refused).0, "PRODUCT_CODE_TAKEN");
        }
    }
);

on_both_engines!(
    what_stands_where_there_is_no_code_is_none_and_finds_nothing,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let written = ["null", "-", "Không có", "N/A"];
        let products = fixture.products_of(4, "21364").await;
        let mut office = fixture.certificates(Role::OcopOffice);
        for ((n, product), written) in (1..).zip(&products).zip(written) {
            let request = with_code(n, product, "2024-12-10", written);
            let answer = office.import_certificate(request).await.unwrap();
            assert_eq!(answer.into_inner().certificate.unwrap().product_code, "");
            let verdict = fixture
                .verify(Subject::ProductCode(written.to_owned()), "")
                .await;
            assert_eq!(verdict.standing(), proto::Standing::Unknown);
            let mut anybody = fixture.anybody();
            let listed = anybody.list_certificates(proto::ListCertificatesRequest {
                product_code: written.to_owned(),
                ..Default::default()
            });
            assert_eq!(refusal(&listed.await.unwrap_err()).0, "INVALID_REQUEST");
        }
    }
);

on_both_engines!(
    a_serial_that_was_printed_elsewhere_is_given_to_no_other_product,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let moved = fixture.product(9, 9, ("524", "Bình Sơn")).await;
        import(&fixture, (1, &moved), "2026-02-01", "51-21364-1-2026").await;
        let product = fixture.products_of(1, "21364").await.remove(0);
        let round = round(&fixture).await;
        let dossier = scored(&fixture, (0x100, &product, &round), THREE_STARS).await;
        let decided = decide(&fixture, (2, &dossier), "2026-06-15").await.unwrap();
        assert_eq!(code(&decided), "51-21364-2-2026");
    }
);
