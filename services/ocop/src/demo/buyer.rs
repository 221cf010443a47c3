//! A supermarket, outside of everything: a plain NATS client with the partner's password and an HTTP receiver that checks
//! every signature itself, as Standard Webhooks 1.0 says.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::{Context as _, ensure};
use aws_lc_rs::hmac;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use ocop_chassis::clock::Clock;
use ocop_chassis::identity::{Role, Scope};
use ocop_proto::promotion::v1::{
    CreateSubscriptionRequest, MatchFact, Partner, RegisterPartnerRequest, Sourcing,
};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::PROVINCE;
use super::stage::{BOUND, Stage, province, same};
use crate::embedded::{PARTNER, System};
use crate::errors::Refused;
use crate::waiting;

/// Seconds by which the time of a webhook may differ from ours.
const TOLERANCE: i64 = 300;

/// What the supermarket was told.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct News {
    /// "opened", "upgraded", "suspended" …
    pub(super) kind: String,
    /// What it is about.
    pub(super) fact: MatchFact,
}

/// The supermarket.
#[derive(Debug)]
pub(super) struct Buyer {
    /// Its id with promotion.
    pub(super) id: String,
    /// Its webhook subscription.
    pub(super) subscription_id: String,
    by_nats: Heard,
    by_webhook: Heard,
    _listening: JoinSet<()>,
}

/// News in order of arrival, or what was wrong with one.
type Heard = Arc<Mutex<Vec<Result<News, String>>>>;

#[derive(Clone)]
struct Receiver {
    secret: Arc<OnceLock<Vec<u8>>>,
    clock: Clock,
    heard: Heard,
}

impl Buyer {
    /// Registers with promotion, subscribes by NATS and by webhook, and listens.
    pub(super) async fn come(stage: &Stage<'_>, system: &System) -> anyhow::Result<Self> {
        stage.title("A supermarket comes");
        let partner = register(stage).await?;
        let (by_nats, by_webhook) = (Heard::default(), Heard::default());
        let mut listening = JoinSet::new();

        let password = system
            .nats_password(PARTNER)
            .context("the broker has no user for partners")?;
        let client = async_nats::ConnectOptions::new()
            .user_and_password(PARTNER.to_owned(), password.to_owned())
            .connect(&system.addresses.nats)
            .await
            .context("the supermarket cannot connect to NATS")?;
        let mut subscriber = client.subscribe(partner.subject.clone()).await?;
        client.flush().await?;
        let heard = Arc::clone(&by_nats);
        listening.spawn(async move {
            // The connection lives as long as somebody listens.
            let _client = client;
            while let Some(message) = subscriber.next().await {
                let news = read_nats(&message).map_err(|error| format!("{error:#}"));
                held(&heard).push(news);
            }
        });

        let secret = Arc::new(OnceLock::new());
        let receiver = Receiver {
            secret: Arc::clone(&secret),
            clock: stage.clock().clone(),
            heard: Arc::clone(&by_webhook),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/ocop", listener.local_addr()?);
        let router = Router::new()
            .route("/ocop", post(receive))
            .with_state(receiver);
        listening.spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the supermarket's receiver ended");
            }
        });
        let subscription_id = subscribe(stage, &partner.id, &url, &secret).await?;
        stage.say(&format!(
            "  \"{}\" looks for fish sauce or seasoning (sets 9 and 10) from Quảng Ngãi with ★★★ or more.\n  \
             It listens with a plain NATS client on {}\n  and with a signed webhook at {url}.",
            partner.name, partner.subject
        ));
        Ok(Self {
            id: partner.id,
            subscription_id,
            by_nats,
            by_webhook,
            _listening: listening,
        })
    }

    /// Waits for the news with this number (from 0) on both ways; both must say the same.
    pub(super) async fn hears_both(
        &self,
        number: usize,
    ) -> anyhow::Result<[(&'static str, News); 2]> {
        let nats = nth(&self.by_nats, number, "by NATS").await?;
        let webhook = nth(&self.by_webhook, number, "by webhook").await?;
        same("what the webhook says, beside NATS,", &webhook, &nats)?;
        Ok([
            ("Partner by NATS", nats),
            ("Partner by webhook, signature verified", webhook),
        ])
    }

    /// Everything heard so far: by NATS, by webhook.
    ///
    /// # Errors
    /// Something heard could not be read or verified.
    pub(super) fn heard(&self) -> anyhow::Result<(Vec<News>, Vec<News>)> {
        let all = |heard: &Heard| {
            held(heard)
                .iter()
                .cloned()
                .collect::<Result<Vec<_>, _>>()
                .map_err(anyhow::Error::msg)
        };
        Ok((all(&self.by_nats)?, all(&self.by_webhook)?))
    }
}

async fn register(stage: &Stage<'_>) -> anyhow::Result<Partner> {
    let officer = stage.bearer("promotion-51", Role::PromotionOfficer, province())?;
    let asked = RegisterPartnerRequest {
        request_id: stage.request_id(),
        partner: Some(Partner {
            name: "Siêu thị Sông Trà (mẫu)".to_owned(),
            email: "thu-mua@sieu-thi.example".to_owned(),
            sourcing: Some(Sourcing {
                criteria_sets: vec![9, 10],
                province_codes: vec![PROVINCE.to_owned()],
                minimum_star: 3,
            }),
            ..Partner::default()
        }),
    };
    let answer = stage
        .services
        .partners(&officer)
        .register_partner(asked)
        .await
        .map_err(Refused::from)?;
    answer
        .into_inner()
        .partner
        .context("promotion answers without the partner")
}

