//! A broker of three nodes, of which one after the other is gone for a while.

use ocop_chassis::messaging::Settings;
use ocop_harness::{Nats, on_both_engines};

use crate::outside::{A_VOTE, Outside};
use crate::setup::{
    all_sent, all_took_effect_once_in_order, all_took_effect_once_in_order_within, consumer, count,
    counter, relay, settings, store,
};
use crate::toy::Watching;

on_both_engines!(
    a_node_of_the_broker_that_is_gone_keeps_no_event_back,
    async |url: String| {
        let nodes = Nats::cluster().await;
        let store = store(&url).await;
        let settings = Settings {
            replicas: 3,
            ..settings(&nodes.each_ref().map(Nats::url).join(","))
        };
        let _relay = relay(&store, &settings).await;
        let _consumer = consumer(&store, &settings, Watching::new("a")).await;
        let outside = Outside::beside(&nodes[0]).await;
        count(&store, counter(1), 20).await;
        all_took_effect_once_in_order(&store, 20).await;
        for (node, counted) in nodes.iter().zip([30, 40, 50]) {
            node.kill().await;
            count(&store, counter(1), 10).await;
            all_took_effect_once_in_order_within(A_VOTE, &store, counted).await;
            all_sent(&store).await;
            node.restart().await;
            outside.whole().await;
        }
        outside.all_answered().await;
        all_took_effect_once_in_order(&store, 50).await;
    }
);
