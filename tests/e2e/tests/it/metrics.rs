//! Every metric says what it means, and what dashboards and alerts ask for is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ocop_harness::eventually;
use ocop_identity::Role;
use ocop_proto::operations::v1::operations_service_client::OperationsServiceClient;
use ocop_proto::operations::v1::{ListDeadLettersRequest, ListDeadLettersResponse};

use crate::callers::retry;
use crate::system::{SERVICES, System};

/// The names of the metrics in the code under a folder, its tests left out.
fn used(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "tests" {
            used(&path, names);
        } else if path.extension().is_some_and(|end| end == "rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            for macro_name in ["counter!(", "gauge!(", "histogram!("] {
                for call in code.split(macro_name).skip(1) {
                    let literal = call.split('"').nth(1).unwrap();
                    names.insert(literal.to_owned());
                }
            }
        }
    }
}

#[test]
fn every_metric_has_a_description_and_every_description_a_metric() {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../services");
    let mut names = BTreeSet::new();
    used(&services, &mut names);
    assert!(names.len() > 20, "{names:?}");
    assert_eq!(names, described());
}

fn described() -> BTreeSet<String> {
    [
        ocop_chassis::telemetry::METRICS,
        ocop_evaluation::METRICS,
        ocop_promotion::METRICS,
    ]
    .into_iter()
    .flatten()
    .map(|(name, _)| (*name).to_owned())
    .collect()
}

/// The expressions of dashboards and rules.
fn expressions() -> Vec<String> {
    let monitoring = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/monitoring");
    let mut found = Vec::new();
    for entry in fs::read_dir(monitoring.join("dashboards")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let board: serde_json::Value = serde_json::from_str(&text).unwrap();
        for panel in board["panels"].as_array().unwrap() {
            for target in panel["targets"].as_array().unwrap() {
                found.push(target["expr"].as_str().unwrap().to_owned());
            }
        }
    }
    for entry in fs::read_dir(monitoring.join("rules")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let lines = text.lines().filter_map(|line| line.split_once("expr: '"));
        found.extend(lines.map(|(_, expression)| expression.trim_end_matches('\'').to_owned()));
    }
    found
}

/// `text` without what stands between `open` and the next `close`.
fn without(text: &str, open: char, close: char) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for c in text.chars() {
        match inside {
            false if c == open => inside = true,
            true if c == close => inside = false,
            false => kept.push(c),
            true => {}
        }
    }
    kept
}

/// The metrics that an expression of PromQL asks for, but for what rules record (`a:b`) and Prometheus itself (`up`).
fn asked(expression: &str) -> BTreeSet<String> {
    let text = without(&without(expression, '"', '"'), '{', '}');
    let text = without(&text, '[', ']').replace("group_left", "");
    let mut names = BTreeSet::new();
    let mut rest = text.as_str();
    let in_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic() || c == '_') {
        let end = rest[start..].find(|c| !in_name(c));
        let end = end.map_or(rest.len(), |length| start + length);
        let (name, after) = (&rest[start..end], rest[end..].trim_start());
        rest = after;
        if ["by", "on", "without", "ignoring"].contains(&name) {
            rest = after.split_once(')').unwrap().1;
        } else if ["(", "by ", "by(", "without "]
            .iter()
            .all(|next| !after.starts_with(next))
            && !name.contains(':')
            && !["and", "or", "unless", "up"].contains(&name)
        {
            let base = ["_bucket", "_count", "_sum"]
                .iter()
                .find_map(|end| name.strip_suffix(end));
            names.insert(base.unwrap_or(name).to_owned());
        }
    }
    names
}

#[test]
fn the_metrics_of_an_expression_are_told_from_functions_labels_and_ranges() {
    let expression = r#"histogram_quantile(0.99, sum by (le, rpc) (rate(a_seconds_bucket{x="y_z"}[5m]))) > 2 * 0.1
        and on (service) b_total unless up == 0 or c:d:rate5m > 1"#;
    let expected = ["a_seconds", "b_total"].map(str::to_owned);
    assert_eq!(asked(expression), expected.into());
}

#[tokio::test]
async fn every_metric_of_a_dashboard_or_an_alert_is_shown_by_a_running_service() {
    let asked: BTreeSet<String> = expressions().iter().flat_map(|one| asked(one)).collect();
    assert!(asked.len() > 25, "{asked:?}");
    let unknown: Vec<_> = asked.difference(&described()).cloned().collect();
    assert!(unknown.is_empty(), "no service has {unknown:?}");

    let system = System::start().await;
    for service in 0..SERVICES.len() {
        let bearer = system.bearer("vân", Role::Operator);
        let mut client = OperationsServiceClient::with_interceptor(system.channel(service), bearer);
        // A service serves before it has made its streams.
        let ListDeadLettersResponse { dead_letters, .. } = retry("the dead letters", async || {
            client
                .list_dead_letters(ListDeadLettersRequest::default())
                .await
        })
        .await;
        assert!(dead_letters.is_empty());
    }
    // A webhook must have been accepted before its time is shown.
    let expected: BTreeSet<String> = asked
        .into_iter()
        .filter(|name| name != "webhook_delivery_seconds")
        .collect();
    let mut shown = BTreeSet::new();
    eventually("each metric is shown by one of the services", async || {
        for service in 0..SERVICES.len() {
            let text = system.metrics(service).await;
            let types = text
                .lines()
                .filter_map(|line| line.strip_prefix("# TYPE "))
                .filter_map(|line| line.split(' ').next());
            shown.extend(types.map(str::to_owned));
        }
        let missing: Vec<&String> = expected.difference(&shown).collect();
        if !missing.is_empty() {
            println!("not shown yet: {missing:?}");
        }
        missing.is_empty()
    })
    .await;
}
