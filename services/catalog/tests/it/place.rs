//! Administrative units: known from the start, told apart by day, and what became of them.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use pbjson_types::FieldMask;
use tonic::Code;

use crate::fixture::{Client, Fixture, a_producer, client, fish_sauce, id};

pub(crate) async fn get(
    fixture: &Fixture,
    request: proto::GetPlaceRequest,
) -> proto::GetPlaceResponse {
    let answer = fixture.anonymous().get_place(request).await.unwrap();
    answer.into_inner()
}

pub(crate) fn asked(code: &str, on_date: &str) -> proto::GetPlaceRequest {
    proto::GetPlaceRequest {
        code: code.to_owned(),
        on_date: on_date.to_owned(),
        ..Default::default()
    }
}

pub(crate) fn codes(places: &[proto::Place]) -> Vec<&str> {
    places.iter().map(|place| place.code.as_str()).collect()
}

/// The office of what was Kon Tum, while there was such a province.
pub(crate) fn office(fixture: &Fixture, province: &str) -> Client {
    let scope = format!("province:{province}");
    client(&fixture.service, "lan", Role::OcopOffice, &scope)
}

/// A producer of Đắk Hà in Kon Tum, registered for a day of 2024.
async fn of_kon_tum(fixture: &Fixture) -> proto::Producer {
    let producer = proto::Producer {
        place_code: "615".to_owned(),
        place_on: "2024-05-01".to_owned(),
        ..a_producer("6100000001")
    };
    let request = proto::RegisterProducerRequest {
        request_id: id(0x62),
        producer: Some(producer),
    };
    let answer = office(fixture, "51").register_producer(request).await;
    answer.unwrap().into_inner().producer.unwrap()
}

on_both_engines!(
    all_units_come_with_the_system_and_districts_ended_with_june_2025,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let list = async |parent_code: &str, kind: proto::PlaceKind, on_date: &str| {
            let request = proto::ListPlacesRequest {
                page_size: 500,
                parent_code: parent_code.to_owned(),
                kind: kind.into(),
                on_date: on_date.to_owned(),
                ..Default::default()
            };
            let answer = fixture.anonymous().list_places(request).await.unwrap();
            answer.into_inner().places.len()
        };
        use proto::PlaceKind::{Commune, District, Province};
        assert_eq!(list("", Province, "2026-11-20").await, 34);
        assert_eq!(list("", Province, "2025-06-30").await, 63);
        assert_eq!(list("51", District, "2025-06-30").await, 13);
        assert_eq!(list("51", District, "2025-07-01").await, 0);
        assert_eq!(list("51", Commune, "2026-11-20").await, 96);
    }
);

on_both_engines!(
    a_code_that_names_another_unit_since_is_told_apart_by_day,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let old = get(&fixture, asked("21409", "2021-12-30")).await;
        let new = get(&fixture, asked("21409", "")).await;
        let name = |answer: &proto::GetPlaceResponse| answer.place.clone().unwrap().name;
        assert_eq!(
            (name(&old), name(&new)),
            ("Đức Nhuận".into(), "Long Phụng".into())
        );
        assert_eq!(codes(&old.within), ["533", "51"]);
        assert_eq!(codes(&old.possible), ["21409"], "today it is Long Phụng");
        assert_eq!(codes(&new.within), ["51"]);
        // A district is found though it ended, with what its communes became.
        let district = get(&fixture, asked("533", "")).await;
        assert_eq!(
            codes(&district.possible),
            ["21400", "21409", "21421", "21433"]
        );
        let refused = fixture
            .anonymous()
            .get_place(asked("533", "2026-01-01"))
            .await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "PLACE_NOT_IN_FORCE");
    }
);

on_both_engines!(
    a_unit_is_found_by_its_name_wherever_the_tone_mark_stands,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let found = async |name: &str| {
            let request = proto::ListPlacesRequest {
                on_date: "2026-11-20".to_owned(),
                name: name.to_owned(),
                ..Default::default()
            };
            let answer = fixture.anonymous().list_places(request).await.unwrap();
            let places = answer.into_inner().places;
            places
                .into_iter()
                .map(|place| place.code)
                .collect::<Vec<_>>()
        };
        let old = found("Hòa Vang").await;
        assert_eq!(old.len(), 1);
        assert_eq!(found("hoà vang").await, old);
    }
);

on_both_engines!(
    nothing_is_registered_today_in_a_unit_that_has_ended,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer = |place_on: &str| proto::RegisterProducerRequest {
            request_id: id(0x10 + place_on.len() as u128),
            producer: Some(proto::Producer {
                place_code: "533".to_owned(),
                place_on: place_on.to_owned(),
                ..a_producer("3400000009")
            }),
        };
        let refused = fixture.office.register_producer(producer("")).await;
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::FailedPrecondition, "PLACE_NOT_IN_FORCE")
        );
        assert!(
            refused.message().contains("21409 Long Phụng"),
            "{refused:?}"
        );
        // What an old register says of its day goes in.
        let old = fixture
            .office
            .register_producer(producer("2021-12-30"))
            .await;
        let old = old.unwrap().into_inner().producer.unwrap();
        assert_eq!(
            (old.place_on.as_str(), old.province_code.as_str()),
            ("2021-12-30", "51")
        );

        let product = |n: u128, place_on: &str| proto::RegisterProductRequest {
            request_id: id(n),
            product: Some(proto::Product {
                place_code: "533".to_owned(),
                place_on: place_on.to_owned(),
                ..fish_sauce(old.id.clone())
            }),
        };
        let refused = fixture.office.register_product(product(0x30, "")).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "PLACE_NOT_IN_FORCE");
        let refused = fixture
            .office
            .register_product(product(0x31, "2027-01-01"))
            .await;
        assert_eq!(reason_of(&refused.unwrap_err()).1, ["product.place_on"]);
        let made = fixture
            .office
            .register_product(product(0x32, "2021-12-30"))
            .await;
        let made = made.unwrap().into_inner().product.unwrap();

        // The register is told which commune of today it is.
        let request = proto::UpdateProductRequest {
            request_id: id(0x33),
            product: Some(proto::Product {
                id: made.id,
                etag: made.etag,
                place_code: "21409".to_owned(),
                ..Default::default()
            }),
            update_mask: Some(FieldMask {
                paths: vec!["place_code".to_owned()],
            }),
            reason: String::new(),
        };
        let updated = fixture.office.update_product(request).await.unwrap();
        let updated = updated.into_inner().product.unwrap();
        assert_eq!(
            (updated.place_code.as_str(), updated.place_on.as_str()),
            ("21409", "2026-11-20")
        );
    }
);

