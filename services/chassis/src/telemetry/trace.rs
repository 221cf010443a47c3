//! The trace context: which request of which caller a piece of work belongs to.

use std::fmt;
use std::future::Future;
use std::str::FromStr;

use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt, TraceFlags, TraceId, TraceState};
use tracing::{Instrument, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt;

tokio::task_local! {
    static CURRENT: Traceparent;
}

/// The value of a `traceparent` header, version 00 of the W3C recommendation *Trace Context*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traceparent {
    trace: u128,
    span: u64,
    flags: u8,
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
            trace: trace.max(1),
            span: span.max(1),
            flags: 1,
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
        format!("{:032x}", self.trace)
    }

    fn context(self) -> SpanContext {
        SpanContext::new(
            TraceId::from_bytes(self.trace.to_be_bytes()),
            SpanId::from_bytes(self.span.to_be_bytes()),
            TraceFlags::new(self.flags),
            true,
            TraceState::default(),
        )
    }

    fn of_context(context: &SpanContext) -> Self {
        Self {
            trace: u128::from_be_bytes(context.trace_id().to_bytes()),
            span: u64::from_be_bytes(context.span_id().to_bytes()),
            flags: context.trace_flags().to_u8(),
        }
    }
}

impl fmt::Display for Traceparent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "00-{:032x}-{:016x}-{:02x}",
            self.trace, self.span, self.flags
        )
    }
}

impl FromStr for Traceparent {
    type Err = NotATraceparent;

    fn from_str(text: &str) -> Result<Self, NotATraceparent> {
        let parts: Vec<&str> = text.split('-').collect();
        // A later version may append parts; the first four mean the same (section 4.4).
        let [version, trace, span, flags, rest @ ..] = parts.as_slice() else {
            return Err(NotATraceparent);
        };
        let lengths = (version.len(), trace.len(), span.len(), flags.len());
        let lower_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        if lengths != (2, 32, 16, 2)
            || *version == "ff"
            || (*version == "00" && !rest.is_empty())
            || ![version, trace, span, flags]
                .iter()
                .all(|part| part.chars().all(lower_hex))
        {
            return Err(NotATraceparent);
        }
        let parsed = Self {
            trace: u128::from_str_radix(trace, 16).map_err(|_| NotATraceparent)?,
            span: u64::from_str_radix(span, 16).map_err(|_| NotATraceparent)?,
            flags: u8::from_str_radix(flags, 16).map_err(|_| NotATraceparent)?,
        };
        if parsed.trace == 0 || parsed.span == 0 {
            return Err(NotATraceparent);
        }
        Ok(parsed)
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
    let parent = opentelemetry::Context::new().with_remote_span_context(traceparent.context());
    // Fails only where no traces are exported, and then there is nothing to attach.
    let _ = span.set_parent(parent);
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
