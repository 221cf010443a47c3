//! `ocop reconcile`: compares the copies that services keep of each other's aggregates with the originals.

mod heads;

use clap::Args;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use ocop_identity::{Role, Scope};
use ocop_proto::operations::v1::ReplayEventsRequest;
use ocop_proto::topology::{NAMES, SERVICES};
use serde::Serialize;

use super::{Outcome, new_request};
use crate::client::{Authorised, Target};
use crate::errors::CallError;
use crate::output::{self, Format};
use heads::{Heads, Side, compare};

type Operations =
    ocop_proto::operations::v1::operations_service_client::OperationsServiceClient<Authorised>;

/// Replays that an owner is asked for at once.
const REPLAYS: usize = 8;

/// Whether to repair what differs.
#[derive(Args, Debug)]
pub(crate) struct Reconcile {
    /// Have the owner publish again what is missing; where it has forgotten that, the present state.
    #[arg(long)]
    repair: bool,
}

/// An aggregate of which one side holds more than the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Difference {
    owner: &'static str,
    consumer: &'static str,
    aggregate_type: &'static str,
    aggregate_id: String,
    /// Version recorded by the owner; 0 if it knows nothing of it.
    recorded: u64,
    /// Version applied by the consumer.
    applied: u64,
    /// Events published again.
    replayed: u64,
    /// Whether the owner had forgotten some of them, so that the present state was published.
    snapshot: bool,
}

impl Reconcile {
    pub(super) async fn run(self, target: &Target, format: Format) -> anyhow::Result<Outcome> {
        let bearer = target.bearer(Role::Operator, Scope::Anywhere)?;
        let services = target.services(&NAMES)?;
        let of = |service: &str| {
            services
                .operations(service, &bearer)
                .ok_or_else(|| anyhow::anyhow!("there is no service {service:?}"))
        };
        let mut different = Vec::new();
        let mut compared = 0_u64;
        for (owner, aggregate_type, consumer) in pairs() {
            let mut recorded = Heads::new(of(owner)?, Side::Recorded, aggregate_type);
            let mut applied = Heads::new(of(consumer)?, Side::Applied, aggregate_type);
            let differences = compare(&mut recorded, &mut applied, &mut compared).await?;
            let differences = differences
                .into_iter()
                .map(|(aggregate_id, recorded, applied)| Difference {
                    owner,
                    consumer,
                    aggregate_type,
                    aggregate_id,
                    recorded,
                    applied,
                    replayed: 0,
                    snapshot: false,
                });
            if self.repair {
                let owner = of(owner)?;
                let repairs = differences.map(|difference| difference.repaired(owner.clone()));
                let repairs = stream::iter(repairs).buffered(REPLAYS);
                different.extend(repairs.try_collect::<Vec<_>>().await?);
            } else {
                different.extend(differences);
            }
        }
        report(&different, compared, self.repair, format)?;
        Ok(Outcome::problem_if(!different.is_empty()))
    }
}

impl Difference {
    /// Has the owner publish again what the consumer lacks; where it has forgotten some of that, the present state.
    async fn repaired(mut self, owner: Operations) -> anyhow::Result<Self> {
        if self.recorded <= self.applied {
            return Ok(self);
        }
        let request = ReplayEventsRequest {
            request_id: new_request().to_string(),
            aggregate_type: self.aggregate_type.to_owned(),
            aggregate_id: self.aggregate_id.clone(),
            after_version: self.applied,
            ..ReplayEventsRequest::default()
        };
        self.replayed = replay(owner.clone(), request.clone()).await?;
        // Without the first of them the others would wait for ever.
        self.snapshot = self.replayed < self.recorded - self.applied;
        if self.snapshot {
            let request = ReplayEventsRequest {
                request_id: new_request().to_string(),
                snapshots: true,
                ..request
            };
            replay(owner, request).await?;
        }
        Ok(self)
    }
}

/// Has the owner publish events again. Gives how many.
async fn replay(mut owner: Operations, request: ReplayEventsRequest) -> anyhow::Result<u64> {
    let answer = owner
        .replay_events(request)
        .await
        .map_err(CallError::from)?;
    Ok(answer.into_inner().replayed)
}

/// Who holds what of whom: owner, type of aggregate, consuming service.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let consumers = SERVICES.iter().flat_map(|service| {
        let of_service = service.consumers.iter();
        of_service.map(|consumer| (service.name, *consumer))
    });
    consumers.flat_map(|(service, consumer)| {
        let of_consumer = consumer.aggregates.iter();
        of_consumer.map(move |aggregate| (consumer.publisher, *aggregate, service))
    })
}

fn report(
    different: &[Difference],
    compared: u64,
    repaired: bool,
    format: Format,
) -> anyhow::Result<()> {
    if format == Format::Json {
        return output::json(&serde_json::json!({"compared": compared, "differences": different}));
    }
    if different.is_empty() {
        output::line(format_args!(
            "{}",
            output::good(&format!(
                "{compared} aggregates compared: every service holds what the others hold."
            ))
        ));
        return Ok(());
    }
    let mut table = output::table(&[
        "owner",
        "consumer",
        "aggregate",
        "id",
        "recorded",
        "applied",
        "replayed",
        "state sent",
    ]);
    for difference in different {
        table.add_row([
            difference.owner.into(),
            difference.consumer.into(),
            difference.aggregate_type.into(),
            difference.aggregate_id.as_str().into(),
            output::number(difference.recorded),
            output::number(difference.applied),
            output::number(difference.replayed),
            if difference.snapshot { "yes" } else { "" }.into(),
        ]);
    }
    output::line(format_args!("{table}"));
    output::line(format_args!(
        "{compared} aggregates compared, {} differ.",
        different.len()
    ));
    if !repaired {
        output::line(format_args!(
            "Events may still be on the way: run it again. `ocop reconcile --repair` publishes again what is \
             missing."
        ));
    }
    Ok(())
}
