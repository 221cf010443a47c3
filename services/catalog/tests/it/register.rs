//! What the register holds of producers and products for rules and buyers, and the life of a product.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use pbjson_types::FieldMask;

use crate::fixture::{Fixture, a_producer, client, fish_sauce, id};

fn mask(paths: &[&str]) -> Option<FieldMask> {
    Some(FieldMask {
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
    })
}

fn picture(digit: char) -> proto::ProductFile {
    proto::ProductFile {
        kind: proto::ProductFileKind::Picture.into(),
        sha256: digit.to_string().repeat(64),
        title: "Chai 500 ml".to_owned(),
        media_type: "image/jpeg".to_owned(),
        ..Default::default()
    }
}

fn safety_paper() -> proto::ProductFile {
    proto::ProductFile {
        kind: proto::ProductFileKind::Paper.into(),
        sha256: "d".repeat(64),
        title: "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm".to_owned(),
        media_type: "application/pdf".to_owned(),
        paper: proto::ProductPaper::FoodSafety.into(),
        valid_to: "2028-03-31".to_owned(),
    }
}

fn with_details(product: proto::Product) -> proto::Product {
    let bottles = |quantity| proto::Amount {
        quantity,
        unit: "chai".to_owned(),
    };
    proto::Product {
        brand: "Mười Quý".to_owned(),
        net_content: "500 ml".to_owned(),
        shelf_life_days: Some(730),
        storage: "Nơi khô, mát".to_owned(),
        capacity_per_month: Some(bottles(2_000)),
        minimum_order: Some(bottles(24)),
        wholesale_price: Some(proto::Price {
            vnd: 85_000,
            per: "chai 500 ml".to_owned(),
        }),
        files: vec![picture('a'), safety_paper(), picture('b')],
        ..product
    }
}

on_both_engines!(
    what_buyers_ask_of_a_product_is_kept_and_changed_field_by_field,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer_id = fixture.producer().await.id;
        let request = proto::RegisterProductRequest {
            request_id: id(2),
            product: Some(with_details(fish_sauce(producer_id))),
        };
        let registered = fixture.office.register_product(request).await.unwrap();
        let product = registered.into_inner().product.unwrap();
        assert_eq!(product, with_details(product.clone()));
        let change = proto::UpdateProductRequest {
            request_id: id(3),
            product: Some(proto::Product {
                minimum_order: None,
                files: vec![picture('c')],
                net_content: "không đổi".to_owned(),
                ..product.clone()
            }),
            update_mask: mask(&["minimum_order", "files"]),
            reason: String::new(),
        };
        let changed = fixture.office.update_product(change).await.unwrap();
        let changed = changed.into_inner().product.unwrap();
        assert_eq!(changed.minimum_order, None);
        assert_eq!(changed.files, [picture('c')]);
        assert_eq!(changed.net_content, "500 ml");
        assert_eq!(changed.capacity_per_month, product.capacity_per_month);
    }
);

on_both_engines!(
    everything_that_is_wrong_with_the_details_is_named,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer_id = fixture.producer().await.id;
        let mut wrong = with_details(fish_sauce(producer_id));
        wrong.shelf_life_days = Some(0);
        wrong.capacity_per_month.as_mut().unwrap().quantity = 0;
        wrong.wholesale_price.as_mut().unwrap().per.clear();
        wrong.files = vec![picture('a'), picture('a'), picture('x')];
        wrong.files.push(proto::ProductFile {
            paper: proto::ProductPaper::Barcode.into(),
            ..picture('e')
        });
        let request = proto::RegisterProductRequest {
            request_id: id(2),
            product: Some(wrong),
        };
        let refused = fixture.office.register_product(request).await.unwrap_err();
        let mut fields = reason_of(&refused).1;
        fields.sort();
        let expected = [
            "product.capacity_per_month.quantity",
            "product.files[1].sha256",
            "product.files[2].sha256",
            "product.files[3].paper",
            "product.shelf_life_days",
            "product.wholesale_price.per",
        ];
        assert_eq!(fields, expected);
    }
);

