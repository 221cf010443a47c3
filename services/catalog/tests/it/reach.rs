//! How far a caller reaches: everything that a call touches must be covered.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use pbjson_types::FieldMask;
use tonic::{Code, Status};

use crate::fixture::{Client, Fixture, a_producer, client, fish_sauce, id};

/// Quy Nhơn in the neighbouring province 52, Gia Lai.
pub(crate) const THERE: &str = "21583";

/// The office of that province.
pub(crate) fn neighbour(fixture: &Fixture) -> Client {
    client(&fixture.service, "ha", Role::OcopOffice, "province:52")
}

pub(crate) fn out_of_scope<T: std::fmt::Debug>(answer: Result<T, Status>) {
    let refused = answer.unwrap_err();
    assert_eq!(
        (refused.code(), reason_of(&refused).0.as_str()),
        (Code::PermissionDenied, "OUT_OF_SCOPE")
    );
}

fn made_there(n: u128, producer: &proto::Producer) -> proto::RegisterProductRequest {
    proto::RegisterProductRequest {
        request_id: id(n),
        product: Some(proto::Product {
            place_code: THERE.to_owned(),
            ..fish_sauce(producer.id.clone())
        }),
    }
}

on_both_engines!(
    nobody_registers_a_product_for_a_producer_of_another_province,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer = fixture.producer().await;
        let mut office_there = neighbour(&fixture);
        let commune = format!("commune:{THERE}");
        let mut officer_there = client(&fixture.service, "mai", Role::CommuneOfficer, &commune);
        out_of_scope(
            office_there
                .register_product(made_there(0x70, &producer))
                .await,
        );
        out_of_scope(
            officer_there
                .register_product(made_there(0x71, &producer))
                .await,
        );
        let own = format!("producer:{}", producer.id);
        let mut itself = client(&fixture.service, "lan", Role::Producer, &own);
        out_of_scope(itself.register_product(made_there(0x72, &producer)).await);
        out_of_scope(
            fixture
                .office
                .register_product(made_there(0x73, &producer))
                .await,
        );
        let mut centre = client(&fixture.service, "bo", Role::OcopOffice, "*");
        centre
            .register_product(made_there(0x74, &producer))
            .await
            .unwrap();
    }
);

fn moved(n: u128, product: &proto::Product, to: &str) -> proto::UpdateProductRequest {
    proto::UpdateProductRequest {
        request_id: id(n),
        product: Some(proto::Product {
            id: product.id.clone(),
            etag: product.etag.clone(),
            place_code: to.to_owned(),
            ..Default::default()
        }),
        update_mask: Some(FieldMask {
            paths: vec!["place_code".to_owned()],
        }),
        reason: String::new(),
    }
}

on_both_engines!(
    a_product_is_moved_by_who_covers_both_where_it_was_and_where_it_goes,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let mut office_there = neighbour(&fixture);
        out_of_scope(
            fixture
                .office
                .update_product(moved(0x80, &product, THERE))
                .await,
        );
        out_of_scope(
            office_there
                .update_product(moved(0x81, &product, THERE))
                .await,
        );
        let own = format!("producer:{}", product.producer_id);
        let mut itself = client(&fixture.service, "lan", Role::Producer, &own);
        out_of_scope(itself.update_product(moved(0x82, &product, THERE)).await);
        let mut commune = client(
            &fixture.service,
            "cuc",
            Role::CommuneOfficer,
            "commune:21040",
        );
        out_of_scope(commune.update_product(moved(0x83, &product, "21115")).await);
        // Within its own province a producer may make it elsewhere.
        let near = itself
            .update_product(moved(0x84, &product, "21115"))
            .await
            .unwrap();
        let product = near.into_inner().product.unwrap();
        let mut centre = client(&fixture.service, "bo", Role::OcopOffice, "*");
        centre
            .update_product(moved(0x85, &product, THERE))
            .await
            .unwrap();
    }
);

