//! Who may call what.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use tonic::Code;

use crate::fixture::{Fixture, a_producer, client, id};

fn register() -> proto::RegisterProducerRequest {
    proto::RegisterProducerRequest {
        request_id: id(1),
        producer: Some(a_producer("1")),
    }
}

on_both_engines!(
    nobody_registers_without_a_token_a_role_or_the_scope,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let refused = fixture
            .anonymous()
            .register_producer(register())
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::Unauthenticated, "TOKEN_MISSING")
        );

        let mut auditor = client(&fixture.service, "an", Role::Auditor, "*");
        let refused = auditor.register_producer(register()).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::PermissionDenied, "ROLE_MISSING")
        );

        let mut elsewhere = client(&fixture.service, "an", Role::OcopOffice, "province:49");
        let refused = elsewhere.register_producer(register()).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::PermissionDenied, "OUT_OF_SCOPE")
        );
    }
);

on_both_engines!(an_expired_token_says_so, async |url: String| {
    let mut fixture = Fixture::new(&url).await;
    fixture.service.clock.advance(chrono::TimeDelta::hours(2));
    let refused = fixture
        .office
        .register_producer(register())
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code(), reason_of(&refused).0.as_str()),
        (Code::Unauthenticated, "TOKEN_EXPIRED")
    );
});

#[tokio::test]
async fn a_token_that_is_none_says_so() {
    ocop_harness::on_sqlite(async |url| {
        let fixture = Fixture::new(&url).await;
        let bearer = ocop_harness::Bearer::of("not.a.token");
        let mut client = CatalogServiceClient::with_interceptor(fixture.service.channel(), bearer);
        let refused = client.register_producer(register()).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "TOKEN_INVALID");
    })
    .await;
}
