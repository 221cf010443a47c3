//! The audit for those who may read it, and its seals.

use chrono::{DateTime, Utc};
use ocop_identity::{Caller, Reach};
use ocop_proto::operations::v1 as proto;

use crate::audit::{self, Entry, Filter, Order, Seal};
use crate::database::{Database, StoreError};
use crate::grpc::{Violations, timestamp};
use crate::paging::Page;

use super::replaying::instant;

/// Reads which entries are asked for, of what the caller may see.
pub(super) fn selected(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListAuditEntriesRequest,
) -> Option<(Filter, Order)> {
    let mut text = |field, value: &str, most| {
        let text = v.optional_text(field, value, most)?;
        (!text.is_empty()).then_some(text)
    };
    let aggregate_type = text("aggregate_type", &request.aggregate_type, 100);
    let actor = text("actor", &request.actor, 200);
    let id = request.aggregate_id;
    let aggregate_id = (!id.is_empty()).then(|| v.uuid("aggregate_id", &id));
    let from = instant(v, "from_time", request.from_time);
    let to = instant(v, "to_time", request.to_time);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        v.add("to_time", "OUT_OF_ORDER", "must not be before from_time");
    }
    let order = if request.oldest_first {
        Order::OldestFirst
    } else {
        Order::NewestFirst
    };
    let filter = Filter {
        aggregate_type,
        aggregate_id: aggregate_id.flatten(),
        actor,
        from,
        to,
        places: places(&caller),
    };
    Some((filter, order))
}

/// The provinces of which the caller may see the changes; `None` for all. A row names a province by the code it had when
/// its subject was placed; that of an ended province names none today but the one it became part of, which is whose
/// changes they are.
fn places(caller: &Caller) -> Option<Vec<String>> {
    let mut places = Vec::new();
    for reach in caller.reach() {
        match reach {
            Reach::Anywhere => return None,
            Reach::Area(area) => {
                let spans = area.provinces.into_iter();
                places.extend(spans.flat_map(|span| span.codes));
            }
            Reach::Producer(_) | Reach::Partner(_) => {}
        }
    }
    places.sort_unstable();
    places.dedup();
    Some(places)
}

/// A page of entries.
pub(super) async fn entries(
    database: &Database,
    (filter, order): (Filter, Order),
    page: Page,
) -> Result<proto::ListAuditEntriesResponse, StoreError> {
    let after = page.after.as_deref().and_then(|after| after.parse().ok());
    let mut found = audit::entries(database, &filter, order, after, page.fetch()).await?;
    let next_page_token = page.cut(&mut found, |entry| entry.position.to_string());
    Ok(proto::ListAuditEntriesResponse {
        entries: found.into_iter().map(entry_to_proto).collect(),
        next_page_token,
    })
}

/// A page of seals.
pub(super) async fn seals(
    database: &Database,
    page: Page,
) -> Result<proto::ListAuditSealsResponse, StoreError> {
    let after = page.after.as_deref().and_then(|after| after.parse().ok());
    let mut found = audit::seals(database, after.unwrap_or(i64::MIN), page.fetch()).await?;
    let next_page_token = page.cut(&mut found, |seal| seal.number.to_string());
    Ok(proto::ListAuditSealsResponse {
        seals: found.into_iter().map(seal_to_proto).collect(),
        next_page_token,
    })
}

fn entry_to_proto(entry: Entry) -> proto::AuditEntry {
    proto::AuditEntry {
        position: entry.position,
        time: Some(timestamp(entry.at)),
        actor: entry.actor,
        roles: entry.roles,
        rpc: entry.rpc,
        request_id: entry
            .request_id
            .map(|id| id.to_string())
            .unwrap_or_default(),
        aggregate_type: entry.aggregate_type,
        aggregate_id: entry.aggregate_id.to_string(),
        version: entry.version,
        trace_id: entry.trace_id,
        reason: entry.reason,
        province_code: entry.place,
    }
}

fn seal_to_proto(seal: Seal) -> proto::AuditSeal {
    proto::AuditSeal {
        number: seal.number,
        last_position: seal.last_position,
        row_count: seal.row_count,
        seal_time: Some(timestamp(seal.sealed_at)),
        hash: seal.hash,
    }
}

/// An entry as it was given out, for verifying it somewhere else. `None` if it is none.
pub fn entry_of(entry: proto::AuditEntry) -> Option<Entry> {
    let request_id = entry.request_id;
    Some(Entry {
        position: entry.position,
        at: time_of(entry.time)?,
        actor: entry.actor,
        roles: entry.roles,
        rpc: entry.rpc,
        request_id: match request_id.as_str() {
            "" => None,
            id => Some(id.parse().ok()?),
        },
        aggregate_type: entry.aggregate_type,
        aggregate_id: entry.aggregate_id.parse().ok()?,
        version: entry.version,
        trace_id: entry.trace_id,
        reason: entry.reason,
        place: entry.province_code,
    })
}

/// A seal as it was given out. `None` if it is none.
pub fn seal_of(seal: proto::AuditSeal) -> Option<Seal> {
    Some(Seal {
        number: seal.number,
        last_position: seal.last_position,
        row_count: seal.row_count,
        sealed_at: time_of(seal.seal_time)?,
        hash: seal.hash,
    })
}

fn time_of(time: Option<pbjson_types::Timestamp>) -> Option<DateTime<Utc>> {
    time?.try_into().ok()
}
