//! What a service depends on, and whether it is reached.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tokio::sync::watch;

/// What the service depends on, and so whether it may be sent work. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Readiness(Arc<watch::Sender<Dependencies>>);

/// Each dependency by its name.
pub(super) type Dependencies = BTreeMap<&'static str, Dependency>;

/// Something that a service depends on, as `/health/ready` shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Dependency {
    /// Whether it is reached.
    up: bool,
    /// Whether calls are refused without it.
    required: bool,
}

/// One dependency, away until it is said to be up.
#[derive(Clone, Debug)]
pub struct Gate {
    service: &'static str,
    name: &'static str,
    readiness: Readiness,
}

impl Default for Readiness {
    fn default() -> Self {
        Self::new()
    }
}

impl Readiness {
    /// Readiness without dependencies yet.
    pub fn new() -> Self {
        Self(Arc::new(watch::channel(BTreeMap::new()).0))
    }

    /// Adds a dependency of `service` without which no call can be answered.
    pub fn required(&self, service: &'static str, name: &'static str) -> Gate {
        self.gate(service, name, true)
    }

    /// Adds a dependency of `service` that is shown, and without which calls are answered all the same.
    pub fn shown(&self, service: &'static str, name: &'static str) -> Gate {
        self.gate(service, name, false)
    }

    fn gate(&self, service: &'static str, name: &'static str, required: bool) -> Gate {
        let away = Dependency {
            up: false,
            required,
        };
        self.0.send_modify(|all| {
            all.insert(name, away);
        });
        let gate = Gate {
            service,
            name,
            readiness: self.clone(),
        };
        gate.set(false);
        gate
    }

    /// Whether everything is up that is required.
    pub fn is_ready(&self) -> bool {
        ready_with(&self.0.borrow())
    }

    /// Each dependency as it is now.
    pub(super) fn dependencies(&self) -> Dependencies {
        self.0.borrow().clone()
    }

    /// Waits until readiness is other than `known`, and returns what it has become.
    pub async fn changed_from(&self, known: bool) -> bool {
        let mut watching = self.0.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = watching.wait_for(|all| ready_with(all) != known).await;
        !known
    }
}

impl Gate {
    /// Says whether it is reached.
    pub fn set(&self, up: bool) {
        metrics::gauge!("dependency_up", "service" => self.service, "dependency" => self.name)
            .set(f64::from(u8::from(up)));
        self.readiness.0.send_if_modified(|all| {
            let Some(dependency) = all.get_mut(self.name) else {
                return false;
            };
            std::mem::replace(&mut dependency.up, up) != up
        });
    }
}

pub(super) fn ready_with(all: &Dependencies) -> bool {
    all.values().all(|one| one.up || !one.required)
}
