//! Administrative units of a later act, added in the catalog and known to all services.

use ocop_harness::eventually;
use ocop_identity::Role;
use ocop_places::{Code, Facts, Part, Period, Succession, Unit, built_in};
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::promotion::v1 as promotion;
use ocop_proto::promotion::v1::listing_service_client::ListingServiceClient;
use uuid::Uuid;

use crate::callers::{a_producer, certify, client, retry};
use crate::system::System;

const CATALOG: usize = 0;
const EVALUATION: usize = 1;
const PROMOTION: usize = 2;

/// An act that gives Quảng Ngãi the code 98 on 1 October 2026, and its communes with it.
fn act() -> Facts {
    let places = built_in();
    let (last, first) = ("2026-09-30".parse().unwrap(), "2026-10-01".parse().unwrap());
    let mut facts = Facts::default();
    let province = places.unit("51", last).unwrap();
    let communes = places.inside("51", last);
    for unit in communes.into_iter().chain([province]) {
        let new: Code = "98".parse().unwrap();
        let code = unit.parent.map_or(new, |_| unit.code);
        facts.units.push(Unit {
            period: Period {
                from: unit.period.from,
                to: Some(last),
            },
            ..unit.clone()
        });
        facts.units.push(Unit {
            code,
            parent: unit.parent.map(|_| new),
            period: Period {
                from: Some(first),
                to: None,
            },
            ..unit.clone()
        });
        facts.successions.push(Succession {
            from: unit.code,
            ended: last,
            to: code,
            part: Part::Whole,
        });
    }
    facts
}

fn request() -> catalog::ImportPlacesRequest {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let facts = act();
    let place = |unit: &Unit| catalog::Place {
        code: unit.code.to_string(),
        name: unit.name.to_string(),
        kind: match unit.kind {
            ocop_places::Kind::Province => catalog::PlaceKind::Province.into(),
            ocop_places::Kind::District => catalog::PlaceKind::District.into(),
            ocop_places::Kind::Commune => catalog::PlaceKind::Commune.into(),
        },
        parent_code: unit.parent.as_deref().unwrap_or_default().to_owned(),
        valid_from: day(unit.period.from),
        valid_to: day(unit.period.to),
        r#type: unit.designation.to_string(),
        ..Default::default()
    };
    let succession = |one: &Succession| catalog::PlaceSuccession {
        from_code: one.from.to_string(),
        from_valid_to: one.ended.to_string(),
        to_code: one.to.to_string(),
        whole: true,
    };
    catalog::ImportPlacesRequest {
        request_id: Uuid::from_u128(0x98).to_string(),
        places: facts.units.iter().map(place).collect(),
        successions: facts.successions.iter().map(succession).collect(),
        validate_only: false,
    }
}

/// The certificates that evaluation, and the listings that promotion finds in 98; `None` while a service is away.
async fn found(system: &System) -> (Option<usize>, Option<usize>) {
    let mut certificates = client(
        system,
        EVALUATION,
        Role::OcopOffice,
        CertificateServiceClient::new,
    );
    let request = evaluation::ListCertificatesRequest {
        place_code: "98".to_owned(),
        ..Default::default()
    };
    let answer = certificates.list_certificates(request).await.ok();
    let certified = answer.map(|answer| answer.into_inner().certificates.len());
    let mut listings = client(
        system,
        PROMOTION,
        Role::PromotionOfficer,
        ListingServiceClient::new,
    );
    let request = promotion::ListListingsRequest {
        province_code: "98".to_owned(),
        ..Default::default()
    };
    let answer = listings.list_listings(request).await.ok();
    (
        certified,
        answer.map(|answer| answer.into_inner().listings.len()),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_added_in_the_catalog_is_one_in_evaluation_and_promotion_though_they_were_killed() {
    let mut system = System::start().await;
    let producer = a_producer(&system).await;
    let mut catalog = client(
        &system,
        CATALOG,
        Role::OcopOffice,
        CatalogServiceClient::new,
    );
    let mut evaluation = client(
        &system,
        EVALUATION,
        Role::OcopOffice,
        CertificateServiceClient::new,
    );
    for n in 1..=3 {
        certify(&mut catalog, &mut evaluation, (&producer, n)).await;
    }
    assert_eq!(
        found(&system).await,
        (Some(0), Some(0)),
        "there is no 98 yet"
    );

    system.kill(EVALUATION);
    retry("the act goes in", async || {
        catalog.import_places(request()).await
    })
    .await;
    system.kill(PROMOTION);
    eventually("both know the act", async || match found(&system).await {
        (Some(3), Some(3)) => Ok(()),
        others => Err(others),
    })
    .await;
}
