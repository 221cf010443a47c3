//! What each credential of the broker can do, tried at the broker that `ocop up` starts.

use std::path::Path;

use ocop_harness::eventually;
use ocop_proto::topology::{SERVICES, Service};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::program::{Up, ocop, run};

/// A connection that speaks the protocol itself: the server answers a PING after everything that was said before it, so
/// that a refusal is known when the answer is there.
struct Connection {
    stream: BufReader<TcpStream>,
    inbox: String,
}

impl Connection {
    /// As the user of a service, or as its `-setup` user.
    async fn of(up: &Up, directory: &Path, user: &str) -> Self {
        let users = std::fs::read(directory.join("nats-users.json")).unwrap();
        let users: Value = serde_json::from_slice(&users).unwrap();
        let password = users[user].as_str().unwrap();
        let mut stream = BufReader::new(TcpStream::connect(up.nats()).await.unwrap());
        let mut greeting = String::new();
        stream.read_line(&mut greeting).await.unwrap();
        let login = json!({
            "user": user, "pass": password, "verbose": false, "pedantic": false, "headers": true
        });
        let inbox = format!("_INBOX_{}", user.replace('-', "_"));
        let mut connection = Self { stream, inbox };
        let first = format!("CONNECT {login}\r\nSUB {}.answer 1\r\n", connection.inbox);
        assert_eq!(connection.say(&first).await, "", "{user} is let in");
        connection
    }

    /// Says something and gives everything that the server answers before it answers a PING.
    async fn say(&mut self, words: &str) -> String {
        let words = format!("{words}PING\r\n");
        self.stream.write_all(words.as_bytes()).await.unwrap();
        let mut answers = String::new();
        loop {
            let mut line = String::new();
            let read = self.stream.read_line(&mut line).await.unwrap();
            assert!(read > 0, "the connection ended after {answers}");
            match line.as_str() {
                "PONG\r\n" => return answers,
                "PING\r\n" => self.stream.write_all(b"PONG\r\n").await.unwrap(),
                _ => answers.push_str(&line),
            }
        }
    }

    async fn publish(&mut self, subject: &str, body: &str) -> String {
        let words = format!(
            "PUB {subject} {}.answer {}\r\n{body}\r\n",
            self.inbox,
            body.len()
        );
        self.say(&words).await
    }

    /// A stream as the server describes it, once it is there.
    async fn info(&mut self, stream: &str) -> Value {
        loop {
            let subject = format!("$JS.API.STREAM.INFO.{stream}");
            let mut answers = self.publish(&subject, "").await;
            let found = loop {
                if let Some(found) = answers.lines().rfind(|line| line.starts_with('{')) {
                    break serde_json::from_str::<Value>(found).unwrap();
                }
                answers.push_str(&self.say("").await);
            };
            if found.get("config").is_some() {
                return found;
            }
        }
    }

    async fn may_publish(&mut self, subject: &str) -> bool {
        let answer = self.publish(subject, "{}").await;
        !answer.contains("Permissions Violation")
    }

    async fn may_subscribe(&mut self, subject: &str) -> bool {
        let answer = self.say(&format!("SUB {subject} 2\r\nUNSUB 2\r\n")).await;
        !answer.contains("Permissions Violation")
    }
}

/// All that changes a stream, or reads one past its consumers.
fn mechanisms(of: &Service) -> Vec<String> {
    let mut subjects = Vec::new();
    for stream in [of.stream(), of.dead_letters()] {
        for verb in [
            "CREATE",
            "UPDATE",
            "DELETE",
            "PURGE",
            "SNAPSHOT",
            "RESTORE",
            "LEADER.STEPDOWN",
        ] {
            subjects.push(format!("$JS.API.STREAM.{verb}.{stream}"));
        }
        for verb in [
            "CREATE",
            "DURABLE.CREATE",
            "DELETE",
            "PAUSE",
            "LEADER.STEPDOWN",
        ] {
            subjects.push(format!("$JS.API.CONSUMER.{verb}.{stream}.spy"));
            for consumer in of.read_by() {
                let name = consumer.name;
                subjects.push(format!("$JS.API.CONSUMER.{verb}.{stream}.{name}"));
            }
        }
    }
    subjects.push(format!("$JS.API.STREAM.MSG.DELETE.{}", of.stream()));
    subjects
}

