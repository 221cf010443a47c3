//! How events take effect: each exactly once, per aggregate in the order of its versions.
//!
//! Why in batches: a transaction for each event would wait for the disk each time, and a consumer that was away
//! would catch up slowly. Events that are next are applied in one transaction, together with parked ones that follow
//! them. One that came too early is parked in the database and acknowledged.
//!
//! What each event of a batch leads to is recorded as caused by that event: see
//! [`Tx::caused_by`](crate::database::Tx::caused_by).

use metrics::{counter, gauge};
use tracing::{Instrument as _, Span, info, warn};
use uuid::Uuid;

use super::inbox::{self, Heads};
use super::plan::Plan;
use super::{Consumer, Handler, HandlerError, parked};
use crate::database::{Origin, StoreError};
use crate::messaging::Event;
use crate::telemetry::{Traceparent, linked_span, span_from_traceparent};

/// What became of events that were given to be applied, besides those that took effect or were parked.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// What can never be applied: its index among what was given, and why.
    pub(super) rejected: Vec<(usize, HandlerError)>,
    /// How many events are parked no longer.
    pub(super) released: usize,
    /// Whether there may be parked events left whose turn has come.
    pub(super) more: bool,
}

impl<E: Send + 'static, H: Handler<E>> Consumer<E, H> {
    /// Applies in one transaction what is next of `events` and what was parked behind it, parks what came too
    /// early and drops what took effect before.
    ///
    /// # Errors
    /// The first reason why one of them cannot be applied.
    pub async fn apply(&self, events: &[Event]) -> Result<(), HandlerError> {
        let taken = self.take(events, true).await?;
        match taken.rejected.into_iter().next() {
            Some((_, refused)) => Err(refused),
            None => Ok(()),
        }
    }

    /// The same, and reports each event by itself that cannot even be read.
    ///
    /// # Errors
    /// The handler or the database refused; then nothing was applied.
    pub(super) async fn take(
        &self,
        events: &[Event],
        with_parked: bool,
    ) -> Result<Taken, HandlerError> {
        if events.is_empty() {
            return Ok(Taken::default());
        }
        let mut ids: Vec<Uuid> = events.iter().map(|event| event.aggregate_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let most = if with_parked { self.settings.batch } else { 0 };
        self.take_together(events, &ids, most).await
    }

    /// Applies in one transaction what is next of `events`, and of the parked events of the aggregates with these
    /// ids, of which it looks at `most_parked`.
    pub(super) async fn take_together(
        &self,
        events: &[Event],
        ids: &[Uuid],
        most_parked: usize,
    ) -> Result<Taken, HandlerError> {
        let mut tx = self.store.begin(origin_of_all(H::NAME, events)).await?;
        inbox::lock(tx.db(), H::NAME).await?;
        let heads = inbox::heads(tx.db(), H::NAME, ids).await?;
        let waiting = if most_parked > 0 {
            parked::of(tx.db(), H::NAME, ids, most_parked).await?
        } else {
            Vec::new()
        };
        let more = most_parked > 0 && waiting.len() == most_parked;
        let mut plan = self.plan(heads, events, &waiting)?;
        if !plan.early.is_empty() {
            let mut counts = parked::count(tx.db(), H::NAME, ids).await?;
            for index in std::mem::take(&mut plan.early) {
                match self.refuse_to_park(&events[index], &plan.heads, &mut counts) {
                    Some(refused) => plan.rejected.push((index, refused)),
                    None => plan.early.push(index),
                }
            }
        }

        if !plan.facts.is_empty() {
            // Each event's trace shows that it was applied; the span of the work links to all of them.
            let _spans: Vec<Span> = plan
                .facts
                .iter()
                .filter_map(|(event, _)| continued(event))
                .collect();
            let work = self.handler.apply(&mut tx, &plan.facts);
            work.instrument(span_of_all(H::NAME, &plan.facts)).await?;
        }
        let applied = plan.facts.iter().map(|(event, _)| event);
        let seen: Vec<&Event> = applied.chain(&plan.unknown).collect();
        inbox::record(&tx, H::NAME, &seen).await?;
        parked::remove(tx.db(), H::NAME, &plan.released).await?;
        let early: Vec<&Event> = plan.early.iter().map(|index| &events[*index]).collect();
        parked::park(&tx, H::NAME, &early).await?;
        self.store.commit(tx).await?;
        if !plan.facts.is_empty() {
            self.handler.committed();
        }
        self.report(&plan, &early);
        if !early.is_empty() || !plan.released.is_empty() {
            self.count_parked().await?;
        }
        Ok(Taken {
            released: plan.released.len(),
            rejected: plan.rejected,
            more,
        })
    }

    /// Why an event that came too early is not parked, if it is not.
    fn refuse_to_park(
        &self,
        event: &Event,
        heads: &Heads,
        counts: &mut parked::Counts,
    ) -> Option<HandlerError> {
        let (head, settings) = (heads.head(event), &self.settings);
        if event.version - head > parked::MAX_AHEAD {
            return Some(HandlerError::Refused {
                reason: "TOO_FAR_AHEAD",
                detail: format!("version {} follows version {head}", event.version),
            });
        }
        let (of_one, in_all) = (settings.max_parked_per_aggregate, settings.max_parked);
        (!counts.admit(event, of_one, in_all)).then(|| HandlerError::Refused {
            reason: "TOO_MANY_PARKED",
            detail: format!(
                "version {} waits for version {}, and as many events wait as may: {of_one} of an aggregate, {in_all} in \
                 all",
                event.version,
                head + 1
            ),
        })
    }

    fn report(&self, plan: &Plan<H::Fact>, early: &[&Event]) {
        if let Some(first) = early.first() {
            warn!(
                consumer = H::NAME, parked = early.len(), aggregate = first.aggregate_type,
                id = %first.aggregate_id, version = first.version, "events came before one they follow"
            );
            counter!("events_parked_total", "consumer" => H::NAME).increment(early.len() as u64);
        }
        if let Some(first) = plan.unknown.first() {
            info!(
                consumer = H::NAME,
                unknown = plan.unknown.len(),
                kind = first.kind,
                "events of a newer publisher say nothing to this version"
            );
        }
        counter!("events_unknown_total", "consumer" => H::NAME)
            .increment(plan.unknown.len() as u64);
        counter!("events_applied_total", "consumer" => H::NAME).increment(plan.facts.len() as u64);
        counter!("events_dropped_total", "consumer" => H::NAME).increment(plan.dropped);
        if let Some((last, _)) = plan.facts.last() {
            let lag = (self.store.clock().now() - last.time).as_seconds_f64();
            gauge!("events_lag_seconds", "consumer" => H::NAME).set(lag);
        }
    }

    /// Removes one parked event without applying it.
    pub(super) async fn unpark(&self, event: &Event) -> Result<(), StoreError> {
        let tx = self.store.begin(event.origin(H::NAME)).await?;
        parked::remove(tx.db(), H::NAME, &[event.id]).await?;
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
fn origin_of_all(consumer: &str, events: &[Event]) -> Origin {
    match events {
        [event] => event.origin(consumer),
        _ => Origin {
            actor: format!("consumer:{consumer}"),
            rpc: format!("{} events", events.len()),
            ..Origin::task(consumer)
        },
    }
}
