//! `ocop replay`: publish events of a service again.

use chrono::{DateTime, Utc};
use clap::Args;
use clap::builder::PossibleValuesParser;
use ocop_identity::{Role, Scope};
use ocop_proto::operations::v1::ReplayEventsRequest;
use ocop_proto::topology;
use pbjson_types::Timestamp;
use uuid::Uuid;

use super::{Outcome, new_request};
use crate::client::Target;
use crate::embedded;
use crate::errors::{CallError, Refused};
use crate::output::{self, Format};
use crate::words;

/// Which events. Subscribers know them by their ids, so twice does no harm.
#[derive(Args, Debug)]
pub(crate) struct Replay {
    /// The service that published them.
    #[arg(value_parser = PossibleValuesParser::new(embedded::SERVICES))]
    service: String,
    /// Only events of this type of aggregate, such as product.
    #[arg(long, value_name = "TYPE", value_parser = super::aggregate_types())]
    aggregate_type: Option<String>,
    /// Only events of this aggregate.
    #[arg(long)]
    aggregate_id: Option<String>,
    /// Only events with a greater version than this.
    #[arg(long, requires = "aggregate_id", default_value_t = 0)]
    after_version: u64,
    /// Only events recorded at this time or later, such as 2026-07-14T08:30:00Z, or from this day on.
    #[arg(long, value_name = "TIME", value_parser = words::time)]
    from: Option<DateTime<Utc>>,
    /// Only events recorded before this time.
    #[arg(long, value_name = "TIME", value_parser = words::time)]
    to: Option<DateTime<Utc>>,
    /// Id of the request; a new one if not given. The same id again publishes nothing again.
    #[arg(long, value_name = "ID", value_parser = words::id)]
    request_id: Option<Uuid>,
    /// Only the last event of each aggregate, with which a subscriber starts that lacks those before it.
    #[arg(long)]
    snapshots: bool,
}

impl Replay {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        if let Some(wanted) = &self.aggregate_type
            && let Some(service) = topology::service(&self.service)
            && !service.publishes.contains(&wanted.as_str())
        {
            let text = format!(
                "{} publishes no events of type {wanted}; there are {}",
                service.name,
                service.publishes.join(", ")
            );
            return Err(Refused::Misuse(text).into());
        }
        let bearer = target.bearer(Role::Operator, Scope::Anywhere)?;
        let mut operations = target
            .services(&[&self.service])?
            .operations(&self.service, &bearer)
            .ok_or_else(|| anyhow::anyhow!("there is no service {:?}", self.service))?;
        let request = ReplayEventsRequest {
            request_id: self.request_id.unwrap_or_else(new_request).to_string(),
            aggregate_type: self.aggregate_type.unwrap_or_default(),
            aggregate_id: self.aggregate_id.unwrap_or_default(),
            after_version: self.after_version,
            from_time: self.from.map(timestamp),
            to_time: self.to.map(timestamp),
            snapshots: self.snapshots,
        };
        let answer = operations
            .replay_events(request)
            .await
            .map_err(CallError::from)?
            .into_inner();
        match format {
            Format::Json => output::json(&answer)?,
            Format::Text => output::line(format_args!(
                "{} events are published again.",
                answer.replayed
            )),
        }
        Ok(Outcome::Clean)
    }
}

fn timestamp(at: DateTime<Utc>) -> Timestamp {
    Timestamp {
        seconds: at.timestamp(),
        nanos: i32::try_from(at.timestamp_subsec_nanos()).unwrap_or_default(),
    }
}
