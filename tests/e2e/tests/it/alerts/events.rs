//! What happens to events: a receiver fails, bad events come, the broker goes away.

use ocop_chassis::messaging::Event;
use ocop_harness::{Receiver, Reply};
use uuid::Uuid;

use super::watch::Watch;
use super::{CATALOG, PROMOTION, certified, registered};
use crate::system::System;

/// Publishes to the stream of the catalog what the catalog did not record.
async fn publish(system: &System, event: &Event) {
    let nats = async_nats::connect(system.nats.url()).await.unwrap();
    let jetstream = async_nats::jetstream::new(nats);
    let mut headers = event.headers();
    headers.insert("Nats-Msg-Id", event.id.to_string().as_str());
    let sent =
        jetstream.publish_with_headers(event.subject.clone(), headers, event.data.clone().into());
    sent.await.unwrap().await.unwrap();
}

/// The newest event of a product.
async fn newest_of_a_product(system: &System) -> Event {
    let nats = async_nats::connect(system.nats.url()).await.unwrap();
    let stream = async_nats::jetstream::new(nats)
        .get_stream("OCOP_CATALOG")
        .await
        .unwrap();
    let last = stream.cached_info().state.last_sequence;
    for sequence in (1..=last).rev() {
        let message = stream.get_raw_message(sequence).await.unwrap();
        let event =
            Event::read(&message.subject, Some(&message.headers), &message.payload).unwrap();
        if event.aggregate_type == "product" {
            return event;
        }
    }
    panic!("no product was registered");
}

/// A partner's receiver answers with errors, and later accepts what was recorded an hour before.
pub(super) async fn a_receiver_fails(
    system: &System,
    watch: &mut Watch,
    producer_id: &str,
    receiver: &Receiver,
) {
    watch.quiet("WebhooksFail").await;
    watch.quiet("DeliveryBudgetBurns").await;
    receiver.otherwise(Reply::Status(500));
    certified(system, producer_id, 2).await;
    watch.raised("WebhooksFail").await;

    let earlier =
        "update deliveries set created_at = created_at - interval '1 hour' where state = 'pending'";
    let changed = system
        .postgres
        .execute(system.database(PROMOTION), earlier)
        .await;
    assert_eq!(changed, 1);
    receiver.otherwise(Reply::Status(200));
    watch.raised("DeliveryBudgetBurns").await;
}

/// Events that come too early, cannot be read, and are of a publisher of tomorrow.
pub(super) async fn bad_events_come(system: &System, watch: &mut Watch) {
    let last = newest_of_a_product(system).await;
    watch.quiet("EventsParked").await;
    let early = Event {
        id: Uuid::from_u128(0xEA_21),
        version: last.version + 2,
        ..last.clone()
    };
    publish(system, &early).await;
    watch.raised("EventsParked").await;

    watch.quiet("DeadLetters").await;
    let poisoned = Event {
        id: Uuid::from_u128(0xDEAD),
        aggregate_id: Uuid::from_u128(0xDEAD),
        version: 1,
        data: b"{".to_vec(),
        ..last.clone()
    };
    publish(system, &poisoned).await;
    watch.raised("DeadLetters").await;

    watch.quiet("UnknownEvents").await;
    let newer = Event {
        id: Uuid::from_u128(0x2E_E2),
        aggregate_id: Uuid::from_u128(0x2E_E2),
        version: 1,
        kind: "ocop.catalog.product.foretold.v2".to_owned(),
        subject: "ocop.catalog.v1.product.foretold.51".to_owned(),
        data: br#"{"words":"of tomorrow"}"#.to_vec(),
        ..last
    };
    publish(system, &newer).await;
    watch.raised("UnknownEvents").await;
}

/// NATS goes away, comes back, and comes back empty.
pub(super) async fn the_broker_goes(system: &System, watch: &mut Watch, producer_id: &str) {
    for name in [
        "NatsAway",
        "OutboxGrowsOld",
        "ConsumerLags",
        "OutboxRefused",
        "BrokerLostEvents",
    ] {
        watch.quiet(name).await;
    }
    system.nats.stop().await;
    watch.raised("NatsAway").await;

    let database = system.database(CATALOG);
    registered(system, producer_id, 0x01D).await;
    let earlier =
        "update outbox set recorded_at = recorded_at - interval '1 hour' where sent_at is null";
    assert_eq!(system.postgres.execute(database, earlier).await, 1);
    watch.raised("OutboxGrowsOld").await;

    // More than a broker takes in one message.
    registered(system, producer_id, 0xB16).await;
    let large = "update outbox set data = convert_to(repeat(' ', 2000000), 'UTF8') || data \
                 where position = (select max(position) from outbox)";
    assert_eq!(system.postgres.execute(database, large).await, 1);
    system.nats.restart().await;
    watch.raised("ConsumerLags").await;
    watch.raised("OutboxRefused").await;

    system.nats.wipe().await;
    watch.raised("BrokerLostEvents").await;
}
