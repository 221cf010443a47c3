//! A supermarket as an outside partner: a plain NATS client with the partner's password and an HTTP receiver that checks
//! every signature itself, as Standard Webhooks 1.0 says.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::{Context as _, ensure};
use axum::Router;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1::{
    CreateSubscriptionRequest, IssueNatsCredentialsRequest, MatchFact, NatsAccess, Partner,
    RegisterPartnerRequest, Sourcing,
};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::PROVINCE;
use super::receiver::{Receiver, receive};
use super::session::{Session, TIMEOUT, province, same};
use crate::embedded::System;
use crate::errors::CallError;
use crate::waiting;

/// A notification that the supermarket received.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Notification {
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
    by_nats: Received,
    by_webhook: Received,
    _receiving: JoinSet<()>,
}

/// Notifications in order of arrival; an error where one could not be read or verified.
pub(super) type Received = Arc<Mutex<Vec<Result<Notification, String>>>>;

impl Buyer {
    /// Registers with promotion and subscribes by NATS and by webhook.
    pub(super) async fn subscribe(session: &Session<'_>, system: &System) -> anyhow::Result<Self> {
        session.title("A supermarket registers and subscribes");
        let partner = register(session).await?;
        let (by_nats, by_webhook) = (Received::default(), Received::default());
        let mut receiving = JoinSet::new();

        let access = nats_access(session, &partner.id).await?;
        let client = async_nats::ConnectOptions::new()
            .user_and_password(access.user, access.password)
            .custom_inbox_prefix(access.inbox_prefix)
            .connect(&system.addresses.nats)
            .await
            .context("the supermarket cannot connect to NATS")?;
        let mut subscriber = client.subscribe(partner.subject.clone()).await?;
        client.flush().await?;
        let received = Arc::clone(&by_nats);
        receiving.spawn(async move {
            // The connection closes when its last client is dropped.
            let _client = client;
            while let Some(message) = subscriber.next().await {
                let notification = read_nats(&message).map_err(|error| format!("{error:#}"));
                lock(&received).push(notification);
            }
        });

        let secret = Arc::new(OnceLock::new());
        let receiver = Receiver {
            secret: Arc::clone(&secret),
            clock: session.clock().clone(),
            received: Arc::clone(&by_webhook),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/ocop", listener.local_addr()?);
        let router = Router::new()
            .route("/ocop", post(receive))
            .with_state(receiver);
        receiving.spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the supermarket's receiver ended");
            }
        });
        let subscription_id = create_subscription(session, &partner.id, &url, &secret).await?;
        session.print(&format!(
            "  \"{}\" looks for fish sauce or seasoning (sets 9 and 10) from Quảng Ngãi with ★★★ or more.\n  \
             It subscribes with a plain NATS client to {}\n  and with a signed webhook at {url}.",
            partner.name, partner.subject
        ));
        Ok(Self {
            id: partner.id,
            subscription_id,
            by_nats,
            by_webhook,
            _receiving: receiving,
        })
    }

    /// Waits for the notification with this number (from 0) by NATS and by webhook; both must be equal.
    pub(super) async fn receive_both(
        &self,
        number: usize,
    ) -> anyhow::Result<[(&'static str, Notification); 2]> {
        let nats = nth(&self.by_nats, number, "by NATS").await?;
        let webhook = nth(&self.by_webhook, number, "by webhook").await?;
        same(
            "the notification by webhook, compared with NATS,",
            &webhook,
            &nats,
        )?;
        Ok([
            ("Partner by NATS", nats),
            ("Partner by webhook, signature verified", webhook),
        ])
    }

    /// Everything received until now: by NATS, by webhook.
    ///
    /// # Errors
    /// A notification could not be read or verified.
    pub(super) fn received(&self) -> anyhow::Result<(Vec<Notification>, Vec<Notification>)> {
        let all = |received: &Received| {
            lock(received)
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
                ..Default::default()
            }),
            ..Partner::default()
        }),
    };
    let answer = session
        .services
        .partners(&officer)
        .register_partner(request)
        .await
        .map_err(CallError::from)?;
    answer
        .into_inner()
        .partner
        .context("promotion answers without the partner")
}

/// Credentials for NATS of its own.
async fn nats_access(session: &Session<'_>, partner_id: &str) -> anyhow::Result<NatsAccess> {
    let buyer = session.bearer(
        "supermarket",
        Role::Partner,
        Scope::Partner(partner_id.to_owned()),
    )?;
    let request = IssueNatsCredentialsRequest {
        request_id: session.request_id(),
        partner_id: partner_id.to_owned(),
        valid_days: 365,
    };
    let answer = session
        .services
        .partners(&buyer)
        .issue_nats_credentials(request)
        .await
        .map_err(CallError::from)?;
    answer
        .into_inner()
        .access
        .context("promotion answers without the credentials")
}

async fn create_subscription(
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
        ..Default::default()
    };
    let answer = session
        .services
        .subscriptions(&buyer)
        .create_subscription(request)
        .await
        .map_err(CallError::from)?;
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

async fn nth(received: &Received, number: usize, way: &str) -> anyhow::Result<Notification> {
    waiting::until(
        &format!("notification {} {way}", number + 1),
        TIMEOUT,
        async || match lock(received).get(number).cloned() {
            None => Ok(None),
            Some(Ok(notification)) => Ok(Some(notification)),
            Some(Err(wrong)) => anyhow::bail!("the notification {way} is wrong: {wrong}"),
        },
    )
    .await
}

/// Nobody panics while holding this lock.
pub(super) fn lock(received: &Received) -> MutexGuard<'_, Vec<Result<Notification, String>>> {
    received.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A CloudEvent in NATS binary mode: attributes in headers, data in the body.
fn read_nats(message: &async_nats::Message) -> anyhow::Result<Notification> {
    let headers = message
        .headers
        .as_ref()
        .context("the message has no headers")?;
    let event_type = headers
        .get("ce-type")
        .context("the message has no ce-type")?
        .as_str();
    Ok(Notification {
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
