//! The users of the embedded broker: one per service with just its subjects, and one for a partner that may only subscribe.
//!
//! Their passwords are made once and kept in the data directory, readable by this user only, so that a second start
//! goes on with the same ones.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ocop_proto::topology::{self, SERVICES, Service};
use serde::Serialize;

/// The user of a partner: it may subscribe to matches and nothing else.
pub(crate) const PARTNER: &str = "partner";

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
    for user in topology::NAMES.into_iter().chain([PARTNER]) {
        if !kept.contains_key(user) {
            kept.insert(user.to_owned(), new_password()?);
        }
    }
    if kept.len() != before {
        write_private(&path, &serde_json::to_vec_pretty(&kept)?)?;
    }
    Ok(kept)
}

fn new_password() -> anyhow::Result<String> {
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

fn of_service(service: &Service) -> Permissions {
    let (own, consumers) = (service.stream(), service.consumers);
    let service = service.name;
    let mut publish = vec![format!("ocop.{service}.v1.>"), "$JS.API.INFO".to_owned()];
    for stream in [own.as_str(), "OCOP_DEAD"] {
        publish.extend(
            ["CREATE", "UPDATE", "INFO", "MSG.GET"]
                .map(|verb| format!("$JS.API.STREAM.{verb}.{stream}")),
        );
        publish.push(format!("$JS.API.DIRECT.GET.{stream}"));
        publish.push(format!("$JS.API.DIRECT.GET.{stream}.>"));
    }
    publish.push("$JS.API.STREAM.MSG.DELETE.OCOP_DEAD".to_owned());
    for (consumer, heard) in consumers.iter().filter_map(|consumer| {
        let publisher = topology::service(consumer.publisher)?;
        Some((consumer.name, publisher.stream()))
    }) {
        publish.push(format!("ocop.dead.{consumer}"));
        publish.push(format!("$JS.API.STREAM.INFO.{heard}"));
        publish.push(format!("$JS.API.CONSUMER.CREATE.{heard}.{consumer}"));
        publish.push(format!("$JS.API.CONSUMER.CREATE.{heard}.{consumer}.>"));
        publish.push(format!(
            "$JS.API.CONSUMER.DURABLE.CREATE.{heard}.{consumer}"
        ));
        publish.push(format!("$JS.API.CONSUMER.INFO.{heard}.{consumer}"));
        publish.push(format!("$JS.API.CONSUMER.MSG.NEXT.{heard}.{consumer}"));
        // The server writes acknowledgement subjects in an old and a new form.
        publish.push(format!("$JS.ACK.{heard}.{consumer}.>"));
        publish.push(format!("$JS.ACK.*.*.{heard}.{consumer}.>"));
    }
    Permissions {
        publish,
        subscribe: vec![format!("_INBOX_{service}.>")],
    }
}

/// The users as a part of the server's configuration, which takes JSON.
pub(crate) fn configuration(passwords: &Passwords) -> serde_json::Value {
    let user = |name: &str, may: serde_json::Value| {
        serde_json::json!({
            "user": name,
            "password": passwords.get(name),
            "permissions": may,
        })
    };
    let mut users: Vec<_> = SERVICES
        .iter()
        .map(|service| user(service.name, serde_json::json!(of_service(service))))
        .collect();
    users.push(user(
        PARTNER,
        serde_json::json!({
            "publish": {"deny": [">"]},
            "subscribe": ["ocop.promotion.v1.match.>"],
        }),
    ));
    serde_json::json!({ "users": users })
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
}
