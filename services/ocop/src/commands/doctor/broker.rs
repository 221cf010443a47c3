//! Whether NATS has every stream and every consumer, asked with the rights of each service.

use std::time::Duration;

use async_nats::ConnectOptions;
use async_nats::jetstream;
use clap::Args;
use ocop_proto::topology::{self, SERVICES, Service};

use super::Checks;
use crate::client::Target;
use crate::embedded::{directory, nats_users};

/// How long the broker is given to answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Passwords of the services' users of NATS; best from the environment, for others on the machine see options.
#[derive(Args, Debug)]
pub(super) struct Given {
    /// With --nats: the password of the user catalog.
    #[arg(
        long,
        env = "OCOP_NATS_CATALOG",
        hide_env_values = true,
        value_name = "PASSWORD"
    )]
    nats_catalog: Option<String>,
    /// With --nats: the password of the user evaluation.
    #[arg(
        long,
        env = "OCOP_NATS_EVALUATION",
        hide_env_values = true,
        value_name = "PASSWORD"
    )]
    nats_evaluation: Option<String>,
    /// With --nats: the password of the user promotion.
    #[arg(
        long,
        env = "OCOP_NATS_PROMOTION",
        hide_env_values = true,
        value_name = "PASSWORD"
    )]
    nats_promotion: Option<String>,
}

impl Given {
    fn of(&self, service: &str) -> Option<&String> {
        match service {
            "catalog" => self.nats_catalog.as_ref(),
            "evaluation" => self.nats_evaluation.as_ref(),
            "promotion" => self.nats_promotion.as_ref(),
            _ => None,
        }
    }
}

/// Looks for streams and consumers.
pub(super) async fn check(target: &Target, nats: Option<&str>, given: &Given, checks: &mut Checks) {
    let running = directory::addresses_in(&target.data_dir, &[]).ok();
    let url = match (nats, &running) {
        (Some(url), _) => url.to_owned(),
        (None, Some(running)) => running.nats.clone(),
        (None, None) => {
            return checks.not_made("nats", "streams", "name it with --nats");
        }
    };
    // Passwords of the data directory are for its own broker only.
    let kept = match (nats, running) {
        (None, Some(_)) => nats_users::passwords(&target.data_dir).ok(),
        _ => None,
    };
    for service in &SERVICES {
        let variable = format!("OCOP_NATS_{}", service.name.to_uppercase());
        let password = match &kept {
            Some(kept) => kept.get(service.name).cloned(),
            None => given.of(service.name).cloned(),
        };
        match password {
            Some(password) => of_service(service, &url, password, checks).await,
            None => checks.not_made(
                service.name,
                "streams",
                format!(
                    "give the password of the user {} in {variable}",
                    service.name
                ),
            ),
        }
    }
}

async fn of_service(service: &Service, url: &str, password: String, checks: &mut Checks) {
    let connected = ConnectOptions::with_user_and_password(service.name.to_owned(), password)
        .custom_inbox_prefix(format!("_INBOX_{}", service.name))
        .connection_timeout(TIMEOUT)
        .connect(url)
        .await;
    let client = match connected {
        Ok(client) => client,
        Err(error) => {
            let advice = "see that nats-server runs there and knows the user and its password";
            return checks.bad(
                service.name,
                "streams",
                format!("{url}: {error}; {advice}."),
            );
        }
    };
    let mut context = jetstream::new(client);
    context.set_timeout(TIMEOUT);
    for stream in [service.stream(), service.dead_letters()] {
        match context.get_stream(&stream).await {
            Ok(found) => {
                let messages = found.cached_info().state.messages;
                checks.good(
                    service.name,
                    "streams",
                    format!("{stream}, {messages} events"),
                );
            }
            Err(error) => {
                let advice = format!("`{} migrate` makes it", service.name);
                checks.bad(
                    service.name,
                    "streams",
                    format!("{stream}: {error}; {advice}."),
                );
            }
        }
    }
    for consumer in service.consumers {
        let stream = topology::stream(consumer.publisher);
        let asked = match context.get_stream_no_info(&stream).await {
            Ok(stream) => stream.consumer_info(consumer.name).await,
            Err(error) => {
                checks.bad(service.name, "consumers", format!("{stream}: {error}"));
                continue;
            }
        };
        match asked {
            Ok(info) => checks.good(
                service.name,
                "consumers",
                format!("{}, {} events to come", consumer.name, info.num_pending),
            ),
            Err(error) => {
                let advice = format!("`{} migrate` makes it", consumer.publisher);
                checks.bad(
                    service.name,
                    "consumers",
                    format!("{} of {stream}: {error}; {advice}.", consumer.name),
                );
            }
        }
    }
}
