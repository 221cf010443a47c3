//! Reads requests about support.

mod grants;
mod programmes;
mod sessions;

use chrono::NaiveDate;
use ocop_chassis::grpc::Violations;
use uuid::Uuid;

use crate::transport::{REASON, seen};

pub(super) use grants::{cancel_grant, correct_grant, grants, record_grant};
pub(super) use programmes::{close_programme, plan_programme, programmes, update_programme};
pub(super) use sessions::{attendance, cancel_session, plan_session, sessions, update_session};

const NAME: usize = 200;
/// 100,000 billion đồng.
const MOST_VND: u64 = 100_000_000_000_000;

fn in_order(v: &mut Violations, field: &str, days: Option<(NaiveDate, NaiveDate)>) {
    if days.is_some_and(|(from, to)| to < from) {
        v.add(field, "OUT_OF_ORDER", "must not be before from_date");
    }
}

/// Reads an id that may be left out.
fn optional_id(v: &mut Violations, field: &str, text: &str) -> Option<Uuid> {
    (!text.is_empty()).then(|| v.uuid(field, text)).flatten()
}

/// What is closed or cancelled.
struct Ended {
    id: Uuid,
    seen: u64,
    reason: String,
}

/// Reads the id, the etag and the reason of something that is closed or cancelled.
fn ended(v: &mut Violations, (id, etag, reason): (&str, &str, &str)) -> Option<Ended> {
    let seen = seen(v, "", id, etag);
    let reason = v.required_text("reason", reason, REASON);
    let (id, seen) = seen?;
    Some(Ended {
        id,
        seen,
        reason: reason?,
    })
}
