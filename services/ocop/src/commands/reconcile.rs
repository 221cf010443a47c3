//! `ocop reconcile`: compares the copies that services keep of each other's aggregates with the originals.

use std::collections::VecDeque;

use clap::Args;
use ocop_identity::{Role, Scope};
use ocop_proto::operations::v1::{
    Head, ListAppliedHeadsRequest, ListRecordedHeadsRequest, ReplayEventsRequest,
};
use ocop_proto::topology::SERVICES;
use serde::Serialize;

use super::{Outcome, new_request};
use crate::client::{Authorised, Target};
use crate::errors::CallError;
use crate::output::{self, Format};

type Operations =
    ocop_proto::operations::v1::operations_service_client::OperationsServiceClient<Authorised>;

/// Heads of a page.
const PAGE: i32 = 5_000;

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
        let services = target.services()?;
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
            for (aggregate_id, recorded, applied) in differences {
                let (mut replayed, mut snapshot) = (0, false);
                if self.repair && recorded > applied {
                    let request = ReplayEventsRequest {
                        request_id: new_request().to_string(),
                        aggregate_type: aggregate_type.to_owned(),
                        aggregate_id: aggregate_id.clone(),
                        after_version: applied,
                        ..ReplayEventsRequest::default()
                    };
                    replayed = replay(of(owner)?, request.clone()).await?;
                    // Without the first of them the others would wait for ever.
                    snapshot = replayed < recorded - applied;
                    if snapshot {
                        let request = ReplayEventsRequest {
                            request_id: new_request().to_string(),
                            snapshots: true,
                            ..request
                        };
                        replay(of(owner)?, request).await?;
                    }
                }
                different.push(Difference {
                    owner,
                    consumer,
                    aggregate_type,
                    aggregate_id,
                    recorded,
                    applied,
                    replayed,
                    snapshot,
                });
            }
        }
        report(&different, compared, self.repair, format)?;
        Ok(Outcome::problem_if(!different.is_empty()))
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

/// Walks both lists, which are in order of id, and gives what differs: id, version recorded, version applied.
async fn compare(
    recorded: &mut Heads,
    applied: &mut Heads,
    compared: &mut u64,
) -> anyhow::Result<Vec<(String, u64, u64)>> {
    let mut found = Vec::new();
    loop {
        let (left, right) = (recorded.peek().await?, applied.peek().await?);
        let (id, left, right) = match merged(left, right) {
            Some(step) => step,
            None => return Ok(found),
        };
        if left.is_some() {
            recorded.waiting.pop_front();
        }
        if right.is_some() {
            applied.waiting.pop_front();
        }
        *compared += 1;
        if left != right {
            found.push((id, left.unwrap_or(0), right.unwrap_or(0)));
        }
    }
}

/// The next aggregate in order of id, with the version each side holds of it.
fn merged(left: Option<&Head>, right: Option<&Head>) -> Option<(String, Option<u64>, Option<u64>)> {
    let id = match (left, right) {
        (None, None) => return None,
        (Some(only), None) | (None, Some(only)) => &only.aggregate_id,
        (Some(left), Some(right)) => (&left.aggregate_id).min(&right.aggregate_id),
    };
    let version = |head: Option<&Head>| {
        head.filter(|head| head.aggregate_id == *id)
            .map(|head| head.version)
    };
    Some((id.clone(), version(left), version(right)))
}

#[derive(Clone, Copy)]
enum Side {
    Recorded,
    Applied,
}

/// The heads of one side, fetched page by page.
struct Heads {
    operations: Operations,
    side: Side,
    aggregate_type: &'static str,
    waiting: VecDeque<Head>,
    /// Token of the next page; `None` after the last.
    next: Option<String>,
}

impl Heads {
    fn new(operations: Operations, side: Side, aggregate_type: &'static str) -> Self {
        Self {
            operations,
            side,
            aggregate_type,
            waiting: VecDeque::new(),
            next: Some(String::new()),
        }
    }

    async fn peek(&mut self) -> anyhow::Result<Option<&Head>> {
        while self.waiting.is_empty() {
            let Some(page_token) = self.next.take() else {
                return Ok(None);
            };
            let aggregate_type = self.aggregate_type.to_owned();
            let (heads, next) = match self.side {
                Side::Recorded => {
                    let request = ListRecordedHeadsRequest {
                        aggregate_type,
                        page_size: PAGE,
                        page_token,
                    };
                    let page = self
                        .operations
                        .list_recorded_heads(request)
                        .await
                        .map_err(CallError::from)?
                        .into_inner();
                    (page.heads, page.next_page_token)
                }
                Side::Applied => {
                    let request = ListAppliedHeadsRequest {
                        aggregate_type,
                        page_size: PAGE,
                        page_token,
                    };
                    let page = self
                        .operations
                        .list_applied_heads(request)
                        .await
                        .map_err(CallError::from)?
                        .into_inner();
                    (page.heads, page.next_page_token)
                }
            };
            self.waiting = heads.into();
            self.next = (!next.is_empty()).then_some(next);
        }
        Ok(self.waiting.front())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(id: &str, version: u64) -> Head {
        Head {
            aggregate_type: "product".to_owned(),
            aggregate_id: id.to_owned(),
            version,
        }
    }

    #[test]
    fn what_only_one_side_holds_comes_alone_and_first() {
        let (a, b) = (head("a", 3), head("b", 1));
        assert_eq!(
            merged(Some(&a), Some(&b)),
            Some(("a".to_owned(), Some(3), None))
        );
        assert_eq!(
            merged(Some(&b), Some(&a)),
            Some(("a".to_owned(), None, Some(3)))
        );
        assert_eq!(
            merged(Some(&a), Some(&head("a", 2))),
            Some(("a".to_owned(), Some(3), Some(2)))
        );
        assert_eq!(merged(None, None), None);
    }
}
