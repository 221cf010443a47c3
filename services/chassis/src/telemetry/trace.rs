//! The trace context: which request of which caller a piece of work belongs to.

use std::fmt;
use std::future::Future;
use std::str::FromStr;

use opentelemetry::Context;
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt, TraceFlags, TraceId, TraceState};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::{Instrument, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt;

tokio::task_local! {
    static CURRENT: Traceparent;
}

/// The value of a `traceparent` header of the W3C recommendation *Trace Context*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traceparent {
    trace: TraceId,
    span: SpanId,
    flags: TraceFlags,
}

/// A text is no `traceparent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a traceparent of the form 00-<32 hex digits>-<16 hex digits>-<2 hex digits>")]
pub struct NotATraceparent;

impl Traceparent {
    /// Begins a trace of its own.
    pub fn generate() -> Self {
        let trace = u128::from_be_bytes(crate::ids::random());
        let span = u64::from_be_bytes(crate::ids::random());
        // All zeroes means "none", so the impossible draw is moved away from it.
        Self {
            trace: TraceId::from(trace.max(1)),
            span: SpanId::from(span.max(1)),
            flags: TraceFlags::SAMPLED,
        }
    }

    /// What arrived, if it is one; otherwise a new trace: a bad header is no reason to refuse work.
    pub fn from_header(header: Option<&str>) -> Self {
        header
            .and_then(|text| text.parse().ok())
            .unwrap_or_else(Self::generate)
    }

    /// The identifier shared by everything that follows from one request: 32 hexadecimal digits.
    pub fn trace_id(&self) -> String {
        self.trace.to_string()
    }

    fn context(self) -> SpanContext {
        SpanContext::new(self.trace, self.span, self.flags, true, TraceState::NONE)
    }

    fn of_context(context: &SpanContext) -> Self {
        Self {
            trace: context.trace_id(),
            span: context.span_id(),
            flags: context.trace_flags(),
        }
    }
}

impl fmt::Display for Traceparent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{}-{}-{:02x}", self.trace, self.span, self.flags)
    }
}

/// The one header that is read.
struct Header<'a>(&'a str);

impl Extractor for Header<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == "traceparent").then_some(self.0)
    }

    fn keys(&self) -> Vec<&str> {
        vec!["traceparent"]
    }
}

impl FromStr for Traceparent {
    type Err = NotATraceparent;

    fn from_str(text: &str) -> Result<Self, NotATraceparent> {
        let read =
            TraceContextPropagator::new().extract_with_context(&Context::new(), &Header(text));
        let span = read.span();
        let context = span.span_context();
        context
            .is_valid()
            .then(|| Self::of_context(context))
            .ok_or(NotATraceparent)
    }
}

/// The trace context of the work this task is doing, to be sent along with whatever it causes.
/// `None` outside of any [`traced`] work.
pub fn current_traceparent() -> Option<String> {
    current().map(|traceparent| traceparent.to_string())
}

/// The trace identifier of the work this task is doing, as a caller may quote it.
pub fn current_trace_id() -> Option<String> {
    current().map(|traceparent| traceparent.trace_id())
}

fn current() -> Option<Traceparent> {
    let context = Span::current().context();
    let exported = context.span().span_context().clone();
    if exported.is_valid() {
        return Some(Traceparent::of_context(&exported));
    }
    CURRENT.try_with(|traceparent| *traceparent).ok()
}

/// A span for work called `what` that continues the trace of `traceparent`.
pub fn span_from_traceparent(what: &str, traceparent: &Traceparent) -> Span {
    let span = tracing::info_span!("work", otel.name = what, trace_id = %traceparent.trace_id());
    if span.is_disabled() {
        return span;
    }
    let parent = Context::new().with_remote_span_context(traceparent.context());
    // Fails only where no traces are exported, and then there is nothing to attach.
    let _ = span.set_parent(parent);
    span
}

/// A span for work called `what` that belongs to no trace in particular and links to several.
pub fn linked_span(what: &str, traces: impl Iterator<Item = Traceparent>) -> Span {
    let span = tracing::info_span!("work", otel.name = what);
    if !span.is_disabled() {
        for trace in traces {
            span.add_link(trace.context());
        }
    }
    span
}

/// Does `work`, called `what`, as part of the trace of `traceparent`.
pub async fn traced<F: Future>(what: &str, traceparent: Traceparent, work: F) -> F::Output {
    let span = span_from_traceparent(what, &traceparent);
    CURRENT.scope(traceparent, work.instrument(span)).await
}

/// Does one step of work whose span is `span` as part of the trace of `traceparent`: for work that others poll.
pub fn in_trace<T>(span: &Span, traceparent: Traceparent, step: impl FnOnce() -> T) -> T {
    span.in_scope(|| CURRENT.sync_scope(traceparent, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_traceparent_survives_reading_and_writing() {
        let parsed: Traceparent = HEADER.parse().unwrap();
        assert_eq!(parsed.to_string(), HEADER);
        assert_eq!(parsed.trace_id(), "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(Traceparent::of_context(&parsed.context()), parsed);
    }

    #[test]
    fn a_bad_traceparent_begins_a_new_trace() {
        for bad in [
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        ] {
            assert_eq!(bad.parse::<Traceparent>(), Err(NotATraceparent), "{bad}");
        }
        let generated = Traceparent::from_header(Some("nonsense"));
        assert_eq!(generated.to_string().parse(), Ok(generated));
        assert_ne!(generated, Traceparent::from_header(None));
    }

    #[tokio::test]
    async fn work_knows_its_trace_without_an_exporter() {
        assert_eq!(current_traceparent(), None);
        let traceparent = HEADER.parse().unwrap();
        let seen = traced("test", traceparent, async {
            tokio::task::yield_now().await;
            current_traceparent()
        })
        .await;
        assert_eq!(seen.as_deref(), Some(HEADER));
    }
}
