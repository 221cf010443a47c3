//! Sales points and design centres through the rpcs.

mod register;

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::sales_point_service_client::SalesPointServiceClient;
use proto::SalesPointShortfallKind as Kind;
use tonic::Code;

use crate::fixture::{Fixture, SalesPoints, certificate, id, revoked};

/// Bình Sơn, a commune of Quảng Ngãi.
const BINH_SON: &str = "21040";

/// A shop in a place of the rules, open from seven to half past five but on Sundays.
pub(crate) fn shop(
    name: &str,
    group: &str,
    (latitude, longitude): (f64, f64),
) -> proto::SalesPoint {
    let weekday = |weekday| proto::OpeningHours {
        weekday,
        opens: "07:00".to_owned(),
        closes: "17:30".to_owned(),
    };
    let met = ["facility", "operation", "sign", "food_safety"];
    proto::SalesPoint {
        name: name.to_owned(),
        owner: "HTX Nghĩa Lộ".to_owned(),
        place_code: BINH_SON.to_owned(),
        address: "Số 1".to_owned(),
        location: Some(proto::GeoPoint {
            latitude,
            longitude,
        }),
        place_group: group.to_owned(),
        hours: (1..=6).map(weekday).collect(),
        conditions_met: met.map(str::to_owned).to_vec(),
        ..Default::default()
    }
}

pub(crate) async fn register(
    office: &mut SalesPoints,
    n: u128,
    point: proto::SalesPoint,
) -> proto::SalesPoint {
    let request = proto::RegisterSalesPointRequest {
        request_id: id(n),
        sales_point: Some(point),
    };
    let registered = office.register_sales_point(request).await.unwrap();
    registered.into_inner().sales_point.unwrap()
}

pub(crate) async fn show(
    office: &mut SalesPoints,
    n: u128,
    point: &str,
    products: Vec<proto::SalesPointProduct>,
) {
    let request = proto::SetSalesPointProductsRequest {
        request_id: id(n),
        sales_point_id: point.to_owned(),
        from_date: "2026-11-01".to_owned(),
        products,
    };
    office.set_sales_point_products(request).await.unwrap();
}

pub(crate) fn showing(product: u128) -> proto::SalesPointProduct {
    proto::SalesPointProduct {
        product_id: id(product),
        ..Default::default()
    }
}

async fn lacking(office: &mut SalesPoints, point: &str) -> Vec<(Kind, String)> {
    let request = proto::CheckSalesPointRequest {
        id: point.to_owned(),
    };
    let checked = office
        .check_sales_point(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(checked.rules_number, "950/QĐ-BCT");
    let shortfalls = checked.shortfalls.into_iter();
    shortfalls.map(|found| (found.kind(), found.of)).collect()
}

on_both_engines!(
    a_shop_meets_the_rules_until_the_certificate_of_what_it_shows_is_revoked,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let given = certificate(11, 3, "2026-06-15");
        fixture
            .publish_certificate("issued", 1, given.clone())
            .await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        let mut office = fixture.sales_points(Role::PromotionOfficer, "province:51");
        let at = (15.12, 108.79);
        let point = register(&mut office, 60, shop("Ga Quảng Ngãi", "transport_hub", at)).await;
        assert_eq!(point.province_code, "51");
        let nothing = (Kind::NoProducts, String::new());
        assert_eq!(lacking(&mut office, &point.id).await, [nothing]);
        show(&mut office, 61, &point.id, vec![showing(1)]).await;
        assert_eq!(lacking(&mut office, &point.id).await, []);
        let request = proto::SetSalesPointProductsRequest {
            request_id: id(62),
            sales_point_id: point.id.clone(),
            from_date: "2026-11-01".to_owned(),
            products: vec![showing(99)],
        };
        let refused = office.set_sales_point_products(request).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "LISTING_UNKNOWN");

        let gone = revoked(given, "2026-11-18");
        fixture.publish_certificate("revoked", 2, gone).await;
        fixture.listing(1, proto::ListingState::Suspended, 3).await;
        let uncertified = (Kind::NotCertified, id(1));
        assert_eq!(lacking(&mut office, &point.id).await, [uncertified]);
        // It is still recorded that it shows the product, and on which days.
        let on = |day: &str| proto::GetSalesPointRequest {
            id: point.id.clone(),
            on_date: day.to_owned(),
        };
        let seen = office.get_sales_point(on("2026-11-20")).await.unwrap();
        let seen = seen.into_inner().sales_point.unwrap();
        assert_eq!(
            (seen.products.len(), seen.products[0].certified),
            (1, false)
        );
        let before = office.get_sales_point(on("2026-10-31")).await.unwrap();
        assert!(before.into_inner().sales_point.unwrap().products.is_empty());
    }
);

