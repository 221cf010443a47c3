//! Which events an operator has published again.

use chrono::{DateTime, Utc};
use ocop_identity::Caller;
use ocop_proto::operations::v1 as proto;
use pbjson_types::Timestamp;

use crate::grpc::Violations;
use crate::messaging::replay::Selection;

/// Reads which events they are.
pub(super) fn selection(
    v: &mut Violations,
    _: Caller,
    request: proto::ReplayEventsRequest,
) -> Option<Selection> {
    let kind = v.optional_text("aggregate_type", &request.aggregate_type, 100);
    let given = |text: String| (!text.is_empty()).then_some(text);
    let id = given(request.aggregate_id);
    if request.after_version > 0 && id.is_none() {
        let rule = "must be given together with after_version";
        v.add("aggregate_id", "REQUIRED", rule);
    }
    let from = instant(v, "from_time", request.from_time);
    let to = instant(v, "to_time", request.to_time);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        v.add("to_time", "OUT_OF_ORDER", "must not be before from_time");
    }
    Some(Selection {
        aggregate_type: kind.and_then(given),
        aggregate_id: id.and_then(|id| v.uuid("aggregate_id", &id)),
        after_version: request.after_version,
        from,
        to,
        snapshots: request.snapshots,
    })
}

/// Reads an instant that may be left out. One that cannot be read is no instant that was left out.
pub(super) fn instant(
    v: &mut Violations,
    field: &str,
    given: Option<Timestamp>,
) -> Option<DateTime<Utc>> {
    let read = given.map(DateTime::<Utc>::try_from);
    if matches!(read, Some(Err(_))) {
        v.add(
            field,
            "OUT_OF_RANGE",
            "must be a time in the years 1 to 9999",
        );
    }
    read?.ok()
}
