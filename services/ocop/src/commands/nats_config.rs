//! `ocop nats-config`: what a NATS server must know of the services, from the one list of services and consumers.
//!
//! The passwords are not in it: the server reads each from a variable of its environment, `OCOP_NATS_CATALOG_SETUP` for the
//! user `catalog-setup`. Streams and consumers are not configuration of the server; `migrate` of each service makes them.

use std::fmt::Write as _;

use clap::Args;
use ocop_promotion::callout::STREAM;
use ocop_proto::topology::SERVICES;
use serde_json::{Map, Value, json};

use super::Outcome;
use crate::embedded::nats_accounts::{self, ISSUER_SEED};
use crate::embedded::nats_users::{self, Passwords};
use crate::output::{self, Format};

/// The variable with the public key that signs for partners.
const ISSUER: &str = "OCOP_NATS_PARTNERS_ISSUER_KEY";

/// Options of the command.
#[derive(Args, Debug)]
pub(crate) struct NatsConfig {
    /// Print new passwords instead, as variables for the server. Keep them as a secret, and give each service its own.
    #[arg(long)]
    passwords: bool,
}

impl NatsConfig {
    pub(super) fn run(self, format: Format) -> anyhow::Result<Outcome> {
        let shown = if self.passwords {
            let passwords = new_passwords()?;
            match format {
                Format::Json => return output::json(&passwords).map(|()| Outcome::Clean),
                Format::Text => as_variables(&passwords),
            }
        } else {
            let accounts = accounts();
            match format {
                Format::Json => return output::json(&accounts).map(|()| Outcome::Clean),
                Format::Text => format!("{}{}", preface(), written(&accounts)?),
            }
        };
        output::line(shown.trim_end());
        Ok(Outcome::Clean)
    }
}

/// The variable that holds the password of a user.
fn variable(user: &str) -> String {
    format!("OCOP_NATS_{}", user.to_uppercase().replace('-', "_"))
}

/// Accounts, users and permissions, with the name of a variable for each password.
fn accounts() -> Value {
    let passwords: Passwords = nats_users::names()
        .map(|user| {
            let named = format!("${}", variable(&user));
            (user, named)
        })
        .collect();
    let mut configuration = json!({});
    nats_accounts::add(&mut configuration, &passwords, &format!("${ISSUER}"));
    configuration
}

/// A new value for each variable, and the seed that promotion signs with.
fn new_passwords() -> anyhow::Result<Map<String, Value>> {
    let mut values = Map::new();
    for user in nats_users::names() {
        // The server reads the value as it reads its configuration, where what begins with a digit is a number.
        values.insert(
            variable(&user),
            json!(format!("p{}", nats_users::new_password()?)),
        );
    }
    let seed = ocop_promotion::callout::new_issuer_seed()?;
    let kept: Passwords = [(ISSUER_SEED.to_owned(), seed.reveal().to_owned())].into();
    values.insert(ISSUER.to_owned(), json!(nats_accounts::issuer(&kept)?));
    values.insert(
        "OCOP_NATS_PARTNERS_ISSUER_SEED".to_owned(),
        json!(seed.reveal()),
    );
    Ok(values)
}

fn as_variables(values: &Map<String, Value>) -> String {
    values
        .iter()
        .map(|(name, value)| format!("{name}={}\n", value.as_str().unwrap_or_default()))
        .collect()
}

/// What the reader of the configuration should know, with the streams that it will not find there.
fn preface() -> String {
    let mut text = "# Accounts and users of NATS, as `ocop nats-config` prints them. Do not edit: include it in the configuration of the\n\
                    # server and give the server the variables of `ocop nats-config --passwords`.\n\
                    #\n\
                    # `migrate` of each service makes its streams and the consumers that read them:\n"
        .to_owned();
    for service in &SERVICES {
        let mut readers: Vec<&str> = service.read_by().map(|consumer| consumer.name).collect();
        if service.stream() == STREAM {
            readers.push("a consumer of each partner");
        }
        let (stream, dead) = (service.stream(), service.dead_letters());
        // Writing to a text cannot fail.
        let _ = writeln!(
            text,
            "#   {stream} of ocop.{name}.v1.>, read by {readers}; {dead} of ocop.dead.{name}.*",
            name = service.name,
            readers = readers.join(", "),
        );
    }
    text
}

/// JSON in the server's own format, which is JSON but for its variables: they stand without quotation marks.
fn written(configuration: &Value) -> anyhow::Result<String> {
    let mut text = String::new();
    let Some(fields) = configuration.as_object() else {
        anyhow::bail!("the configuration is no object");
    };
    for (name, value) in fields {
        let pretty = serde_json::to_string_pretty(value)?;
        let mut lines = pretty.lines().map(without_quotes).collect::<Vec<_>>();
        lines.push(String::new());
        write!(text, "{name}: {}", lines.join("\n"))?;
    }
    Ok(text)
}

/// A line of JSON whose value names a variable, with the value bare.
fn without_quotes(line: &str) -> String {
    match line.split_once("\"$OCOP_NATS_") {
        Some((before, after)) => format!("{before}$OCOP_NATS_{}", after.replacen('"', "", 1)),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_in_the_configuration_and_each_has_a_variable() {
        let text = written(&accounts()).unwrap();
        let values = new_passwords().unwrap();
        for user in nats_users::names() {
            let variable = variable(&user);
            assert!(
                text.contains(&format!("\"password\": ${variable}")),
                "{user}"
            );
            let value = values[&variable].as_str().unwrap();
            assert!(value.starts_with('p') && value.len() > 30, "{value}");
            assert!(!text.contains(value));
        }
        assert!(text.contains(&format!("\"issuer\": ${ISSUER}\n")));
        assert!(!text.contains("\"$OCOP"), "{text}");
    }

    #[test]
    fn the_preface_names_every_stream_with_its_readers() {
        let preface = preface();
        let line = "OCOP_CATALOG of ocop.catalog.v1.>, read by evaluation-products, evaluation-producers, evaluation-places, evaluation-areas, evaluation-training, promotion-products, promotion-producers, promotion-places";
        assert!(preface.contains(line), "{preface}");
        assert!(preface.lines().all(|line| line.starts_with('#')));
    }
}
