//! Administrative units.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use tonic::Code;

use crate::fixture::{Fixture, client, id};

fn commune(code: &str, parent: &str) -> proto::AddPlaceRequest {
    proto::AddPlaceRequest {
        request_id: id(7),
        place: Some(proto::Place {
            code: code.to_owned(),
            name: "Bình Sơn".to_owned(),
            kind: proto::PlaceKind::Commune.into(),
            parent_code: parent.to_owned(),
            valid_from: "2025-07-01".to_owned(),
            valid_to: String::new(),
        }),
    }
}

on_both_engines!(
    thirteen_districts_ended_with_june_2025,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let list = async |on_date: &str| {
            let request = proto::ListPlacesRequest {
                parent_code: "51".to_owned(),
                kind: proto::PlaceKind::District.into(),
                on_date: on_date.to_owned(),
                ..Default::default()
            };
            fixture
                .anonymous()
                .list_places(request)
                .await
                .unwrap()
                .into_inner()
                .places
                .len()
        };
        assert_eq!(list("2025-06-30").await, 13);
        assert_eq!(list("2025-07-01").await, 0);
    }
);

on_both_engines!(
    a_commune_is_added_once_and_under_its_province,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = client(&fixture.service, "lan", Role::OcopOffice, "province:51");
        let added = office
            .add_place(commune("21040", "51"))
            .await
            .unwrap()
            .into_inner()
            .place
            .unwrap();
        let read = fixture
            .anonymous()
            .get_place(proto::GetPlaceRequest {
                code: "21040".to_owned(),
            })
            .await;
        assert_eq!(read.unwrap().into_inner().place, Some(added));

        let again = proto::AddPlaceRequest {
            request_id: id(8),
            ..commune("21040", "51")
        };
        let refused = office.add_place(again).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::AlreadyExists, "PLACE_EXISTS")
        );

        let orphan = proto::AddPlaceRequest {
            request_id: id(9),
            ..commune("21041", "99")
        };
        let refused = office.add_place(orphan).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::NotFound, "PLACE_UNKNOWN")
        );
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
                ..Default::default()
            }),
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
                "place.valid_from"
            ]
        );
    }
);
