//! Notices of subscriptions by e-mail, through an SMTP relay of the test.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::TimeDelta;
use ocop_harness::{Receiver, Reply, eventually, on_both_engines};
use ocop_proto::promotion::v1 as proto;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::fixture::{Fixture, certificate, id, supermarket};

/// A letter as the relay took it.
#[derive(Clone, Debug, Default)]
struct Letter {
    to: Vec<String>,
    message_id: String,
    text: String,
}

/// A relay on this machine.
#[derive(Clone, Default)]
struct Relay {
    taken: Arc<Mutex<Vec<Letter>>>,
    /// What it answers to the next letters instead of taking them.
    refusals: Arc<Mutex<VecDeque<&'static str>>>,
}

impl Relay {
    /// Starts one. Answers its URL too.
    async fn start() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let relay = Self::default();
        let serving = relay.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        (relay, url)
    }

    /// Speaks as much of RFC 5321 as a sender needs.
    async fn serve(self, stream: TcpStream) {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut letter = Letter::default();
        let mut answer = "220 relay.test";
        loop {
            if write
                .write_all(format!("{answer}\r\n").as_bytes())
                .await
                .is_err()
            {
                return;
            }
            let Ok(Some(line)) = lines.next_line().await else {
                return;
            };
            answer = match line.split([' ', ':']).next().unwrap_or_default() {
                "EHLO" | "MAIL" => "250 relay.test",
                "RCPT" => {
                    let address = line.trim_start_matches("RCPT TO:<");
                    let address = address.split('>').next().unwrap_or_default();
                    letter.to.push(address.to_owned());
                    "250 yes"
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.unwrap();
                    let mut body = String::new();
                    let mut in_body = false;
                    while let Ok(Some(line)) = lines.next_line().await {
                        if line == "." {
                            break;
                        }
                        if let Some(id) = line.strip_prefix("Message-ID: ") {
                            letter.message_id = id.to_owned();
                        }
                        if in_body {
                            body.push_str(&line);
                        }
                        in_body |= line.is_empty();
                    }
                    letter.text = String::from_utf8(BASE64.decode(body).unwrap()).unwrap();
                    let letter = std::mem::take(&mut letter);
                    let refusal = self.refusals.lock().unwrap().pop_front();
                    if refusal.is_none() {
                        self.taken.lock().unwrap().push(letter);
                    }
                    refusal.unwrap_or("250 taken")
                }
                "QUIT" => "221 bye",
                _ => "250 as you like",
            };
        }
    }

    /// Waits until it has taken so many letters, and gives them.
    async fn letters(&self, count: usize) -> Vec<Letter> {
        eventually("the letters", async || {
            let taken = self.taken.lock().unwrap().clone();
            if taken.len() == count {
                Ok(taken)
            } else {
                Err(format!("{taken:?}"))
            }
        })
        .await
    }

    /// Waits until it has refused all that it was to refuse.
    async fn has_refused(&self) {
        eventually("the refusals", async || {
            self.refusals.lock().unwrap().is_empty().then_some(())
        })
        .await;
    }
}

async fn with_mail(url: &str) -> (Fixture, Relay) {
    let (relay, address) = Relay::start().await;
    let settings = [("mail.relay", address.as_str()), ("mail.poll_seconds", "1")];
    (Fixture::with(url, &settings).await, relay)
}

/// The supermarket with a second person to ask, and its subscription.
async fn subscribed(fixture: &Fixture, receiver: &Receiver) -> String {
    let engineer = "kythuat@songtra.example";
    let request = proto::RegisterPartnerRequest {
        request_id: id(1),
        partner: Some(proto::Partner {
            contacts: vec![proto::PartnerContact {
                name: "Võ Thị Hoa (mẫu)".to_owned(),
                email: engineer.to_owned(),
                ..Default::default()
            }],
            ..supermarket()
        }),
    };
    let partner = fixture.officer().register_partner(request).await;
    let partner = partner.unwrap().into_inner().partner.unwrap();
    let (subscription, _) = fixture.subscribe(&partner, receiver.url()).await;
    subscription
}

