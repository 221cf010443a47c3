//! The table `audit`: who changed what, written in the transaction of the change.

use chrono::{DateTime, Utc};
use sea_orm::Value;
use uuid::Uuid;

use super::Origin;

/// The statement up to the rows, and how many values each has.
pub(super) const INSERT: (&str, usize) = (
    "insert into audit (at, actor, roles, rpc, request_id, aggregate_type, aggregate_id, version, trace_id, reason, place)",
    11,
);

/// The values of a row, as they are inserted.
pub(super) type Row = [Value; INSERT.1];

/// The province in a subject such as `ocop.catalog.v1.product.registered.51`.
pub(super) fn place_in(subject: &str) -> &str {
    subject.split('.').nth(5).unwrap_or_default()
}

/// A row that says that `origin` brought an aggregate of a province to `version`, and why, if that was given.
pub(super) fn row(
    origin: &Origin,
    at: DateTime<Utc>,
    (aggregate_type, aggregate_id): (&'static str, Uuid),
    version: u64,
    reason: &str,
    place: &str,
) -> Row {
    [
        at.into(),
        origin.actor.as_str().into(),
        origin.roles.as_str().into(),
        origin.rpc.as_str().into(),
        origin.request_id.into(),
        aggregate_type.into(),
        aggregate_id.into(),
        i64::try_from(version).unwrap_or(i64::MAX).into(),
        origin.trace_id().into(),
        reason.into(),
        place.into(),
    ]
}
