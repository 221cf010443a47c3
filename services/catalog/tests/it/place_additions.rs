//! Administrative units of later acts: added or imported once, and known to every replica and service.

use futures::StreamExt as _;
use ocop_harness::{Nats, eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use tonic::Code;

use crate::fixture::{Fixture, a_producer, client, id};
use crate::place::{asked, codes, get, office};

/// A commune that a later act makes in Quảng Ngãi.
fn commune(n: u128, code: &str, parent: &str) -> proto::AddPlaceRequest {
    proto::AddPlaceRequest {
        request_id: id(n),
        place: Some(proto::Place {
            code: code.to_owned(),
            name: "Vạn Tường Mới".to_owned(),
            kind: proto::PlaceKind::Commune.into(),
            parent_code: parent.to_owned(),
            valid_from: "2026-10-01".to_owned(),
            r#type: "phường".to_owned(),
            ..Default::default()
        }),
        successor_codes: Vec::new(),
    }
}

on_both_engines!(
    a_unit_of_a_later_act_is_added_once_and_known_from_then_on,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = office(&fixture, "51");
        let added = office.add_place(commune(7, "21990", "51")).await.unwrap();
        let added = added.into_inner().place.unwrap();
        let read = get(&fixture, asked("21990", "")).await;
        assert_eq!(read.place, Some(added));
        assert_eq!(codes(&read.within), ["51"]);

        let again = office
            .add_place(commune(8, "21990", "51"))
            .await
            .unwrap_err();
        assert_eq!(
            (again.code(), reason_of(&again).0.as_str()),
            (Code::AlreadyExists, "PLACE_EXISTS")
        );
        let orphan = office
            .add_place(commune(9, "21991", "99"))
            .await
            .unwrap_err();
        assert_eq!(
            (orphan.code(), reason_of(&orphan).0.as_str()),
            (Code::NotFound, "PLACE_UNKNOWN")
        );
        // The districts had ended.
        let late = office
            .add_place(commune(10, "21992", "533"))
            .await
            .unwrap_err();
        assert_eq!(reason_of(&late).0, "PLACE_UNKNOWN");
        let producer = proto::RegisterProducerRequest {
            request_id: id(11),
            producer: Some(proto::Producer {
                place_code: "21990".to_owned(),
                ..a_producer("3400000010")
            }),
        };
        office.register_producer(producer).await.unwrap();
        let ended = proto::AddPlaceRequest {
            place: Some(proto::Place {
                valid_to: "2026-11-01".to_owned(),
                ..commune(12, "21990", "51").place.unwrap()
            }),
            ..commune(12, "21990", "51")
        };
        let refused = office.add_place(ended.clone()).await.unwrap_err();
        assert_eq!(
            reason_of(&refused).0,
            "PLACE_DOES_NOT_FIT",
            "it must say what it became"
        );
        let ended = proto::AddPlaceRequest {
            request_id: id(13),
            successor_codes: vec!["21040".to_owned()],
            ..ended
        };
        office.add_place(ended).await.unwrap();
        let read = get(&fixture, asked("21990", "")).await;
        assert_eq!(codes(&read.possible), ["21040"]);
    }
);

on_both_engines!(
    an_addition_is_published_for_the_other_services,
    async |url: String| {
        let nats = Nats::start().await;
        let listener = async_nats::connect(nats.url()).await.unwrap();
        let mut published = listener.subscribe("ocop.catalog.v1.place.>").await.unwrap();
        listener.flush().await.unwrap();
        let fixture = Fixture::with(&url, &nats).await;
        let mut office = office(&fixture, "51");
        office.add_place(commune(7, "21990", "51")).await.unwrap();
        let message = published.next().await.unwrap();
        assert_eq!(message.subject.as_str(), "ocop.catalog.v1.place.added.all");
        let fact: proto::PlacesFact = serde_json::from_slice(&message.payload).unwrap();
        assert_eq!((fact.position, codes(&fact.places)), (1, vec!["21990"]));
    }
);

