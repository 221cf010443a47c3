//! Producers and products that the catalog found to be registered twice.

use ocop_chassis::messaging::Event;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;
use uuid::Uuid;

use crate::fixture::{Fixture, id, in_commune, product_id, refusal};
use crate::procedure::{THREE_STARS, created, decision};
use crate::producers::sa_huynh;

/// Has the catalog say that the n-th product was merged into another, as the second event of it.
pub(crate) async fn merged_product(fixture: &Fixture, n: u128, into: &str) {
    let fact = catalog::ProductFact {
        id: product_id(n),
        name: format!("Nước mắm số {n}"),
        criteria_set: 9,
        place: Some(in_commune("21364")),
        producer_id: id(0xC0),
        producer_name: "HTX Nước mắm Sa Huỳnh".to_owned(),
        active: false,
        merged_into: into.to_owned(),
        ..Default::default()
    };
    let data = serde_json::to_vec(&fact).unwrap();
    say(fixture, "product", (fact.id.parse().unwrap(), 2), data).await;
}

/// Has the catalog say that a producer was merged into another, as the event of it with this version.
pub(crate) async fn merged_producer(
    fixture: &Fixture,
    version: u64,
    absorbed: &catalog::ProducerFact,
) {
    let data = serde_json::to_vec(absorbed).unwrap();
    say(
        fixture,
        "producer",
        (absorbed.id.parse().unwrap(), version),
        data,
    )
    .await;
}

async fn say(fixture: &Fixture, aggregate: &str, (id, version): (Uuid, u64), data: Vec<u8>) {
    let event = Event {
        id: Uuid::from_u128(0xE2_0000 + (id.as_u128() & 0xFFFF) + (u128::from(version) << 64)),
        kind: format!("ocop.catalog.{aggregate}.merged.v1"),
        aggregate_type: aggregate.to_owned(),
        aggregate_id: id,
        version,
        time: "2026-06-02T08:00:00Z".parse().unwrap(),
        snapshot: false,
        traceparent: String::new(),
        subject: format!("ocop.catalog.v1.{aggregate}.merged.51"),
        data,
    };
    fixture.publish(event).await;
}

/// Takes a certificate of three stars over; its code ends in the number of the request.
async fn import(fixture: &Fixture, n: u128, product: &str, date: &str) -> proto::Certificate {
    let request = proto::ImportCertificateRequest {
        request_id: id(n),
        product_id: product.to_owned(),
        star: 3,
        decision: Some(decision(date)),
        product_code: format!("51-533-21364-{n}-2024"),
        ..Default::default()
    };
    let mut office = fixture.certificates(Role::OcopOffice);
    let answer = office.import_certificate(request).await.unwrap();
    answer.into_inner().certificate.unwrap()
}

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

on_both_engines!(
    a_merged_producer_is_counted_once_and_what_it_had_is_the_kept_ones,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let kept = catalog::ProducerFact {
            id: id(0xC1),
            ..sa_huynh("HTX Sa Huỳnh")
        };
        let (twin, kept_id) = (id(0xC0), id(0xC1));
        fixture
            .producer(1, &sa_huynh("HTX Nuoc mam Sa Huynh"))
            .await;
        let registered = Event {
            id: Uuid::from_u128(0xE3_0001),
            kind: "ocop.catalog.producer.registered.v1".to_owned(),
            aggregate_type: "producer".to_owned(),
            aggregate_id: kept_id.parse().unwrap(),
            version: 1,
            time: "2026-06-01T08:00:00Z".parse().unwrap(),
            snapshot: false,
            traceparent: String::new(),
            subject: "ocop.catalog.v1.producer.registered.51".to_owned(),
            data: serde_json::to_vec(&kept).unwrap(),
        };
        fixture.publish(registered).await;
        // Two products of the twin, one of them certified, with a dossier.
        let certified = fixture.product(1, 9, ("533", "Mộ Đức")).await;
        let product = fixture.product(2, 9, ("21364", "Bình Sơn")).await;
        let certificate = import(&fixture, 1, &certified, "2025-03-01").await;
        let answers = fixture.best_but(9, THREE_STARS).await;
        let first = proto::DossierKind::First;
        let dossier = created(&fixture, (0x100, &product), first, answers.clone())
            .await
            .unwrap();
        let merged = catalog::ProducerFact {
            merged_into: kept_id.clone(),
            ..sa_huynh("HTX Nuoc mam Sa Huynh")
        };
        merged_producer(&fixture, 2, &merged).await;

        let mut itself =
            fixture.scoped_dossiers("sen", Role::Producer, &format!("producer:{kept_id}"));
        eventually("the kept producer reads the dossier", async || {
            let request = proto::GetDossierRequest {
                id: dossier.id.clone(),
            };
            let found = itself.get_dossier(request).await;
            match found {
                Ok(found) => Ok(found.into_inner().dossier.unwrap().producer_id),
                Err(refused) => Err(refused.to_string()),
            }
        })
        .await;
        let mut office = fixture.certificates(Role::OcopOffice);
        for either in [&twin, &kept_id] {
            let request = proto::ListCertificatesRequest {
                producer_id: either.clone(),
                ..Default::default()
            };
            let listed = office
                .list_certificates(request)
                .await
                .unwrap()
                .into_inner();
            let [listed] = &listed.certificates[..] else {
                panic!("{listed:?}")
            };
            assert_eq!(
                (&listed.id, &listed.producer_id),
                (&certificate.id, &kept_id)
            );
        }
        let request = proto::GetProgressRequest {
            province_code: "51".to_owned(),
            ..Default::default()
        };
        let progress = fixture.progress_for_anybody().get_progress(request).await;
        let producers = progress.unwrap().into_inner().producers.unwrap();
        assert_eq!((producers.total, producers.led_by_woman), (1, 1));
        // A product of which the catalog has not said yet that it went over is dealt with for the kept producer.
        let new = created(
            &fixture,
            (0x101, &certified),
            proto::DossierKind::Upgrade,
            answers,
        )
        .await;
        assert_eq!(new.unwrap().producer_id, kept_id);
    }
);
