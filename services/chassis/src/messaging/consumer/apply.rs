//! How events take effect: each exactly once, per aggregate in the order of its versions.
//!
//! Why in batches: a transaction for each event would wait for the disk each time, and a consumer that was away
//! would catch up slowly. Events that are next are applied in one transaction. One that came too early is parked
//! in the database and acknowledged; as soon as the event before it has taken effect it is released, in a
//! transaction of its own, so that one that is refused undoes nothing else.
//!
//! What each event of a batch leads to is recorded as caused by that event: see
//! [`Tx::caused_by`](crate::database::Tx::caused_by).

use metrics::{counter, gauge};
use tracing::{Instrument as _, Span, warn};

use super::inbox::{self, Decision};
use super::{Consumer, Handler, HandlerError};
use crate::database::{Origin, StoreError};
use crate::messaging::Event;
use crate::messaging::dead_letters::RejectedMessage;
use crate::telemetry::{Traceparent, linked_span, span_from_traceparent};

impl<E: Send + 'static, H: Handler<E>> Consumer<E, H> {
    /// Applies in one transaction what is next of `events`, parks what came too early and drops what
    /// took effect before.
    ///
    /// # Errors
    /// The first reason why not all of them could be applied; then none was.
    pub async fn apply(&self, events: &[Event]) -> Result<(), HandlerError> {
        if events.is_empty() {
            return Ok(());
        }
        // In the order of versions a batch that holds an event and the one before it needs no parking.
        let mut events: Vec<&Event> = events.iter().collect();
        events.sort_by_key(|event| event.version);

        let mut tx = self.store.begin(origin_of_all(H::NAME, &events)).await?;
        inbox::lock(tx.db(), H::NAME).await?;
        let mut heads = inbox::heads(tx.db(), H::NAME, events.iter().copied()).await?;
        let (mut facts, mut early, mut dropped) = (Vec::new(), Vec::new(), 0_u64);
        for event in events {
            match heads.decide(event) {
                Decision::Drop => dropped += 1,
                Decision::Apply => facts.push((event.clone(), self.handler.read(event)?)),
                Decision::Park => {
                    // What cannot even be read is refused now and not when it is released.
                    self.handler.read(event)?;
                    early.push(event.clone());
                }
            }
        }
        if !facts.is_empty() {
            // Each event's trace shows that it was applied; the span of the work links to all of them.
            let _spans: Vec<Span> = facts
                .iter()
                .filter_map(|(event, _)| continued(event))
                .collect();
            let work = self.handler.apply(&mut tx, &facts);
            work.instrument(span_of_all(H::NAME, &facts)).await?;
            let applied: Vec<&Event> = facts.iter().map(|(event, _)| event).collect();
            inbox::record(&tx, H::NAME, &applied).await?;
        }
        inbox::park(&tx, H::NAME, &early).await?;
        self.store.commit(tx).await?;
        if !facts.is_empty() {
            self.handler.committed();
        }

        if let Some(first) = early.first() {
            warn!(
                consumer = H::NAME, parked = early.len(), aggregate = first.aggregate_type,
                id = %first.aggregate_id, version = first.version, "events came before one they follow"
            );
            counter!("events_parked_total", "consumer" => H::NAME).increment(early.len() as u64);
        }
        counter!("events_applied_total", "consumer" => H::NAME).increment(facts.len() as u64);
        counter!("events_dropped_total", "consumer" => H::NAME).increment(dropped);
        if let Some((last, _)) = facts.last() {
            let lag = (self.store.clock().now() - last.time).as_seconds_f64();
            gauge!("events_lag_seconds", "consumer" => H::NAME).set(lag);
        }
        Ok(())
    }

    /// Applies the parked events whose turn has come, and sends to the dead letters those that are refused.
    ///
    /// # Errors
    /// The database or the broker cannot be reached; what is parked stays parked.
    pub async fn release(&self) -> anyhow::Result<()> {
        loop {
            let ready = inbox::ready(self.store.database().reader(), H::NAME).await?;
            if ready.is_empty() {
                return Ok(());
            }
            for event in ready {
                match self.apply_parked(&event).await {
                    Ok(()) => {}
                    Err(HandlerError::Store(error)) if error.may_pass() => return Err(error.into()),
                    Err(refused) => {
                        let rejected = RejectedMessage {
                            subject: event.subject.clone(),
                            headers: event.headers(),
                            data: event.data.clone().into(),
                            id: event.id.to_string(),
                            deliveries: 1,
                        };
                        self.dead_letter_as(rejected, &refused).await?;
                        self.unpark(&event).await?;
                    }
                }
            }
        }
    }

    async fn apply_parked(&self, event: &Event) -> Result<(), HandlerError> {
        let mut tx = self.store.begin(event.origin(H::NAME)).await?;
        inbox::lock(tx.db(), H::NAME).await?;
        let mut heads = inbox::heads(tx.db(), H::NAME, std::iter::once(event)).await?;
        match heads.decide(event) {
            // Another replica took back the head this was ready by: impossible, and harmless.
            Decision::Park => return Ok(()),
            Decision::Drop => {}
            Decision::Apply => {
                let _span = continued(event);
                let fact = self.handler.read(event)?;
                self.handler
                    .apply(&mut tx, &[(event.clone(), fact)])
                    .await?;
                inbox::record(&tx, H::NAME, &[event]).await?;
                counter!("events_applied_total", "consumer" => H::NAME).increment(1);
            }
        }
        inbox::unpark(tx.db(), H::NAME, event.id).await?;
        self.store.commit(tx).await?;
        self.handler.committed();
        Ok(())
    }

    async fn unpark(&self, event: &Event) -> Result<(), StoreError> {
        let tx = self.store.begin(event.origin(H::NAME)).await?;
        inbox::unpark(tx.db(), H::NAME, event.id).await?;
        self.store.commit(tx).await
    }
}

/// A span for applying an event, in the trace that it belongs to.
fn continued(event: &Event) -> Option<Span> {
    let traceparent: Traceparent = event.traceparent.parse().ok()?;
    Some(span_from_traceparent(&event.kind, &traceparent))
}

/// A span for applying events: in the trace of the only one, or one that links to all.
fn span_of_all<F>(consumer: &str, facts: &[(Event, F)]) -> Span {
    if let [(event, _)] = facts {
        return continued(event).unwrap_or_else(Span::none);
    }
    let traces = facts.iter().map(|(event, _)| event.traceparent.parse());
    linked_span(consumer, traces.filter_map(Result::ok))
}

/// Who causes what events lead to. Of several it is none in particular: the handler says which.
fn origin_of_all(consumer: &str, events: &[&Event]) -> Origin {
    match events {
        [event] => event.origin(consumer),
        _ => Origin {
            actor: format!("consumer:{consumer}"),
            rpc: format!("{} events", events.len()),
            ..Origin::task(consumer)
        },
    }
}
