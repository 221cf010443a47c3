//! What happened is recorded once, and only what can have been.

use ocop_harness::{on_both_engines, reason_of};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_event::What;
use tonic::Code;

use super::{BOTTLES, Chain, event, kilograms, observed, pieces, question};
use crate::fixture::id;

on_both_engines!(
    a_bottle_is_traced_back_to_the_sea_and_the_fish_forward_to_the_shop,
    async |url: String| {
        let mut chain = Chain::captured(&url).await;
        let fish = chain.own("ca-01");
        let back = question(BOTTLES, proto::TraceDirection::Back);
        let back = chain.office.trace_lot(back).await.unwrap().into_inner();
        let tree: Vec<_> = back
            .tree
            .iter()
            .map(|node| {
                let lot = node.lot.clone().unwrap();
                (node.depth, lot.lot_id, node.amount.clone())
            })
            .collect();
        assert_eq!(
            tree,
            [
                (0, BOTTLES.to_owned(), String::new()),
                (1, fish.clone(), "80.5".to_owned())
            ]
        );
        let origin = back.tree[1].lot.clone().unwrap().making.unwrap();
        assert_eq!(origin.area_ids, std::slice::from_ref(&chain.grounds));
        assert_eq!(origin.harvested_to, "2026-06-01");

        let forward = question(&fish, proto::TraceDirection::Forward);
        let forward = chain.office.trace_lot(forward).await.unwrap().into_inner();
        let days: Vec<_> = forward
            .days
            .iter()
            .map(|day| day.event.clone().unwrap().event_id)
            .collect();
        let expected = [
            "harvest", "bottle", "pack", "ship", "receive", "unpack", "sell",
        ];
        assert_eq!(days, expected.map(|name| format!("urn:uuid:{name}")));
        let sold = forward.days.last().unwrap();
        assert_eq!(
            (sold.place.as_str(), &sold.producer_id),
            ("Cửa hàng số 1", &chain.trader)
        );
        assert!(!forward.truncated);
    }
);

on_both_engines!(
    events_that_come_twice_take_effect_once_and_an_id_names_one_event,
    async |url: String| {
        let mut chain = Chain::new(&url).await;
        let (maker, mut story) = (chain.maker.clone(), chain.story());
        let first = chain.record(0x410, &maker, story.clone()).await.unwrap();
        assert_eq!((first.recorded, first.known, first.lots.len()), (4, 0, 2));
        let again = chain.record(0x411, &maker, story.clone()).await.unwrap();
        assert_eq!((again.recorded, again.known, again.lots.len()), (0, 4, 0));
        story[3].biz_step = proto::BizStep::Storing.into();
        let refused = chain.record(0x412, &maker, story).await.unwrap_err();
        assert_eq!(
            reason_of(&refused),
            ("TRACE_IMPOSSIBLE".to_owned(), vec!["events[3]".to_owned()])
        );
    }
);

on_both_engines!(
    everything_impossible_is_said_at_once_and_nothing_of_it_is_recorded,
    async |url: String| {
        let mut chain = Chain::new(&url).await;
        let (maker, trader) = (chain.maker.clone(), chain.trader.clone());
        let mut story = chain.story();
        // More fish than was caught.
        if let Some(What::Transformation(bottled)) = &mut story[1].what {
            bottled.inputs[0].amount = "100.001".to_owned();
        }
        let future = event(
            "future",
            "2030-01-01T00:00:00Z",
            proto::BizStep::Storing,
            observed(vec![kilograms(&chain.own("ca-01"), "1")]),
        );
        story.push(future);
        let refused = chain.record(0x410, &maker, story).await.unwrap_err();
        assert_eq!(refused.code(), Code::FailedPrecondition);
        let (reason, fields) = reason_of(&refused);
        assert_eq!(
            (reason.as_str(), fields),
            (
                "TRACE_IMPOSSIBLE",
                vec!["events[1]".to_owned(), "events[4]".to_owned()]
            )
        );
        let lots = chain.office.list_lots(proto::ListLotsRequest::default());
        assert!(lots.await.unwrap().into_inner().lots.is_empty());

        // A GTIN belongs to its product's producer.
        let forged = event(
            "forged",
            "2026-06-15T05:00:00Z",
            proto::BizStep::Commissioning,
            What::Object(proto::ObjectEvent {
                action: proto::TraceAction::Add.into(),
                lots: vec![pieces(BOTTLES, "5")],
                ..Default::default()
            }),
        );
        let refused = chain
            .record(0x411, &trader, vec![forged])
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).1, ["events[0]"]);
    }
);

on_both_engines!(
    two_who_sell_the_same_bottles_at_once_do_not_both_succeed,
    async |url: String| {
        let mut chain = Chain::captured(&url).await;
        let trader = chain.trader.clone();
        let sold = |name: &str| {
            event(
                name,
                "2026-06-21T05:00:00Z",
                proto::BizStep::RetailSelling,
                observed(vec![pieces(BOTTLES, "60")]),
            )
        };
        let request = |n, name| proto::CaptureEventsRequest {
            request_id: id(n),
            producer_id: trader.clone(),
            events: vec![sold(name)],
        };
        let mut other = chain.office.clone();
        let (one, two) = tokio::join!(
            chain.office.capture_events(request(0x420, "one")),
            other.capture_events(request(0x421, "two"))
        );
        let refused = [one.err(), two.err()];
        assert_eq!(refused.iter().flatten().count(), 1, "{refused:?}");
    }
);
