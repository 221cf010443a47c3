//! What the registration of a product rests on.

use ocop_chassis::database::StoreError;
use ocop_chassis::text::likeness_key;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, QueryResult, Statement};

use super::super::Tx;
use super::super::merging::{self, Kind};
use crate::domain::product::{Maker, Similar};

/// A producer as a product needs it, in the columns `maker_…`.
#[derive(FromQueryResult)]
struct MakerRow {
    id: Uuid,
    name: String,
    kind: String,
    value_chain: String,
    place_code: String,
    province_code: String,
    place_on: Date,
}

pub(super) const MAKER: &str = "producers.id as maker_id, producers.name as maker_name, producers.kind as maker_kind, \
    producers.value_chain as maker_value_chain, \
    producers.place_code as maker_place_code, producers.province_code as maker_province_code, \
    producers.place_on as maker_place_on";

pub(super) fn read_maker(row: &QueryResult) -> Result<Option<Maker>, StoreError> {
    if row.try_get::<Option<Uuid>>("maker_", "id")?.is_none() {
        return Ok(None);
    }
    let maker = MakerRow::from_query_result(row, "maker_")?;
    let corrupt = || StoreError::Corrupt {
        what: format!("producer {}", maker.id),
    };
    Ok(Some(Maker {
        kind: maker.kind.parse().map_err(|_| corrupt())?,
        value_chain: maker.value_chain.parse().map_err(|_| corrupt())?,
        id: maker.id,
        name: maker.name,
        place_code: maker.place_code,
        province_code: maker.province_code,
        place_said_on: maker.place_on,
    }))
}

/// What the registration of a product rests on.
#[derive(Debug, Default)]
pub struct Ground {
    /// The producer; `None` if there is none.
    pub maker: Option<Maker>,
    /// Up to five products of the producer whose names are very like that of the new one.
    pub similar: Vec<Similar>,
}

/// Similar products that are named at most.
const MOST_SIMILAR: usize = 5;

/// What the registration of a product rests on. One statement: every product that is registered waits for it. The producer
/// may be named by the id of a record that was merged into it.
pub async fn ground(tx: &Tx, producer_id: Uuid, name: &str) -> Result<Ground, StoreError> {
    let ground = ground_of(tx, producer_id, name).await?;
    if ground.maker.is_some() {
        return Ok(ground);
    }
    match merging::resolved(tx, Kind::Producer, producer_id).await? {
        kept if kept == producer_id => Ok(ground),
        kept => ground_of(tx, kept, name).await,
    }
}

async fn ground_of(tx: &Tx, producer_id: Uuid, name: &str) -> Result<Ground, StoreError> {
    let engine = tx.db().get_database_backend();
    let sql = format!(
        "select {MAKER}, alike.id as alike_id, alike.name as alike_name \
         from (select 1) as one left join producers on producers.id = $1 \
         left join products alike on alike.producer_id = producers.id and alike.search_text = $2 \
         order by alike.id limit {MOST_SIMILAR}"
    );
    let values = [producer_id.into(), likeness_key(name).into()];
    let statement = Statement::from_sql_and_values(engine, sql, values);
    let rows = tx.db().query_all_raw(statement).await?;
    let Some(first) = rows.first() else {
        return Ok(Ground::default());
    };
    let mut ground = Ground {
        maker: read_maker(first)?,
        similar: Vec::new(),
    };
    for row in &rows {
        if row.try_get::<Option<Uuid>>("alike_", "id")?.is_some() {
            ground.similar.push(Similar {
                id: row.try_get("alike_", "id")?,
                name: row.try_get("alike_", "name")?,
            });
        }
    }
    Ok(ground)
}
