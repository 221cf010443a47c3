//! Finds events that the broker acknowledged and no longer holds, and queues them again.
//!
//! Why this is needed: by default JetStream acknowledges a message before it is on the disk, and a broker
//! that is restored from a copy has forgotten what came after the copy. It then loses the end of its stream, or
//! all of it. Every sent row knows the sequence it was acknowledged with. What was acknowledged beyond the end of
//! the stream is lost; what it knows as deleted (damaged blocks) is lost; and one query shows whether the newest row
//! among the rest is still there with the right id. If it is not, the stream went another way from some point on: a
//! binary search finds the last row that is there, and only those after it are marked unsent.
//!
//! What is sent again bears a message id of its own, because the broker may still drop the first one as a
//! copy; consumers know the event by its `ce-id`.

use async_nats::jetstream;
use async_nats::jetstream::stream::{RawMessageErrorKind, Stream};
use ocop_proto::topology;
use sea_orm::{ConnectionTrait, DbErr, Statement};
use uuid::Uuid;

use crate::database::{Database, one_of};

/// Sequences looked for with one statement.
const SEQUENCES_PER_STEP: usize = 500;

/// A sent row: where it should be in the stream, and its id.
struct Sent {
    position: i64,
    sequence: u64,
    event_id: Uuid,
}

/// Marks what the stream of `service` lost as unsent. Returns how many rows.
///
/// # Errors
/// The database or the broker cannot be asked.
pub(super) async fn find_and_requeue(
    database: &Database,
    jetstream: &jetstream::Context,
    service: &str,
) -> anyhow::Result<u64> {
    // Read before the state of the stream: what another replica sends meanwhile is not taken for lost.
    let newest = sent_at_or_before(database, u64::MAX).await?;
    let stream = jetstream.get_stream(topology::stream(service)).await?;
    let Some(newest) = newest else {
        return Ok(0);
    };
    let state = &stream.cached_info().state;
    let (first, last) = (state.first_sequence, state.last_sequence);
    // What aged out of the stream is not lost: only rows from its first message on are compared.
    // A stream that begins anew begins at 1, and then all are.
    if newest.sequence < first {
        return Ok(0);
    }
    let mut lost = 0;
    if newest.sequence > last {
        lost += requeue_between(database, last, newest.sequence).await?;
    }
    if state.deleted_count.unwrap_or_default() > 0 {
        let details = stream.info_builder().with_deleted(true).fetch().await?;
        lost += requeue_at(database, &details.info.state.deleted.unwrap_or_default()).await?;
    }
    let newest = sent_at_or_before(database, last).await?;
    if let Some(newest) = newest.filter(|newest| newest.sequence >= first)
        && !held(&stream, &newest).await?
    {
        let intact = last_intact(database, &stream, first, newest.sequence).await?;
        lost += requeue_between(database, intact, newest.sequence).await?;
    }
    if lost > 0 {
        lost += requeue_displaced(database, &stream).await?;
    }
    Ok(lost)
}

/// The greatest sequence that is still held, by halving; 0 if none is.
async fn last_intact(
    database: &Database,
    stream: &Stream,
    first: u64,
    newest: u64,
) -> anyhow::Result<u64> {
    // Invariant: everything at or below `intact` is held (or aged out), nothing at or above `gone` is.
    let (mut intact, mut gone) = (first.saturating_sub(1), newest);
    while let Some(middle) = sent_at_or_before(database, intact + (gone - intact) / 2).await? {
        if middle.sequence <= intact {
            // No row in the lower half: look at the next one above it, if there is one below `gone`.
            match sent_after(database, intact).await? {
                Some(next) if next.sequence < gone => {
                    if held(stream, &next).await? {
                        intact = next.sequence;
                    } else {
                        gone = next.sequence;
                    }
                    continue;
                }
                _ => break,
            }
        }
        if held(stream, &middle).await? {
            intact = middle.sequence;
        } else {
            gone = middle.sequence;
        }
    }
    Ok(intact)
}

