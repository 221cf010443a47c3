//! What the ports for operators tell.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::time::Duration;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use clap::Args;
use ocop_chassis::clock::Clock;
use reqwest::header::DATE;
use serde::{Deserialize, Serialize};

use crate::client::Target;
use crate::embedded::{SERVICES, directory};
use crate::errors::Refused;

/// How long a port is given to answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Where the ports for operators are.
#[derive(Args, Debug)]
pub(in crate::commands) struct Operators {
    /// A service's port for operators, such as catalog=http://127.0.0.1:7201; once for each. Those of the data directory
    /// if not given.
    #[arg(long = "admin", value_name = "SERVICE=URL", value_parser = named_address)]
    admin: Vec<(&'static str, String)>,
}

/// What a service tells of itself.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(in crate::commands) enum Seen {
    /// It answers.
    Answers {
        address: String,
        #[serde(flatten)]
        build: Version,
        ready: bool,
        dependencies: BTreeMap<String, Dependency>,
        #[serde(flatten)]
        waits: Waits,
        /// By how much its clock is ahead of the one here; whole seconds.
        clock_off_seconds: Option<i64>,
    },
    /// It does not.
    Away { address: String, why: String },
}

/// Its version.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(in crate::commands) struct Version {
    pub(in crate::commands) version: String,
    pub(in crate::commands) commit: Option<String>,
}

/// Something that it depends on.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(in crate::commands) struct Dependency {
    pub(in crate::commands) up: bool,
    pub(in crate::commands) required: bool,
}

/// What waits in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(in crate::commands) struct Waits {
    /// Events that are to be published.
    pub(in crate::commands) outbox_waiting: u64,
    /// The age of the oldest of them.
    pub(in crate::commands) outbox_oldest_seconds: f64,
    /// Events that the broker refuses.
    pub(in crate::commands) outbox_refused: u64,
    /// Events that wait for earlier ones of their aggregate.
    pub(in crate::commands) events_parked: u64,
    /// The time from recording to applying, of the last event of the slowest consumer.
    pub(in crate::commands) events_lag_seconds: f64,
}

#[derive(Deserialize)]
struct Ready {
    ready: bool,
    dependencies: BTreeMap<String, Dependency>,
}

impl Operators {
    /// Asks every service whose port is known.
    ///
    /// # Errors
    /// No port is known, or the authority of --ca cannot be read.
    pub(in crate::commands) async fn read(
        &self,
        target: &Target,
    ) -> anyhow::Result<Vec<(&'static str, Seen)>> {
        let addresses: Vec<(&'static str, String)> = if self.admin.is_empty() {
            let running = directory::addresses_in(&target.data_dir, &[]);
            let running = running.map_err(|_| {
                Refused::NothingRuns(format!(
                    "no services run on {}. Start them with `ocop up`, name the directory with --data-dir, or name the \
                     ports for operators with --admin catalog=http://127.0.0.1:7201 and so on.",
                    target.data_dir.display()
                ))
            })?;
            let known = SERVICES.into_iter();
            known
                .filter_map(|name| Some((name, running.admin.get(name)?.clone())))
                .collect()
        } else {
            self.admin.clone()
        };
        let mut client = reqwest::Client::builder().timeout(TIMEOUT).no_proxy();
        if let Some(authority) = target.authority() {
            let pem = fs::read(authority)
                .with_context(|| format!("cannot read {}", authority.display()))?;
            client = client.add_root_certificate(reqwest::Certificate::from_pem(&pem)?);
        }
        let client = client.build()?;
        let mut all = Vec::new();
        for (service, address) in addresses {
            let seen = match ask(&client, service, &address).await {
                Ok(seen) => seen,
                Err(error) => Seen::Away {
                    why: format!("{error:#}"),
                    address,
                },
            };
            all.push((service, seen));
        }
        Ok(all)
    }
}

async fn ask(client: &reqwest::Client, service: &str, address: &str) -> anyhow::Result<Seen> {
    let get = async |path: &str| client.get(format!("{address}{path}")).send().await;
    let answer = get("/build").await?;
    let clock_off_seconds = answer.headers().get(DATE).and_then(|date| {
        let there = DateTime::parse_from_rfc2822(date.to_str().ok()?).ok()?;
        let here: DateTime<Utc> = Clock::system(ocop_proto::VIET_NAM).now();
        Some((there.to_utc() - here).num_seconds())
    });
    let build: Version = serde_json::from_slice(&answer.bytes().await?)?;
    let ready: Ready = serde_json::from_slice(&get("/health/ready").await?.bytes().await?)?;
    let metrics = get("/metrics").await?.text().await?;
    let waits = Waits::in_metrics(&metrics, service);
    Ok(Seen::Answers {
        address: address.to_owned(),
        build,
        ready: ready.ready,
        dependencies: ready.dependencies,
        waits,
        clock_off_seconds,
    })
}

impl Seen {
    /// What is wrong with it, each with what to do.
    pub(in crate::commands) fn problems(&self, service: &str) -> Vec<String> {
        match self {
            Self::Away { address, why } => vec![format!(
                "{service} does not answer at {address} ({why}): start it, or give the right address with --admin."
            )],
            Self::Answers {
                ready,
                dependencies,
                ..
            } => {
                let away = dependencies.iter().filter(|(_, of)| !of.up);
                let mut problems: Vec<String> = away
                    .map(|(name, of)| match (name.as_str(), of.required) {
                        ("database", _) => format!(
                            "{service} does not reach its database and refuses every call: see that PostgreSQL runs and \
                             that database.url is right."
                        ),
                        ("database_room", _) => format!(
                            "The disk of the database of {service} is full: calls that change something are refused. Make \
                             room; the next change tells whether it is enough."
                        ),
                        ("nats", _) => format!(
                            "{service} does not reach NATS: calls are answered, and events wait. See that nats-server runs \
                             and that nats.url, nats.user and nats.password are right."
                        ),
                        (_, true) => format!("{service} does not reach {name} and refuses every call: its log says why."),
                        (_, false) => {
                            format!("{service} does not reach {name}; calls are answered without it. Its log says why.")
                        }
                    })
                    .collect();
                if !ready && problems.is_empty() {
                    problems.push(format!(
                        "{service} takes no calls: it starts or it drains. Ask again in a moment."
                    ));
                }
                problems
            }
        }
    }
}

