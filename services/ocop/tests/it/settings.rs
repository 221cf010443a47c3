//! What is wrong with a setting is reported under the key as it is written.

use std::collections::BTreeSet;

use ocop_chassis::program::{Program, settings};

/// Settings that take any text, or that are wrong only beside another.
const ANY_TEXT: [&str; 21] = [
    "grpc.tls_certificate",
    "admin.tls_certificate",
    "telemetry.service_name",
    "nats.user",
    "nats.password",
    "nats.credentials",
    "nats.setup_user",
    "nats.setup_password",
    "nats.setup_credentials",
    "nats.ca",
    "nats.tls_certificate",
    "partner_nats.account",
    "partner_nats.user",
    "partner_nats.password",
    "partner_nats.system_user",
    "partner_nats.system_password",
    "objects.ca",
    "objects.access_key",
    "objects.secret_key",
    "objects.region",
    "objects.endpoint",
];

/// Values that a setting of some kind cannot have.
const WRONG: [&str; 6] = ["", "-1", "0", "nonsense", "a[b=", "18446744073709551615"];

fn keys(table: &toml::Table, under: &str, into: &mut BTreeSet<String>) {
    for (name, value) in table {
        let key = format!("{under}{name}");
        match value {
            toml::Value::Table(table) => keys(table, &format!("{key}."), into),
            _ => {
                into.insert(key);
            }
        }
    }
}

fn every_key_is_reported_as_it_is_written<P: Program>() {
    let mut known = BTreeSet::new();
    keys(&P::DEFAULTS.parse().unwrap(), "", &mut known);
    let mut never = Vec::new();
    for key in &known {
        let mut reported = BTreeSet::new();
        for value in WRONG {
            let given = [(key.clone(), value.to_owned())];
            if let Err(problems) = settings::<P>(None, &given) {
                reported.extend(problems.iter().map(|problem| problem.key.clone()));
            }
        }
        let unknown: Vec<_> = reported.difference(&known).collect();
        assert!(unknown.is_empty(), "{key} is reported as {unknown:?}");
        if !reported.contains(key) && !ANY_TEXT.contains(&key.as_str()) {
            never.push(key);
        }
    }
    assert!(never.is_empty(), "no wrong value is reported of {never:?}");
}

#[test]
fn settings_of_the_catalog_are_reported_by_their_keys() {
    every_key_is_reported_as_it_is_written::<ocop_catalog::Catalog>();
}

#[test]
fn settings_of_evaluation_are_reported_by_their_keys() {
    every_key_is_reported_as_it_is_written::<ocop_evaluation::Evaluation>();
}

#[test]
fn settings_of_promotion_are_reported_by_their_keys() {
    every_key_is_reported_as_it_is_written::<ocop_promotion::Promotion>();
}