on_both_engines!(
    the_nearest_of_five_sales_points_that_is_open_is_found_first,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = fixture.sales_points(Role::PromotionOfficer, "province:51");
        // Quảng Ngãi, and what lies farther and farther from its station.
        let five = [
            ("Ga Quảng Ngãi", "transport_hub", (15.1215, 108.7930)),
            ("Trạm dừng nghỉ Bình Sơn", "rest_stop", (15.3000, 108.7600)),
            ("Siêu thị Nghĩa Lộ", "retail", (15.1150, 108.8050)),
            ("Làng nghề Sa Huỳnh", "craft_village", (14.6600, 109.0600)),
            ("Bưu điện Mộ Đức", "post_office", (14.9400, 108.8900)),
        ];
        for (n, (name, group, at)) in (60..).zip(five) {
            register(&mut office, n, shop(name, group, at)).await;
        }
        let from = proto::FindSalesPointsRequest {
            location: Some(proto::GeoPoint {
                latitude: 15.1205,
                longitude: 108.7923,
            }),
            within_metres: 30_000,
            ..Default::default()
        };
        let mut anybody = SalesPointServiceClient::new(fixture.service.channel());
        let mut names = async |request: proto::FindSalesPointsRequest| -> Vec<String> {
            let found = anybody
                .find_sales_points(request)
                .await
                .unwrap()
                .into_inner();
            let metres: Vec<u32> = found.found.iter().map(|found| found.metres).collect();
            assert!(metres.is_sorted(), "{metres:?}");
            let points = found
                .found
                .into_iter()
                .filter_map(|found| found.sales_point);
            points.map(|point| point.name).collect()
        };
        let near = [
            "Ga Quảng Ngãi",
            "Siêu thị Nghĩa Lộ",
            "Trạm dừng nghỉ Bình Sơn",
            "Bưu điện Mộ Đức",
        ];
        assert_eq!(names(from.clone()).await, near);
        let two = proto::FindSalesPointsRequest {
            limit: 2,
            within_metres: 200_000,
            ..from.clone()
        };
        assert_eq!(names(two).await, near[..2]);
        let open = proto::FindSalesPointsRequest {
            open_now: true,
            ..from.clone()
        };
        // It is Friday, seven in the evening.
        fixture
            .service
            .clock
            .set("2026-11-20T12:00:00Z".parse().unwrap());
        assert!(names(open.clone()).await.is_empty());
        fixture
            .service
            .clock
            .set("2026-11-21T02:00:00Z".parse().unwrap());
        assert_eq!(names(open).await, near);
        let showing = proto::FindSalesPointsRequest {
            product_id: id(1),
            ..from
        };
        // No product with this id was ever listed.
        let unknown = anybody.find_sales_points(showing).await.unwrap_err();
        assert_eq!(reason_of(&unknown).0, "PRODUCT_UNKNOWN");
    }
);

on_both_engines!(
    everything_wrong_with_a_sales_point_is_told_at_once_and_it_is_of_its_own_province,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut wrong = shop("Quầy", "kiosk", (91.0, 0.0));
        wrong.hours[1].weekday = 1;
        wrong.hours[2].closes = "25:00".to_owned();
        wrong.place_code = "99999".to_owned();
        wrong.conditions_met.push("parking".to_owned());
        let request = |point| proto::RegisterSalesPointRequest {
            request_id: id(60),
            sales_point: Some(point),
        };
        let mut office = fixture.sales_points(Role::PromotionOfficer, "province:51");
        let refused = office
            .register_sales_point(request(wrong))
            .await
            .unwrap_err();
        let fields = [
            "sales_point.place_code",
            "sales_point.location",
            "sales_point.place_group",
            "sales_point.conditions_met[4]",
            "sales_point.hours[2].closes",
            "sales_point.hours[1].opens",
        ];
        assert_eq!(reason_of(&refused).1, fields);
        let mut neighbour = fixture.sales_points(Role::PromotionOfficer, "province:52");
        let sound = shop("Ga Quảng Ngãi", "transport_hub", (15.12, 108.79));
        let refused = neighbour
            .register_sales_point(request(sound))
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
    }
);

