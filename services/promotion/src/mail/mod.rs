//! Sends partners notices of their subscriptions by e-mail, through an SMTP relay.
//!
//! A notice is taken before it is sent and forgotten afterwards. A sender that is killed in between leaves it to be sent again,
//! under the same Message-ID.

mod letter;

use std::time::Duration;

use anyhow::Context as _;
use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use metrics::counter;
use ocop_chassis::database::Origin;
use tracing::warn;

use crate::application::subscription::claim_notice::{ClaimNotice, Claimed};
use crate::application::subscription::{ForgetNotice, ForgetNotices};
use crate::config::Mail;
use crate::storage::Store;

/// The longest that a relay may take for each answer. A notice is taken for longer.
const TIMEOUT: Duration = Duration::from_secs(15);

/// What sends; cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer {
    store: Store,
    /// The relay and who writes; `None` if nothing is sent by e-mail.
    relay: Option<(AsyncSmtpTransport<Tokio1Executor>, Mailbox)>,
}

impl Mailer {
    /// A mailer by the settings.
    ///
    /// # Errors
    /// The relay's URL or the sender's address cannot be read; settings that were checked can.
    pub fn new(store: Store, settings: &Mail) -> anyhow::Result<Self> {
        for outcome in ["sent", "failed", "refused"] {
            counter!("mail_notices_total", "outcome" => outcome).increment(0);
        }
        let relay = if settings.relay.is_empty() {
            None
        } else {
            let relay = AsyncSmtpTransport::<Tokio1Executor>::from_url(settings.relay.reveal())
                .context("the URL of the mail relay cannot be read")?;
            let from = settings.from.parse().context("the sender's address")?;
            Some((relay.timeout(Some(TIMEOUT)).build(), from))
        };
        Ok(Self { store, relay })
    }

    /// Sends what is due.
    ///
    /// # Errors
    /// The database fails, or the relay cannot be reached; what is due is tried again later.
    pub async fn send_due(&self) -> anyhow::Result<()> {
        let origin = Origin::task("mail");
        let Some((relay, from)) = &self.relay else {
            return Ok(self.store.run(&origin, &ForgetNotices).await?);
        };
        loop {
            let (notice, subscription, partner) =
                match self.store.run(&origin, &ClaimNotice).await? {
                    Claimed::Nothing => return Ok(()),
                    Claimed::Forgotten => continue,
                    Claimed::Notice {
                        notice,
                        subscription,
                        partner,
                    } => (notice, subscription, partner),
                };
            let sent = match letter::write(from, &notice, &subscription, &partner) {
                Ok(letter) => relay.send(letter).await.map(|_| "sent"),
                Err(error) => {
                    warn!(notice = %notice.id, %error, "a notice cannot be written");
                    Ok("refused")
                }
            };
            let sent = match sent {
                // The relay will not take it another time either.
                Err(error) if error.is_permanent() => {
                    warn!(notice = %notice.id, error = failure_of(&error), "the mail relay refuses a notice");
                    Ok("refused")
                }
                sent => sent.map_err(|error| failure_of(&error)),
            };
            counter!("mail_notices_total", "outcome" => *sent.as_ref().unwrap_or(&"failed"))
                .increment(1);
            sent.map_err(|error| anyhow::anyhow!("the mail relay did not take a notice: {error}"))?;
            self.store
                .run(&origin, &ForgetNotice { id: notice.id })
                .await?;
        }
    }
}

/// What went wrong. Of an answer of the relay only its code, since its text may name addresses.
fn failure_of(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("it answered {code}"),
        None => error.to_string(),
    }
}