/// A stream that began anew gives the same places again: of several rows at one place, those that are
/// not the one it holds were lost. Without this, an event that another replica sent to the new stream
/// could stand for an older one at its place.
async fn requeue_displaced(database: &Database, stream: &Stream) -> anyhow::Result<u64> {
    let shared = rows(
        database,
        "select position, stream_seq, event_id from outbox where sent_at is not null and stream_seq in \
         (select stream_seq from outbox where sent_at is not null group by stream_seq having count(*) > 1)",
        &[],
    )
    .await?;
    let mut lost = 0;
    for row in &shared {
        if !held(stream, row).await? {
            lost += requeue(database, "position = $1", vec![row.position.into()]).await?;
        }
    }
    Ok(lost)
}

/// Whether the stream holds the very event at the sequence it was acknowledged with.
async fn held(stream: &Stream, sent: &Sent) -> anyhow::Result<bool> {
    // Directly asked, any replica answers; only the leader is trusted when it says there is nothing. A stream
    // that has just been made may not answer direct requests yet.
    let headers = match stream.direct_get(sent.sequence).await {
        Ok(message) => Some(message.headers),
        Err(_) => match stream.get_raw_message(sent.sequence).await {
            Ok(message) => Some(message.headers),
            Err(error) if matches!(error.kind(), RawMessageErrorKind::NoMessageFound) => None,
            Err(error) => return Err(error.into()),
        },
    };
    let id = headers
        .as_ref()
        .and_then(|headers| headers.get("ce-id"))
        .map(|value| value.as_str().to_owned());
    Ok(id.is_some_and(|id| id == sent.event_id.to_string()))
}

async fn sent_at_or_before(database: &Database, sequence: u64) -> Result<Option<Sent>, DbErr> {
    let sql = "select position, stream_seq, event_id from outbox where sent_at is not null and stream_seq <= $1 \
               order by stream_seq desc limit 1";
    Ok(rows(database, sql, &[sequence]).await?.pop())
}

async fn sent_after(database: &Database, sequence: u64) -> Result<Option<Sent>, DbErr> {
    let sql = "select position, stream_seq, event_id from outbox where sent_at is not null and stream_seq > $1 \
               order by stream_seq limit 1";
    Ok(rows(database, sql, &[sequence]).await?.pop())
}

async fn rows(database: &Database, sql: &str, numbers: &[u64]) -> Result<Vec<Sent>, DbErr> {
    let values: Vec<sea_orm::Value> = numbers
        .iter()
        .map(|number| i64::try_from(*number).unwrap_or(i64::MAX).into())
        .collect();
    let db = database.reader();
    let found = db
        .query_all_raw(Statement::from_sql_and_values(
            database.engine(),
            sql,
            values,
        ))
        .await?;
    found
        .iter()
        .map(|row| {
            Ok(Sent {
                position: row.try_get("", "position")?,
                sequence: row.try_get::<i64>("", "stream_seq")?.unsigned_abs(),
                event_id: row.try_get("", "event_id")?,
            })
        })
        .collect()
}

/// Marks what was acknowledged after one sequence and up to another as unsent.
async fn requeue_between(database: &Database, after: u64, up_to: u64) -> Result<u64, DbErr> {
    let [after, up_to] = [after, up_to].map(|sequence| i64::try_from(sequence).unwrap_or(i64::MAX));
    let which = "stream_seq > $1 and stream_seq <= $2";
    requeue(database, which, vec![after.into(), up_to.into()]).await
}

/// Marks what was acknowledged with these sequences as unsent.
async fn requeue_at(database: &Database, sequences: &[u64]) -> Result<u64, DbErr> {
    let mut lost = 0;
    for some in sequences.chunks(SEQUENCES_PER_STEP) {
        let some = some
            .iter()
            .map(|sequence| i64::try_from(*sequence).unwrap_or(i64::MAX).into());
        let (among, values) = one_of(database.engine(), "stream_seq", some.collect());
        lost += requeue(database, &among, values).await?;
    }
    Ok(lost)
}

async fn requeue(
    database: &Database,
    which: &str,
    values: Vec<sea_orm::Value>,
) -> Result<u64, DbErr> {
    let sql = format!(
        "update outbox set sent_at = null, stream_seq = null, lost = lost + 1 where sent_at is not null and {which}"
    );
    let done = database
        .writer()
        .execute_raw(Statement::from_sql_and_values(
            database.engine(),
            sql,
            values,
        ))
        .await?;
    Ok(done.rows_affected())
}