async fn subscribe(
    stage: &Stage<'_>,
    partner_id: &str,
    url: &str,
    secret: &OnceLock<Vec<u8>>,
) -> anyhow::Result<String> {
    let buyer = stage.bearer(
        "supermarket",
        Role::Partner,
        Scope::Partner(partner_id.to_owned()),
    )?;
    let asked = CreateSubscriptionRequest {
        request_id: stage.request_id(),
        partner_id: partner_id.to_owned(),
        url: url.to_owned(),
    };
    let answer = stage
        .services
        .subscriptions(&buyer)
        .create_subscription(asked)
        .await
        .map_err(Refused::from)?;
    let answer = answer.into_inner();
    let encoded = answer
        .secret
        .strip_prefix("whsec_")
        .context("the secret does not begin with whsec_")?;
    secret.get_or_init(|| STANDARD.decode(encoded).unwrap_or_default());
    ensure!(
        secret.get().is_some_and(|secret| secret.len() >= 24),
        "the secret is shorter than 24 bytes"
    );
    Ok(answer
        .subscription
        .context("promotion answers without the subscription")?
        .id)
}

async fn nth(heard: &Heard, number: usize, way: &str) -> anyhow::Result<News> {
    waiting::until(
        &format!("news {} {way}", number + 1),
        BOUND,
        async || match held(heard).get(number).cloned() {
            None => Ok(None),
            Some(Ok(news)) => Ok(Some(news)),
            Some(Err(wrong)) => anyhow::bail!("what came {way} is not right: {wrong}"),
        },
    )
    .await
}

/// Nobody panics while holding this lock.
fn held(heard: &Heard) -> MutexGuard<'_, Vec<Result<News, String>>> {
    heard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A CloudEvent in NATS binary mode: attributes in headers, data in the body.
fn read_nats(message: &async_nats::Message) -> anyhow::Result<News> {
    let headers = message
        .headers
        .as_ref()
        .context("the message has no headers")?;
    let event_type = headers
        .get("ce-type")
        .context("the message has no ce-type")?
        .as_str();
    Ok(News {
        kind: kind(event_type)?,
        fact: serde_json::from_slice(&message.payload)?,
    })
}

async fn receive(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    match read_webhook(&receiver, &headers, &body) {
        Ok(news) => {
            held(&receiver.heard).push(Ok(news));
            StatusCode::NO_CONTENT
        }
        Err(error) => {
            held(&receiver.heard).push(Err(format!("{error:#}")));
            StatusCode::BAD_REQUEST
        }
    }
}

fn read_webhook(receiver: &Receiver, headers: &HeaderMap, body: &[u8]) -> anyhow::Result<News> {
    let header = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .with_context(|| format!("no {name}"))
    };
    let (id, timestamp) = (header("webhook-id")?, header("webhook-timestamp")?);
    let secret = receiver
        .secret
        .get()
        .context("a webhook before its secret")?;
    verify(secret, id, timestamp, header("webhook-signature")?, body)?;
    let age = receiver.clock.now().timestamp()
        - timestamp
            .parse::<i64>()
            .context("webhook-timestamp is no number")?;
    ensure!(age.abs() <= TOLERANCE, "the webhook is {age} seconds old");
    let said: serde_json::Value = serde_json::from_slice(body)?;
    let event_type = said["type"].as_str().context("the body has no type")?;
    Ok(News {
        kind: kind(event_type)?,
        fact: serde_json::from_value(said["data"].clone())?,
    })
}

/// Checks that one of the signatures is the HMAC-SHA256 of id, time and body.
fn verify(
    secret: &[u8],
    id: &str,
    timestamp: &str,
    signatures: &str,
    body: &[u8],
) -> anyhow::Result<()> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat();
    let right = signatures
        .split(' ')
        .filter_map(|signature| STANDARD.decode(signature.strip_prefix("v1,")?).ok())
        .any(|signature| hmac::verify(&key, &signed, &signature).is_ok());
    ensure!(right, "no signature is right");
    Ok(())
}

/// "upgraded" of "ocop.promotion.match.upgraded.v1".
fn kind(event_type: &str) -> anyhow::Result<String> {
    let kind = event_type
        .strip_prefix("ocop.promotion.match.")
        .and_then(|rest| rest.strip_suffix(".v1"));
    kind.map(str::to_owned)
        .with_context(|| format!("{event_type} is not about a match"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_was_changed_on_its_way_is_not_believed() {
        // The example of the Standard Webhooks specification's own libraries.
        let secret = STANDARD
            .decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            .expect("base64");
        let (id, time) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330");
        let right = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert!(verify(&secret, id, time, right, br#"{"test": 2432232314}"#).is_ok());
        assert!(verify(&secret, id, time, right, br#"{"test": 2432232315}"#).is_err());
        assert!(
            verify(
                &secret,
                id,
                time,
                &format!("v1,AAAA {right}"),
                br#"{"test": 2432232314}"#
            )
            .is_ok()
        );
    }

    #[test]
    fn only_news_of_matches_is_news() {
        assert_eq!(
            kind("ocop.promotion.match.upgraded.v1").expect("it is"),
            "upgraded"
        );
        assert!(kind("ocop.promotion.listing.opened.v1").is_err());
    }
}
