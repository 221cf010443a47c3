//! Places by day: what had been Kon Tum (62) is Quảng Ngãi's (51) since 1 July 2025, and Kon Tum's in the units of before.

use ocop_chassis::messaging::Event;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::evaluation::v1::progress_service_client::ProgressServiceClient;
use uuid::Uuid;

use crate::fixture::{Fixture, id, product_id, refusal};

const BEFORE: &str = "2024-06-01";
const SINCE: &str = "2026-06-01";

/// Đắk Hà, a district of Kon Tum until it ended.
fn dak_ha() -> catalog::PlaceFact {
    catalog::PlaceFact {
        code: "615".to_owned(),
        name: "Đắk Hà".to_owned(),
        kind: catalog::PlaceKind::District.into(),
        district_code: "615".to_owned(),
        district_name: "Đắk Hà".to_owned(),
        province_code: "62".to_owned(),
        province_name: "Kon Tum".to_owned(),
        place_on: "2023-01-01".to_owned(),
    }
}

/// A product of Đắk Hà with a certificate of four stars, taken over from the register of 2024 by the office of 51.
async fn certified(fixture: &Fixture) -> proto::Certificate {
    fixture.say_product((1, 1), 9, dak_ha()).await;
    fixture.heard_of(&product_id(1)).await;
    let request = proto::ImportCertificateRequest {
        request_id: id(1),
        product_id: product_id(1),
        star: 4,
        decision: Some(proto::Decision {
            number: "12/QĐ-UBND".to_owned(),
            date: "2024-01-10".to_owned(),
            authority: "UBND tỉnh Kon Tum".to_owned(),
            signer: String::new(),
        }),
        ..Default::default()
    };
    let mut office = fixture.certificates(Role::OcopOffice);
    let answer = office.import_certificate(request).await.unwrap();
    answer.into_inner().certificate.unwrap()
}

async fn counted(
    fixture: &Fixture,
    province_code: &str,
    as_of: &str,
    in_units_of: &str,
) -> Vec<(String, String, u32)> {
    let request = proto::CountCertificatesRequest {
        as_of: as_of.to_owned(),
        by: proto::CountDimension::Province.into(),
        province_code: province_code.to_owned(),
        in_units_of: in_units_of.to_owned(),
    };
    let answer = fixture.anybody().count_certificates(request).await.unwrap();
    let rows = answer.into_inner().rows.into_iter();
    rows.map(|row| (row.key, row.name, row.count)).collect()
}

on_both_engines!(
    a_certificate_of_kon_tum_is_counted_for_quang_ngai_since_the_merger,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certified(&fixture).await;
        assert_eq!(
            certificate.province_code, "62",
            "it keeps the words it was given with"
        );
        let of = |code: &str, name: &str| vec![(code.to_owned(), name.to_owned(), 1)];
        assert_eq!(counted(&fixture, "", BEFORE, "").await, of("62", "Kon Tum"));
        assert_eq!(
            counted(&fixture, "62", BEFORE, "").await,
            of("62", "Kon Tum")
        );
        assert!(counted(&fixture, "51", BEFORE, "").await.is_empty());
        assert_eq!(
            counted(&fixture, "51", SINCE, "").await,
            of("51", "Quảng Ngãi")
        );
        assert_eq!(
            counted(&fixture, "51", BEFORE, SINCE).await,
            of("51", "Quảng Ngãi")
        );
        assert_eq!(
            counted(&fixture, "62", SINCE, BEFORE).await,
            of("62", "Kon Tum")
        );
        assert_eq!(
            counted(&fixture, "", SINCE, "").await,
            of("51", "Quảng Ngãi")
        );

        let ended = proto::CountCertificatesRequest {
            province_code: "62".to_owned(),
            as_of: SINCE.to_owned(),
            ..Default::default()
        };
        let refused = fixture
            .anybody()
            .count_certificates(ended)
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).1, ["province_code"]);
    }
);

