//! Products.

use ocop_harness::{on_both_engines, reason_of};
use ocop_proto::catalog::v1 as proto;
use pbjson_types::FieldMask;
use tonic::Code;

use crate::fixture::{Fixture, fish_sauce, id};

on_both_engines!(
    a_product_is_read_as_it_was_registered,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        assert_eq!((product.star, product.province_code.as_str()), (0, "51"));
        let read = fixture
            .anonymous()
            .get_product(proto::GetProductRequest {
                id: product.id.clone(),
                ..Default::default()
            })
            .await
            .unwrap();
        assert_eq!(read.into_inner().product, Some(product));
    }
);

on_both_engines!(
    a_product_that_is_not_there_is_not_found,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let refused = fixture
            .anonymous()
            .get_product(proto::GetProductRequest {
                id: id(99),
                ..Default::default()
            })
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::NotFound, "PRODUCT_UNKNOWN")
        );
        let refused = fixture
            .anonymous()
            .get_product(proto::GetProductRequest {
                id: "99".to_owned(),
                ..Default::default()
            })
            .await
            .unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument);
    }
);

on_both_engines!(
    decomposed_vietnamese_is_the_same_name,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let decomposed: String = unicode(&product.name);
        assert_ne!(decomposed, product.name);
        let twin = proto::Product {
            name: decomposed,
            ..fish_sauce(product.producer_id)
        };
        let request = proto::RegisterProductRequest {
            request_id: id(3),
            product: Some(twin),
        };
        let refused = fixture.office.register_product(request).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::AlreadyExists, "PRODUCT_NAME_TAKEN")
        );
    }
);

/// "Nước mắm Mười Quý" typed with combining accents.
fn unicode(name: &str) -> String {
    assert_eq!(name, "Nước mắm Mười Quý");
    "Nu\u{31b}o\u{31b}\u{301}c ma\u{306}\u{301}m Mu\u{31b}o\u{31b}\u{300}i Quy\u{301}".to_owned()
}

/// A product of the producer of `like` with another name and a GTIN.
fn another(like: &proto::Product, name: &str, gtin: &str) -> proto::Product {
    proto::Product {
        name: name.to_owned(),
        gtin: gtin.to_owned(),
        ..fish_sauce(like.producer_id.clone())
    }
}

on_both_engines!(
    a_gtin_names_one_product_however_many_zeros_lead_it,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let first = fixture.product().await;
        let register = |n, product| proto::RegisterProductRequest {
            request_id: id(n),
            product: Some(product),
        };
        let garlic = another(&first, "Tỏi Lý Sơn", "04006381333931");
        let garlic = fixture.office.register_product(register(30, garlic)).await;
        let garlic = garlic.unwrap().into_inner().product.unwrap();
        assert_eq!(garlic.gtin, "4006381333931");

        let onion = another(&first, "Hành Lý Sơn", "4006381333931");
        let refused = fixture.office.register_product(register(31, onion)).await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.code(), Code::AlreadyExists);
        assert_eq!(reason_of(&refused).0, "GTIN_TAKEN");
        assert!(refused.message().contains("Tỏi Lý Sơn"), "{refused}");
        assert!(refused.message().contains(&garlic.id), "{refused}");

        let update = |n, product: proto::Product| proto::UpdateProductRequest {
            request_id: id(n),
            product: Some(proto::Product {
                gtin: "04006381333931".to_owned(),
                ..product
            }),
            update_mask: Some(FieldMask {
                paths: vec!["gtin".to_owned()],
            }),
            ..Default::default()
        };
        let refused = fixture.office.update_product(update(32, first)).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "GTIN_TAKEN");
        let kept = fixture.office.update_product(update(33, garlic)).await;
        assert!(kept.is_ok(), "its own number is no other product's");
    }
);

on_both_engines!(
    a_name_in_another_writing_is_taken_and_one_that_is_very_like_is_named,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let first = fixture.product().await;
        let register = |n, name| proto::RegisterProductRequest {
            request_id: id(n),
            product: Some(another(&first, name, "")),
        };
        for (n, same) in (40..).zip(["Nước mắm Mười Qúy", "nước  mắm mười quý"]) {
            let refused = fixture.office.register_product(register(n, same)).await;
            assert_eq!(
                reason_of(&refused.unwrap_err()).0,
                "PRODUCT_NAME_TAKEN",
                "{same}"
            );
        }
        let like = fixture
            .office
            .register_product(register(50, "Nước mắm (Mười Quí)"))
            .await;
        let similar = like.unwrap().into_inner().similar;
        let named: Vec<_> = similar.iter().map(|product| product.id.as_str()).collect();
        assert_eq!(named, [first.id.as_str()]);
        let other = fixture
            .office
            .register_product(register(51, "Tỏi Lý Sơn"))
            .await;
        assert_eq!(other.unwrap().into_inner().similar, []);
    }
);

