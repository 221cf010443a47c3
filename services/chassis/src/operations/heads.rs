//! The versions that a service has recorded of its own aggregates and applied of others': by them two services are compared.

use ocop_identity::Caller;
use ocop_proto::operations::v1 as proto;
use sea_orm::{ConnectionTrait as _, DbErr, Statement, Value};
use uuid::Uuid;

use crate::database::{Database, StoreError};
use crate::grpc::Violations;
use crate::paging::{Page, Rows};

/// Rows on a page: they are small.
pub(super) const ROWS: Rows = Rows {
    usual: 1_000,
    most: 10_000,
};

/// Which versions are asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Side {
    /// The last that was recorded.
    Recorded,
    /// The one that every consumer has applied.
    Applied,
}

impl Side {
    fn sql(self) -> &'static str {
        match self {
            Self::Recorded => {
                "select aggregate_id, max(version) + (select coalesce(max(sequence_offset), 0) from history) as version \
                 from outbox \
                 where aggregate_type = $1 and aggregate_id > $2 \
                 group by aggregate_id order by aggregate_id limit $3"
            }
            Self::Applied => {
                "select aggregate_id, min(version) as version from heads \
                 where aggregate_type = $1 and aggregate_id > $2 \
                 group by aggregate_id order by aggregate_id limit $3"
            }
        }
    }
}

/// Reads of which type of aggregate recorded versions are asked for.
pub(super) fn recorded(
    v: &mut Violations,
    _: Caller,
    request: proto::ListRecordedHeadsRequest,
) -> Option<String> {
    aggregate_type(v, &request.aggregate_type)
}

/// Reads of which type of aggregate applied versions are asked for.
pub(super) fn applied(
    v: &mut Violations,
    _: Caller,
    request: proto::ListAppliedHeadsRequest,
) -> Option<String> {
    aggregate_type(v, &request.aggregate_type)
}

fn aggregate_type(v: &mut Violations, text: &str) -> Option<String> {
    v.required_text("aggregate_type", text, 100)
}

/// A page of versions of the aggregates of one type, by id, and the token of the next.
pub(super) async fn page(
    database: &Database,
    side: Side,
    kind: &str,
    page: &Page,
) -> Result<(Vec<proto::Head>, String), StoreError> {
    let values: [Value; 3] = [
        kind.into(),
        page.after_id().unwrap_or_default().into(),
        i64::try_from(page.fetch()).unwrap_or(i64::MAX).into(),
    ];
    let statement = Statement::from_sql_and_values(database.engine(), side.sql(), values);
    let rows = database.reader().query_all_raw(statement).await?;
    let heads = rows.iter().map(|row| {
        Ok(proto::Head {
            aggregate_type: kind.to_owned(),
            aggregate_id: row.try_get::<Uuid>("", "aggregate_id")?.to_string(),
            version: row.try_get::<i64>("", "version")?.unsigned_abs(),
        })
    });
    let mut heads = heads.collect::<Result<Vec<_>, DbErr>>()?;
    let next = page.cut(&mut heads, |head| head.aggregate_id.clone());
    Ok((heads, next))
}