on_both_engines!(
    a_design_centre_is_scored_once_it_has_its_zones_its_area_and_six_tenths_local_goods,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = fixture.sales_points(Role::PromotionOfficer, "province:51");
        let zones = [
            proto::DesignCentreZone::Display,
            proto::DesignCentreZone::Trade,
            proto::DesignCentreZone::Experience,
        ];
        let small = proto::DesignCentre {
            name: "Trung tâm thiết kế sáng tạo".to_owned(),
            owner: "HTX Quốc Oai".to_owned(),
            place_code: BINH_SON.to_owned(),
            address: "Số 2".to_owned(),
            square_metres: 450,
            zones: zones.map(i32::from).to_vec(),
            ocop_goods: 50,
            craft_goods: 5,
            other_goods: 45,
            ..Default::default()
        };
        let request = proto::RegisterDesignCentreRequest {
            request_id: id(60),
            design_centre: Some(small),
        };
        let registered = office.register_design_centre(request).await.unwrap();
        let mut centre = registered.into_inner().design_centre.unwrap();
        let photography = i32::from(proto::DesignCentreZone::Photography);
        assert_eq!(
            (
                centre.needs_square_metres,
                centre.needs_local_percent,
                centre.missing_zones.clone()
            ),
            (500, 60, vec![photography])
        );
        let score = |n, scored_on: &str| proto::ScoreDesignCentreRequest {
            request_id: id(n),
            design_centre_id: centre.id.clone(),
            scoring: Some(proto::DesignCentreScoring {
                scored_on: scored_on.to_owned(),
                document_number: "12/BB-HĐ".to_owned(),
                display_points: 18,
                total_points: 85,
            }),
        };
        let (early, late) = (score(61, "2026-11-20"), score(63, "2026-11-20"));
        let refused = office.score_design_centre(early).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "DESIGN_CENTRE_INCOMPLETE");
        centre.square_metres = 520;
        centre.zones.push(photography);
        centre.craft_goods = 25;
        let request = proto::UpdateDesignCentreRequest {
            request_id: id(62),
            design_centre: Some(centre),
        };
        office.update_design_centre(request).await.unwrap();
        let scored = office.score_design_centre(late).await.unwrap();
        let scored = scored.into_inner().design_centre.unwrap();
        assert_eq!(scored.scorings[0].total_points, 85);
        assert!(scored.missing_zones.is_empty());
    }
);

on_both_engines!(
    a_point_that_was_given_up_by_mistake_is_there_again_for_a_reason,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = fixture.sales_points(Role::OcopOffice, "province:51");
        let point = shop("Điểm OCOP", "retail", (15.3, 108.75));
        let point = register(&mut office, 60, point).await;
        let close = |n, on: &str, reason: &str| proto::CloseSalesPointRequest {
            request_id: id(n),
            sales_point_id: point.id.clone(),
            closed_on: on.to_owned(),
            reason: reason.to_owned(),
        };
        for (request, reason) in [
            (close(61, "2019-01-01", ""), "SALES_POINT_THERE_LATER"),
            (close(62, "", ""), "INVALID_REQUEST"),
            (close(63, "", "Đóng nhầm"), "SALES_POINT_OPEN"),
        ] {
            let refused = office.close_sales_point(request).await.unwrap_err();
            assert_eq!(reason_of(&refused).0, reason);
        }
        let closed = office.close_sales_point(close(64, "2026-11-20", "")).await;
        let closed = closed.unwrap().into_inner().sales_point.unwrap();
        assert_eq!(closed.closed_on, "2026-11-20");
        let again = office.close_sales_point(close(65, "2026-11-20", "")).await;
        assert_eq!(reason_of(&again.unwrap_err()).0, "SALES_POINT_CLOSED");
        let taken_back = office.close_sales_point(close(66, "", "Đóng nhầm")).await;
        let there = taken_back.unwrap().into_inner().sales_point.unwrap();
        assert_eq!(there.closed_on, "");
    }
);

on_both_engines!(
    of_a_day_before_the_first_rules_it_is_said_that_none_are_known,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut anybody = fixture.sales_points(Role::PromotionOfficer, "province:51");
        let rules = |on_date: &str| proto::GetSalesPointRulesRequest {
            on_date: on_date.to_owned(),
        };
        let first = anybody.get_sales_point_rules(rules("2023-04-18")).await;
        assert_eq!(first.unwrap().into_inner().number, "950/QĐ-BCT");
        let refused = anybody.get_sales_point_rules(rules("2023-04-17")).await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.code(), tonic::Code::NotFound);
        assert_eq!(reason_of(&refused).0, "NO_SALES_POINT_RULES");
    }
);
