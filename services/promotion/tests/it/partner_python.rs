//! A partner that reads its events with nats-py (`tests/partner.py`), with a server that asks promotion who may connect.

use std::path::Path;
use std::process::Stdio;

use futures::StreamExt as _;
use ocop_harness::{nats_py, on_both_engines};
use ocop_proto::promotion::v1 as proto;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::fixture::{Fixture, certificate, id, of_product, supermarket};
use crate::partner_nats::{connect, fixture, fixture_with, issue};

/// The program, which does a thing for each word that it is given.
struct Python {
    input: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

impl Python {
    async fn start(
        fixture: &Fixture,
        access: &proto::NatsAccess,
        other: &proto::NatsAccess,
    ) -> Self {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/partner.py");
        let mut process = Command::new("python3")
            .arg(program)
            .env("PYTHONPATH", nats_py())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut python = Self {
            input: process.stdin.take().unwrap(),
            answers: output.lines(),
            _process: process,
        };
        let given = json!({
            "url": fixture.nats.url(), "access": words(access), "other": words(other)
        });
        python.write(&given.to_string()).await;
        assert_eq!(python.does("connect").await, "connected");
        python
    }

    async fn write(&mut self, line: &str) {
        let line = format!("{line}\n");
        self.input.write_all(line.as_bytes()).await.unwrap();
    }

    async fn does(&mut self, word: &str) -> Value {
        self.write(word).await;
        let answer = self.answers.next_line().await.unwrap();
        let answer = answer.expect("it ended; its error stands above");
        serde_json::from_str(&answer).unwrap()
    }
}

fn words(access: &proto::NatsAccess) -> Value {
    json!({
        "user": access.user, "password": access.password, "subject": access.subject,
        "inbox_prefix": access.inbox_prefix, "stream": access.stream,
        "consumer": access.consumer, "domain": access.domain,
    })
}

/// Two partners that look for the same, each with credentials.
async fn two(fixture: &Fixture) -> [(proto::Partner, String, proto::NatsAccess); 2] {
    let mine = fixture.supermarket().await;
    let other = proto::RegisterPartnerRequest {
        request_id: id(3),
        partner: Some(supermarket()),
    };
    let other = fixture.officer().register_partner(other).await.unwrap();
    let other = other.into_inner().partner.unwrap();
    let (first, access) = issue(fixture, 20, &mine).await;
    let (second, others) = issue(fixture, 21, &other).await;
    [(mine, first, access), (other, second, others)]
}

on_both_engines!(
    a_partner_in_python_reads_its_past_and_present_and_gets_no_further,
    async |url: String| {
        let fixture = fixture(&url).await;
        let [(mine, _, access), (other, _, others)] = two(&fixture).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        let neighbour = connect(&fixture, &others).await;
        let mut live = neighbour.subscribe(others.subject.clone()).await.unwrap();
        let inbox = format!("{}.>", others.inbox_prefix);
        let mut answered = neighbour.subscribe(inbox).await.unwrap();
        neighbour.flush().await.unwrap();

        let mut partner = Python::start(&fixture, &access, &others).await;
        // Its events are waiting: they go to nobody but itself.
        let refused = partner.does("redirect").await;
        assert!(
            refused[0].as_str().unwrap().contains("reply"),
            "{refused:?}"
        );
        let past = partner.does("past").await;
        let of_mine = format!("ocop.promotion.v1.match.opened.51.{}", mine.id);
        assert_eq!(past, json!([of_mine]), "all of its past, once");

        fixture
            .publish_certificate("issued", 1, of_product(2, 12, 4, "2026-06-15"))
            .await;
        assert_eq!(partner.does("present").await, of_mine);
        let first = live.next().await.unwrap();
        let of_other = format!("ocop.promotion.v1.match.opened.51.{}", other.id);
        assert_eq!(
            first.subject.as_str(),
            of_other,
            "what is directed at others does not reach them"
        );
        assert!(futures::poll!(answered.next()).is_pending());

        let refused = partner.does("refused").await;
        let tried = refused.as_object().unwrap();
        assert!(tried.len() > 35, "{tried:?}");
        for (what, refusal) in tried {
            let refusal = refusal.as_str().unwrap();
            assert!(
                refusal.contains("permissions violation"),
                "{what}: {refusal}"
            );
        }
        assert_eq!(
            partner.does("past").await,
            json!([of_mine]),
            "what it tried changed nothing"
        );
    }
);

on_both_engines!(
    a_partner_in_python_is_cut_off_when_its_credentials_are_revoked,
    async |url: String| {
        let fixture = fixture(&url).await;
        let [(_, credentials, access), (_, _, others)] = two(&fixture).await;
        let mut partner = Python::start(&fixture, &access, &others).await;
        let revoke = proto::RevokeNatsCredentialsRequest {
            request_id: id(30),
            id: credentials,
        };
        fixture
            .officer()
            .revoke_nats_credentials(revoke)
            .await
            .unwrap();
        let answer = partner.does("revoked").await;
        let answer = answer.as_str().unwrap();
        assert!(answer.contains("Authorization"), "{answer}");
    }
);

on_both_engines!(
    a_session_is_renewed_without_the_partner_in_python_noticing_more_than_a_reconnection,
    async |url: String| {
        let settings = [
            ("partner_nats.watch_ms", "100"),
            ("partner_nats.session_seconds", "4"),
        ];
        let fixture = fixture_with(&url, &settings).await;
        let [(mine, _, access), (_, _, others)] = two(&fixture).await;
        let mut partner = Python::start(&fixture, &access, &others).await;
        assert_eq!(partner.does("renewed").await, "connected");
        assert_eq!(partner.does("renewed").await, "connected");
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        let of_mine = format!("ocop.promotion.v1.match.opened.51.{}", mine.id);
        assert_eq!(partner.does("past").await, json!([of_mine]));
    }
);