async fn disable(fixture: &Fixture, n: u128, subscription: &str) {
    let request = proto::DisableSubscriptionRequest {
        request_id: id(n),
        id: subscription.to_owned(),
    };
    let mut officer = fixture.webhook_officer();
    officer.disable_subscription(request).await.unwrap();
}

async fn enable(fixture: &Fixture, n: u128, subscription: &str) {
    let request = proto::EnableSubscriptionRequest {
        request_id: id(n),
        id: subscription.to_owned(),
    };
    let mut officer = fixture.webhook_officer();
    officer.enable_subscription(request).await.unwrap();
}

on_both_engines!(
    partners_are_written_when_a_receiver_has_failed_for_a_day_and_when_its_subscription_is_disabled,
    async |url: String| {
        let (fixture, relay) = with_mail(&url).await;
        let receiver = Receiver::start().await;
        let subscription = subscribed(&fixture, &receiver).await;
        receiver.next([Reply::Status(500), Reply::Status(500), Reply::Status(410)]);
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.after(1, &subscription).await;
        fixture.service.clock.advance(TimeDelta::hours(25));
        fixture.after(2, &subscription).await;
        let letters = relay.letters(1).await;
        assert_eq!(
            letters[0].to,
            ["muahang@songtra.example", "kythuat@songtra.example"]
        );
        let text = &letters[0].text;
        assert!(text.contains("không nhận được sự kiện nào từ"), "{text}");
        assert!(
            text.contains("The endpoint 127.0.0.1 has accepted no event since"),
            "{text}"
        );

        fixture.service.clock.advance(TimeDelta::hours(1));
        let letters = relay.letters(2).await;
        let text = &letters[1].text;
        assert!(text.contains("it answered 410 Gone"), "{text}");
        assert!(text.contains("đã dừng lúc"), "{text}");
        assert_ne!(letters[0].message_id, letters[1].message_id);
    }
);

on_both_engines!(
    a_notice_that_the_relay_cannot_take_now_comes_later_and_one_that_is_not_true_any_more_does_not,
    async |url: String| {
        let (fixture, relay) = with_mail(&url).await;
        let receiver = Receiver::start().await;
        let subscription = subscribed(&fixture, &receiver).await;
        relay
            .refusals
            .lock()
            .unwrap()
            .push_back("451 try again later");
        disable(&fixture, 3, &subscription).await;
        relay.has_refused().await;
        enable(&fixture, 4, &subscription).await;
        fixture.service.clock.advance(TimeDelta::minutes(5));

        relay
            .refusals
            .lock()
            .unwrap()
            .push_back("451 try again later");
        disable(&fixture, 5, &subscription).await;
        relay.has_refused().await;
        fixture.service.clock.advance(TimeDelta::minutes(5));
        let letters = relay.letters(1).await;
        assert!(letters[0].text.contains("somebody asked for it"));
    }
);

on_both_engines!(
    a_notice_that_the_relay_refuses_for_good_is_given_up,
    async |url: String| {
        let (fixture, relay) = with_mail(&url).await;
        let receiver = Receiver::start().await;
        let subscription = subscribed(&fixture, &receiver).await;
        relay
            .refusals
            .lock()
            .unwrap()
            .push_back("550 no such mailbox");
        disable(&fixture, 3, &subscription).await;
        relay.has_refused().await;
        // The notices after it are taken, and are the only ones although the clock goes on.
        for (n, letters) in [(4, 1), (6, 2)] {
            enable(&fixture, n, &subscription).await;
            disable(&fixture, n + 1, &subscription).await;
            relay.letters(letters).await;
            fixture.service.clock.advance(TimeDelta::hours(12));
        }
    }
);
