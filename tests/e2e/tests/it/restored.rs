//! The database of a service is restored to an earlier time, while the other services go on.

use std::collections::BTreeMap;

use ocop_harness::eventually;
use ocop_identity::Role;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::evaluation::v1::{
    Decision, Revocation, RevocationGround, RevokeCertificateRequest,
};
use ocop_proto::operations::v1::operations_service_client::OperationsServiceClient;
use ocop_proto::operations::v1::{
    Head, ListAppliedHeadsRequest, ListRecordedHeadsRequest, ReplayEventsRequest,
};
use ocop_proto::promotion::v1::listing_service_client::ListingServiceClient;
use ocop_proto::promotion::v1::{GetListingRequest, Listing, ListingState};
use uuid::Uuid;

use crate::callers::{a_producer, certify, client, retry};
use crate::system::System;

const CATALOG: usize = 0;
const EVALUATION: usize = 1;
const PROMOTION: usize = 2;

/// Waits until promotion lists the product in a state.
async fn listed(system: &System, product: &str, state: ListingState) -> Listing {
    let mut partner = client(system, PROMOTION, Role::Auditor, ListingServiceClient::new);
    eventually("the listing follows", async || {
        let request = GetListingRequest {
            id: product.to_owned(),
        };
        let listing = partner
            .get_listing(request)
            .await
            .ok()?
            .into_inner()
            .listing?;
        (listing.state() == state).then_some(listing)
    })
    .await
}

/// Revokes a certificate.
async fn revoke(system: &System, request_id: u128, certificate: &str) {
    let authority = Role::DecisionAuthority;
    let mut authority = client(system, EVALUATION, authority, CertificateServiceClient::new);
    let decision = Decision {
        number: format!("{request_id}/QĐ-UBND"),
        date: "2026-06-01".to_owned(),
        authority: "UBND tỉnh Quảng Ngãi".to_owned(),
        signer: String::new(),
    };
    let request = RevokeCertificateRequest {
        request_id: Uuid::from_u128(request_id).to_string(),
        certificate_id: certificate.to_owned(),
        revocation: Some(Revocation {
            ground: RevocationGround::Ceased.into(),
            reason: "Cơ sở ngừng sản xuất".to_owned(),
            decision: Some(decision),
        }),
        ..Default::default()
    };
    retry("the certificate is revoked", async || {
        authority.revoke_certificate(request.clone()).await
    })
    .await;
}

/// What evaluation has recorded of certificates, and what another service has applied: the sequence of each by its id.
async fn sequences(system: &System, consumer: usize) -> [BTreeMap<String, u64>; 2] {
    let operations = |service| {
        client(
            system,
            service,
            Role::Operator,
            OperationsServiceClient::new,
        )
    };
    let aggregate_type = "certificate".to_owned();
    let request = ListRecordedHeadsRequest {
        aggregate_type: aggregate_type.clone(),
        ..Default::default()
    };
    let recorded = operations(EVALUATION).list_recorded_heads(request).await;
    let request = ListAppliedHeadsRequest {
        aggregate_type,
        ..Default::default()
    };
    let applied = operations(consumer).list_applied_heads(request).await;
    [
        recorded.unwrap().into_inner().heads,
        applied.unwrap().into_inner().heads,
    ]
    .map(|heads| {
        let of = |head: Head| (head.aggregate_id, head.version);
        heads.into_iter().map(of).collect()
    })
}

#[tokio::test]
async fn a_service_that_went_back_an_hour_is_followed_by_the_others_again() {
    let mut system = System::start().await;
    let producer = a_producer(&system).await;
    let mut catalog = client(
        &system,
        CATALOG,
        Role::OcopOffice,
        CatalogServiceClient::new,
    );
    let office = Role::OcopOffice;
    let mut evaluation = client(&system, EVALUATION, office, CertificateServiceClient::new);
    let kept = certify(&mut catalog, &mut evaluation, (&producer, 1)).await;
    let of_kept = listed(&system, &kept, ListingState::Open)
        .await
        .certificate_id;
    let backup = system.back_up(EVALUATION).await;

    // The hour that is lost: a revocation, and the certificate of another product.
    revoke(&system, 1_001, &of_kept).await;
    listed(&system, &kept, ListingState::Suspended).await;
    let again = certify(&mut catalog, &mut evaluation, (&producer, 2)).await;
    let lost = listed(&system, &again, ListingState::Open)
        .await
        .certificate_id;

    system.restore(EVALUATION, backup).await;
    // What evaluation no longer knows of, the others forget too, although they had applied it.
    listed(&system, &kept, ListingState::Open).await;

    // What evaluation had applied of the catalog is lost as well; the catalog publishes it again.
    let mut operator = client(
        &system,
        CATALOG,
        Role::Operator,
        OperationsServiceClient::new,
    );
    let request = ReplayEventsRequest {
        request_id: Uuid::from_u128(1_002).to_string(),
        ..Default::default()
    };
    operator.replay_events(request).await.unwrap();
    // Callers repeat what the service forgot, with the request ids that they had used.
    assert_eq!(
        certify(&mut catalog, &mut evaluation, (&producer, 2)).await,
        again
    );
    eventually(
        "the certificate that was given again is the one that is listed",
        async || {
            let listing = listed(&system, &again, ListingState::Open).await;
            listing.certificate_id != lost
        },
    )
    .await;
    revoke(&system, 1_001, &of_kept).await;
    listed(&system, &kept, ListingState::Suspended).await;
    for consumer in [CATALOG, PROMOTION] {
        eventually("the others hold what evaluation has recorded", async || {
            let [recorded, applied] = sequences(&system, consumer).await;
            recorded.len() == 2 && recorded == applied
        })
        .await;
    }
}
