//! The metrics of the process, and what each of them means.

use std::sync::OnceLock;

use metrics::with_recorder;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// Upper bounds of the buckets of every histogram of seconds.
const SECONDS: [f64; 14] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// A metric and its meaning, as `# HELP` shows it.
pub type Description = (&'static str, &'static str);

/// The metrics of every service.
pub const METRICS: &[Description] = &[
    (
        "build_info",
        "1; the labels say which version of which service runs.",
    ),
    (
        "database_connections",
        "Connections to the database, by pool (write; read besides on SQLite) and state (used, idle).",
    ),
    (
        "database_connections_max",
        "Most connections that a pool opens.",
    ),
    (
        "database_waits_total",
        "Statements and transactions that found every connection of their pool in use and waited for one.",
    ),
    (
        "dependency_up",
        "1 while a service reaches what it depends on (database, nats), 0 while it does not.",
    ),
    (
        "events_applied_total",
        "Events of other services that took effect, by consumer.",
    ),
    (
        "events_dead_total",
        "Events that a consumer gave up on; they are in the dead-letter stream.",
    ),
    (
        "events_dropped_total",
        "Events that a consumer had applied before, by consumer.",
    ),
    (
        "events_lag_seconds",
        "Age of the newest event that a consumer applied, when it was applied.",
    ),
    (
        "events_parked",
        "Events that wait at a consumer for one that they depend on.",
    ),
    (
        "events_parked_total",
        "Events that came before one that they depend on, by consumer.",
    ),
    (
        "events_redelivered_total",
        "Events that the broker delivered again, by consumer; those that had taken effect are dropped.",
    ),
    ("grpc_connections", "Connections of callers."),
    (
        "grpc_connections_closed_total",
        "Connections that were closed because they said nothing (handshake, idle) or were too old (age).",
    ),
    (
        "grpc_connections_refused_total",
        "Connections that were too many: of one address (peer), or of all.",
    ),
    (
        "grpc_refused_total",
        "Calls that found no place: of the service, of their address (peer), of callers without a token (anonymous), or for \
         a large body (bytes).",
    ),
    (
        "events_unknown_total",
        "Events of a newer publisher that say nothing to a consumer, by consumer.",
    ),
    (
        "grpc_request_seconds",
        "Time from the head of a call to its answer, by rpc.",
    ),
    ("grpc_requests_total", "Calls answered, by rpc and code."),
    (
        "outbox_lost_by_broker_total",
        "Events that the broker had acknowledged and lost; they were sent again.",
    ),
    (
        "outbox_oldest_seconds",
        "Age of the oldest event that is not sent yet.",
    ),
    ("outbox_refused", "Events that the broker cannot take."),
    ("outbox_sent_total", "Events that the broker acknowledged."),
    ("outbox_waiting", "Events that are not sent yet."),
    (
        "process_cpu_seconds_total",
        "Seconds of processor time that the process has used.",
    ),
    (
        "process_open_fds",
        "Files and sockets that the process has open.",
    ),
    (
        "process_resident_memory_bytes",
        "Memory of the process that is in RAM.",
    ),
    (
        "process_start_time_seconds",
        "When the process started, in seconds since 1970.",
    ),
    ("process_threads", "Threads of the process."),
    (
        "tls_handshakes_failed_total",
        "Connections that ended before TLS was agreed on.",
    ),
    (
        "write_group_calls_total",
        "Calls that shared a transaction with others.",
    ),
    (
        "write_groups_total",
        "Transactions shared by several calls.",
    ),
];

/// The recorder of this process's metrics; installed on first use.
pub fn metrics() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let recorder = PrometheusBuilder::new()
                .set_buckets(&SECONDS)
                .expect("there are buckets")
                .build_recorder();
            let handle = recorder.handle();
            if ::metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("another recorder of metrics is installed in this process");
            }
            say_what_they_mean(METRICS);
            show_from_the_start();
            handle
        })
        .clone()
}

/// Shows what is counted before the first of it, so that one is seen as more than none.
fn show_from_the_start() {
    ::metrics::counter!("tls_handshakes_failed_total").increment(0);
    ::metrics::counter!("write_groups_total").increment(0);
    ::metrics::counter!("write_group_calls_total").increment(0);
    ::metrics::gauge!("grpc_connections").increment(0.0);
    for limit in ["service", "peer", "anonymous", "bytes"] {
        ::metrics::counter!("grpc_refused_total", "limit" => limit).increment(0);
    }
    for limit in ["peer", "all"] {
        ::metrics::counter!("grpc_connections_refused_total", "limit" => limit).increment(0);
    }
}

