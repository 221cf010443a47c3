//! Two records of one product.

use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;

use super::{import, merged_product};
use crate::fixture::{Fixture, id, product_id, refusal};
use crate::procedure::{THREE_STARS, created, decision};

fn of_product(id: &str) -> Subject {
    Subject::ProductId(id.to_owned())
}

/// Waits until the certificate by which a product stands today is this one.
async fn stands_by(fixture: &Fixture, product: &str, certificate: &proto::Certificate) {
    eventually("the product stands by the certificate", async || {
        let verdict = fixture.verify(of_product(product), "").await;
        let found = verdict.certificate.map(|found| found.id);
        if found.as_ref() == Some(&certificate.id) {
            Ok(())
        } else {
            Err(found)
        }
    })
    .await;
}

async fn dossiers_of(fixture: &Fixture, product: &str) -> Vec<proto::Dossier> {
    let request = proto::ListDossiersRequest {
        product_id: product.to_owned(),
        ..Default::default()
    };
    let mut office = fixture.dossiers("lan", Role::OcopOffice);
    office
        .list_dossiers(request)
        .await
        .unwrap()
        .into_inner()
        .dossiers
}

on_both_engines!(
    a_merged_product_is_verified_by_either_id_and_by_the_code_on_its_old_packs,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let twin = fixture.product(1, 9, ("533", "Mộ Đức")).await;
        let kept = fixture.product(2, 9, ("533", "Mộ Đức")).await;
        let old = import(&fixture, 1, &twin, "2022-01-10").await;
        let new = import(&fixture, 2, &kept, "2025-03-01").await;
        stands_by(&fixture, &twin, &old).await;
        merged_product(&fixture, 1, &kept).await;
        stands_by(&fixture, &twin, &new).await;
        stands_by(&fixture, &kept, &new).await;
        let by_code = Subject::ProductCode(old.product_code.clone());
        let verdict = fixture.verify(by_code, "").await;
        assert_eq!(verdict.certificate.unwrap().id, old.id);
        assert_eq!(
            verdict.current.unwrap().id,
            new.id,
            "what holds today is shown too"
        );
        // The register that brought the old one in is read again.
        let again = proto::ImportCertificateRequest {
            request_id: id(0x77),
            product_id: twin.clone(),
            star: 3,
            decision: Some(decision("2022-01-10")),
            product_code: old.product_code.clone(),
            ..Default::default()
        };
        let mut office = fixture.certificates(Role::OcopOffice);
        let known = office.import_certificate(again).await.unwrap().into_inner();
        assert_eq!(known.certificate.unwrap().id, old.id);
        for either in [&twin, &kept] {
            let request = proto::ListCertificatesRequest {
                product_id: either.clone(),
                ..Default::default()
            };
            let mut office = fixture.certificates(Role::OcopOffice);
            let listed = office
                .list_certificates(request)
                .await
                .unwrap()
                .into_inner();
            assert_eq!(listed.certificates.len(), 2, "by {either}");
        }
    }
);

on_both_engines!(
    an_open_dossier_of_a_merged_product_goes_on_for_the_kept_one,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let twin = fixture.product(1, 9, ("21364", "Bình Sơn")).await;
        let kept = fixture.product(2, 9, ("21364", "Bình Sơn")).await;
        let answers = fixture.best_but(9, THREE_STARS).await;
        let first = proto::DossierKind::First;
        let open = created(&fixture, (0x100, &twin), first, answers.clone())
            .await
            .unwrap();
        merged_product(&fixture, 1, &kept).await;
        eventually("the dossier is the kept product's", async || {
            let found = dossiers_of(&fixture, &kept).await;
            found
                .iter()
                .any(|one| one.id == open.id && one.product_id == kept)
        })
        .await;
        assert_eq!(
            dossiers_of(&fixture, &twin).await.len(),
            1,
            "found by the old id too"
        );
        // By either id it is one product, with one open dossier of a kind.
        for (n, either) in [(0x101, &twin), (0x102, &kept)] {
            let again = created(&fixture, (n, either), first, answers.clone()).await;
            assert_eq!(refusal(&again.unwrap_err()).0, "DOSSIER_OPEN");
        }
    }
);

on_both_engines!(
    two_dossiers_that_were_open_for_the_two_records_both_stay_until_one_is_withdrawn,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let twin = fixture.product(1, 9, ("21364", "Bình Sơn")).await;
        let kept = fixture.product(2, 9, ("21364", "Bình Sơn")).await;
        let answers = fixture.best_but(9, THREE_STARS).await;
        let first = proto::DossierKind::First;
        let mut open = Vec::new();
        for (n, product) in [(0x100, &twin), (0x101, &kept)] {
            open.push(
                created(&fixture, (n, product), first, answers.clone())
                    .await
                    .unwrap(),
            );
        }
        merged_product(&fixture, 1, &kept).await;
        eventually("both are the kept product's", async || {
            let found = dossiers_of(&fixture, &kept).await;
            found.len() == 2 && found.iter().all(|one| one.product_id == kept)
        })
        .await;
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let delete = proto::DeleteDraftRequest {
            request_id: id(0x110),
            id: open[0].id.clone(),
        };
        office.delete_draft(delete).await.unwrap();
        assert_eq!(dossiers_of(&fixture, &kept).await.len(), 1);
    }
);

on_both_engines!(
    merges_lead_to_the_last_one_in_whatever_order_they_are_heard,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        for n in 1..=3 {
            fixture.product(n, 9, ("533", "Mộ Đức")).await;
        }
        let held = import(&fixture, 3, &product_id(3), "2025-03-01").await;
        // The second merge is heard before the first, and both again.
        for _ in 0..2 {
            merged_product(&fixture, 2, &product_id(3)).await;
            merged_product(&fixture, 1, &product_id(2)).await;
        }
        for n in 1..=3 {
            stands_by(&fixture, &product_id(n), &held).await;
        }
        // What is imported by an old id is the kept product's.
        let request = proto::ImportCertificateRequest {
            request_id: id(9),
            product_id: product_id(1),
            star: 3,
            decision: Some(decision("2022-01-10")),
            product_code: "51-533-21364-9-2022".to_owned(),
            ..Default::default()
        };
        let mut office = fixture.certificates(Role::OcopOffice);
        let imported = office
            .import_certificate(request)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(imported.certificate.unwrap().product_id, product_id(3));
    }
);
