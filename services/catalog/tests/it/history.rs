//! What producers and products were.

use chrono::TimeDelta;
use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use pbjson_types::FieldMask;

use crate::fixture::{Fixture, client, id};

fn update(n: u128, product: proto::Product, field: &str) -> proto::UpdateProductRequest {
    proto::UpdateProductRequest {
        request_id: id(n),
        product: Some(product),
        update_mask: Some(FieldMask {
            paths: vec![field.to_owned()],
        }),
        reason: "đổi nhãn".to_owned(),
    }
}

on_both_engines!(
    every_change_of_a_field_says_who_when_why_before_and_after,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        for (n, brand) in (10..).zip(["Mười Quý", "Mười Quý Vàng"]) {
            fixture.service.clock.advance(TimeDelta::minutes(1));
            let read = proto::GetProductRequest {
                id: product.id.clone(),
                ..Default::default()
            };
            let known = fixture.office.get_product(read).await.unwrap().into_inner();
            let renamed = proto::Product {
                brand: brand.to_owned(),
                ..known.product.unwrap()
            };
            fixture
                .office
                .update_product(update(n, renamed, "brand"))
                .await
                .unwrap();
        }
        let (mut all, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = proto::ListChangesRequest {
                page_size: 1,
                page_token,
                product_id: product.id.clone(),
                ..Default::default()
            };
            let page = fixture
                .office
                .list_changes(request)
                .await
                .unwrap()
                .into_inner();
            all.extend(page.changes);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        let change = |before: &str, after: &str| proto::FieldChange {
            field: "brand".to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        };
        assert_eq!(all.len(), 3);
        assert_eq!(all[0].fields, [change("Mười Quý", "Mười Quý Vàng")]);
        assert_eq!(all[1].fields, [change("", "Mười Quý")]);
        assert_eq!(
            (all[1].actor.as_str(), all[1].reason.as_str()),
            ("lan", "đổi nhãn")
        );
        assert!(all[1].rpc.ends_with("UpdateProduct"));
        let named =
            |field: &proto::FieldChange| field.field == "name" && field.after == product.name;
        assert!(all[2].fields.iter().any(named), "{:?}", all[2]);

        let mut elsewhere = client(&fixture.service, "an", Role::OcopOffice, "province:52");
        let request = proto::ListChangesRequest {
            product_id: product.id.clone(),
            ..Default::default()
        };
        let refused = elsewhere.list_changes(request).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
    }
);

on_both_engines!(
    a_product_and_a_producer_are_read_as_they_stood_on_a_day_without_what_is_personal,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let first_day = fixture.service.clock.today();
        fixture.service.clock.advance(TimeDelta::days(3));
        // The token of before has run out.
        fixture.office = client(&fixture.service, "lan", Role::OcopOffice, "province:51");
        let renamed = proto::Product {
            name: "Nước mắm Sa Huỳnh".to_owned(),
            ..product.clone()
        };
        fixture
            .office
            .update_product(update(10, renamed, "name"))
            .await
            .unwrap();
        let today = fixture.service.clock.today();
        let as_of = |day: chrono::NaiveDate| proto::GetProductRequest {
            id: product.id.clone(),
            as_of: day.to_string(),
        };
        for (day, name) in [
            (first_day, product.name.as_str()),
            (today.pred_opt().unwrap(), product.name.as_str()),
            (today, "Nước mắm Sa Huỳnh"),
        ] {
            let read = fixture
                .office
                .get_product(as_of(day))
                .await
                .unwrap()
                .into_inner();
            assert_eq!(read.product.unwrap().name, name, "{day}");
        }
        let before = as_of(first_day.pred_opt().unwrap());
        let refused = fixture.office.get_product(before).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "PRODUCT_UNKNOWN");

        let producer = proto::GetProducerRequest {
            id: product.producer_id.clone(),
            as_of: first_day.to_string(),
        };
        let read = fixture
            .office
            .get_producer(producer)
            .await
            .unwrap()
            .into_inner();
        let read = read.producer.unwrap();
        assert_eq!(read.name, "HTX Nước mắm Sa Huỳnh");
        assert_eq!(read.representative, None);
    }
);