/// Says what metrics of a service's own mean.
pub fn describe(metrics_of_a_service: &[Description]) {
    let _installed = metrics();
    say_what_they_mean(metrics_of_a_service);
}

fn say_what_they_mean(descriptions: &[Description]) {
    for (name, help) in descriptions {
        // The exporter keeps one text by name, whatever kind of metric it is.
        with_recorder(|recorder| recorder.describe_gauge((*name).into(), None, (*help).into()));
    }
}

/// Reads what the system knows of this process into its metrics.
pub fn observe_process() {
    let read = |file: &str| std::fs::read_to_string(format!("/proc/self/{file}"));
    if let Ok(status) = read("status") {
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<u32>().ok()
        };
        if let Some(kilobytes) = number("VmRSS:") {
            ::metrics::gauge!("process_resident_memory_bytes").set(f64::from(kilobytes) * 1_024.0);
        }
        if let Some(threads) = number("Threads:") {
            ::metrics::gauge!("process_threads").set(threads);
        }
    }
    let stat = read("stat").unwrap_or_default();
    if let Some(seconds) = cpu_seconds(&stat) {
        ::metrics::counter!("process_cpu_seconds_total").absolute(seconds);
    }
    let system = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    if let Some(started) = started(&stat, &system) {
        ::metrics::gauge!("process_start_time_seconds").set(started);
    }
    if let Ok(open) = std::fs::read_dir("/proc/self/fd") {
        ::metrics::gauge!("process_open_fds").set(open.count() as f64);
    }
}

/// Seconds in user and kernel mode. Linux counts them for programs in hundredths.
fn cpu_seconds(stat: &str) -> Option<u64> {
    // The name of the program, in parentheses, may hold anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks: Option<Vec<u64>> = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(|ticks| ticks.parse().ok())
        .collect();
    Some(ticks?.iter().sum::<u64>() / 100)
}

/// When the process started: hundredths of a second after the machine did.
fn started(stat: &str, system: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let after: f64 = fields.split_whitespace().nth(19)?.parse().ok()?;
    let booted = system.lines().find_map(|line| line.strip_prefix("btime "));
    Some(booted?.trim().parse::<f64>().ok()? + after / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_started_so_long_after_its_machine() {
        let stat = "12 (a) b) S 1 2 3 0 -1 4194560 0 0 0 0 1234 566 0 0 20 0 9 0 4250 1 2";
        assert_eq!(
            started(stat, "cpu 1 2\nbtime 1700000000\n"),
            Some(1_700_000_042.5)
        );
        assert_eq!(started(stat, ""), None);
    }

    #[test]
    fn metrics_counted_anywhere_are_shown_to_every_holder() {
        let (one, other) = (metrics(), metrics());
        ::metrics::counter!("telemetry_test_total", "place" => "Mộ Đức").increment(3);
        assert!(
            one.render()
                .contains("telemetry_test_total{place=\"Mộ Đức\"} 3")
        );
        assert!(other.render().contains("telemetry_test_total"));
    }

    #[test]
    fn a_metric_is_shown_with_what_it_means() {
        describe(&[("described_test_total", "What is tested.")]);
        ::metrics::counter!("described_test_total").increment(1);
        observe_process();
        let shown = metrics().render();
        assert!(shown.contains(
            "# HELP described_test_total What is tested.\n# TYPE described_test_total counter\n"
        ));
        assert!(
            shown.contains("# HELP process_resident_memory_bytes "),
            "{shown}"
        );
        let threads = shown
            .lines()
            .find(|line| line.starts_with("process_threads "));
        assert_ne!(threads, Some("process_threads 0"));
        assert!(threads.is_some());
    }

    #[test]
    fn the_name_of_the_program_does_not_spoil_its_times() {
        let stat = "12 (a) b) S 1 2 3 0 -1 4194560 0 0 0 0 1234 566 0 0 20 0 9";
        assert_eq!(cpu_seconds(stat), Some(18));
        assert_eq!(cpu_seconds("nonsense"), None);
    }
}
