//! The statements of RegisterProduct on SQLite, one transaction after the other by one caller: what the
//! engine can do for whoever does not put writes together.

use chrono::{DateTime, Utc};
use ocop_chassis::clock::Clock;
use ocop_chassis::database::Database;
use ocop_chassis::ids::new_id;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, Statement, Value};
use uuid::Uuid;

use crate::broker::PRODUCT_FACT;
use crate::setup::producer_id;

const RPC: &str = "/ocop.catalog.v1.CatalogService/RegisterProduct";

/// One product with everything that is written with it.
///
/// # Errors
/// The database refuses a statement.
pub(crate) async fn register(database: &Database) -> anyhow::Result<()> {
    let now = Clock::system(ocop_proto::VIET_NAM).now();
    let id = new_id(now);
    let tx = database.begin().await?;
    read(
        &tx,
        "select * from producers where id = $1 limit 1",
        producer_id().into(),
    )
    .await?;
    insert_product(&tx, id, now).await?;
    learn(&tx).await?;
    keep(&tx, id, now).await?;
    remember(&tx, id, now).await?;
    insert_event(&tx, id, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn execute(tx: &DatabaseTransaction, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
    tx.execute_raw(statement).await?;
    Ok(())
}

async fn read(tx: &DatabaseTransaction, sql: &str, key: Value) -> anyhow::Result<()> {
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [key]);
    let found = tx.query_all_raw(statement).await?;
    anyhow::ensure!(!found.is_empty(), "nothing is found: {sql}");
    Ok(())
}

async fn remember(tx: &DatabaseTransaction, id: Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
    execute(
        tx,
        "insert into requests (actor, request_id, rpc, body_hash, created_at, roles, answer) values ($1, $2, $3, $4, $5, $6, $7) \
         on conflict do nothing",
        vec![
            "bench".into(),
            id.into(),
            RPC.into(),
            vec![0_u8; 32].into(),
            now.into(),
            "ocop_office@province:51".into(),
            vec![0_u8; 250].into(),
        ],
    )
    .await
}

async fn insert_product(
    tx: &DatabaseTransaction,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    execute(
        tx,
        "insert into products (id, version, created_at, updated_at, producer_id, criteria_set, name, name_key, \
         search_text, description, story, packaging, place_code, province_code, place_on, status) \
         values ($1, 1, $2, $3, $4, 9, $5, $6, $7, 'Nước mắm cá cơm', $8, 'Chai 500 ml', '21040', '51', '2026-06-01', 'active')",
        vec![
            id.into(),
            now.into(),
            now.into(),
            producer_id().into(),
            format!("Nước mắm {id}").into(),
            format!("nước mắm {id}").into(),
            format!("nuoc mam {id}").into(),
            "Cá cơm than, muối Sa Huỳnh.".into(),
        ],
    )
    .await
}

/// The words of the name, by which typing errors are forgiven; they are known after the first product.
async fn learn(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    let sql = "insert into words (word, letters) values ($1, $2), ($3, $4) on conflict do nothing";
    let words: Vec<Value> = vec!["mam".into(), 3.into(), "nuoc".into(), 4.into()];
    execute(tx, sql, words).await
}

async fn keep(tx: &DatabaseTransaction, id: Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
    execute(
        tx,
        "insert into past_versions (aggregate_type, aggregate_id, version, at, snapshot) values ('product', $1, 1, $2, $3)",
        vec![id.into(), now.into(), PRODUCT_FACT.into()],
    )
    .await
}

async fn insert_event(tx: &DatabaseTransaction, id: Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
    execute(
        tx,
        "insert into outbox (event_id, aggregate_type, aggregate_id, version, event_type, subject, recorded_at, \
         traceparent, data) values ($1, 'product', $2, 1, 'ocop.catalog.product.registered.v1', \
         'ocop.catalog.v1.product.registered.51', $3, $4, $5)",
        vec![
            id.into(),
            id.into(),
            now.into(),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into(),
            PRODUCT_FACT.as_bytes().to_vec().into(),
        ],
    )
    .await?;
    execute(
        tx,
        "insert into audit (at, actor, roles, rpc, request_id, aggregate_type, aggregate_id, version, trace_id, \
         reason, place) \
         values ($1, 'bench', 'ocop_office@province:51', $2, $3, 'product', $4, 1, $5, '', '51')",
        vec![
            now.into(),
            RPC.into(),
            id.into(),
            id.into(),
            "0af7651916cd43dd8448eb211c80319c".into(),
        ],
    )
    .await
}