#[tokio::test]
async fn a_service_can_publish_its_subjects_and_read_its_consumers_and_change_no_stream() {
    let directory = tempfile::tempdir().unwrap();
    let up = Up::start(directory.path());
    for service in &SERVICES {
        let name = service.name;
        let mut connection = Connection::of(&up, directory.path(), name).await;
        let mut refused: Vec<String> = SERVICES.iter().flat_map(mechanisms).collect();
        // A stream of its own that copies others, or that they are copied to.
        refused.push("$JS.API.STREAM.CREATE.SPY".to_owned());
        refused.push("$JS.API.STREAM.LIST".to_owned());
        refused.push("$JS.API.STREAM.NAMES".to_owned());
        for other in SERVICES.iter().filter(|other| *other != service) {
            refused.push(format!("ocop.{}.v1.product.updated.51", other.name));
            refused.push(format!("ocop.dead.{}.anybody", other.name));
            for stream in [other.stream(), other.dead_letters()] {
                for verb in ["STREAM.MSG.GET", "STREAM.MSG.DELETE", "DIRECT.GET"] {
                    refused.push(format!("$JS.API.{verb}.{stream}"));
                }
            }
            for consumer in other.consumers {
                let stream = ocop_proto::topology::stream(consumer.publisher);
                let consumer = consumer.name;
                refused.push(format!("$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"));
                refused.push(format!("$JS.ACK.{stream}.{consumer}.1.1.1.1.0"));
                refused.push(format!("ocop.dead.{}.{consumer}", other.name));
            }
        }
        for subject in refused {
            assert!(
                !connection.may_publish(&subject).await,
                "{name} may publish {subject}"
            );
        }
        for subject in [">", "ocop.>", "$JS.>", "_INBOX_x.>", "_INBOX.>", "$SYS.>"] {
            assert!(
                !connection.may_subscribe(subject).await,
                "{name} may subscribe to {subject}"
            );
        }
        // What it is for.
        let own = service.stream();
        let mut allowed = vec![
            format!("ocop.{name}.v1.note"),
            format!("$JS.API.STREAM.INFO.{own}"),
            format!("$JS.API.STREAM.MSG.GET.{}", service.dead_letters()),
        ];
        for consumer in service.consumers {
            let stream = ocop_proto::topology::stream(consumer.publisher);
            let consumer = consumer.name;
            allowed.push(format!("$JS.API.CONSUMER.INFO.{stream}.{consumer}"));
            allowed.push(format!("ocop.dead.{name}.{consumer}"));
        }
        for subject in allowed {
            assert!(
                connection.may_publish(&subject).await,
                "{name} may not publish {subject}"
            );
        }
    }
}

