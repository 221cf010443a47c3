//! Certified products and their producers by words of their names.

use std::collections::HashMap;

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, select};
use ocop_identity::AskedUnit;
use sea_orm::prelude::*;
use sea_orm::sea_query::{Expr, Func, Order};
use sea_orm::{Condition, FromQueryResult, QueryOrder, QuerySelect};

use crate::domain::certificate::Certificate;
use crate::storage::certificate::certificates::{Column, Entity};
use crate::storage::search::has_words;
use crate::storage::{PLACED, Store, from_json, in_unit};

/// Words of names; those that are empty fit everything.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub product: String,
    pub producer: String,
    pub province: Option<AskedUnit>,
}

impl Names {
    fn condition(&self, store: &Store) -> Condition {
        Condition::all()
            .add_option(in_unit(store, self.province.as_ref(), PLACED))
            // This one has an index; the others say in which of the names the words are.
            .add(has_words(
                Column::SearchText,
                &format!("{} {}", self.product, self.producer),
            ))
            .add(has_words(Column::ProductWords, &self.product))
            .add(has_words(Column::ProducerWords, &self.producer))
    }
}

/// The products with such names that have or had a certificate, those whose lasts longest first; one more than `most` if
/// there are more.
pub async fn products_named(
    store: &Store,
    names: &Names,
    most: u64,
) -> Result<Vec<Uuid>, StoreError> {
    named(store, names, Expr::col(Column::ProductId), most).await
}

/// The same for producers.
pub async fn producers_named(
    store: &Store,
    names: &Names,
    most: u64,
) -> Result<Vec<Uuid>, StoreError> {
    named(store, names, Expr::col("producer_id"), most).await
}

async fn named(
    store: &Store,
    names: &Names,
    whose: Expr,
    most: u64,
) -> Result<Vec<Uuid>, StoreError> {
    // The database makes this column.
    let last = Func::max(Expr::col("gone_on"));
    Ok(Entity::find()
        .select_only()
        .expr_as(whose.clone(), "whose")
        .filter(names.condition(store))
        .group_by(whose.clone())
        .order_by(Expr::expr(last), Order::Desc)
        .order_by(whose, Order::Asc)
        .limit(most + 1)
        .into_tuple()
        .all(store.database().reader())
        .await?)
}

#[derive(FromQueryResult)]
struct BodyRow {
    producer_id: Uuid,
    body: String,
}

/// What producers may hold on a day: of each its valid certificates in order of the products' names, one more than `most` if
/// there are more; after them those that ran out after `since`, which may be in grace; of one that holds none its newest, which
/// tells its name.
pub async fn holdings(
    store: &Store,
    producers: &[Uuid],
    (since, on): (NaiveDate, NaiveDate),
    most: u64,
) -> Result<HashMap<Uuid, Vec<Certificate>>, StoreError> {
    let mut found: HashMap<Uuid, Vec<Certificate>> = HashMap::new();
    if producers.is_empty() {
        return Ok(found);
    }
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![on.into(), most.into(), since.into()];
    let mut among = Vec::new();
    for producer in producers {
        values.push((*producer).into());
        among.push(format!("${}", values.len()));
    }
    let sql = format!(
        "select producer_id, body from (select producer_id, body, valid, row_number() over \
         (partition by producer_id order by valid desc, words, valid_from desc, id desc) as place \
         from (select id, producer_id, body, valid_from, \
         case when valid_from > $1 or gone_on <= $3 then 0 when gone_on > $1 then 2 else 1 end as valid, \
         case when valid_from <= $1 and gone_on > $3 then product_words else '' end as words \
         from certificates where producer_id in ({})) as each_one) as placed \
         where place = 1 or (valid > 0 and place <= $2 + 1) order by producer_id, place",
        among.join(", ")
    );
    let rows: Vec<BodyRow> = select(store.database().reader(), sql, values).await?;
    for row in rows {
        let certificate = from_json(&row.body, "certificate")?;
        found.entry(row.producer_id).or_default().push(certificate);
    }
    Ok(found)
}