on_both_engines!(
    a_product_is_prepared_made_suspended_and_retired,
    async |url: String| {
        use proto::ProductStatus::{Active, Draft, Retired, Suspended};

        let mut fixture = Fixture::new(&url).await;
        let producer_id = fixture.producer().await.id;
        let request = proto::RegisterProductRequest {
            request_id: id(2),
            product: Some(proto::Product {
                status: Draft.into(),
                ..fish_sauce(producer_id)
            }),
        };
        let registered = fixture.office.register_product(request).await.unwrap();
        let mut product = registered.into_inner().product.unwrap();
        assert_eq!(product.status(), Draft);
        let mut n = 10;
        let mut become_ =
            async |product: &proto::Product, status: proto::ProductStatus, reason: &str| {
                n += 1;
                let request = proto::ChangeProductStatusRequest {
                    request_id: id(n),
                    id: product.id.clone(),
                    etag: product.etag.clone(),
                    status: status.into(),
                    reason: reason.to_owned(),
                };
                let answer = fixture.office.change_product_status(request).await;
                answer.map(|answer| answer.into_inner().product.unwrap())
            };
        let refused = become_(&product, Suspended, "hết mùa").await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OTHER_STATUS");
        product = become_(&product, Active, "").await.unwrap();
        let refused = become_(&product, Suspended, "").await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "REASON_MISSING");
        product = become_(&product, Suspended, "hết mùa cá cơm")
            .await
            .unwrap();
        assert_eq!(product.status_reason, "hết mùa cá cơm");
        product = become_(&product, Active, "").await.unwrap();
        assert_eq!(
            (product.status(), product.status_reason.as_str()),
            (Active, "")
        );
        product = become_(&product, Retired, "ngừng sản xuất").await.unwrap();
        let refused = become_(&product, Active, "").await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "PRODUCT_RETIRED");
        assert_eq!(product.status(), Retired);
    }
);

fn company() -> proto::Producer {
    proto::Producer {
        kind: proto::ProducerKind::LimitedCompany.into(),
        gln: "8931234567897".to_owned(),
        years: vec![year(2024, 20), year(2025, 30)],
        people: vec![proto::ProducerPerson {
            full_name: "Trần Văn Mẫu".to_owned(),
            position: "Kế toán".to_owned(),
            phone: "0900000000".to_owned(),
            email: String::new(),
        }],
        ..a_producer("4300000001")
    }
}

fn year(year: u32, employees: u32) -> proto::ProducerYear {
    proto::ProducerYear {
        year,
        employees: Some(employees),
        resident_employees: Some(employees / 2),
        revenue_vnd: Some(1_200_000_000),
        profit_vnd: Some(-5_000_000),
        rating: proto::CooperativeRating::Unspecified.into(),
    }
}

on_both_engines!(
    the_years_and_people_of_a_producer_are_kept_and_shown_to_who_covers_it,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let register = |n: u128, producer: proto::Producer| proto::RegisterProducerRequest {
            request_id: id(n),
            producer: Some(producer),
        };
        let answer = fixture
            .office
            .register_producer(register(1, company()))
            .await;
        let producer = answer.unwrap().into_inner().producer.unwrap();
        assert_eq!(producer.gln, "8931234567897");
        assert_eq!(producer.years, [year(2025, 30), year(2024, 20)]);
        assert_eq!(producer.people, company().people);

        let mut elsewhere = client(&fixture.service, "an", Role::OcopOffice, "province:52");
        let request = proto::GetProducerRequest {
            id: producer.id.clone(),
            ..Default::default()
        };
        let seen = elsewhere.get_producer(request).await.unwrap().into_inner();
        let seen = seen.producer.unwrap();
        assert_eq!((seen.years.len(), seen.people.len()), (0, 0));
        assert_eq!(seen.gln, producer.gln);

        let erase = proto::ErasePersonalDataRequest {
            request_id: id(2),
            producer_id: producer.id.clone(),
            etag: producer.etag.clone(),
            reason: "rút lại sự đồng ý".to_owned(),
        };
        let erased = fixture.office.erase_personal_data(erase).await.unwrap();
        let erased = erased.into_inner().producer.unwrap();
        assert_eq!((erased.people.len(), erased.years.len()), (0, 2));
    }
);

on_both_engines!(
    only_small_and_medium_enterprises_take_part_and_a_gln_is_one_producers,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let mut refused = async |n: u128, producer: proto::Producer| {
            let request = proto::RegisterProducerRequest {
                request_id: id(n),
                producer: Some(producer),
            };
            let answer = fixture.office.register_producer(request).await;
            answer.map_or_else(|refused| reason_of(&refused).0, |_| String::new())
        };
        let large = proto::Producer {
            years: vec![year(2025, 201)],
            ..company()
        };
        assert_eq!(refused(1, large).await, "ENTERPRISE_TOO_LARGE");
        let mut rated = company();
        rated.years[0].rating = proto::CooperativeRating::Good.into();
        assert_eq!(refused(2, rated.clone()).await, "RATING_NOT_FOR_KIND");
        assert_eq!(refused(3, company()).await, "");
        rated.kind = proto::ProducerKind::Cooperative.into();
        rated.registration_number = "4300000002".to_owned();
        assert_eq!(refused(4, rated).await, "GLN_TAKEN");
        let wrong = proto::Producer {
            gln: "8931234567893".to_owned(),
            years: vec![year(2025, 1), year(2025, 1)],
            ..company()
        };
        assert_eq!(refused(5, wrong).await, "INVALID_REQUEST");
    }
);
