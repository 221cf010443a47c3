//! What the broker can do by itself: events published in one pipeline, events taken and acknowledged.

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::Context as _;
use async_nats::jetstream::consumer::{AckPolicy, pull};
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::{self, stream};
use futures::StreamExt as _;
use ocop_chassis::clock::Clock;
use ocop_chassis::ids::new_id;
use ocop_chassis::messaging::Event;
use ocop_chassis::messaging::consumer::Handler as _;
use ocop_chassis::messaging::set_up::SetUp;
use ocop_proto::evaluation::v1::{Certificate, CertificateFact, Decision};
use ocop_proto::topology;
use tokio::time::Instant;
use uuid::Uuid;

use crate::rows::latency::Products;

/// Messages sent whose acknowledgement has not come.
const IN_FLIGHT: usize = 1_000;

/// The data of a product's registration event, in JSON.
pub(crate) const PRODUCT_FACT: &str = r#"{"id":"01900000-0000-7000-8000-000000000001","name":"Nước mắm 1","criteriaSet":9,"place":{"code":"524","name":"Bình Sơn","kind":"PLACE_KIND_DISTRICT","districtCode":"524","districtName":"Bình Sơn","provinceCode":"51","provinceName":"Quảng Ngãi"},"producerId":"01900000-0000-7000-9000-000000000001","producerName":"HTX Nước mắm Sa Huỳnh","producerKind":"PRODUCER_KIND_COOPERATIVE","active":true}"#;

/// The registration of a product that nobody knows.
pub(crate) fn registered() -> Event {
    event("catalog", "product", "registered", PRODUCT_FACT.into())
}

/// A certificate of a product that nobody knows.
///
/// # Errors
/// Never: the fact has a JSON form.
pub(crate) fn issued() -> anyhow::Result<Event> {
    certificate_of(new_id(Clock::system(ocop_proto::VIET_NAM).now()), 1)
}

/// A certificate of a product, as the event with this version.
///
/// # Errors
/// Never: the fact has a JSON form.
pub(crate) fn certificate_of(product: Uuid, version: u64) -> anyhow::Result<Event> {
    let mut event = event("evaluation", "certificate", "issued", Vec::new());
    (event.aggregate_id, event.version) = (product, version);
    let fact = CertificateFact {
        certificate: Some(Certificate {
            id: event.id.to_string(),
            product_id: event.aggregate_id.to_string(),
            product_name: "Nước mắm Mười Quý".to_owned(),
            criteria_set: 9,
            star: 3,
            decision: Some(Decision {
                number: "1898/QĐ-UBND".to_owned(),
                ..Decision::default()
            }),
            valid_from: "2026-06-15".to_owned(),
            valid_to: "2029-06-15".to_owned(),
            ..Certificate::default()
        }),
        province_name: "Quảng Ngãi".to_owned(),
        ..CertificateFact::default()
    };
    event.data = serde_json::to_vec(&fact)?;
    Ok(event)
}

fn event(service: &str, aggregate: &str, happened: &str, data: Vec<u8>) -> Event {
    let now = Clock::system(ocop_proto::VIET_NAM).now();
    Event {
        id: new_id(now),
        kind: format!("ocop.{service}.{aggregate}.{happened}.v1"),
        aggregate_type: aggregate.to_owned(),
        aggregate_id: new_id(now),
        version: 1,
        time: now,
        snapshot: false,
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned(),
        subject: format!("ocop.{service}.v1.{aggregate}.{happened}.51"),
        data,
    }
}

/// Makes the stream of a service anew, empty.
///
/// # Errors
/// The broker refuses.
pub(crate) async fn fresh_stream(
    jetstream: &jetstream::Context,
    service: &'static str,
    settings: &ocop_chassis::messaging::Settings,
) -> anyhow::Result<()> {
    // It is not there the first time.
    let _ = jetstream
        .delete_stream(format!("OCOP_{}", service.to_uppercase()))
        .await;
    set_up(service, settings).await
}

/// Makes what is missing of the stream of a service and of the consumers that read it.
///
/// # Errors
/// The broker refuses.
pub(crate) async fn set_up(
    service: &'static str,
    settings: &ocop_chassis::messaging::Settings,
) -> anyhow::Result<()> {
    let of = topology::service(service).context("there is no such service")?;
    // The one whose row this is, and the bench's own.
    let read_by = of
        .read_by()
        .copied()
        .chain(Some(Products::CONSUMER).filter(|consumer| consumer.publisher == service));
    let set_up = SetUp::connect(settings, service, read_by).await?;
    set_up.bring_up_to_date().await
}

/// Publishes events in one pipeline and returns how many a second were acknowledged. The messages are made
/// beforehand.
///
/// # Errors
/// One was not acknowledged.
pub(crate) async fn publish(
    jetstream: &jetstream::Context,
    events: Vec<Event>,
) -> anyhow::Result<f64> {
    let messages: Vec<(String, PublishMessage)> = events
        .into_iter()
        .map(|event| {
            let message = PublishMessage::build()
                .headers(event.headers())
                .message_id(event.id.to_string())
                .payload(event.data.into());
            (event.subject, message)
        })
        .collect();
    let (began, published) = (Instant::now(), number(messages.len()));
    let mut waiting = VecDeque::with_capacity(IN_FLIGHT);
    for (subject, message) in messages {
        if waiting.len() == IN_FLIGHT
            && let Some(oldest) = waiting.pop_front()
        {
            oldest.await?;
        }
        waiting.push_back(jetstream.send_publish(subject, message).await?);
    }
    for acknowledgement in waiting {
        acknowledgement.await?;
    }
    Ok(published / began.elapsed().as_secs_f64())
}

/// Takes `count` messages of a stream, 500 at a time, acknowledges each and returns how many a second that was.
///
/// # Errors
/// The broker failed.
pub(crate) async fn consume(
    client: &async_nats::Client,
    stream: &str,
    count: usize,
) -> anyhow::Result<f64> {
    let jetstream = jetstream::new(client.clone());
    let stream: stream::Stream = jetstream.get_stream(stream).await?;
    let consumer = stream
        .create_consumer(pull::Config {
            durable_name: Some(format!(
                "bench-{}",
                Uuid::simple(new_id(Clock::system(ocop_proto::VIET_NAM).now()))
            )),
            ack_policy: AckPolicy::Explicit,
            max_ack_pending: 2_000,
            ..pull::Config::default()
        })
        .await?;
    let began = Instant::now();
    let mut messages = consumer
        .stream()
        .max_messages_per_batch(500)
        .messages()
        .await?
        .take(count);
    while let Some(message) = messages.next().await {
        let message = message?;
        message
            .ack()
            .await
            .map_err(|error| anyhow::anyhow!("not acknowledged: {error}"))?;
    }
    client.flush().await?;
    Ok(number(count) / began.elapsed().as_secs_f64())
}

/// Waits until a durable consumer has taken and acknowledged everything.
///
/// # Errors
/// It has not after a minute.
pub(crate) async fn finished(
    jetstream: &jetstream::Context,
    stream: &str,
    durable: &str,
) -> anyhow::Result<()> {
    let watch = async {
        loop {
            tokio::time::sleep(Duration::from_millis(5)).await;
            let Ok(stream) = jetstream.get_stream_no_info(stream).await else {
                continue;
            };
            // It is not there before the service has made it.
            let Ok(info) = stream.consumer_info(durable).await else {
                continue;
            };
            if info.num_pending == 0 && info.num_ack_pending == 0 {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), watch)
        .await
        .with_context(|| format!("{durable} is not done after a minute"))
}

/// A count as a number to divide.
pub(crate) fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
