//! Growing areas with their certificates, contracts and what depends on them.

use ocop_harness::{Bearer, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::growing_area_service_client::GrowingAreaServiceClient;
use pbjson_types::FieldMask;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Code, Status};
use unicode_normalization::UnicodeNormalization as _;

use crate::fixture::{Fixture, id};

pub(crate) type Client = GrowingAreaServiceClient<InterceptedService<Channel, Bearer>>;

fn areas(fixture: &Fixture, role: Role, scope: &str) -> Client {
    let bearer = fixture.service.bearer("mai", role, scope);
    GrowingAreaServiceClient::with_interceptor(fixture.service.channel(), bearer)
}

pub(crate) fn office(fixture: &Fixture) -> Client {
    areas(fixture, Role::OcopOffice, "province:51")
}

pub(crate) fn garlic_fields(product: &proto::Product) -> proto::GrowingArea {
    proto::GrowingArea {
        code: "VN-51OR-0001".to_owned(),
        issuer: "Chi cục Trồng trọt và Bảo vệ thực vật".to_owned(),
        crop: "Tỏi Lý Sơn".to_owned(),
        square_metres: 125_000,
        place_code: "21548".to_owned(),
        valid_from: "2024-01-01".to_owned(),
        valid_to: "2027-06-30".to_owned(),
        holder_ids: vec![product.producer_id.clone()],
        product_ids: vec![product.id.clone()],
        certificates: vec![proto::AreaCertificate {
            scheme: proto::AreaScheme::Vietgap.into(),
            number: "VietGAP-TT-12-01".to_owned(),
            issuer: "Vinacert".to_owned(),
            valid_from: "2025-01-01".to_owned(),
            valid_to: "2026-12-31".to_owned(),
            ..Default::default()
        }],
        contracts: vec![proto::LinkageContract {
            partner: "Siêu thị Co.op".to_owned(),
            output_percent: 60,
            valid_from: "2026-01-01".to_owned(),
            ..Default::default()
        }],
        ..Default::default()
    }
}

pub(crate) async fn register(
    caller: &mut Client,
    n: u128,
    area: proto::GrowingArea,
) -> Result<proto::GrowingArea, Status> {
    let request = proto::RegisterAreaRequest {
        request_id: id(n),
        area: Some(area),
    };
    let answer = caller.register_area(request).await?;
    Ok(answer.into_inner().area.unwrap())
}

pub(crate) async fn update(
    caller: &mut Client,
    n: u128,
    area: proto::GrowingArea,
    field: &str,
) -> Result<proto::GrowingArea, Status> {
    let request = proto::UpdateAreaRequest {
        request_id: id(n),
        area: Some(area),
        update_mask: Some(FieldMask {
            paths: vec![field.to_owned()],
        }),
        reason: "hết hạn hợp đồng".to_owned(),
    };
    let answer = caller.update_area(request).await?;
    Ok(answer.into_inner().area.unwrap())
}

async fn listed(caller: &mut Client, request: proto::ListAreasRequest) -> Vec<String> {
    let answer = caller.list_areas(request).await.unwrap().into_inner();
    answer.areas.into_iter().map(|area| area.id).collect()
}

