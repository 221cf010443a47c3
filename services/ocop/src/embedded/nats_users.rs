//! The users of the broker: one per service with just its subjects. Partners have credentials of their own, which
//! promotion issues: see [`nats_accounts`](super::nats_accounts).
//!
//! The passwords of the embedded broker are made once and kept in the data directory, readable by this user only, so that a second start
//! goes on with the same ones.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ocop_promotion::callout::new_issuer_seed;
use ocop_proto::topology::{self, SERVICES, Service};
use serde::Serialize;

use super::nats_accounts::ISSUER_SEED;

/// The user with which promotion admits partners and makes their consumers.
pub(crate) const PARTNERS: &str = "promotion-partners";

/// The user of the system account with which promotion ends connections of partners.
pub(crate) const SYSTEM: &str = "promotion-system";

/// The passwords by user.
pub(crate) type Passwords = BTreeMap<String, String>;

/// Reads the passwords kept in `directory`, making those that are missing.
///
/// # Errors
/// The file cannot be read or written.
pub(crate) fn passwords(directory: &Path) -> anyhow::Result<Passwords> {
    let path = directory.join("nats-users.json");
    let mut kept: Passwords = match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).with_context(|| {
            format!(
                "{} cannot be read; remove it to have new passwords",
                path.display()
            )
        })?,
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => Passwords::new(),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let before = kept.len();
    for user in names() {
        if let Entry::Vacant(new) = kept.entry(user) {
            new.insert(new_password()?);
        }
    }
    if !kept.contains_key(ISSUER_SEED) {
        kept.insert(
            ISSUER_SEED.to_owned(),
            new_issuer_seed()?.reveal().to_owned(),
        );
    }
    if kept.len() != before {
        write_private(&path, &serde_json::to_vec_pretty(&kept)?)?;
    }
    Ok(kept)
}

/// The names of all users of the configuration.
pub(crate) fn names() -> impl Iterator<Item = String> {
    let services = topology::NAMES.into_iter();
    let users = services.flat_map(|service| [service.to_owned(), set_up_user(service)]);
    users.chain([PARTNERS, SYSTEM].map(str::to_owned))
}

/// A password that nobody can guess.
///
/// # Errors
/// The system gives no random bytes.
pub(crate) fn new_password() -> anyhow::Result<String> {
    let mut bytes = [0_u8; 24];
    aws_lc_rs::rand::fill(&mut bytes)
        .map_err(|_| anyhow::anyhow!("the system gives no random bytes"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Writes a file that only this user can read, whole or not at all.
///
/// # Errors
/// It cannot be written.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let temporary = path.with_extension("draft");
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&temporary)
        .with_context(|| format!("cannot write {}", temporary.display()))?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&temporary, path).with_context(|| format!("cannot write {}", path.display()))
}

/// What one user may do.
#[derive(Debug, Serialize)]
struct Permissions {
    publish: Vec<String>,
    subscribe: Vec<String>,
}

/// What a service may do while it runs: publish its own subjects, read the consumers that were made for it, and look at
/// its own streams. Nothing of this changes a stream, but for removing a dead letter of its own that took effect.
fn of_service(service: &Service) -> Permissions {
    let (own, dead) = (service.stream(), service.dead_letters());
    let mut publish = vec![
        format!("ocop.{}.v1.>", service.name),
        format!("$JS.API.STREAM.MSG.DELETE.{dead}"),
    ];
    for stream in [own, dead] {
        publish.extend(
            ["STREAM.INFO", "STREAM.MSG.GET", "DIRECT.GET"]
                .map(|verb| format!("$JS.API.{verb}.{stream}")),
        );
    }
    for consumer in service.consumers {
        let (name, heard) = (consumer.name, topology::stream(consumer.publisher));
        publish.push(format!("ocop.dead.{}.{name}", service.name));
        publish.push(format!("$JS.API.CONSUMER.INFO.{heard}.{name}"));
        publish.push(format!("$JS.API.CONSUMER.MSG.NEXT.{heard}.{name}"));
        // The server writes acknowledgement subjects in an old and a new form.
        publish.push(format!("$JS.ACK.{heard}.{name}.>"));
        publish.push(format!("$JS.ACK.*.*.{heard}.{name}.>"));
    }
    Permissions {
        publish,
        subscribe: vec![format!("_INBOX_{}.>", service.name)],
    }
}

/// What `migrate` of a service may do: make its two streams, and the consumers that read its events.
fn of_set_up(service: &Service) -> Permissions {
    let own = service.stream();
    let mut publish = Vec::new();
    for stream in [&own, &service.dead_letters()] {
        publish.extend(
            ["CREATE", "UPDATE", "INFO"].map(|verb| format!("$JS.API.STREAM.{verb}.{stream}")),
        );
    }
    for consumer in service.read_by() {
        let name = consumer.name;
        publish.push(format!("$JS.API.CONSUMER.CREATE.{own}.{name}"));
        publish.push(format!("$JS.API.CONSUMER.CREATE.{own}.{name}.>"));
        publish.push(format!("$JS.API.CONSUMER.DURABLE.CREATE.{own}.{name}"));
    }
    Permissions {
        publish,
        subscribe: vec![format!("_INBOX_{}_setup.>", service.name)],
    }
}

/// The user that `migrate` of a service uses.
pub(crate) fn set_up_user(service: &str) -> String {
    format!("{service}-setup")
}

/// The users of the services as a part of the server's configuration, which takes JSON.
pub(super) fn configuration(passwords: &Passwords) -> Vec<serde_json::Value> {
    let user = |name: &str, may: serde_json::Value| {
        serde_json::json!({
            "user": name,
            "password": passwords.get(name),
            "permissions": may,
        })
    };
    SERVICES
        .iter()
        .flat_map(|service| {
            let set_up = set_up_user(service.name);
            [
                user(service.name, serde_json::json!(of_service(service))),
                user(&set_up, serde_json::json!(of_set_up(service))),
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_second_start_goes_on_with_the_same_passwords() {
        let directory = tempfile::tempdir().expect("a directory");
        let first = passwords(directory.path()).expect("passwords are made");
        assert_eq!(
            passwords(directory.path()).expect("they are read again"),
            first
        );
        let mode = fs::metadata(directory.path().join("nats-users.json"))
            .expect("the file is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "others can read it: {mode:o}");
    }

    #[test]
    fn no_service_may_publish_what_another_publishes() {
        for service in &SERVICES {
            let name = service.name;
            for subject in of_service(service).publish {
                for other in &SERVICES {
                    assert!(
                        other == service || !subject.starts_with(&format!("ocop.{}.", other.name)),
                        "{name} may publish {subject}"
                    );
                }
                assert!(
                    !subject.starts_with('>') && subject != "$JS.>",
                    "{name}: {subject}"
                );
            }
        }
    }

    #[test]
    fn no_service_may_change_a_stream_or_make_a_consumer() {
        for service in &SERVICES {
            let dead = format!("$JS.API.STREAM.MSG.DELETE.{}", service.dead_letters());
            for subject in of_service(service).publish {
                let changes = ["CREATE", "UPDATE", "DELETE", "PURGE", "RESTORE", "SNAPSHOT"];
                assert!(
                    subject == dead || !changes.iter().any(|verb| subject.contains(verb)),
                    "{} may publish {subject}",
                    service.name
                );
            }
        }
    }
}
