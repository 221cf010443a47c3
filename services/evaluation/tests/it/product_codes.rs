//! Product codes and the serials of communes.

use futures::future::join_all;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;

use crate::fixture::{Fixture, id, in_commune, product_id};
use crate::procedure::{THREE_STARS, decide, decision, round};
use crate::scored::{all_scored, scored};

async fn import(fixture: &Fixture, (request, product): (u128, &str), date: &str, code: &str) {
    let request = proto::ImportCertificateRequest {
        request_id: id(request),
        product_id: product.to_owned(),
        star: 3,
        decision: Some(decision(date)),
        valid_from: String::new(),
        product_code: code.to_owned(),
    };
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
        let round = round(&fixture).await;
        let dossier = scored(&fixture, (0x100, &product, &round), THREE_STARS).await;
        fixture.say_product((1, 2), 9, in_commune("21400")).await;
        // The next product is heard after it.
        fixture.product(2, 9, ("524", "Bình Sơn")).await;
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
        // Another register numbered another product alike; it gets a number of its own next time.
        import(&fixture, (2, &products[1]), "2023-03-01", "51-21364-7-2023").await;
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