on_both_engines!(
    a_producer_is_moved_by_who_covers_both_where_it_was_and_where_it_goes,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer = fixture.producer().await;
        let mut office_there = neighbour(&fixture);
        let moved = |n: u128| proto::UpdateProducerRequest {
            request_id: id(n),
            producer: Some(proto::Producer {
                id: producer.id.clone(),
                etag: producer.etag.clone(),
                place_code: THERE.to_owned(),
                ..Default::default()
            }),
            update_mask: Some(FieldMask {
                paths: vec!["place_code".to_owned()],
            }),
        };
        out_of_scope(fixture.office.update_producer(moved(0x90)).await);
        out_of_scope(office_there.update_producer(moved(0x91)).await);
        let own = format!("producer:{}", producer.id);
        let mut itself = client(&fixture.service, "lan", Role::Producer, &own);
        out_of_scope(itself.update_producer(moved(0x92)).await);
        let mut centre = client(&fixture.service, "bo", Role::OcopOffice, "*");
        centre.update_producer(moved(0x93)).await.unwrap();
    }
);

on_both_engines!(
    a_province_is_added_by_who_covers_the_country,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let request = proto::AddPlaceRequest {
            request_id: id(0x64),
            place: Some(proto::Place {
                code: "99".to_owned(),
                name: "Tỉnh mới".to_owned(),
                kind: proto::PlaceKind::Province.into(),
                ..Default::default()
            }),
            ..Default::default()
        };
        out_of_scope(fixture.office.add_place(request.clone()).await);
        let mut of_it = client(&fixture.service, "an", Role::OcopOffice, "province:99");
        out_of_scope(of_it.add_place(request).await);
    }
);

on_both_engines!(
    a_role_in_another_kind_of_scope_than_its_own_gives_nothing,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        for (role, scope) in [
            (Role::Producer, "province:51"),
            (Role::Producer, "*"),
            (Role::CommuneOfficer, "*"),
            (Role::OcopOffice, "commune:21040"),
        ] {
            let mut caller = client(&fixture.service, "ai", role, scope);
            out_of_scope(caller.update_product(moved(0xA0, &product, "21115")).await);
        }
    }
);

on_both_engines!(
    personal_data_is_shown_to_those_whose_scope_covers_the_producer_only,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let request = proto::RegisterProducerRequest {
            request_id: id(1),
            producer: Some(proto::Producer {
                address: "Thôn Thạch By 1".to_owned(),
                phone: "0255 386 0000".to_owned(),
                email: "lan@sahuynh.example".to_owned(),
                ..a_producer("3400000001")
            }),
        };
        let whole = fixture.office.register_producer(request).await.unwrap();
        let whole = whole.into_inner().producer.unwrap();
        let person = whole.representative.clone().unwrap();
        let public = proto::Producer {
            address: String::new(),
            phone: String::new(),
            email: String::new(),
            representative: Some(proto::LegalRepresentative {
                sex: proto::Sex::Unspecified.into(),
                ethnicity: String::new(),
                has_disability: false,
                ..person
            }),
            ..whole.clone()
        };
        assert_ne!(whole, public);
        let own = format!("producer:{}", whole.id);
        let other = format!("producer:{}", id(7));
        for (role, scope, sees) in [
            (Role::Producer, own.as_str(), true),
            (Role::CommuneOfficer, "commune:21478", true),
            (Role::OcopOffice, "province:51", true),
            (Role::Inspector, "province:51", true),
            (Role::Auditor, "*", true),
            (Role::Producer, other.as_str(), false),
            (Role::CommuneOfficer, "commune:21040", false),
            (Role::OcopOffice, "province:52", false),
            (Role::PromotionOfficer, "province:51", false),
            (Role::Partner, "partner:1", false),
            (Role::Producer, "*", false),
            (Role::Operator, "*", false),
        ] {
            let mut reader = client(&fixture.service, "ai", role, scope);
            let ask = proto::GetProducerRequest {
                id: whole.id.clone(),
                ..Default::default()
            };
            let got = reader.get_producer(ask).await.unwrap().into_inner();
            let list = reader.list_producers(proto::ListProducersRequest::default());
            let listed = list.await.unwrap().into_inner().producers;
            let expected = if sees { &whole } else { &public };
            assert_eq!(got.producer.as_ref(), Some(expected), "{role}@{scope}");
            assert_eq!(&listed[0], expected, "{role}@{scope}");
        }
    }
);
