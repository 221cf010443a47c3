//! The settings of the promotion service.

mod webhooks;

use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use ocop_chassis::config::{Check, Problems, Secret};
use ocop_chassis::host::Settings;
use ocop_chassis::{admin, database, grpc, lifecycle, messaging, sealing, telemetry, tokens};
use reqwest::Url;
use serde::Deserialize;

pub use webhooks::Webhooks;

use crate::domain::listing::PICTURE_HASH;

/// When dates take effect on listings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listings {
    /// Seconds between two passes.
    pub dates_seconds: u64,
}

impl Check for Listings {
    fn check(&self, problems: &mut Problems) {
        problems.range("dates_seconds", self.dates_seconds, 1, 86_400);
    }
}

/// How partners are written to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// URL of the SMTP relay, with user and password where it asks for them. Empty: nothing is sent.
    pub relay: Secret,
    /// Who writes.
    pub from: String,
    /// Seconds between two looks for what is to be sent.
    pub poll_seconds: u64,
}

impl Check for Mail {
    fn check(&self, problems: &mut Problems) {
        problems.range("poll_seconds", self.poll_seconds, 1, 3_600);
        let relay = AsyncSmtpTransport::<Tokio1Executor>::from_url(self.relay.reveal());
        if !self.relay.is_empty() && relay.is_err() {
            problems.add(
                "relay",
                "smtps://user:password@host, or smtp://host:port?tls=required",
            );
        }
        if self.from.parse::<Mailbox>().is_err() {
            problems.add("from", "an address such as OCOP <ocop@example.vn>");
        }
    }
}

/// What e-commerce floors are given.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Where a picture is, with its hash in the place of `{sha256}`. Empty: pictures are named by their hashes alone.
    pub picture_url: String,
}

impl Check for Feed {
    fn check(&self, problems: &mut Problems) {
        let url = &self.picture_url;
        let named = url.replace(PICTURE_HASH, &"0".repeat(64));
        let is_address = url.matches(PICTURE_HASH).count() == 1
            && named.len() <= 2_000
            && Url::parse(&named).is_ok_and(|url| ["http", "https"].contains(&url.scheme()));
        if !url.is_empty() && !is_address {
            problems.add(
                "picture_url",
                "an address with {sha256} in it once, such as https://ocop.example.vn/pictures/{sha256}",
            );
        }
    }
}

/// How partners get to their events on NATS.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartnerNats {
    /// Seed of the account key that signs for partners. Empty: partners are not given NATS.
    pub issuer_seed: Secret,
    /// The account of the server's configuration that partners are in.
    pub account: String,
    /// The user that answers the server and makes the consumers of partners.
    pub user: String,
    /// Its password.
    pub password: Secret,
    /// The user of the system account that ends connections.
    pub system_user: String,
    /// Its password.
    pub system_password: Secret,
    /// Milliseconds between two looks at who is connected.
    pub watch_ms: u64,
    /// Seconds for which a connection is admitted.
    pub session_seconds: u32,
}

impl Check for PartnerNats {
    fn check(&self, problems: &mut Problems) {
        problems.range("watch_ms", self.watch_ms, 100, 60_000);
        problems.range("session_seconds", self.session_seconds.into(), 1, 604_800);
        if self.issuer_seed.is_empty() {
            return;
        }
        let seed = self.issuer_seed.reveal();
        if !seed.starts_with("SA") || nkeys::KeyPair::from_seed(seed).is_err() {
            problems.add(
                "issuer_seed",
                "the seed of an account key, whole: it begins with SA",
            );
        }
        for (key, value) in [
            ("account", &self.account),
            ("user", &self.user),
            ("system_user", &self.system_user),
        ] {
            if value.is_empty() {
                problems.add(key, "required with an issuer_seed");
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    grpc: grpc::Settings,
    admin: admin::Settings,
    telemetry: telemetry::Settings,
    database: database::Settings,
    nats: messaging::Settings,
    identity: tokens::Settings,
    sealing: sealing::Settings,
    lifecycle: lifecycle::Settings,
    listings: Listings,
    webhooks: Webhooks,
    mail: Mail,
    feed: Feed,
    partner_nats: PartnerNats,
}

/// All settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Written")]
pub struct Config {
    /// Those that every service has.
    pub host: Settings,
    /// When dates take effect on listings.
    pub listings: Listings,
    /// How webhooks are sent.
    pub webhooks: Webhooks,
    /// How partners are written to.
    pub mail: Mail,
    /// What e-commerce floors are given.
    pub feed: Feed,
    /// How partners get to their events on NATS.
    pub partner_nats: PartnerNats,
}

impl From<Written> for Config {
    fn from(written: Written) -> Self {
        Self {
            host: Settings {
                grpc: written.grpc,
                admin: written.admin,
                telemetry: written.telemetry,
                database: written.database,
                nats: written.nats,
                identity: written.identity,
                sealing: written.sealing,
                lifecycle: written.lifecycle,
            },
            listings: written.listings,
            webhooks: written.webhooks,
            mail: written.mail,
            feed: written.feed,
            partner_nats: written.partner_nats,
        }
    }
}

impl Check for Config {
    fn check(&self, problems: &mut Problems) {
        self.host.check(problems);
        problems.section("listings", &self.listings);
        problems.section("webhooks", &self.webhooks);
        problems.section("mail", &self.mail);
        problems.section("feed", &self.feed);
        problems.section("partner_nats", &self.partner_nats);
    }
}

#[cfg(test)]
mod tests {
    use crate::Promotion;

    #[test]
    fn every_wrong_setting_of_webhooks_is_reported_at_once() {
        let wrong = [
            ("webhooks.retry_seconds", "0,9999999"),
            ("webhooks.jitter", "2"),
            ("webhooks.timeout_seconds", "0"),
            ("webhooks.record_timeout_seconds", "0"),
            ("webhooks.max_in_flight_per_subscription", "257"),
            ("webhooks.max_subscriptions", "0"),
            ("listings.dates_seconds", "0"),
            ("mail.relay", "http://mail.example.vn"),
            ("mail.from", "nobody"),
            ("mail.poll_seconds", "0"),
            ("feed.picture_url", "https://ocop.example.vn/pictures"),
        ];
        let given = wrong.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let problems = ocop_chassis::program::settings::<Promotion>(None, &given).unwrap_err();
        let mut keys: Vec<&str> = problems.iter().map(|one| one.key.as_str()).collect();
        keys.sort_unstable();
        let mut expected = wrong.map(|(key, _)| key);
        expected.sort_unstable();
        assert_eq!(keys, expected);
    }

    #[test]
    fn a_schedule_in_the_environment_is_written_with_commas() {
        let given = [("webhooks.retry_seconds".to_owned(), "0, 1,60".to_owned())];
        let config = ocop_chassis::program::settings::<Promotion>(None, &given).unwrap();
        let waits = config.webhooks.schedule().waits;
        assert_eq!(
            waits.iter().map(|wait| wait.as_secs()).collect::<Vec<_>>(),
            [0, 1, 60]
        );
    }
}