on_both_engines!(
    progress_and_lists_of_quang_ngai_hold_what_had_been_kon_tum,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certified(&fixture).await;
        let progress = async |province_code: &str, as_of: &str| {
            let request = proto::GetProgressRequest {
                province_code: province_code.to_owned(),
                as_of: as_of.to_owned(),
                ..Default::default()
            };
            let mut anybody: ProgressServiceClient<_> = fixture.progress_for_anybody();
            anybody.get_progress(request).await.unwrap().into_inner()
        };
        let now = progress("51", SINCE).await;
        let provinces = now
            .groups
            .iter()
            .find(|group| group.by() == proto::CountDimension::Province);
        assert_eq!(
            (now.total, provinces.unwrap().rows[0].key.as_str()),
            (1, "51")
        );
        assert_eq!(progress("51", BEFORE).await.total, 0);
        assert_eq!(progress("62", BEFORE).await.total, 1);

        let listed = async |place_code: &str, in_units_of: &str| {
            let request = proto::ListCertificatesRequest {
                place_code: place_code.to_owned(),
                in_units_of: in_units_of.to_owned(),
                ..Default::default()
            };
            let mut anybody: CertificateServiceClient<_> = fixture.anybody();
            let answer = anybody.list_certificates(request).await.unwrap();
            let found = answer.into_inner().certificates.into_iter();
            found.map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(
            listed("51", "").await,
            std::slice::from_ref(&certificate.id)
        );
        assert_eq!(listed("615", BEFORE).await, [certificate.id]);
        assert_eq!(listed("51", BEFORE).await, Vec::<String>::new());
    }
);

on_both_engines!(
    a_target_of_quang_ngai_counts_what_had_been_kon_tum,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let request = proto::SetTargetRequest {
            request_id: id(7),
            target: Some(proto::Target {
                province_code: "51".to_owned(),
                period_from: "2026-01-01".to_owned(),
                period_to: "2030-12-31".to_owned(),
                name_vi: "Sản phẩm còn hiệu lực".to_owned(),
                indicator: proto::Indicator::ValidProducts.into(),
                min_star: 3,
                goal: Some(proto::target::Goal::GoalCount(10)),
                ..Default::default()
            }),
        };
        fixture
            .progress(Role::OcopOffice)
            .set_target(request)
            .await
            .unwrap();
        let request = proto::GetProgressRequest {
            province_code: "51".to_owned(),
            as_of: SINCE.to_owned(),
            ..Default::default()
        };
        let answer = fixture.progress_for_anybody().get_progress(request).await;
        let targets = answer.unwrap().into_inner().targets;
        assert_eq!(targets[0].value, 1);
    }
);

/// An act that makes Bình Sơn (21040) a ward of another code on 1 October 2026, as the catalog says it.
fn act() -> Event {
    let unit = |code: &str, from: &str, to: &str| catalog::Place {
        code: code.to_owned(),
        name: "Bình Sơn".to_owned(),
        kind: catalog::PlaceKind::Commune.into(),
        parent_code: "51".to_owned(),
        valid_from: from.to_owned(),
        valid_to: to.to_owned(),
        r#type: "phường".to_owned(),
        ..Default::default()
    };
    let fact = catalog::PlacesFact {
        id: id(0xAD),
        position: 1,
        places: vec![
            unit("21040", "2025-07-01", "2026-09-30"),
            unit("21990", "2026-10-01", ""),
        ],
        successions: vec![catalog::PlaceSuccession {
            from_code: "21040".to_owned(),
            from_valid_to: "2026-09-30".to_owned(),
            to_code: "21990".to_owned(),
            whole: true,
        }],
    };
    Event {
        id: Uuid::from_u128(0xAD),
        kind: "ocop.catalog.place.added.v1".to_owned(),
        aggregate_type: "place".to_owned(),
        aggregate_id: fact.id.parse().unwrap(),
        version: 1,
        time: "2026-06-01T08:00:00Z".parse().unwrap(),
        snapshot: false,
        traceparent: String::new(),
        subject: "ocop.catalog.v1.place.added.all".to_owned(),
        data: serde_json::to_vec(&fact).unwrap(),
    }
}

on_both_engines!(
    a_later_act_reaches_counts_by_an_event_of_the_catalog,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("21040", "Bình Sơn")).await;
        let request = proto::ImportCertificateRequest {
            request_id: id(1),
            product_id: product,
            star: 4,
            decision: Some(proto::Decision {
                number: "12/QĐ-UBND".to_owned(),
                date: "2024-01-10".to_owned(),
                authority: "UBND tỉnh Quảng Ngãi".to_owned(),
                signer: String::new(),
            }),
            ..Default::default()
        };
        let mut office = fixture.certificates(Role::OcopOffice);
        office.import_certificate(request).await.unwrap();
        let communes = async || {
            let request = proto::CountCertificatesRequest {
                as_of: SINCE.to_owned(),
                by: proto::CountDimension::Commune.into(),
                province_code: "51".to_owned(),
                in_units_of: "2026-11-01".to_owned(),
            };
            let answer = fixture.anybody().count_certificates(request).await;
            let rows = answer.unwrap().into_inner().rows.into_iter();
            rows.map(|row| row.key).collect::<Vec<_>>()
        };
        assert_eq!(communes().await, ["21040"]);
        fixture.publish(act()).await;
        eventually("the act is known", async || communes().await == ["21990"]).await;
    }
);
