//! An act that ends all units of a province and names others in their place.

use chrono::{NaiveDate, Utc};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use uuid::Uuid;

use super::{CATALOG, NEW_PROVINCE, NEW_WARD};
use crate::callers::{client, retry};
use crate::system::System;

pub(super) fn today() -> NaiveDate {
    #[expect(
        clippy::disallowed_methods,
        reason = "the services run by the clock of the machine"
    )]
    let now = Utc::now();
    ocop_proto::day_of(now)
}

/// The communes of Quảng Ngãi, and the province.
async fn units(system: &System) -> Vec<catalog::Place> {
    let mut office = client(system, CATALOG, Role::OcopOffice, CatalogServiceClient::new);
    let request = catalog::ListPlacesRequest {
        page_size: 500,
        parent_code: "51".to_owned(),
        on_date: today().to_string(),
        ..Default::default()
    };
    let listed = office.list_places(request).await.unwrap().into_inner();
    let request = catalog::GetPlaceRequest {
        code: "51".to_owned(),
        ..Default::default()
    };
    let province = office.get_place(request).await.unwrap().into_inner();
    let mut units = listed.places;
    assert!(units.len() > 90, "{}", units.len());
    units.push(province.place.unwrap());
    units
}

/// An act that makes Quảng Ngãi, with all its communes, the province [`NEW_PROVINCE`] from a day on.
pub(super) async fn import_act(system: &System, first: NaiveDate) {
    let last = first.pred_opt().unwrap().to_string();
    let mut request = catalog::ImportPlacesRequest {
        request_id: Uuid::from_u128(77).to_string(),
        ..Default::default()
    };
    for unit in units(system).await {
        let code = match unit.code.as_str() {
            "51" => NEW_PROVINCE,
            "21040" => NEW_WARD,
            same => same,
        };
        let parent_code = if unit.parent_code.is_empty() {
            ""
        } else {
            NEW_PROVINCE
        };
        request.successions.push(catalog::PlaceSuccession {
            from_code: unit.code.clone(),
            from_valid_to: last.clone(),
            to_code: code.to_owned(),
            whole: true,
        });
        request.places.push(catalog::Place {
            code: code.to_owned(),
            parent_code: parent_code.to_owned(),
            valid_from: first.to_string(),
            decision: "1/NQ-UBTVQH17".to_owned(),
            ..unit.clone()
        });
        request.places.push(catalog::Place {
            valid_to: last.clone(),
            ended_by: "1/NQ-UBTVQH17".to_owned(),
            ..unit
        });
    }
    let mut operator = client(system, CATALOG, Role::Operator, CatalogServiceClient::new);
    retry("the act is added", async || {
        operator.import_places(request.clone()).await
    })
    .await;
}
