//! `ocop doctor`: a deployment looked over, check by check, each failed one with what to do.

mod broker;
mod certificates;

use clap::Args;
use ocop_identity::{Role, Scope};
use ocop_proto::operations::v1::ListDeadLettersRequest;
use serde::Serialize;

use super::Outcome;
use super::status::{Operators, Seen, versions_differ};
use crate::client::Target;
use crate::errors::CallError;
use crate::output::{self, Format};

/// Seconds by which a clock may be off: tokens are good for minutes, and a day of the law ends at midnight.
const CLOCK_OFF: i64 = 5;

/// Where to look.
#[derive(Args, Debug)]
pub(crate) struct Doctor {
    #[command(flatten)]
    operators: Operators,
    /// NATS, such as nats://nats.example:4222; that of the data directory, with its passwords, if not given.
    #[arg(long, value_name = "URL")]
    nats: Option<String>,
    #[command(flatten)]
    passwords: broker::Given,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Result {
    Good,
    Bad,
    /// It was not made, for want of an address, a password or a file.
    NotMade,
}

/// A check and what came of it.
#[derive(Debug, Serialize)]
struct Check {
    of: String,
    what: &'static str,
    result: Result,
    /// What was found; of a bad one also what to do.
    found: String,
}

/// The checks as they are made.
#[derive(Debug, Default)]
struct Checks(Vec<Check>);

impl Checks {
    fn good(&mut self, of: &str, what: &'static str, found: impl Into<String>) {
        self.add(of, what, Result::Good, found.into());
    }

    fn bad(&mut self, of: &str, what: &'static str, found: impl Into<String>) {
        self.add(of, what, Result::Bad, found.into());
    }

    fn not_made(&mut self, of: &str, what: &'static str, why: impl Into<String>) {
        self.add(of, what, Result::NotMade, why.into());
    }

    fn add(&mut self, of: &str, what: &'static str, result: Result, found: String) {
        self.0.push(Check {
            of: of.to_owned(),
            what,
            result,
            found,
        });
    }
}

impl Doctor {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let mut checks = Checks::default();
        let seen = self.operators.read(target).await?;
        for (service, seen) in &seen {
            of_operators(service, seen, &mut checks);
            calls(target, service, &mut checks).await;
            certificates::check(target, service, &mut checks).await;
        }
        match versions_differ(seen.iter().map(|(service, seen)| (*service, seen))) {
            Some(differ) => checks.bad("services", "versions", differ),
            None => checks.good("services", "versions", "the same"),
        }
        broker::check(target, self.nats.as_deref(), &self.passwords, &mut checks).await;
        let bad = checks.0.iter().filter(|check| check.result == Result::Bad);
        let bad = bad.count();
        match format {
            Format::Json => output::json(&serde_json::json!({"checks": checks.0, "bad": bad}))?,
            Format::Text => show(&checks.0, bad),
        }
        Ok(Outcome::problem_if(bad > 0))
    }
}

/// What a port for operators tells.
fn of_operators(service: &str, seen: &Seen, checks: &mut Checks) {
    let problems = seen.problems(service);
    let Seen::Answers {
        build,
        dependencies,
        clock_off_seconds,
        ..
    } = seen
    else {
        for problem in problems {
            checks.bad(service, "reachable", problem);
        }
        return;
    };
    checks.good(service, "reachable", format!("version {build}"));
    // A service refuses to start on a schema that it does not know.
    checks.good(service, "migrations", "applied: it would not run without");
    if problems.is_empty() {
        let names: Vec<&str> = dependencies.keys().map(String::as_str).collect();
        checks.good(service, "dependencies", names.join(", "));
    }
    for problem in problems {
        checks.bad(service, "dependencies", problem);
    }
    match clock_off_seconds {
        Some(off) if off.abs() <= CLOCK_OFF => checks.good(service, "clock", "as here"),
        Some(off) => checks.bad(
            service,
            "clock",
            format!(
                "{} seconds {} the one here: let both machines take the time from NTP, for tokens and the days of the \
                 law depend on it.",
                off.abs(),
                if *off > 0 { "ahead of" } else { "behind" }
            ),
        ),
        None => checks.not_made(service, "clock", "the port does not tell the time"),
    }
}

/// Whether an operator's call is answered, which reads the stream of dead letters.
async fn calls(target: &Target, service: &str, checks: &mut Checks) {
    let what = "calls";
    let prepared = target
        .bearer(Role::Operator, Scope::Anywhere)
        .and_then(|bearer| Ok(target.services(&[service])?.operations(service, &bearer)));
    let mut operations = match prepared {
        Ok(Some(operations)) => operations,
        Ok(None) => return,
        Err(error) => return checks.not_made(service, what, format!("{error:#}")),
    };
    let request = ListDeadLettersRequest {
        page_size: 1,
        page_token: String::new(),
    };
    match operations.list_dead_letters(request).await {
        Ok(answer) if answer.get_ref().dead_letters.is_empty() => {
            checks.good(service, what, "answered; there are no dead letters");
        }
        Ok(_) => checks.bad(
            service,
            what,
            format!(
                "answered; there are dead letters: `ocop dead-letters list --service {service}` shows them."
            ),
        ),
        Err(status) => checks.bad(service, what, CallError::from(status).to_string()),
    }
}

fn show(checks: &[Check], bad: usize) {
    let mut table = output::table(&["", "check", "", "found"]);
    for check in checks {
        table.add_row([
            check.of.as_str().into(),
            check.what.into(),
            match check.result {
                Result::Good => output::good_cell("✓"),
                Result::Bad => output::bad_cell("✗"),
                Result::NotMade => "–".into(),
            },
            check.found.as_str().into(),
        ]);
    }
    output::line(table);
    let not_made = checks
        .iter()
        .filter(|check| check.result == Result::NotMade);
    let counted = format!(
        "{} checks: {bad} failed, {} not made.",
        checks.len(),
        not_made.count()
    );
    if bad == 0 {
        output::line(output::good(&counted));
    } else {
        output::line(output::bad(&counted));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::status::{Version, Waits};
    use super::*;

    fn clock(off: Option<i64>) -> Result {
        let seen = Seen::Answers {
            address: "http://127.0.0.1:7201".to_owned(),
            build: Version {
                version: "0.1.0".to_owned(),
                commit: None,
            },
            ready: true,
            dependencies: BTreeMap::new(),
            waits: Waits::default(),
            clock_off_seconds: off,
        };
        let mut checks = Checks::default();
        of_operators("catalog", &seen, &mut checks);
        let mut checks = checks.0.into_iter();
        checks
            .find(|check| check.what == "clock")
            .expect("it is checked")
            .result
    }

    #[test]
    fn a_clock_more_than_five_seconds_off_is_bad_either_way() {
        for (off, expected) in [
            (Some(0), Result::Good),
            (Some(5), Result::Good),
            (Some(-5), Result::Good),
            (Some(6), Result::Bad),
            (Some(-6), Result::Bad),
            (None, Result::NotMade),
        ] {
            assert_eq!(clock(off), expected, "{off:?}");
        }
    }
}
