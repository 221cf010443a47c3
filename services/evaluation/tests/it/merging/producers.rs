//! Two records of one producer.

use ocop_chassis::messaging::Event;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use super::{import, merged_producer};
use crate::fixture::{Fixture, id};
use crate::procedure::{THREE_STARS, created};
use crate::producers::sa_huynh;

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

on_both_engines!(
    what_is_merged_into_a_producer_whose_person_was_erased_forgets_the_person_too,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.producer(1, &sa_huynh("HTX Sa Huỳnh")).await;
        let product = fixture.product(1, 9, ("21364", "Bình Sơn")).await;
        let answers = fixture.best_but(9, THREE_STARS).await;
        let first = proto::DossierKind::First;
        let dossier = created(&fixture, (0x100, &product), first, answers).await;
        let dossier = dossier.unwrap().id;
        let erased = catalog::ProducerFact {
            id: id(0xC1),
            representative_sex: catalog::Sex::Unspecified.into(),
            personal_data_erased: true,
            ..sa_huynh("HTX Sa Huỳnh")
        };
        merged_producer(&fixture, 1, &erased).await;
        let merged = catalog::ProducerFact {
            merged_into: id(0xC1),
            ..sa_huynh("HTX Sa Huỳnh")
        };
        merged_producer(&fixture, 2, &merged).await;
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        eventually("the declaration is without the person", async || {
            let request = proto::GetDossierRequest {
                id: dossier.clone(),
            };
            let found = office.get_dossier(request).await.unwrap().into_inner();
            let form = found.dossier.unwrap().content.unwrap().form.unwrap();
            let person = [
                &form.representative,
                &form.address,
                &form.phone,
                &form.email,
            ];
            if person.iter().all(|said| said.is_empty()) && !form.unit_name.is_empty() {
                Ok(())
            } else {
                Err(form)
            }
        })
        .await;
    }
);
