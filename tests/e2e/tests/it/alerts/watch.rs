//! What is watched, and what was raised so far.

use std::collections::BTreeSet;

use ocop_harness::{AlertRule, Prometheus, eventually};

/// What is watched, and which alerts were raised so far.
pub(super) struct Watch {
    pub(super) prometheus: Prometheus,
    pub(super) raised: BTreeSet<String>,
}

impl Watch {
    /// The alerts of this name whose condition holds.
    pub(super) async fn firing(&self, name: &str) -> Vec<AlertRule> {
        let alerts = self.prometheus.alerts().await.into_iter();
        alerts
            .filter(|rule| rule.firing && rule.name == name)
            .collect()
    }

    /// The condition of an alert does not hold yet, whatever else happened.
    pub(super) async fn quiet(&self, name: &str) {
        assert_eq!(self.firing(name).await, [], "before it was brought about");
    }

    /// The condition of an alert comes to hold, in all its windows, while `meanwhile` is done again and again.
    pub(super) async fn raised_by(&mut self, name: &str, mut meanwhile: impl AsyncFnMut()) {
        eventually(&format!("the alert {name}"), async || {
            meanwhile().await;
            let alerts = self.prometheus.alerts().await;
            let of_name: Vec<&AlertRule> = alerts.iter().filter(|rule| rule.name == name).collect();
            !of_name.is_empty() && of_name.iter().all(|rule| rule.firing)
        })
        .await;
        self.raised.insert(name.to_owned());
    }

    pub(super) async fn raised(&mut self, name: &str) {
        self.raised_by(name, async || ()).await;
    }
}
