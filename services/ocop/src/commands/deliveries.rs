//! `ocop deliveries`: what was posted where, and with what answer.

use clap::{Args, Subcommand};
use comfy_table::Table;
use ocop_identity::{Role, Scope};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::DeliveryState;
use ocop_proto::promotion::v1::subscription_service_client::SubscriptionServiceClient;

use super::pages::Limit;
use super::{Outcome, new_request};
use crate::client::{Authorised, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use crate::words;

type Service = SubscriptionServiceClient<Authorised>;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub(crate) enum Deliveries {
    /// List the deliveries of a subscription in the order of their events.
    List(List),
    /// Show the attempts of the deliveries of a subscription, with the beginnings of the answers.
    Show(Show),
    /// Send one again, whatever became of it.
    Resend {
        /// Id of the delivery.
        id: String,
    },
}

/// Which deliveries.
#[derive(Args, Debug)]
pub(crate) struct List {
    /// Id of the subscription.
    #[arg(long, value_name = "ID")]
    subscription: String,
    /// Only those that stand here: pending, delivered or failed.
    #[arg(long, value_parser = words::named::<DeliveryState>)]
    state: Option<DeliveryState>,
    #[command(flatten)]
    limit: Limit,
}

/// Which one.
#[derive(Args, Debug)]
pub(crate) struct Show {
    /// Id of the delivery.
    id: String,
    /// Id of its subscription.
    #[arg(long, value_name = "ID")]
    subscription: String,
}

impl Deliveries {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let role = match self {
            Self::Resend { .. } => Role::PromotionOfficer,
            Self::List(_) | Self::Show(_) => Role::Auditor,
        };
        let bearer = target.bearer(role, Scope::Anywhere)?;
        let mut service = target.services(&["promotion"])?.subscriptions(&bearer);
        match self {
            Self::List(list) => list.run(service, format).await?,
            Self::Show(show) => show.run(service, format).await?,
            Self::Resend { id } => {
                let request = proto::ResendDeliveryRequest {
                    request_id: new_request().to_string(),
                    id,
                };
                let answer = service.resend_delivery(request).await;
                let delivery = answer.map_err(CallError::from)?.into_inner().delivery;
                attempts(format, &delivery.unwrap_or_default())?;
            }
        }
        Ok(Outcome::Clean)
    }
}

impl List {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let filters = proto::ListDeliveriesRequest {
            subscription_id: self.subscription,
            state: self.state.unwrap_or_default().into(),
            ..Default::default()
        };
        let page = async |page_size, page_token| {
            let request = proto::ListDeliveriesRequest {
                page_size,
                page_token,
                ..filters.clone()
            };
            service.list_deliveries(request).await
        };
        let found = self
            .limit
            .of(page, |page| (page.deliveries, page.next_page_token))
            .await?;
        found.show("deliveries", format, listed)
    }
}

fn listed(deliveries: &[proto::Delivery]) -> Table {
    let mut table = output::table(&["id", "event", "state", "attempts", "last answer"]);
    for one in deliveries {
        let last = one.attempts.last();
        let answer = last.map(|attempt| match attempt.error.as_str() {
            "" => attempt.status.to_string(),
            error => error.to_owned(),
        });
        table.add_row([
            one.id.as_str().into(),
            one.event_type.as_str().into(),
            words::spoken(one.state()).into(),
            output::number(one.attempts.len()),
            answer.unwrap_or_default().into(),
        ]);
    }
    table
}

impl Show {
    async fn run(self, mut service: Service, format: Format) -> anyhow::Result<()> {
        let mut page_token = String::new();
        loop {
            let request = proto::ListDeliveriesRequest {
                page_size: 500,
                page_token,
                subscription_id: self.subscription.clone(),
                ..Default::default()
            };
            let answer = service.list_deliveries(request).await;
            let page = answer.map_err(CallError::from)?.into_inner();
            if let Some(found) = page.deliveries.iter().find(|one| one.id == self.id) {
                return attempts(format, found);
            }
            anyhow::ensure!(
                !page.next_page_token.is_empty(),
                "the subscription has no delivery with this id"
            );
            page_token = page.next_page_token;
        }
    }
}

fn attempts(format: Format, delivery: &proto::Delivery) -> anyhow::Result<()> {
    if format == Format::Json {
        return output::json(delivery);
    }
    output::line(output::heading(&delivery.event_type));
    output::line(words::spoken(delivery.state()));
    let mut table = output::table(&["attempt", "status", "ms", "error", "answer"]);
    for one in &delivery.attempts {
        table.add_row([
            output::number(one.number),
            output::number(one.status),
            output::number(one.duration_ms),
            one.error.as_str().into(),
            one.answer.as_str().into(),
        ]);
    }
    output::line(table);
    Ok(())
}