on_both_engines!(
    an_area_is_registered_and_found_by_place_holder_product_and_day,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let mut office = office(&fixture);
        let area = register(&mut office, 0x301, garlic_fields(&product))
            .await
            .unwrap();
        let sent = garlic_fields(&product);
        assert_eq!(
            (
                area.province_code.as_str(),
                &area.certificates,
                &area.contracts
            ),
            ("51", &sent.certificates, &sent.contracts)
        );
        let ask = proto::GetAreaRequest {
            id: area.id.clone(),
        };
        let got = office.get_area(ask).await.unwrap().into_inner().area;
        assert_eq!(got, Some(area.clone()));

        let any = proto::ListAreasRequest::default;
        let in_province = proto::ListAreasRequest {
            place_code: "51".to_owned(),
            ..any()
        };
        let elsewhere = proto::ListAreasRequest {
            place_code: "21040".to_owned(),
            ..any()
        };
        let of_producer = proto::ListAreasRequest {
            producer_id: product.producer_id.clone(),
            ..any()
        };
        let of_product = proto::ListAreasRequest {
            product_id: product.id.clone(),
            ..any()
        };
        let of_another = proto::ListAreasRequest {
            product_id: id(9),
            ..any()
        };
        let on = |day: &str| proto::ListAreasRequest {
            on_date: day.to_owned(),
            ..any()
        };
        for (request, found) in [
            (any(), true),
            (in_province, true),
            (elsewhere, false),
            (of_producer, true),
            (of_product, true),
            (on("2027-06-30"), true),
            (on("2027-07-01"), false),
            (on("2023-12-31"), false),
        ] {
            let what = format!("{request:?}");
            let expected = if found { vec![area.id.clone()] } else { vec![] };
            assert_eq!(listed(&mut office, request).await, expected, "{what}");
        }
        let unknown = office.list_areas(of_another).await.unwrap_err();
        assert_eq!(reason_of(&unknown).0, "PRODUCT_UNKNOWN");
    }
);

on_both_engines!(an_issuer_gives_a_code_once, async |url: String| {
    let mut fixture = Fixture::new(&url).await;
    let product = fixture.product().await;
    let mut office = office(&fixture);
    let area = garlic_fields(&product);
    register(&mut office, 0x301, area.clone()).await.unwrap();
    let again = register(&mut office, 0x302, area.clone())
        .await
        .unwrap_err();
    assert_eq!(
        (again.code(), reason_of(&again).0.as_str()),
        (Code::AlreadyExists, "AREA_CODE_TAKEN")
    );
    // Case, blanks and the form of Unicode make no other code.
    let written = |code: &str, issuer: &str| proto::GrowingArea {
        code: code.to_owned(),
        issuer: issuer.to_owned(),
        ..area.clone()
    };
    let decomposed: String = area.issuer.nfd().collect();
    for (n, other) in (0x310..).zip([
        written(&area.code.to_lowercase(), &area.issuer),
        written(&format!(" {} ", area.code), &area.issuer.to_uppercase()),
        written(&area.code, &decomposed),
    ]) {
        let again = register(&mut office, n, other).await.unwrap_err();
        assert_eq!(reason_of(&again).0, "AREA_CODE_TAKEN");
    }
    let other_dashes = area.code.replace('-', "");
    let other = written(&other_dashes, &area.issuer);
    assert!(register(&mut office, 0x320, other).await.is_ok());
    let of_another_issuer = proto::GrowingArea {
        issuer: "Cục Trồng trọt".to_owned(),
        ..area
    };
    assert!(
        register(&mut office, 0x303, of_another_issuer)
            .await
            .is_ok()
    );
});

on_both_engines!(
    what_lapses_is_listed_by_day_with_the_products_that_depend_on_it,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let mut office = office(&fixture);
        let area = register(&mut office, 0x301, garlic_fields(&product))
            .await
            .unwrap();
        let ask = |from: &str, to: &str, token: String| proto::ListAreaLapsesRequest {
            page_size: 1,
            page_token: token,
            from_date: from.to_owned(),
            to_date: to.to_owned(),
            province_code: "51".to_owned(),
            ..Default::default()
        };
        let mut token = String::new();
        let mut seen = Vec::new();
        loop {
            let request = ask("2026-12-31", "2027-06-30", token);
            let page = office.list_area_lapses(request).await.unwrap().into_inner();
            seen.extend(page.lapses);
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        let days: Vec<_> = seen
            .iter()
            .map(|lapse| (lapse.paper(), lapse.last_day.as_str(), lapse.name.as_str()))
            .collect();
        assert_eq!(
            days,
            [
                (
                    proto::AreaPaper::Certificate,
                    "2026-12-31",
                    "vietgap VietGAP-TT-12-01"
                ),
                (proto::AreaPaper::Code, "2027-06-30", "VN-51OR-0001"),
            ]
        );
        for lapse in &seen {
            assert_eq!(lapse.area_id, area.id);
            assert_eq!(lapse.products[0].id, product.id);
            assert_eq!(lapse.holder_ids[0], product.producer_id);
        }

        // A renewed certificate ends later.
        let mut renewed = area.clone();
        renewed.certificates[0].valid_to = "2028-12-31".to_owned();
        update(&mut office, 0x302, renewed, "certificates")
            .await
            .unwrap();
        let request = ask("2026-01-01", "2026-12-31", String::new());
        let page = office.list_area_lapses(request).await.unwrap().into_inner();
        assert!(page.lapses.is_empty());
    }
);