#[tokio::test]
async fn no_service_can_have_a_stream_copied_or_filled_emptied_or_removed_nor_speak_for_another() {
    let directory = tempfile::tempdir().unwrap();
    let up = Up::start(directory.path());
    let mut connections = Vec::new();
    for service in &SERVICES {
        let connection = Connection::of(&up, directory.path(), service.name).await;
        connections.push((service, connection));
    }
    let mut before = Vec::new();
    for (service, connection) in &mut connections {
        before.push(connection.info(&service.stream()).await);
    }
    for attacker in 0..SERVICES.len() {
        for (victim, known) in SERVICES.iter().zip(&before) {
            let (service, connection) = &mut connections[attacker];
            let (stream, mut config) = (victim.stream(), known["config"].clone());
            config["republish"] = json!({"src": ">", "dest": "_INBOX_catalog.copy.>"});
            let republished = config.clone();
            config["republish"] = Value::Null;
            config["sources"] = json!([{"name": SERVICES[attacker].stream()}]);
            let mut tried = vec![
                (
                    format!("$JS.API.STREAM.UPDATE.{stream}"),
                    republished.to_string(),
                ),
                (
                    format!("$JS.API.STREAM.UPDATE.{stream}"),
                    config.to_string(),
                ),
                (format!("$JS.API.STREAM.PURGE.{stream}"), "{}".to_owned()),
                (format!("$JS.API.STREAM.DELETE.{stream}"), String::new()),
                (
                    "$JS.API.STREAM.CREATE.SPY".to_owned(),
                    json!({"name": "SPY", "sources": [{"name": stream}]}).to_string(),
                ),
                (
                    "$JS.API.STREAM.CREATE.SPY".to_owned(),
                    json!({"name": "SPY", "mirror": {"name": victim.dead_letters()}}).to_string(),
                ),
            ];
            if victim != *service {
                let name = victim.name;
                // As the event of another service, and as a letter among another's dead ones.
                tried.push((
                    format!("ocop.{name}.v1.product.registered.51"),
                    "{}".to_owned(),
                ));
                tried.push((format!("ocop.dead.{name}.{name}-products"), "{}".to_owned()));
                let dead = victim.dead_letters();
                tried.push((
                    format!("$JS.API.STREAM.MSG.GET.{dead}"),
                    json!({"seq": 1}).to_string(),
                ));
                tried.push((format!("$JS.API.STREAM.INFO.{dead}"), String::new()));
            }
            for (subject, body) in tried {
                let answer = connection.publish(&subject, &body).await;
                assert!(
                    answer.contains("Permissions Violation"),
                    "{}: {subject} {body}: {answer}",
                    service.name
                );
            }
        }
    }
    // Everything is as it was.
    for ((service, connection), known) in connections.iter_mut().zip(&before) {
        let after = connection.info(&service.stream()).await;
        for part in ["/config", "/state/messages", "/state/last_seq"] {
            assert_eq!(
                after.pointer(part),
                known.pointer(part),
                "{} {part}",
                service.name
            );
        }
    }
}

#[tokio::test]
async fn a_set_up_credential_makes_its_own_streams_and_neither_publishes_nor_reads() {
    let directory = tempfile::tempdir().unwrap();
    let up = Up::start(directory.path());
    for service in &SERVICES {
        let user = format!("{}-setup", service.name);
        let mut connection = Connection::of(&up, directory.path(), &user).await;
        let (own, dead) = (service.stream(), service.dead_letters());
        for subject in [
            format!("$JS.API.STREAM.INFO.{own}"),
            format!("$JS.API.STREAM.INFO.{dead}"),
        ] {
            assert!(connection.may_publish(&subject).await, "{user}: {subject}");
        }
        let mut refused = vec![
            format!("ocop.{}.v1.product.updated.51", service.name),
            format!("$JS.API.STREAM.MSG.GET.{own}"),
            format!("$JS.API.STREAM.MSG.GET.{dead}"),
            format!("$JS.API.STREAM.PURGE.{own}"),
            format!("$JS.API.STREAM.DELETE.{own}"),
            format!("$JS.API.CONSUMER.CREATE.{own}.spy"),
        ];
        for other in SERVICES.iter().filter(|other| *other != service) {
            refused.extend(mechanisms(other));
        }
        for subject in refused {
            assert!(!connection.may_publish(&subject).await, "{user}: {subject}");
        }
    }
}

#[tokio::test]
async fn a_poison_message_ends_in_the_dead_letters_of_each_service_that_reads_it() {
    let directory = tempfile::tempdir().unwrap();
    let up = Up::start(directory.path());
    let mut catalog = Connection::of(&up, directory.path(), "catalog").await;
    let subject = "ocop.catalog.v1.product.registered.51";
    catalog.publish(subject, "không phải sự kiện").await;
    let letters = eventually("a dead letter at each reader", async || {
        let (_, stdout, error) =
            run(ocop(directory.path()).args(["--json", "dead-letters", "list"]));
        let letters: Value = serde_json::from_str(&stdout).map_err(|_| error)?;
        match letters.as_array() {
            Some(list) if list.len() == 2 => Ok(list.clone()),
            _ => Err(stdout),
        }
    })
    .await;
    let mut readers: Vec<&str> = letters
        .iter()
        .map(|letter| letter["consumer"].as_str().unwrap())
        .collect();
    readers.sort_unstable();
    assert_eq!(readers, ["evaluation-products", "promotion-products"]);
    assert!(
        letters
            .iter()
            .all(|letter| letter["reason"] == "UNDECODABLE")
    );
}