on_both_engines!(
    a_second_replica_learns_of_what_the_first_has_added,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut other = Fixture::new(&url).await;
        let mut office = office(&fixture, "51");
        office.add_place(commune(7, "21990", "51")).await.unwrap();
        // What is said there is taken at once; what is asked, a moment later.
        let producer = proto::RegisterProducerRequest {
            request_id: id(8),
            producer: Some(proto::Producer {
                place_code: "21990".to_owned(),
                ..a_producer("3400000010")
            }),
        };
        other.office.register_producer(producer).await.unwrap();
        eventually("the other replica answers for it", async || {
            let answer = other.anonymous().get_place(asked("21990", "")).await;
            answer.is_ok()
        })
        .await;
    }
);

/// An act that divides Bình Sơn (21040) into two wards on 1 October 2026.
fn division(n: u128) -> proto::ImportPlacesRequest {
    let unit = |code: &str, name: &str, from: &str, to: &str| proto::Place {
        code: code.to_owned(),
        name: name.to_owned(),
        kind: proto::PlaceKind::Commune.into(),
        parent_code: "51".to_owned(),
        valid_from: from.to_owned(),
        valid_to: to.to_owned(),
        r#type: "phường".to_owned(),
        ..Default::default()
    };
    let succession = |to: &str| proto::PlaceSuccession {
        from_code: "21040".to_owned(),
        from_valid_to: "2026-09-30".to_owned(),
        to_code: to.to_owned(),
        whole: false,
    };
    proto::ImportPlacesRequest {
        request_id: id(n),
        places: vec![
            unit("21040", "Bình Sơn", "2025-07-01", "2026-09-30"),
            unit("21990", "Bình Sơn Đông", "2026-10-01", ""),
            unit("21991", "Bình Sơn Tây", "2026-10-01", ""),
        ],
        successions: vec![succession("21990"), succession("21991")],
        validate_only: false,
    }
}

on_both_engines!(
    units_are_imported_all_or_none_and_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = client(&fixture.service, "lan", Role::OcopOffice, "*");
        let mut import = async |request: proto::ImportPlacesRequest| {
            let answer = office.import_places(request).await.unwrap().into_inner();
            (answer.changed, answer.known)
        };
        let before = proto::ImportPlacesRequest {
            request_id: id(1),
            ..Default::default()
        };
        let (_, known) = import(before).await;
        let unknown = async || {
            let refused = fixture.anonymous().get_place(asked("21990", "")).await;
            reason_of(&refused.unwrap_err()).0 == "PLACE_UNKNOWN"
        };

        let dry = proto::ImportPlacesRequest {
            validate_only: true,
            ..division(2)
        };
        assert_eq!(import(dry).await, (3, known + 2));
        assert!(unknown().await, "a dry run keeps nothing");

        assert_eq!(import(division(2)).await, (3, known + 2));
        assert_eq!(
            import(division(2)).await,
            (3, known + 2),
            "the answer again"
        );
        assert_eq!(import(division(3)).await, (0, known + 2), "it is known");
        let old = get(&fixture, asked("21040", "2026-09-30")).await;
        assert_eq!(codes(&old.possible), ["21990", "21991"]);
        // What became of a unit is a change though no unit is.
        let whole = proto::ImportPlacesRequest {
            request_id: id(4),
            places: Vec::new(),
            successions: vec![proto::PlaceSuccession {
                whole: true,
                ..division(4).successions[0].clone()
            }],
            validate_only: false,
        };
        assert_eq!(import(whole).await, (0, known + 2));
        let old = get(&fixture, asked("21040", "2026-09-30")).await;
        assert_eq!(codes(&old.possible), ["21990"]);
    }
);

on_both_engines!(
    all_units_of_an_import_that_do_not_fit_are_named_and_none_goes_in,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = client(&fixture.service, "lan", Role::OcopOffice, "*");
        let mut request = division(1);
        request.places[1].parent_code = "99".to_owned();
        request.places[2].code = "219".to_owned();
        let refused = office.import_places(request.clone()).await.unwrap_err();
        assert_eq!(
            reason_of(&refused),
            (
                "PLACE_DOES_NOT_FIT".to_owned(),
                vec![
                    "places[219]".to_owned(),
                    "places[21990]".to_owned(),
                    "places[21040]".to_owned(),
                ]
            )
        );
        let known = get(&fixture, asked("21040", "")).await;
        assert_eq!(known.place.unwrap().valid_to, "");

        // A province's office does not say what the units of the country are.
        let mut province = self::office(&fixture, "51");
        let refused = province.import_places(division(2)).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
    }
);
