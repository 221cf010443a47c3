//! What was, on the wire.

use chrono::{DateTime, Days, NaiveDate, Utc};
use ocop_chassis::grpc::{Violations, timestamp};
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;
use uuid::Uuid;

use crate::storage::history::Change;

/// Whose versions are asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Of {
    /// A product's.
    Product(Uuid),
    /// A producer's.
    Producer(Uuid),
}

pub(super) fn of(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListChangesRequest,
) -> Option<(Caller, Of)> {
    let given = (request.product_id.as_str(), request.producer_id.as_str());
    let of = match given {
        (id, "") => Of::Product(v.uuid("product_id", id)?),
        ("", id) => Of::Producer(v.uuid("producer_id", id)?),
        _ => {
            let rule = "must be given without a product_id";
            v.add("producer_id", "NOT_ALONE", rule);
            return None;
        }
    };
    Some((caller, of))
}

/// The last instant of a day in Viet Nam.
pub(super) fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    let midnight = next.and_time(chrono::NaiveTime::MIN);
    let end = midnight.and_local_timezone(ocop_proto::VIET_NAM).single();
    end.map_or(DateTime::<Utc>::MAX_UTC, |end| end.to_utc()) - chrono::TimeDelta::microseconds(1)
}

pub(super) fn to_proto(change: Change) -> proto::Change {
    let (actor, rpc, reason) = change
        .by
        .map(|entry| (entry.actor, entry.rpc, entry.reason))
        .unwrap_or_default();
    let fields = change.fields.into_iter().map(|field| proto::FieldChange {
        field: field.field,
        before: field.before,
        after: field.after,
    });
    proto::Change {
        time: Some(timestamp(change.at)),
        version: change.version,
        actor,
        rpc,
        reason,
        fields: fields.collect(),
    }
}
