//! Partners on NATS: an adapter beside transport and storage, which the use cases do not know.
//!
//! The server asks promotion whenever somebody connects whom its configuration does not name (auth callout, ADR-26):
//! `answer` admits who gives valid credentials of a partner, with permissions for that partner's own events only
//! (`permissions`). `connections` ends the connections whose credentials have ended since.

mod answer;
mod connections;
mod jwt;
mod permissions;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use anyhow::Context as _;
use async_nats::Client;
use nkeys::{KeyPair, KeyPairType};
use ocop_chassis::config::Secret;
use ocop_chassis::messaging;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use answer::password_hash;
pub use permissions::{DOMAIN, STREAM, consumer, inbox_prefix, order_subject, trade_subjects};

use crate::config::PartnerNats;
use crate::storage::Store;

/// Answers the server and ends connections.
#[derive(Clone)]
pub struct Callout {
    store: Store,
    client: Client,
    system: Client,
    settings: PartnerNats,
    issuer: Arc<KeyPair>,
    /// Partners whose consumer could not be made, as when the stream is not there yet.
    without_consumer: Arc<Mutex<HashSet<Uuid>>>,
}

impl Callout {
    /// Connects with the credentials of the settings.
    ///
    /// # Errors
    /// The seed is none, or the servers' names cannot be read.
    pub async fn connect(
        store: Store,
        nats: &messaging::Settings,
        settings: PartnerNats,
    ) -> anyhow::Result<Self> {
        let issuer = KeyPair::from_seed(settings.issuer_seed.reveal())
            .map_err(|_| anyhow::anyhow!("partner_nats.issuer_seed is not a seed"))?;
        let as_user = |user: &str, password: &Secret| messaging::Settings {
            user: user.to_owned(),
            password: password.clone(),
            credentials: String::new(),
            ..nats.clone()
        };
        let own = as_user(&settings.user, &settings.password);
        let system = as_user(&settings.system_user, &settings.system_password);
        Ok(Self {
            store,
            client: messaging::connect(&own, "promotion_partners")
                .await
                .context("cannot use the settings of NATS for partners")?,
            system: messaging::connect(&system, "promotion_system").await?,
            settings,
            issuer: Arc::new(issuer),
            without_consumer: Arc::default(),
        })
    }

    /// Answers and watches until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        let both = async { tokio::join!(self.answer_all(), self.watch_connections()) };
        stop.run_until_cancelled(both).await;
    }
}

/// A new seed of the key that signs for partners.
///
/// # Errors
/// The system has no random bytes.
pub fn new_issuer_seed() -> anyhow::Result<Secret> {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| anyhow::anyhow!("no random bytes"))?;
    let pair = KeyPair::new_from_raw(KeyPairType::Account, bytes)?;
    Ok(Secret::new(pair.seed()?))
}

/// The public key that the server's configuration names as the issuer.
///
/// # Errors
/// It is no seed.
pub fn issuer_of(seed: &Secret) -> anyhow::Result<String> {
    let pair = KeyPair::from_seed(seed.reveal()).map_err(|_| anyhow::anyhow!("not a seed"))?;
    Ok(pair.public_key())
}
