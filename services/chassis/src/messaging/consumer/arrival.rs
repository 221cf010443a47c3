//! Whether the events of an aggregate that a consumer does not know may still arrive.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, Statement};
use uuid::{Uuid, Version};

use crate::database::StoreError;

/// By how much a publisher's commits and clocks may be out of order.
const SLACK: TimeDelta = TimeDelta::minutes(5);

/// Whether the first event of the aggregate `id` may still come to `consumer`. The publisher makes ids and event ids by
/// its clock (UUID version 7) and publishes in the order of recording: once an event took effect here that was recorded
/// well after the id was made, the aggregate's own would have come before. `true` as long as that is not known.
///
/// # Errors
/// The database failed.
pub async fn may_come(
    db: &impl ConnectionTrait,
    consumer: &str,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let made = match id.get_version() {
        Some(Version::SortRand) => made_at(id),
        // Of no version: nobody can tell when it was made.
        None => return Ok(true),
        Some(_) => None,
    };
    let Some(made) = made.filter(|made| *made <= now + SLACK) else {
        return Ok(false);
    };
    let sql = "select event_id from inbox where consumer = $1 order by event_id desc limit 1";
    let engine = db.get_database_backend();
    let newest = Statement::from_sql_and_values(engine, sql, [consumer.into()]);
    let newest: Option<Uuid> = match db.query_one_raw(newest).await? {
        Some(row) => Some(row.try_get("", "event_id")?),
        None => None,
    };
    let position = newest.and_then(made_at);
    Ok(position.is_none_or(|position| position < made + SLACK))
}

/// When an id of version 7 was made.
fn made_at(id: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::new_id;

    #[test]
    fn an_id_tells_when_it_was_made() {
        let now: DateTime<Utc> = "2026-07-14T08:00:00.125Z".parse().unwrap();
        assert_eq!(made_at(new_id(now)), Some(now));
        assert_eq!(made_at(Uuid::nil()), None);
    }
}
