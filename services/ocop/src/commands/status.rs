//! `ocop status`: what runs, in which version, whether it reaches what it needs, and what waits.

mod seen;

use clap::Args;
use ocop_identity::{Role, Scope};
use ocop_proto::operations::v1::ListDeadLettersRequest;
use serde::Serialize;

pub(super) use seen::{Operators, Seen, versions_differ};
#[cfg(test)]
pub(super) use seen::{Version, Waits};

use super::Outcome;
use crate::client::Target;
use crate::output::{self, Format};

/// Seconds after which an event that waits is late.
const LATE: f64 = 60.0;

/// Dead letters that are counted at most.
const COUNTED: i32 = 500;

/// Where to ask.
#[derive(Args, Debug)]
pub(crate) struct Status {
    #[command(flatten)]
    operators: Operators,
}

/// A service as it stands.
#[derive(Debug, Serialize)]
struct Standing {
    service: &'static str,
    #[serde(flatten)]
    seen: Seen,
    /// Absent where nobody may be asked: there is no token, or it is not an operator's.
    #[serde(skip_serializing_if = "Option::is_none")]
    dead_letters: Option<usize>,
}

impl Status {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let mut standing = Vec::new();
        for (service, seen) in self.operators.read(target).await? {
            let answers = matches!(seen, Seen::Answers { .. });
            let dead_letters = if answers {
                dead_letters(target, service).await
            } else {
                None
            };
            standing.push(Standing {
                service,
                seen,
                dead_letters,
            });
        }
        let problems = problems(&standing);
        match format {
            Format::Json => output::json(&serde_json::json!({
                "services": standing,
                "problems": problems,
            }))?,
            Format::Text => show(&standing, &problems),
        }
        Ok(Outcome::problem_if(!problems.is_empty()))
    }
}

/// How many events the consumers of a service could not apply.
async fn dead_letters(target: &Target, service: &str) -> Option<usize> {
    let bearer = target.bearer(Role::Operator, Scope::Anywhere).ok()?;
    let mut operations = target
        .services(&[service])
        .ok()?
        .operations(service, &bearer)?;
    let request = ListDeadLettersRequest {
        page_size: COUNTED,
        page_token: String::new(),
    };
    let page = operations.list_dead_letters(request).await.ok()?;
    Some(page.into_inner().dead_letters.len())
}

fn show(standing: &[Standing], problems: &[String]) {
    let mut table = output::table(&[
        "service",
        "version",
        "",
        "to be published",
        "oldest",
        "waiting for earlier ones",
        "dead letters",
    ]);
    for Standing {
        service,
        seen,
        dead_letters,
    } in standing
    {
        let Seen::Answers {
            build,
            ready,
            waits,
            ..
        } = seen
        else {
            table.add_row([(*service).into(), "".into(), output::bad_cell("away")]);
            continue;
        };
        let letters = match dead_letters {
            None => "?".to_owned(),
            Some(count) => count.to_string(),
        };
        table.add_row([
            (*service).into(),
            build.to_string().into(),
            if *ready {
                output::good_cell("ready")
            } else {
                output::bad_cell("not ready")
            },
            output::number(waits.outbox_waiting),
            output::number(format!("{:.0} s", waits.outbox_oldest_seconds)),
            output::number(waits.events_parked),
            output::number(letters),
        ]);
    }
    output::line(table);
    if problems.is_empty() {
        output::line(output::good("Everything runs and nothing is late."));
    }
    for problem in problems {
        output::line(output::bad(problem));
    }
}

/// What is wrong, each with what to do about it.
fn problems(standing: &[Standing]) -> Vec<String> {
    let mut problems = Vec::new();
    for of in standing {
        problems.extend(of.seen.problems(of.service));
        if let Seen::Answers { waits, .. } = &of.seen {
            let service = of.service;
            if waits.outbox_waiting > 0 && waits.outbox_oldest_seconds > LATE {
                problems.push(format!(
                    "{} events of {service} wait since {:.0} seconds to be published: see in its log why NATS does not \
                     take them.",
                    waits.outbox_waiting, waits.outbox_oldest_seconds
                ));
            }
            if waits.outbox_refused > 0 {
                problems.push(format!(
                    "NATS refuses {} events of {service}: its log says why; after that is mended, they are sent by \
                     themselves.",
                    waits.outbox_refused
                ));
            }
            if waits.events_parked > 0 {
                problems.push(format!(
                    "{} events wait in {service} for earlier ones: `ocop reconcile` says which are missing, with \
                     --repair they are published again.",
                    waits.events_parked
                ));
            }
        }
        if let Some(count @ 1..) = of.dead_letters {
            let service = of.service;
            problems.push(format!(
                "{service} could not apply {count} events: `ocop dead-letters list --service {service}` shows them."
            ));
        }
    }
    problems.extend(versions_differ(
        standing.iter().map(|of| (of.service, &of.seen)),
    ));
    problems
}

#[cfg(test)]
mod tests {
    use super::seen::Dependency;
    use super::*;
    use crate::embedded::SERVICES;

    fn answering(service: &'static str) -> Standing {
        Standing {
            service,
            seen: Seen::Answers {
                address: "http://127.0.0.1:7201".to_owned(),
                build: Version {
                    version: "0.1.0".to_owned(),
                    commit: None,
                },
                ready: true,
                dependencies: [("database", true), ("nats", false)]
                    .map(|(name, required)| (name.to_owned(), Dependency { up: true, required }))
                    .into(),
                waits: Waits::default(),
                clock_off_seconds: Some(0),
            },
            dead_letters: Some(0),
        }
    }

    #[test]
    fn nothing_is_said_of_a_system_that_is_well() {
        assert_eq!(problems(&SERVICES.map(answering)), Vec::<String>::new());
    }

    #[test]
    fn each_problem_says_what_to_do() {
        let mut standing = SERVICES.map(answering);
        standing[0].dead_letters = Some(2);
        if let Seen::Answers { waits, build, .. } = &mut standing[1].seen {
            *waits = Waits {
                outbox_waiting: 3,
                outbox_oldest_seconds: 61.0,
                outbox_refused: 1,
                events_parked: 4,
                events_lag_seconds: 0.0,
            };
            build.version = "0.2.0".to_owned();
        }
        standing[2].seen = Seen::Away {
            address: "http://127.0.0.1:7203".to_owned(),
            why: "connection refused".to_owned(),
        };
        let problems = problems(&standing);
        for (words, times) in [
            ("`ocop dead-letters list --service catalog`", 1),
            ("wait since 61 seconds", 1),
            ("NATS refuses 1 events", 1),
            ("`ocop reconcile`", 1),
            ("promotion does not answer", 1),
            ("of different versions", 1),
        ] {
            let said = problems.iter().filter(|line| line.contains(words)).count();
            assert_eq!(said, times, "{words}: {problems:?}");
        }
        assert_eq!(problems.len(), 6);
    }
}