on_both_engines!(
    every_fault_of_a_product_is_reported_at_once,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let bad = proto::Product {
            producer_id: "x".to_owned(),
            criteria_set: 27,
            name: "n".repeat(201),
            gtin: "8930000000001".to_owned(),
            ..Default::default()
        };
        let request = proto::RegisterProductRequest {
            request_id: String::new(),
            product: Some(bad),
        };
        let refused = fixture.office.register_product(request).await.unwrap_err();
        let fields = reason_of(&refused).1;
        assert_eq!(
            fields,
            [
                "request_id",
                "product.producer_id",
                "product.name",
                "product.criteria_set",
                "product.gtin",
                "product.place_code"
            ]
        );
    }
);

on_both_engines!(
    a_list_goes_on_page_by_page_and_its_token_fits_its_filter_only,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let first = fixture.product().await;
        for n in 0..4 {
            // Ids sort by the clock, which stands still in tests.
            fixture
                .service
                .clock
                .advance(chrono::TimeDelta::milliseconds(1));
            let product = proto::Product {
                name: format!("Tỏi Lý Sơn {n}"),
                ..fish_sauce(first.producer_id.clone())
            };
            let request = proto::RegisterProductRequest {
                request_id: id(20 + n),
                product: Some(product),
            };
            fixture.office.register_product(request).await.unwrap();
        }
        let (mut names, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = proto::ListProductsRequest {
                page_size: 2,
                page_token,
                ..Default::default()
            };
            let page = fixture
                .anonymous()
                .list_products(request)
                .await
                .unwrap()
                .into_inner();
            names.extend(page.products.into_iter().map(|product| product.name));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
            let other = proto::ListProductsRequest {
                page_token: page_token.clone(),
                criteria_sets: vec![9],
                ..Default::default()
            };
            let refused = fixture.anonymous().list_products(other).await.unwrap_err();
            assert_eq!(reason_of(&refused).1, ["page_token"]);
        }
        assert_eq!(
            names,
            [
                "Nước mắm Mười Quý",
                "Tỏi Lý Sơn 0",
                "Tỏi Lý Sơn 1",
                "Tỏi Lý Sơn 2",
                "Tỏi Lý Sơn 3"
            ]
        );
    }
);

on_both_engines!(
    names_with_the_very_accents_typed_come_first,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer_id = fixture.producer().await.id;
        for (n, name) in ["Toi Ly Son", "Tỏi Lý Sơn", "Hành Lý Sơn"]
            .into_iter()
            .enumerate()
        {
            let product = proto::Product {
                name: name.to_owned(),
                ..fish_sauce(producer_id.clone())
            };
            let request = proto::RegisterProductRequest {
                request_id: id(20 + n as u128),
                product: Some(product),
            };
            fixture.office.register_product(request).await.unwrap();
        }
        let (mut names, mut page_token) = (Vec::new(), String::new());
        for _ in 0..2 {
            let search = "tỏi".to_owned();
            let request = proto::ListProductsRequest {
                page_size: 1,
                page_token,
                search,
                ..Default::default()
            };
            let page = fixture
                .anonymous()
                .list_products(request)
                .await
                .unwrap()
                .into_inner();
            names.extend(page.products.into_iter().map(|product| product.name));
            page_token = page.next_page_token;
        }
        assert_eq!(names, ["Tỏi Lý Sơn", "Toi Ly Son"]);
        assert_eq!(page_token, "");
    }
);

on_both_engines!(
    a_retired_product_is_listed_apart_and_does_not_change,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let retire = proto::RetireProductRequest {
            request_id: id(5),
            id: product.id.clone(),
            etag: product.etag.clone(),
            reason: "ngừng sản xuất".to_owned(),
        };
        let retired = fixture
            .office
            .retire_product(retire)
            .await
            .unwrap()
            .into_inner()
            .product
            .unwrap();
        assert_eq!(retired.status(), proto::ProductStatus::Retired);
        let list = async |status: proto::ProductStatus| {
            let request = proto::ListProductsRequest {
                status: status.into(),
                ..Default::default()
            };
            fixture
                .anonymous()
                .list_products(request)
                .await
                .unwrap()
                .into_inner()
                .products
                .len()
        };
        assert_eq!(list(proto::ProductStatus::Active).await, 0);
        assert_eq!(list(proto::ProductStatus::Retired).await, 1);
        let change = proto::UpdateProductRequest {
            request_id: id(6),
            product: Some(proto::Product {
                name: "mới".to_owned(),
                ..retired
            }),
            update_mask: Some(FieldMask {
                paths: vec!["name".to_owned()],
            }),
            reason: String::new(),
        };
        let refused = fixture.office.update_product(change).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::FailedPrecondition, "PRODUCT_RETIRED")
        );
    }
);

on_both_engines!(
    a_field_that_cannot_be_changed_is_named,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let change = proto::UpdateProductRequest {
            request_id: id(6),
            product: Some(product),
            update_mask: Some(FieldMask {
                paths: vec!["producer_id".to_owned(), "star".to_owned()],
            }),
            reason: String::new(),
        };
        let refused = fixture.office.update_product(change).await.unwrap_err();
        assert_eq!(reason_of(&refused).1, ["update_mask", "update_mask"]);
    }
);
