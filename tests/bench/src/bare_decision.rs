//! What a decision writes for one product, in a transaction of its own: the limit of whoever decides product by product
//! and knows already what to write.

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::clock::Clock;
use ocop_chassis::database::Database;
use ocop_chassis::ids::new_id;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbErr, Statement, Value};
use serde_json::json;
use uuid::Uuid;

const RPC: &str = "/ocop.evaluation.v1.CertificateService/RecordRoundDecision";

/// Bytes of a certificate in its row.
const CERTIFICATE: usize = 900;

/// Bytes of a dossier in its row.
const DOSSIER: usize = 1_900;

/// Bytes of its summary.
const SUMMARY: usize = 1_000;

/// Decides on one dossier: the dossier, the certificate and the product's row of them, two events and two audit rows.
///
/// # Errors
/// The database refuses a statement.
pub(crate) async fn decide(database: &Database, dossier: Uuid) -> anyhow::Result<()> {
    let now = Clock::system(ocop_proto::VIET_NAM).now();
    let (product, certificate) = (new_id(now), new_id(now));
    let tx = database.begin().await?;
    execute(
        &tx,
        "insert into certifications (product_id, version, created_at, updated_at) values ($1, 1, $2, $3)",
        vec![product.into(), now.into(), now.into()],
    )
    .await?;
    let days: [Value; 2] = [day("2026-06-15").into(), day("2029-06-15").into()];
    let [from, to] = days;
    execute(
        &tx,
        "insert into certificates (id, position, product_id, product_code, created_at, criteria_set, branch, star, \
         province_code, province_name, district_code, district_name, place_on, valid_from, valid_to, revoked_on, \
         event_due_on, body) values ($1, 0, $2, '', $3, 9, 'I', 3, '51', 'Quảng Ngãi', '', '', '2026-06-01', $4, $5, null, null, $6)",
        vec![
            certificate.into(),
            product.into(),
            now.into(),
            from,
            to,
            body(CERTIFICATE),
        ],
    )
    .await?;
    execute(
        &tx,
        "update dossiers set version = version + 1, updated_at = $1, body = $2, summary = $3, summary_version = version + 1 \
         where id = $4",
        vec![now.into(), body(DOSSIER), body(SUMMARY), dossier.into()],
    )
    .await?;
    for (aggregate, id) in [("certificate", product), ("dossier", dossier)] {
        event(&tx, (aggregate, id), now).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

/// A body of `length` bytes: columns of the certificate's row are generated from the producer and place in its body.
fn body(length: usize) -> Value {
    let mut body = json!({
        "producer_id": Uuid::nil(),
        "place": {"code": "21364", "name": "Xã Ba Tơ"},
        "filler": "",
    });
    let filler = length.saturating_sub(body.to_string().len());
    body["filler"] = "x".repeat(filler).into();
    body.to_string().into()
}

async fn event(
    tx: &DatabaseTransaction,
    (aggregate, id): (&str, Uuid),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    execute(
        tx,
        "insert into outbox (event_id, aggregate_type, aggregate_id, version, event_type, subject, recorded_at, \
         traceparent, data) values ($1, $2, $3, 1, 'ocop.evaluation.certificate.issued.v1', \
         'ocop.evaluation.v1.certificate.issued.51', $4, '', $5)",
        vec![
            new_id(now).into(),
            aggregate.into(),
            id.into(),
            now.into(),
            vec![b'x'; 700].into(),
        ],
    )
    .await?;
    execute(
        tx,
        "insert into audit (at, actor, roles, rpc, request_id, aggregate_type, aggregate_id, version, trace_id, \
         reason, place) \
         values ($1, 'bench', 'decision_authority@province:51', $2, $3, $4, $5, 1, '', '', '51')",
        vec![
            now.into(),
            RPC.into(),
            id.into(),
            aggregate.into(),
            id.into(),
        ],
    )
    .await
}

async fn execute(tx: &DatabaseTransaction, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
    let engine = tx.get_database_backend();
    tx.execute_raw(Statement::from_sql_and_values(engine, sql, values))
        .await?;
    Ok(())
}
