//! `ocop subscriptions`: where the events of partners are posted.

mod signing;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::subscription_service_client::SubscriptionServiceClient;
use pbjson_types::Timestamp;

use super::pages::Limit;
use super::{Outcome, new_request};
use crate::client::{Authorised, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

type Service = SubscriptionServiceClient<Authorised>;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Subscriptions {
    /// List the subscriptions of a partner.
    List(List),
    /// Show how the events of a partner are signed, with the public keys that verify them.
    Keys(List),
    /// Choose how the events of one are signed.
    Sign(signing::Sign),
    /// Post a test event and show what the receiver answers. Exit code 1 if it does not take it.
    Test(One),
    /// Stop deliveries until they are resumed.
    Pause(One),
    /// Resume deliveries, with what was missed.
    Resume(One),
    /// Make a disabled one active again.
    Enable(One),
    /// Stop deliveries and give up those that wait.
    Disable(One),
    /// Deliver what was missed since a time: what never was on its way, and what was given up.
    Recover(Since),
    /// Send again what the receiver did not take since a time.
    Resend(Since),
}

/// Whose.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Id of the partner.
    #[arg(long, value_name = "ID")]
    partner: String,
    /// Those too that were deleted.
    #[arg(long)]
    deleted: bool,
    #[command(flatten)]
    limit: Limit,
}

/// Which one.
#[derive(Args, Debug)]
pub(crate) struct One {
    /// Id of the subscription.
    id: String,
}

/// Which one, and from when on.
#[derive(Args, Debug)]
pub(crate) struct Since {
    /// Id of the subscription.
    id: String,
    /// Events from this time on: YYYY-MM-DDThh:mm:ssZ, or a day.
    #[arg(long, value_name = "TIME", value_parser = words::time)]
    since: DateTime<Utc>,
}

fn timestamp(time: DateTime<Utc>) -> Timestamp {
    Timestamp {
        seconds: time.timestamp(),
        nanos: i32::try_from(time.timestamp_subsec_nanos()).unwrap_or_default(),
    }
}

impl Subscriptions {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let role = match self {
            Self::List(_) | Self::Keys(_) => Role::Auditor,
            _ => Role::PromotionOfficer,
        };
        let bearer = target.bearer(role, Scope::Anywhere)?;
        let mut service = target.services(&["promotion"])?.subscriptions(&bearer);
        let request_id = new_request().to_string();
        match self {
            Self::List(list) => list.run(service, format, listed).await?,
            Self::Keys(list) => list.run(service, format, signing::keys).await?,
            Self::Sign(sign) => shown(format, sign.run(service).await?)?,
            Self::Test(One { id }) => {
                let answer = service
                    .test_subscription(proto::TestSubscriptionRequest { id })
                    .await;
                return tested(format, &answer.map_err(CallError::from)?.into_inner());
            }
            Self::Pause(One { id }) => {
                let request = proto::PauseSubscriptionRequest { request_id, id };
                let answer = service.pause_subscription(request).await;
                let answer = answer.map_err(CallError::from)?.into_inner();
                shown(format, answer.subscription)?;
            }
            Self::Resume(One { id }) => {
                let request = proto::ResumeSubscriptionRequest { request_id, id };
                let answer = service.resume_subscription(request).await;
                let answer = answer.map_err(CallError::from)?.into_inner();
                shown(format, answer.subscription)?;
            }
            Self::Enable(One { id }) => {
                let request = proto::EnableSubscriptionRequest { request_id, id };
                let answer = service.enable_subscription(request).await;
                let answer = answer.map_err(CallError::from)?.into_inner();
                shown(format, answer.subscription)?;
            }
            Self::Disable(One { id }) => {
                let request = proto::DisableSubscriptionRequest { request_id, id };
                let answer = service.disable_subscription(request).await;
                let answer = answer.map_err(CallError::from)?.into_inner();
                shown(format, answer.subscription)?;
            }
            Self::Recover(Since { id, since }) => {
                let request = proto::RecoverDeliveriesRequest {
                    request_id,
                    id,
                    since: Some(timestamp(since)),
                };
                let answer = service.recover_deliveries(request).await;
                let answer = answer.map_err(CallError::from)?.into_inner();
                counted(format, &answer, answer.recovered, answer.more)?;
            }
            Self::Resend(Since { id, since }) => {
                let request = proto::ResendFailedDeliveriesRequest {
                    request_id,
                    id,
                    since: Some(timestamp(since)),
                };
                let answer = service.resend_failed_deliveries(request).await;
                let answer = answer.map_err(CallError::from)?.into_inner();
                counted(format, &answer, answer.resent, answer.more)?;
            }
        }
        Ok(Outcome::Clean)
    }
}

impl List {
    async fn run(
        self,
        mut service: Service,
        format: Format,
        table: fn(&[proto::Subscription]) -> Table,
    ) -> anyhow::Result<()> {
        let filters = proto::ListSubscriptionsRequest {
            partner_id: self.partner,
            show_deleted: self.deleted,
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListSubscriptionsRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_subscriptions(request).await
        };
        let found = self
            .limit
            .of(page, |page| (page.subscriptions, page.next_page_token))
            .await?;
        found.show("subscriptions", format, table)
    }
}

fn listed(subscriptions: &[proto::Subscription]) -> Table {
    let mut table = output::table(&["id", "description", "url", "state", "failing"]);
    for one in subscriptions {
        let state = match one.disabled_reason.as_str() {
            "" => words::spoken(one.state()),
            reason => format!("{}: {reason}", words::spoken(one.state())),
        };
        table.add_row([
            one.id.as_str(),
            one.description.as_str(),
            one.url.as_str(),
            state.as_str(),
            if one.failing_since_time.is_some() {
                "yes"
            } else {
                ""
            },
        ]);
    }
    table
}

fn shown(format: Format, subscription: Option<proto::Subscription>) -> anyhow::Result<()> {
    let subscription = subscription.unwrap_or_default();
    if format == Format::Json {
        return output::json(&subscription);
    }
    output::line(listed(std::slice::from_ref(&subscription)));
    Ok(())
}

fn counted(
    format: Format,
    answer: &impl serde::Serialize,
    events: u32,
    more: bool,
) -> anyhow::Result<()> {
    if format == Format::Json {
        return output::json(answer);
    }
    output::line(format_args!("{events} events are on their way."));
    if more {
        output::line("There are more: run the same command again.");
    }
    Ok(())
}

fn tested(format: Format, answer: &proto::TestSubscriptionResponse) -> anyhow::Result<Outcome> {
    let attempt = answer.attempt.clone().unwrap_or_default();
    let taken = attempt.error.is_empty();
    if format == Format::Json {
        output::json(answer)?;
        return Ok(Outcome::problem_if(!taken));
    }
    if taken {
        output::line(output::good(&format!(
            "The receiver answered {} in {} ms.",
            attempt.status, attempt.duration_ms
        )));
        let said = if answer.challenge_returned {
            "It gave back the challenge."
        } else {
            "It did not give back the challenge (data.challenge)."
        };
        output::line(said);
    } else {
        output::line(output::bad(&format!("Not taken: {}.", attempt.error)));
    }
    if !attempt.answer.is_empty() {
        output::line(attempt.answer);
    }
    Ok(Outcome::problem_if(!taken))
}