on_both_engines!(
    what_had_been_kon_tum_is_listed_for_quang_ngai_and_its_office_acts_on_it,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let producer = of_kon_tum(&fixture).await;
        assert_eq!(producer.province_code, "62");
        let listed = async |place_code: &str, in_units_of: &str| {
            let request = proto::ListProducersRequest {
                place_code: place_code.to_owned(),
                in_units_of: in_units_of.to_owned(),
                ..Default::default()
            };
            let mut office = office(&fixture, "51");
            let answer = office.list_producers(request).await;
            answer.map(|answer| answer.into_inner().producers.len())
        };
        assert_eq!(listed("51", "").await.unwrap(), 1);
        assert_eq!(listed("51", "2024-05-01").await.unwrap(), 0);
        assert_eq!(listed("62", "2024-05-01").await.unwrap(), 1);
        let refused = listed("62", "").await.unwrap_err();
        assert_eq!(reason_of(&refused).1, ["place_code"]);

        // The office of 51 acts on it and sees its people; a scope of what has ended covers nothing.
        let product = |n: u128| proto::RegisterProductRequest {
            request_id: id(n),
            product: Some(fish_sauce(producer.id.clone())),
        };
        let mut ended = office(&fixture, "62");
        let refused = ended.register_product(product(0x41)).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        office(&fixture, "51")
            .register_product(product(0x42))
            .await
            .unwrap();
        let read = proto::GetProducerRequest {
            id: producer.id.clone(),
            ..Default::default()
        };
        let seen = office(&fixture, "51").get_producer(read).await.unwrap();
        let seen = seen.into_inner().producer.unwrap().representative.unwrap();
        assert_eq!(seen.ethnicity, "Hrê");
    }
);

on_both_engines!(
    products_are_counted_by_the_units_of_the_day_that_is_asked_for,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let producer = of_kon_tum(&fixture).await;
        let product = proto::Product {
            place_code: "615".to_owned(),
            place_on: "2024-05-01".to_owned(),
            ..fish_sauce(producer.id)
        };
        let request = proto::RegisterProductRequest {
            request_id: id(0x43),
            product: Some(product),
        };
        let registered = office(&fixture, "51").register_product(request).await;
        registered.unwrap();
        let counted = async |place_code: &str, in_units_of: &str| {
            let request = proto::CountProductsRequest {
                place_code: place_code.to_owned(),
                in_units_of: in_units_of.to_owned(),
                ..Default::default()
            };
            let answer = office(&fixture, "51").count_products(request).await;
            let mut places = answer.unwrap().into_inner().by_place;
            assert_eq!(places.len(), 1, "{places:?}");
            let place = places.remove(0);
            assert_eq!(place.count, 1);
            place.value
        };
        assert_eq!(counted("", "").await, "51");
        assert_eq!(counted("", "2024-05-01").await, "62");
        assert_eq!(counted("62", "2024-05-01").await, "615");
    }
);

on_both_engines!(
    an_officer_of_an_ended_district_covers_nothing,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let request = |n: u128| proto::RegisterProducerRequest {
            request_id: id(n),
            producer: Some(proto::Producer {
                place_code: "533".to_owned(),
                place_on: "2021-12-30".to_owned(),
                ..a_producer("3400000009")
            }),
        };
        let mut officer = client(&fixture.service, "mai", Role::CommuneOfficer, "commune:533");
        let refused = officer.register_producer(request(0x51)).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
    }
);

on_both_engines!(
    every_fault_of_a_place_is_reported_at_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = client(&fixture.service, "lan", Role::OcopOffice, "province:51");
        let request = proto::AddPlaceRequest {
            request_id: "no uuid".to_owned(),
            place: Some(proto::Place {
                code: "5x".to_owned(),
                kind: 9,
                valid_from: "2025-13-01".to_owned(),
                decision: "1677, của UBTVQH15".to_owned(),
                ..Default::default()
            }),
            successor_codes: Vec::new(),
        };
        let refused = office.add_place(request).await.unwrap_err();
        let (reason, fields) = reason_of(&refused);
        assert_eq!(
            (refused.code(), reason.as_str()),
            (Code::InvalidArgument, "INVALID_REQUEST")
        );
        assert_eq!(
            fields,
            [
                "request_id",
                "place.code",
                "place.name",
                "place.kind",
                "place.parent_code",
                "place.valid_from",
                "place.decision"
            ]
        );
    }
);
