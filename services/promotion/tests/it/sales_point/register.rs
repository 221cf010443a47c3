//! What is looked up and changed in the registers of points and centres.

use super::*;

on_both_engines!(
    a_point_that_moves_is_found_at_its_new_place_and_once_given_up_only_if_asked_for,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = fixture.sales_points(Role::PromotionOfficer, "province:51");
        let point = shop("Điểm OCOP", "retail", (15.3, 108.75));
        let point = register(&mut office, 60, point).await;
        let moved = proto::UpdateSalesPointRequest {
            request_id: id(61),
            sales_point: Some(proto::SalesPoint {
                address: "Số 7, Quốc lộ 1".to_owned(),
                place_group: "rest_stop".to_owned(),
                ..point.clone()
            }),
        };
        let moved = office.update_sales_point(moved).await.unwrap();
        let moved = moved.into_inner().sales_point.unwrap();
        assert_eq!(moved.address, "Số 7, Quốc lộ 1");
        let stale = proto::UpdateSalesPointRequest {
            request_id: id(62),
            sales_point: Some(point),
        };
        let refused = office.update_sales_point(stale).await.unwrap_err();
        assert_eq!(refused.code(), Code::Aborted, "{refused}");

        let listed = async |place_group: &str, with_closed: bool| -> Vec<String> {
            let request = proto::ListSalesPointsRequest {
                province_code: "51".to_owned(),
                place_group: place_group.to_owned(),
                with_closed,
                ..Default::default()
            };
            let mut anybody = SalesPointServiceClient::new(fixture.service.channel());
            let found = anybody.list_sales_points(request).await.unwrap();
            let points = found.into_inner().sales_points.into_iter();
            points.map(|found| found.id).collect()
        };
        assert_eq!(
            listed("rest_stop", false).await,
            std::slice::from_ref(&moved.id)
        );
        assert!(listed("retail", false).await.is_empty());
        let close = proto::CloseSalesPointRequest {
            request_id: id(63),
            sales_point_id: moved.id.clone(),
            closed_on: "2026-11-20".to_owned(),
            reason: String::new(),
        };
        office.close_sales_point(close).await.unwrap();
        assert!(listed("", false).await.is_empty());
        assert_eq!(listed("", true).await, [moved.id]);
    }
);

on_both_engines!(
    centres_are_listed_by_province_with_all_that_is_known_of_each,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = fixture.sales_points(Role::PromotionOfficer, "province:51");
        let request = proto::RegisterDesignCentreRequest {
            request_id: id(60),
            design_centre: Some(proto::DesignCentre {
                name: "Trung tâm thiết kế sáng tạo".to_owned(),
                owner: "HTX Bình Sơn".to_owned(),
                place_code: BINH_SON.to_owned(),
                address: "Số 2".to_owned(),
                square_metres: 700,
                ..Default::default()
            }),
        };
        let registered = office.register_design_centre(request).await.unwrap();
        let registered = registered.into_inner().design_centre.unwrap();
        let one = proto::GetDesignCentreRequest {
            id: registered.id.clone(),
        };
        let found = office.get_design_centre(one).await.unwrap();
        assert_eq!(found.into_inner().design_centre, Some(registered.clone()));
        let mut of_province = async |province: &str| {
            let request = proto::ListDesignCentresRequest {
                province_code: province.to_owned(),
                ..Default::default()
            };
            let listed = office.list_design_centres(request).await.unwrap();
            listed.into_inner().design_centres
        };
        assert_eq!(of_province("51").await, [registered]);
        assert!(of_province("52").await.is_empty());
        let unknown = proto::GetDesignCentreRequest { id: id(99) };
        let refused = office.get_design_centre(unknown).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "DESIGN_CENTRE_UNKNOWN");
    }
);

on_both_engines!(
    the_rules_of_a_day_name_the_decision_its_groups_and_its_conditions,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut anybody = SalesPointServiceClient::new(fixture.service.channel());
        let request = proto::GetSalesPointRulesRequest {
            on_date: "2026-11-20".to_owned(),
        };
        let rules = anybody.get_sales_point_rules(request).await.unwrap();
        let rules = rules.into_inner();
        assert_eq!(rules.number, "950/QĐ-BCT");
        assert_eq!(rules.from_date, "2023-04-18");
        let codes = |of: &[proto::SalesPointRule]| -> Vec<String> {
            of.iter().map(|rule| rule.code.clone()).collect()
        };
        assert!(codes(&rules.places).contains(&"transport_hub".to_owned()));
        let conditions = codes(&rules.conditions);
        for met in ["facility", "operation", "sign", "food_safety"] {
            assert!(conditions.contains(&met.to_owned()), "{conditions:?}");
        }
        assert!(!rules.products.is_empty());
    }
);
