//! What the catalog says of producers.

use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::view::v1::View;

use crate::fixture::{Fixture, id};
use crate::procedure::{complete, decision};

/// A fact of the producer of every product of the fixture.
pub(crate) fn sa_huynh(name: &str) -> catalog::ProducerFact {
    catalog::ProducerFact {
        id: id(0xC0),
        name: name.to_owned(),
        kind: catalog::ProducerKind::Cooperative.into(),
        place: Some(catalog::PlaceFact {
            code: "21478".to_owned(),
            province_code: "51".to_owned(),
            ..Default::default()
        }),
        representative_sex: catalog::Sex::Female.into(),
        value_chain: catalog::ValueChain::Circular.into(),
        stable_raw_material: true,
        ..Default::default()
    }
}

on_both_engines!(
    a_producers_new_name_stands_on_its_next_certificate,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.producer(1, &sa_huynh("HTX Sa Huỳnh mới")).await;
        let mut office = fixture.certificates(Role::OcopOffice);
        // Each try is another product: a certificate keeps the name it was given under.
        let mut tries = 0;
        eventually("a certificate bears the new name", async || {
            tries += 1;
            let product = fixture.product(tries, 9, ("524", "Bình Sơn")).await;
            let request = proto::ImportCertificateRequest {
                request_id: id(tries),
                product_id: product,
                star: 3,
                decision: Some(decision("2025-02-03")),
                ..Default::default()
            };
            let answer = office.import_certificate(request).await.unwrap();
            let certificate = answer.into_inner().certificate.unwrap();
            (certificate.producer_name == "HTX Sa Huỳnh mới").then_some(())
        })
        .await;
    }
);

on_both_engines!(
    a_person_who_is_erased_is_forgotten_and_still_counted,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.producer(1, &sa_huynh("HTX Sa Huỳnh")).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let import = proto::ImportCertificateRequest {
            request_id: id(1),
            product_id: product.clone(),
            star: 3,
            decision: Some(decision("2025-02-03")),
            ..Default::default()
        };
        let mut office = fixture.certificates(Role::OcopOffice);
        office.import_certificate(import).await.unwrap();
        let women = async || {
            let request = proto::GetProgressRequest {
                province_code: "51".to_owned(),
                ..Default::default()
            };
            let answer = fixture.progress_for_anybody().get_progress(request).await;
            let producers = answer.unwrap().into_inner().producers.unwrap();
            producers.led_by_woman
        };
        eventually("the producer is counted", async || women().await == 1).await;

        let complete = complete(&fixture, &[]).await;
        let declaration = proto::RegistrationForm {
            unit_name: "HTX Sa Huỳnh".to_owned(),
            representative: "Nguyễn Thị Lan".to_owned(),
            position: "Giám đốc".to_owned(),
            address: "Thôn Thạch By 1".to_owned(),
            phone: "0255 386 0000".to_owned(),
            email: "lan@sahuynh.example".to_owned(),
            samples: 5,
            declared_true: true,
            ..Default::default()
        };
        let create = proto::CreateDossierRequest {
            request_id: id(2),
            product_id: product,
            kind: proto::DossierKind::Upgrade.into(),
            self_assessment: fixture.best_but(9, &[]).await,
            content: Some(proto::DossierContent {
                form: Some(declaration.clone()),
                ..complete
            }),
        };
        let mut dossiers = fixture.dossiers("lan", Role::OcopOffice);
        let created = dossiers.create_dossier(create).await.unwrap();
        let dossier = created.into_inner().dossier.unwrap().id;
        let submit = proto::SubmitDossierRequest {
            request_id: id(3),
            id: dossier.clone(),
            lodged_on: "2026-06-01".to_owned(),
            acknowledged: Vec::new(),
        };
        dossiers.submit_dossier(submit).await.unwrap();

        let erased = catalog::ProducerFact {
            representative_sex: catalog::Sex::Unspecified.into(),
            personal_data_erased: true,
            ..sa_huynh("HTX Sa Huỳnh")
        };
        fixture.producer(2, &erased).await;
        let without = proto::RegistrationForm {
            representative: String::new(),
            position: String::new(),
            address: String::new(),
            phone: String::new(),
            email: String::new(),
            ..declaration
        };
        eventually("the declaration is without the person", async || {
            let request = proto::GetDossierRequest {
                id: dossier.clone(),
            };
            let found = dossiers.get_dossier(request).await.unwrap().into_inner();
            let form = found.dossier.unwrap().content.unwrap().form.unwrap();
            if form == without { Ok(()) } else { Err(form) }
        })
        .await;
        let request = proto::ListRevisionsRequest {
            dossier_id: dossier,
            view: View::Full.into(),
            ..Default::default()
        };
        let revisions = dossiers.list_revisions(request).await.unwrap().into_inner();
        let [revision] = &revisions.revisions[..] else {
            panic!("{revisions:?}")
        };
        let form = revision
            .content
            .as_ref()
            .and_then(|content| content.form.as_ref());
        assert_eq!(form, Some(&without));
        assert_eq!(women().await, 1, "the figures stay");
    }
);
