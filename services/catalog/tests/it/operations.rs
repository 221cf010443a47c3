//! What operators ask for: within their scope, with a request id, and with times that can be read.

use ocop_harness::{Bearer, Nats, eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::operations::v1 as proto;
use ocop_proto::operations::v1::operations_service_client::OperationsServiceClient;
use pbjson_types::Timestamp;
use tonic::Code;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;

use crate::fixture::{Fixture, fish_sauce, id};

type Operations = OperationsServiceClient<InterceptedService<Channel, Bearer>>;

fn operations(fixture: &Fixture, role: Role, scope: &str) -> Operations {
    let bearer = fixture.service.bearer("vy", role, scope);
    OperationsServiceClient::with_interceptor(fixture.service.channel(), bearer)
}

fn replay(n: u128) -> proto::ReplayEventsRequest {
    proto::ReplayEventsRequest {
        request_id: id(n),
        ..Default::default()
    }
}

on_both_engines!(
    a_replay_whose_times_cannot_be_read_replays_nothing,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut operator = operations(&fixture, Role::Operator, "*");
        let time = |seconds| Some(Timestamp { seconds, nanos: 0 });
        for (request, fields) in [
            (
                proto::ReplayEventsRequest {
                    from_time: time(i64::MAX),
                    to_time: time(i64::MIN),
                    ..replay(1)
                },
                vec!["from_time", "to_time"],
            ),
            (
                proto::ReplayEventsRequest {
                    from_time: time(1_000),
                    to_time: time(999),
                    ..replay(2)
                },
                vec!["to_time"],
            ),
            (
                proto::ReplayEventsRequest {
                    request_id: String::new(),
                    ..replay(3)
                },
                vec!["request_id"],
            ),
        ] {
            let refused = operator.replay_events(request).await.unwrap_err();
            let (reason, named) = reason_of(&refused);
            assert_eq!(
                (refused.code(), reason.as_str()),
                (Code::InvalidArgument, "INVALID_REQUEST")
            );
            assert_eq!(named, fields);
        }
        let redrive = proto::RedriveDeadLetterRequest {
            sequence: 1,
            request_id: String::new(),
        };
        let refused = operator.redrive_dead_letter(redrive).await.unwrap_err();
        assert_eq!(reason_of(&refused).1, ["request_id"]);
        // The stream counts from 1.
        let none = proto::GetDeadLetterRequest { sequence: 0 };
        let refused = operator.get_dead_letter(none).await.unwrap_err();
        assert_eq!(reason_of(&refused).1, ["sequence"]);
    }
);

on_both_engines!(
    the_same_replay_again_gets_the_first_answer_and_publishes_nothing,
    async |url: String| {
        let nats = Nats::start().await;
        let mut fixture = Fixture::with(&url, &nats).await;
        let product = fixture.product().await;
        let mut operator = operations(&fixture, Role::Operator, "*");
        let first = eventually("the stream is there", async || {
            operator.replay_events(replay(1)).await.ok()
        })
        .await
        .into_inner();
        assert_eq!(first.replayed, 2);
        let another = ocop_proto::catalog::v1::RegisterProductRequest {
            request_id: id(9),
            product: Some(ocop_proto::catalog::v1::Product {
                name: "Mắm nhum".to_owned(),
                ..fish_sauce(product.producer_id)
            }),
        };
        fixture.office.register_product(another).await.unwrap();
        let again = operator
            .replay_events(replay(1))
            .await
            .unwrap()
            .into_inner();
        assert_eq!(again, first);
        let anew = operator
            .replay_events(replay(2))
            .await
            .unwrap()
            .into_inner();
        assert_eq!(anew.replayed, 3);
    }
);

on_both_engines!(
    an_auditor_of_a_province_does_not_see_the_dead_letters_of_the_country,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut auditor = operations(&fixture, Role::Auditor, "province:51");
        let list = auditor.list_dead_letters(proto::ListDeadLettersRequest::default());
        let refused = list.await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::PermissionDenied, "OUT_OF_SCOPE")
        );
    }
);
