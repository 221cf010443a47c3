//! Log, traces and metrics of the process.
//!
//! The log goes to standard error, for a reader on a terminal and as JSON lines anywhere else.
//! Traces are exported only when an OTLP endpoint is configured; a trace context (W3C Trace
//! Context) is carried through every call and event in any case, so that one identifier leads from
//! a caller's complaint to the log lines of all three services.

use std::io::IsTerminal;

use anyhow::Context;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::trace::SdkTracerProvider;
use serde::Deserialize;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::config::{Check, Problems, optional};

pub mod outage;
mod prometheus;
mod trace;

pub use prometheus::{Description, METRICS, describe, metrics, observe_process};
pub use trace::{
    Traceparent, current_trace_id, current_traceparent, in_trace, linked_span,
    span_from_traceparent, traced,
};

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Format {
    /// For a reader if standard error is a terminal, JSON otherwise.
    Auto,
    /// Lines for a reader.
    Human,
    /// One JSON object a line.
    Json,
}

impl TryFrom<String> for Format {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        match word.as_str() {
            "auto" => Ok(Self::Auto),
            "human" => Ok(Self::Human),
            "json" => Ok(Self::Json),
            _ => Err(format!("expected auto, human or json, found {word:?}")),
        }
    }
}

/// Settings of log and traces.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// How the log is written: `auto`, `human` or `json`.
    pub format: Format,
    /// Which lines are written, in the directives of tracing-subscriber: `info,ocop_catalog=debug`.
    pub filter: String,
    /// Where traces go: the URL of an OTLP gRPC receiver. Empty: nowhere.
    #[serde(deserialize_with = "optional")]
    pub otlp_endpoint: Option<url::Url>,
    /// The name traces bear. Empty: the name of the program.
    pub service_name: String,
}

impl Check for Settings {
    fn check(&self, problems: &mut Problems) {
        if let Err(problem) = EnvFilter::builder().parse(&self.filter) {
            let expected =
                format!("expected directives such as info,ocop_catalog=debug: {problem}");
            problems.add("filter", expected);
        }
        if let Some(url) = &self.otlp_endpoint
            && !matches!(url.scheme(), "http" | "https")
        {
            problems.add("otlp_endpoint", "expected an http or https URL");
        }
    }
}

/// Keeps traces flowing; what is still buffered is sent when it is dropped.
#[must_use = "dropping the guard ends the export of traces"]
pub struct Guard(Option<SdkTracerProvider>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(provider) = self.0.take()
            && let Err(problem) = provider.shutdown()
        {
            tracing::warn!(%problem, "the last traces could not be sent");
        }
    }
}

/// Starts log and traces of this process under the name `service`. A process has one log: when it
/// is already started, a second start leaves it as it is.
///
/// With an OTLP endpoint this must be called within a tokio runtime.
///
/// # Errors
/// The filter or the endpoint of the settings cannot be used.
pub fn start(settings: &Settings, service: &str) -> anyhow::Result<Guard> {
    let filter = EnvFilter::builder()
        .parse(&settings.filter)
        .with_context(|| format!("the log filter {:?}", settings.filter))?;
    let name = match settings.service_name.as_str() {
        "" => service.to_owned(),
        name => name.to_owned(),
    };
    let provider = exporter(settings, &name)?;
    let terminal = std::io::stderr().is_terminal();
    let human = match settings.format {
        Format::Auto => terminal,
        Format::Human => true,
        Format::Json => false,
    };
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let log = if human {
        log.with_ansi(terminal).with_target(false).boxed()
    } else {
        log.json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .boxed()
    };
    let traces = provider
        .as_ref()
        .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("ocop")));
    let registry = tracing_subscriber::registry()
        .with(traces)
        .with(log)
        .with(filter);
    if registry.try_init().is_err() {
        tracing::debug!(service, "the log was already started");
        return Ok(Guard(None));
    }
    Ok(Guard(provider))
}

fn exporter(settings: &Settings, name: &str) -> anyhow::Result<Option<SdkTracerProvider>> {
    let Some(endpoint) = &settings.otlp_endpoint else {
        return Ok(None);
    };
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint.as_str())
        .build()
        .with_context(|| format!("the OTLP endpoint {endpoint}"))?;
    let resource = opentelemetry_sdk::Resource::builder()
        .with_service_name(name.to_owned())
        .build();
    let provider = SdkTracerProvider::builder()
        .with_resource(resource)
        .with_batch_exporter(exporter)
        .build();
    Ok(Some(provider))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_start_leaves_the_log_as_it_is() {
        let settings = Settings {
            format: Format::Json,
            filter: "error".to_owned(),
            otlp_endpoint: None,
            service_name: String::new(),
        };
        let traced = || tracing::enabled!(tracing::Level::TRACE);
        let _first = start(&settings, "catalog").unwrap();
        assert!(!traced());
        let settings = Settings {
            filter: "trace".to_owned(),
            ..settings
        };
        let _second = start(&settings, "evaluation").unwrap();
        assert!(!traced(), "the filter of the first start holds");
    }
}