/// Says of services that answer in different versions what to do.
pub(in crate::commands) fn versions_differ<'a>(
    services: impl Iterator<Item = (&'static str, &'a Seen)>,
) -> Option<String> {
    let versions: Vec<(&str, &Version)> = services
        .filter_map(|(service, seen)| match seen {
            Seen::Answers { build, .. } => Some((service, build)),
            Seen::Away { .. } => None,
        })
        .collect();
    let (_, first) = versions.first()?;
    if versions.iter().all(|(_, version)| version == first) {
        return None;
    }
    let named: Vec<String> = versions
        .iter()
        .map(|(service, version)| format!("{service} {version}"))
        .collect();
    Some(format!(
        "The services are of different versions ({}): bring all to the newest.",
        named.join(", ")
    ))
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.version)?;
        match &self.commit {
            Some(commit) => write!(f, " ({commit})"),
            None => Ok(()),
        }
    }
}

impl Waits {
    /// Reads what is of `service` in the text format of Prometheus: the services of `ocop up` share one text.
    fn in_metrics(text: &str, service: &str) -> Self {
        let own = [
            format!("{{service=\"{service}\""),
            // Consumers are named after the service that they are of.
            format!("{{consumer=\"{service}-"),
        ];
        let values = |name: &str| {
            let samples = text.lines().filter_map(|line| {
                let rest = line.strip_prefix(name)?;
                let is_own = own.iter().any(|labels| rest.starts_with(labels.as_str()));
                let value = rest.rsplit(' ').next()?.parse::<f64>().ok()?;
                (is_own && value.is_finite()).then_some(value)
            });
            samples.collect::<Vec<f64>>()
        };
        let sum = |name: &str| {
            let all: f64 = values(name).iter().sum();
            // A count; no number of events is beyond what a float holds exactly.
            all.max(0.0) as u64
        };
        let greatest = |name: &str| values(name).into_iter().fold(0.0, f64::max);
        Self {
            outbox_waiting: sum("outbox_waiting"),
            outbox_oldest_seconds: greatest("outbox_oldest_seconds"),
            outbox_refused: sum("outbox_refused"),
            events_parked: sum("events_parked"),
            events_lag_seconds: greatest("events_lag_seconds"),
        }
    }
}

/// Reads `catalog=http://127.0.0.1:7201`.
fn named_address(text: &str) -> Result<(&'static str, String), String> {
    let wrong = || {
        format!(
            "is no address of a service; write it SERVICE=URL, where the service is {}",
            SERVICES.join(", ")
        )
    };
    let (name, address) = text.split_once('=').ok_or_else(wrong)?;
    let service = SERVICES.into_iter().find(|service| *service == name);
    let address = match address.trim_end_matches('/') {
        "" => return Err(wrong()),
        whole if whole.contains("://") => whole.to_owned(),
        short => format!("http://{short}"),
    };
    Ok((service.ok_or_else(wrong)?, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_in_a_service_is_read_from_metrics_that_several_share() {
        let metrics = "# TYPE outbox_waiting gauge\noutbox_waiting{service=\"catalog\"} 3\n\
            outbox_waiting{service=\"promotion\"} 6\noutbox_oldest_seconds{service=\"catalog\"} 61.5\n\
            events_parked{consumer=\"catalog-a\"} 1\nevents_parked{consumer=\"catalog-b\"} 2\n\
            events_parked{consumer=\"promotion-a\"} 7\nevents_parked_total{consumer=\"catalog-a\"} 40\n\
            events_lag_seconds{consumer=\"catalog-a\"} 0.25\nevents_lag_seconds{consumer=\"catalog-b\"} 0.5\n\
            events_lag_seconds{consumer=\"promotion-a\"} 9\n";
        let catalog = Waits {
            outbox_waiting: 3,
            outbox_oldest_seconds: 61.5,
            outbox_refused: 0,
            events_parked: 3,
            events_lag_seconds: 0.5,
        };
        assert_eq!(Waits::in_metrics(metrics, "catalog"), catalog);
        let promotion = Waits {
            outbox_waiting: 6,
            outbox_oldest_seconds: 0.0,
            outbox_refused: 0,
            events_parked: 7,
            events_lag_seconds: 9.0,
        };
        assert_eq!(Waits::in_metrics(metrics, "promotion"), promotion);
        assert_eq!(Waits::in_metrics(metrics, "evaluation"), Waits::default());
    }

    #[test]
    fn an_address_of_operators_is_named_and_may_lack_its_scheme() {
        let whole = Ok(("catalog", "http://127.0.0.1:7201".to_owned()));
        assert_eq!(named_address("catalog=127.0.0.1:7201"), whole);
        assert_eq!(named_address("catalog=http://127.0.0.1:7201/"), whole);
        for wrong in ["127.0.0.1:7201", "kitchen=127.0.0.1:7201", "catalog="] {
            let refused = named_address(wrong).expect_err("no address");
            assert!(
                refused.contains("catalog, evaluation, promotion"),
                "{refused}"
            );
        }
    }
}
