//! Metrics of the calls: how many of each rpc ended with which code, and how long they took.
//!
//! Each counter and histogram is looked up once and then kept: finding one by its labels costs as much
//! as counting a hundred times.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::time::Duration;

use metrics::{Counter, Histogram, counter, histogram};
use ocop_identity::Access;
use tonic::Code;

use crate::telemetry;

/// Canonical codes, from 0 to 16.
const CODES: usize = 17;

/// The metrics of every rpc of some access tables.
pub(super) struct RpcMetrics {
    known: HashMap<&'static str, OfRpc>,
    /// An rpc that is not in the contract is counted as one, so that a caller cannot fill the
    /// memory with names.
    unknown: OfRpc,
}

struct OfRpc {
    name: &'static str,
    seconds: Histogram,
    ended: [OnceLock<Counter>; CODES],
}

impl RpcMetrics {
    pub(super) fn of(tables: &[&'static [Access]]) -> Self {
        // A counter that is looked up before the recorder is installed counts nowhere.
        let _installed = telemetry::metrics();
        let rows = tables.iter().copied().flatten();
        Self {
            known: rows.map(|row| (row.rpc, OfRpc::new(row.rpc))).collect(),
            unknown: OfRpc::new("unknown"),
        }
    }

    /// Counts a call.
    pub(super) fn record(&self, rpc: &str, code: Code, took: Duration) {
        let of_rpc = self.known.get(rpc).unwrap_or(&self.unknown);
        of_rpc.seconds.record(took.as_secs_f64());
        if let Some(ended) = of_rpc.ended.get(i32::from(code).unsigned_abs() as usize) {
            let ended = ended.get_or_init(|| {
                counter!("grpc_requests_total", "rpc" => of_rpc.name, "code" => format!("{code:?}"))
            });
            ended.increment(1);
        }
    }
}

impl OfRpc {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            seconds: histogram!("grpc_request_seconds", "rpc" => name),
            ended: [const { OnceLock::new() }; CODES],
        }
    }
}

#[cfg(test)]
mod tests {
    use ocop_identity::{Coverage, Who};

    use super::*;

    #[test]
    fn calls_are_counted_by_rpc_and_code_and_unknown_rpcs_as_one() {
        const TABLE: &[Access] = &[Access {
            rpc: "/metrics.Toy/Known",
            who: Who::Public,
            covers: Coverage::Nothing,
            also: &[],
            personal: &[],
        }];
        let metrics = RpcMetrics::of(&[TABLE]);
        for rpc in ["/metrics.Toy/Known", "/metrics.Toy/A", "/metrics.Toy/B"] {
            metrics.record(rpc, Code::NotFound, Duration::from_millis(2));
        }
        let shown = telemetry::metrics().render();
        let known = r#"grpc_requests_total{rpc="/metrics.Toy/Known",code="NotFound"} 1"#;
        assert!(shown.contains(known), "{shown}");
        assert!(shown.contains(r#"grpc_requests_total{rpc="unknown",code="NotFound"} 2"#));
        assert!(!shown.contains("/metrics.Toy/A"));
    }
}