on_both_engines!(
    contracts_are_shown_to_holders_and_to_those_who_cover_the_area,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let area = register(&mut office(&fixture), 0x301, garlic_fields(&product))
            .await
            .unwrap();
        let own = format!("producer:{}", product.producer_id);
        let stranger = format!("producer:{}", id(77));
        for (role, scope, shown) in [
            (Role::Producer, own.as_str(), true),
            (Role::Producer, stranger.as_str(), false),
            (Role::CommuneOfficer, "commune:21548", true),
            (Role::CommuneOfficer, "commune:21040", false),
            (Role::Auditor, "*", true),
            (Role::PromotionOfficer, "province:51", false),
        ] {
            let mut caller = areas(&fixture, role, scope);
            let ask = proto::GetAreaRequest {
                id: area.id.clone(),
            };
            let got = caller.get_area(ask).await.unwrap().into_inner().area;
            assert_eq!(
                !got.unwrap().contracts.is_empty(),
                shown,
                "{role:?} of {scope}"
            );
        }
    }
);

on_both_engines!(
    a_commune_attaches_only_producers_and_products_that_it_covers,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let mut commune = areas(&fixture, Role::CommuneOfficer, "commune:21548");
        // The product is made in another district.
        let refused = register(&mut commune, 0x301, garlic_fields(&product))
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        let alone = proto::GrowingArea {
            holder_ids: Vec::new(),
            product_ids: Vec::new(),
            ..garlic_fields(&product)
        };
        let area = register(&mut commune, 0x302, alone).await.unwrap();
        let attached = proto::GrowingArea {
            product_ids: vec![product.id.clone()],
            ..area.clone()
        };
        let refused = update(&mut commune, 0x303, attached.clone(), "product_ids")
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        let attached = update(&mut office(&fixture), 0x304, attached, "product_ids")
            .await
            .unwrap();
        assert_eq!(attached.product_ids, [product.id]);
        // What is attached already does not stand in the way of another change.
        let larger = proto::GrowingArea {
            square_metres: 130_000,
            ..attached
        };
        let larger = update(&mut commune, 0x305, larger, "square_metres").await;
        assert_eq!(larger.unwrap().square_metres, 130_000);
    }
);

on_both_engines!(
    everything_wrong_with_an_area_is_said_at_once,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let product = fixture.product().await;
        let mut wrong = garlic_fields(&product);
        wrong.crop.clear();
        wrong.square_metres = 0;
        wrong.valid_to = "2023-01-01".to_owned();
        wrong.certificates[0].number.clear();
        wrong.contracts[0].output_percent = 101;
        let refused = register(&mut office(&fixture), 0x301, wrong)
            .await
            .unwrap_err();
        let mut fields = reason_of(&refused).1;
        fields.sort();
        assert_eq!(
            fields,
            [
                "area.certificates[0].number",
                "area.contracts[0].output_percent",
                "area.crop",
                "area.square_metres",
                "area.valid_to",
            ]
        );
    }
);
