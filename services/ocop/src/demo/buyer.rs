//! A supermarket, outside of everything: a plain NATS client with the partner's password and an HTTP receiver that checks
//! every signature itself, as Standard Webhooks 1.0 says.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::{Context as _, ensure};
use axum::Router;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use ocop_chassis::identity::{Role, Scope};
use ocop_proto::promotion::v1::{
    CreateSubscriptionRequest, MatchFact, Partner, RegisterPartnerRequest, Sourcing,
};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::PROVINCE;
use super::receiver::{Receiver, receive};
use super::session::{Session, TIMEOUT, province, same};
use crate::embedded::{PARTNER, System};
use crate::errors::Refused;
use crate::waiting;

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
pub(super) type Heard = Arc<Mutex<Vec<Result<News, String>>>>;

impl Buyer {
    /// Registers with promotion, subscribes by NATS and by webhook, and listens.
    pub(super) async fn come(session: &Session<'_>, system: &System) -> anyhow::Result<Self> {
        session.title("A supermarket comes");
        let partner = register(session).await?;
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
            clock: session.clock().clone(),
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
        let subscription_id = subscribe(session, &partner.id, &url, &secret).await?;
        session.print(&format!(
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

async fn register(session: &Session<'_>) -> anyhow::Result<Partner> {
    let officer = session.bearer("promotion-51", Role::PromotionOfficer, province())?;
    let request = RegisterPartnerRequest {
        request_id: session.request_id(),
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
    let answer = session
        .services
        .partners(&officer)
        .register_partner(request)
        .await
        .map_err(Refused::from)?;
    answer
        .into_inner()
        .partner
        .context("promotion answers without the partner")
}

async fn subscribe(
    session: &Session<'_>,
    partner_id: &str,
    url: &str,
    secret: &OnceLock<Vec<u8>>,
) -> anyhow::Result<String> {
    let buyer = session.bearer(
        "supermarket",
        Role::Partner,
        Scope::Partner(partner_id.to_owned()),
    )?;
    let request = CreateSubscriptionRequest {
        request_id: session.request_id(),
        partner_id: partner_id.to_owned(),
        url: url.to_owned(),
    };
    let answer = session
        .services
        .subscriptions(&buyer)
        .create_subscription(request)
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
        TIMEOUT,
        async || match held(heard).get(number).cloned() {
            None => Ok(None),
            Some(Ok(news)) => Ok(Some(news)),
            Some(Err(wrong)) => anyhow::bail!("what came {way} is not right: {wrong}"),
        },
    )
    .await
}

/// Nobody panics while holding this lock.
pub(super) fn held(heard: &Heard) -> MutexGuard<'_, Vec<Result<News, String>>> {
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

/// "upgraded" of "ocop.promotion.match.upgraded.v1".
pub(super) fn kind(event_type: &str) -> anyhow::Result<String> {
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
    fn only_news_of_matches_is_news() {
        assert_eq!(
            kind("ocop.promotion.match.upgraded.v1").expect("it is"),
            "upgraded"
        );
        assert!(kind("ocop.promotion.listing.opened.v1").is_err());
    }
}
