//! Support of producers that were registered twice.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::merging_service_client::MergingServiceClient;
use ocop_proto::catalog::v1::support_grant::Granted;

use super::{
    attend, figures, give, office, packaging, plan, plan_session, stamps, training_of_2026,
};
use crate::fixture::{Fixture, a_producer, id};

on_both_engines!(
    what_a_merged_producer_attended_and_was_granted_follows_it,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let kept = fixture.producer().await;
        let request = proto::RegisterProducerRequest {
            request_id: id(0x780),
            producer: Some(a_producer("3400000002")),
        };
        let answer = fixture.office.register_producer(request).await.unwrap();
        let twin = answer.into_inner().producer.unwrap();
        let mut office = office(&fixture);
        let programme = plan(&mut office, 0x781, training_of_2026()).await.unwrap();
        let session = packaging(&programme.id);
        let session = plan_session(&mut office, 0x782, session).await.unwrap();
        let both = [(kept.id.as_str(), 2), (twin.id.as_str(), 1)];
        let recorded = attend(&mut office, 0x783, &session, &both, "")
            .await
            .unwrap();
        let given = stamps(&programme.id, &twin.id, Granted::AmountVnd(5_000_000));
        give(&mut office, 0x784, given).await.unwrap();

        let bearer = fixture
            .service
            .bearer("lan", Role::OcopOffice, "province:51");
        let mut merging = MergingServiceClient::with_interceptor(fixture.service.channel(), bearer);
        let request = proto::MergeProducersRequest {
            request_id: id(0x785),
            kept_id: kept.id.clone(),
            kept_etag: kept.etag.clone(),
            absorbed_id: twin.id.clone(),
            absorbed_etag: twin.etag.clone(),
            keep: vec![proto::MergeChoice {
                field: proto::MergeField::RegistrationNumber.into(),
                side: proto::MergeSide::Kept.into(),
            }],
            reason: "nhập hai lần".to_owned(),
            validate_only: false,
        };
        let merged = merging.merge_producers(request).await.unwrap();
        let moved = merged.into_inner().moved.unwrap();
        assert_eq!((moved.sessions, moved.grants), (1, 1));

        let request = proto::GetSupportSessionRequest {
            id: session.id.clone(),
        };
        let merged = office.get_support_session(request).await.unwrap();
        let merged = merged.into_inner().session.unwrap();
        let attended = proto::SessionAttendance {
            producer_id: kept.id.clone(),
            persons: 3,
        };
        assert_eq!(merged.attended, [attended]);
        assert_ne!(merged.etag, recorded.etag);
        let came = figures(&mut office, &programme.id).await;
        assert_eq!(
            (came.producers_trained, came.persons, came.producers_granted),
            (1, 3, 1)
        );
        // Both ids go on finding what was granted, and whoever records by the old one records for the kept.
        for either in [&kept.id, &twin.id] {
            let request = proto::ListSupportGrantsRequest {
                producer_id: either.clone(),
                ..Default::default()
            };
            let grants = office.list_support_grants(request).await.unwrap();
            let grants = grants.into_inner().grants;
            assert_eq!(grants.len(), 1);
            assert_eq!(grants[0].producer_id, kept.id);
        }
        let attended = proto::ListSupportSessionsRequest {
            producer_id: twin.id.clone(),
            ..Default::default()
        };
        let attended = office.list_support_sessions(attended).await.unwrap();
        let sessions = attended.into_inner().sessions;
        assert_eq!(sessions, std::slice::from_ref(&merged));
        let by_old = [(twin.id.as_str(), 3)];
        let same = attend(&mut office, 0x786, &merged, &by_old, "")
            .await
            .unwrap();
        assert_eq!(same, merged);
    }
);
