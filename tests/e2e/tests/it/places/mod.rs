//! Acts of administrative units across the running services: the catalog is told, evaluation and promotion hear of it.

mod act;
mod asking;

use chrono::Days;
use ocop_harness::{eventually, reason_of};
use ocop_identity::{Role, Scope};
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::promotion::v1 as promotion;
use ocop_proto::promotion::v1::partner_service_client::PartnerServiceClient;
use tonic::Status;
use uuid::Uuid;

use crate::callers::{a_partner, a_producer, certify, certify_in, client};
use crate::system::System;
use act::{import_act, today};
use asking::{Ask, refused};

const CATALOG: usize = 0;
const EVALUATION: usize = 1;
const PROMOTION: usize = 2;

/// The province of the act, and the ward that Bình Sơn (21040) becomes in it.
const NEW_PROVINCE: &str = "53";
const NEW_WARD: &str = "99001";

/// Whether an office whose scope is a province may register a product in a place, and take over a certificate of one.
async fn may(
    system: &System,
    province: &str,
    product: &catalog::Product,
    certified: &str,
) -> [bool; 2] {
    let scope = Scope::Province(province.to_owned());
    let bearer = system.bearer_in(&format!("office of {province}"), Role::OcopOffice, scope);
    let in_scope = |result: Result<(), Status>| match result {
        Ok(()) => true,
        Err(status) => {
            assert_eq!(reason_of(&status).0, "OUT_OF_SCOPE", "{status:?}");
            false
        }
    };
    let mut office =
        CatalogServiceClient::with_interceptor(system.channel(CATALOG), bearer.clone());
    let asked = format!("{province} {} {certified}", product.name);
    let request_id = Uuid::new_v5(&Uuid::nil(), asked.as_bytes()).to_string();
    let request = catalog::RegisterProductRequest {
        request_id: request_id.clone(),
        product: Some(product.clone()),
    };
    let registered = office.register_product(request).await.map(drop);
    let channel = system.channel(EVALUATION);
    let mut office = CertificateServiceClient::with_interceptor(channel, bearer);
    let request = evaluation::ImportCertificateRequest {
        request_id,
        product_id: certified.to_owned(),
        star: 3,
        decision: Some(evaluation::Decision {
            number: "99/QĐ-UBND".to_owned(),
            date: "2020-02-03".to_owned(),
            authority: "UBND tỉnh Quảng Ngãi".to_owned(),
            signer: String::new(),
        }),
        ..Default::default()
    };
    let imported = office.import_certificate(request).await.map(drop);
    [in_scope(registered), in_scope(imported)]
}

#[tokio::test]
async fn what_was_registered_and_certified_before_an_act_was_added_lies_in_the_new_units_everywhere()
 {
    let system = System::start().await;
    let producer = a_producer(&system).await;
    let mut catalog = client(
        &system,
        CATALOG,
        Role::OcopOffice,
        CatalogServiceClient::new,
    );
    let mut evaluation = client(
        &system,
        EVALUATION,
        Role::OcopOffice,
        CertificateServiceClient::new,
    );
    // Said today with the codes that are known today: 51, and in it 21040.
    let certified = certify(&mut catalog, &mut evaluation, (&producer, 1)).await;
    let partner = a_partner(&system, "http://127.0.0.1:9/").await;
    let now = Ask {
        system: &system,
        in_units_of: String::new(),
    };
    eventually("a listing", async || now.listings("51").await == Ok(1)).await;
    assert_eq!(now.counted().await, [("51".to_owned(), 1)]);
    assert_eq!(now.sourced("51").await, Ok(1));
    assert!(now.products(NEW_PROVINCE).await.is_err());

    // The act has been in force for twenty days when it is added.
    let first = today().checked_sub_days(Days::new(20)).unwrap();
    import_act(&system, first).await;
    eventually("evaluation hears of the act", async || {
        now.certificates(NEW_WARD).await.is_ok()
    })
    .await;
    eventually("promotion hears of the act", async || {
        now.listings(NEW_WARD).await.is_ok()
    })
    .await;
    for code in [NEW_PROVINCE, NEW_WARD] {
        assert_eq!(now.products(code).await, Ok(1), "{code}");
        assert_eq!(now.certificates(code).await, Ok(1), "{code}");
        assert_eq!(now.listings(code).await, Ok(1), "{code}");
        assert_eq!(now.sourced(code).await, Ok(1), "{code}");
    }
    assert_eq!(now.progress(NEW_PROVINCE).await, Ok(1));
    assert_eq!(now.counted().await, [(NEW_PROVINCE.to_owned(), 1)]);
    // A neighbour has nothing of it.
    assert_eq!(now.products("21478").await, Ok(0));
    for code in ["51", "21040"] {
        assert_eq!(now.products(code).await, refused("place_code"));
        assert_eq!(now.certificates(code).await, refused("place_code"));
        assert_eq!(now.listings(code).await, refused("place_code"));
        assert_eq!(
            now.sourced(code).await,
            refused("sourcing.criteria[0].places.codes[0]")
        );
    }
    assert_eq!(now.progress("51").await, refused("province_code"));

    // In the units of before it lies where it was said.
    let before = Ask {
        system: &system,
        in_units_of: first.pred_opt().unwrap().to_string(),
    };
    for code in ["51", "21040"] {
        assert_eq!(before.products(code).await, Ok(1), "{code}");
        assert_eq!(before.certificates(code).await, Ok(1), "{code}");
        assert_eq!(before.listings(code).await, Ok(1), "{code}");
        assert_eq!(before.sourced(code).await, Ok(1), "{code}");
    }
    assert_eq!(before.counted().await, [("51".to_owned(), 1)]);
    assert_eq!(before.progress("51").await, Ok(1));

    // Who holds the new province holds what was said of the old one, and nobody holds the old one any more.
    let product = catalog::Product {
        producer_id: producer.clone(),
        criteria_set: 9,
        name: "Mắm nhum".to_owned(),
        place_code: NEW_WARD.to_owned(),
        ..Default::default()
    };
    assert_eq!(
        may(&system, "51", &product, &certified).await,
        [false, false]
    );
    assert_eq!(
        may(&system, NEW_PROVINCE, &product, &certified).await,
        [true, true]
    );

    // The partner said 51 when there was no other name for it, and goes on buying there.
    certify_in(&mut catalog, &mut evaluation, (&producer, 2), NEW_WARD).await;
    let mut officer = client(
        &system,
        PROMOTION,
        Role::PromotionOfficer,
        PartnerServiceClient::new,
    );
    eventually("a match with what was certified since", async || {
        let request = promotion::ListMatchesRequest {
            partner_id: partner.id.clone(),
            ..Default::default()
        };
        let matches = officer.list_matches(request).await.unwrap().into_inner();
        matches.matches.len() == 2
    })
    .await;
}
