//! Producers.

use futures::StreamExt as _;
use ocop_chassis::messaging::Event;
use ocop_harness::{Nats, on_both_engines, reason_of};
use ocop_proto::catalog::v1 as proto;
use pbjson_types::FieldMask;
use tonic::Code;

use crate::fixture::{Fixture, a_producer, id};

on_both_engines!(
    the_same_request_again_gets_the_first_answer_again,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let first = fixture.producer().await;
        let again = fixture.producer().await;
        assert_eq!(first, again);
        let listed = fixture
            .office
            .list_producers(proto::ListProducersRequest::default())
            .await
            .unwrap()
            .into_inner();
        assert_eq!(listed.producers, [first]);
    }
);

on_both_engines!(
    a_request_id_with_another_body_is_refused,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        fixture.producer().await;
        let other = proto::RegisterProducerRequest {
            request_id: id(1),
            producer: Some(a_producer("3400000002")),
        };
        let refused = fixture.office.register_producer(other).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::InvalidArgument, "REQUEST_ID_REUSED")
        );
    }
);

on_both_engines!(
    a_registration_number_belongs_to_one_producer,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        fixture.producer().await;
        let other = proto::RegisterProducerRequest {
            request_id: id(3),
            producer: Some(a_producer("3400000001")),
        };
        let refused = fixture.office.register_producer(other).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::AlreadyExists, "REGISTRATION_NUMBER_TAKEN")
        );
    }
);

on_both_engines!(
    a_household_has_no_local_share_of_capital,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let household = proto::Producer {
            kind: proto::ProducerKind::Household.into(),
            local_capital_percent: Some(60),
            ..a_producer("1")
        };
        let request = proto::RegisterProducerRequest {
            request_id: id(1),
            producer: Some(household),
        };
        let refused = fixture.office.register_producer(request).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "LOCAL_CAPITAL_NOT_FOR_KIND");
    }
);

on_both_engines!(
    only_the_named_fields_change_and_a_stale_etag_is_refused,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let before = fixture.producer().await;
        let change = |request: u128, etag: &str| proto::UpdateProducerRequest {
            request_id: id(request),
            producer: Some(proto::Producer {
                id: before.id.clone(),
                etag: etag.to_owned(),
                phone: "0255 382 2865".to_owned(),
                name: "is not named and does not change".to_owned(),
                ..Default::default()
            }),
            update_mask: Some(FieldMask {
                paths: vec!["phone".to_owned()],
            }),
        };
        let after = fixture
            .office
            .update_producer(change(10, &before.etag))
            .await
            .unwrap()
            .into_inner()
            .producer
            .unwrap();
        assert_eq!(
            (after.phone.as_str(), &after.name),
            ("0255 382 2865", &before.name)
        );
        assert_ne!(after.etag, before.etag);
        let refused = fixture
            .office
            .update_producer(change(11, &before.etag))
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::Aborted, "STALE_ETAG")
        );
    }
);

on_both_engines!(
    producers_are_found_without_accents_and_by_number,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer = fixture.producer().await;
        for (search, number, found) in [
            ("sa huynh", "", 1),
            ("", "3400000001", 1),
            ("", "0", 0),
            ("tra bong", "", 0),
        ] {
            let request = proto::ListProducersRequest {
                search: search.to_owned(),
                registration_number: number.to_owned(),
                place_code: "51".to_owned(),
                ..Default::default()
            };
            let listed = fixture
                .office
                .list_producers(request)
                .await
                .unwrap()
                .into_inner()
                .producers;
            assert_eq!(listed.len(), found, "{search} {number}");
            assert!(listed.iter().all(|listed| listed == &producer));
        }
    }
);

on_both_engines!(
    a_producers_value_chain_is_recorded_and_published,
    async |url: String| {
        let nats = Nats::start().await;
        let listener = async_nats::connect(nats.url()).await.unwrap();
        let mut published = listener
            .subscribe("ocop.catalog.v1.producer.*.51")
            .await
            .unwrap();
        listener.flush().await.unwrap();
        let mut fixture = Fixture::with(&url, &nats).await;
        let before = fixture.producer().await;
        assert_eq!(before.value_chain(), proto::ValueChain::Unspecified);
        let change = |request: u128, chain: i32| proto::UpdateProducerRequest {
            request_id: id(request),
            producer: Some(proto::Producer {
                id: before.id.clone(),
                etag: before.etag.clone(),
                value_chain: chain,
                stable_raw_material: true,
                ..Default::default()
            }),
            update_mask: Some(FieldMask {
                paths: vec!["value_chain".to_owned(), "stable_raw_material".to_owned()],
            }),
        };
        let refused = fixture
            .office
            .update_producer(change(10, 9))
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).1, ["producer.value_chain"]);
        let after = fixture
            .office
            .update_producer(change(11, proto::ValueChain::Circular.into()))
            .await
            .unwrap()
            .into_inner()
            .producer
            .unwrap();
        assert_eq!(
            (after.value_chain(), after.stable_raw_material, &after.name),
            (proto::ValueChain::Circular, true, &before.name)
        );
        let mut facts = Vec::new();
        for _ in 0..2 {
            let message = published.next().await.unwrap();
            let event =
                Event::read(&message.subject, message.headers.as_ref(), &message.payload).unwrap();
            let fact: proto::ProducerFact = serde_json::from_slice(&event.data).unwrap();
            facts.push((event.version, fact.value_chain(), fact.stable_raw_material));
        }
        assert_eq!(
            facts,
            [
                (1, proto::ValueChain::Unspecified, false),
                (2, proto::ValueChain::Circular, true)
            ]
        );
    }
);
