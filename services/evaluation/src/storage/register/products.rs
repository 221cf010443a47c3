//! The copy of the catalog's products, by which scoring works while the catalog is away.

use std::collections::HashMap;

use ocop_chassis::database::{StoreError, plain_table};
use ocop_chassis::messaging::consumer::may_come;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

use crate::domain::register::producer::Home;
use crate::domain::register::product::{Product, Status};
use crate::storage::register::{merged, producers};
use crate::storage::{Store, Tx, from_json, json};

/// The table `products`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "products")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    producer_id: Uuid,
    criteria_set: i32,
    active: bool,
    body: String,
}

plain_table!();

/// The product with this id, a column of the outer query, if it is made no more.
pub(crate) fn retired(product: Expr) -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::Id)).eq(product))
        .and_where(Expr::col((Entity, Column::Active)).eq(false))
        .to_owned()
}

/// The product with this id, if its event has arrived, under the name that its producer has now and where that is. Its row is
/// locked until the end of the transaction: two first certificates of one product wait for each other.
pub async fn product(tx: &Tx, id: Uuid) -> Result<Option<Product>, StoreError> {
    Ok(products(tx, &[id]).await?.remove(&id))
}

/// Those of the products whose events have arrived, by the ids asked for, which may lead to others. Their rows are locked in the
/// order of the ids.
pub async fn products(tx: &Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Product>, StoreError> {
    found(tx.db(), ids, QuerySelect::lock_exclusive).await
}

/// The same of one product, for reading.
pub async fn find_product(store: &Store, id: Uuid) -> Result<Option<Product>, StoreError> {
    let mut found = found(store.database().reader(), &[id], |rows| rows).await?;
    Ok(found.remove(&id))
}

async fn found(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
    locked: impl Fn(Select<Entity>) -> Select<Entity>,
) -> Result<HashMap<Uuid, Product>, StoreError> {
    let led = merged::kept(db, ids.iter().copied()).await?;
    let leads = |id: &Uuid| led.get(id).copied().unwrap_or(*id);
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(leads)))
        .order_by_asc(Column::Id);
    let rows = locked(rows).all(db).await?;
    let makers = merged::kept(db, rows.iter().map(|row| row.producer_id)).await?;
    let maker = |id: Uuid| makers.get(&id).copied().unwrap_or(id);
    let of = rows.iter().map(|row| maker(row.producer_id));
    let producers = producers::names_and_homes(db, of).await?;
    let mut found: HashMap<Uuid, Product> = HashMap::with_capacity(rows.len());
    for row in rows {
        let mut product: Product = from_json(&row.body, "product")?;
        product.producer_id = maker(product.producer_id);
        if let Some((name, home)) = producers.get(&product.producer_id) {
            product.producer_name.clone_from(name);
            product.producer_home.clone_from(home);
        }
        found.insert(row.id, product);
    }
    let asked = ids.iter().map(|id| (*id, leads(id)));
    let of = |(asked, id): (Uuid, Uuid)| Some((asked, found.get(&id)?.clone()));
    Ok(asked.filter_map(of).collect())
}

/// Where a producer is, as the event of its oldest product told.
pub(super) async fn home_told_by_product(
    db: &impl ConnectionTrait,
    producer: Uuid,
) -> Result<Option<Home>, StoreError> {
    let row = Entity::find()
        .filter(Column::ProducerId.eq(producer))
        .order_by_asc(Column::Id)
        .one(db)
        .await?;
    let home = |row: Model| {
        let product: Product = from_json(&row.body, "product")?;
        Ok(product.producer_home)
    };
    row.map(home).transpose()
}

/// Whether a product that is not here may still be heard of.
pub async fn product_may_come(tx: &Tx, id: Uuid) -> Result<bool, StoreError> {
    may_come(tx.db(), super::PRODUCTS, id, tx.now()).await
}

/// Stores the last state of each product; one entry per product.
pub async fn store_products(tx: &Tx, products: Vec<Product>) -> Result<(), StoreError> {
    let rows: Vec<ActiveModel> = products
        .into_iter()
        .map(|product| ActiveModel {
            id: Set(product.id),
            producer_id: Set(product.producer_id),
            criteria_set: Set(product.criteria_set.into()),
            // Of one whose making rests the register still waits for what is due.
            active: Set(product.status != Status::Retired),
            body: Set(json(&product)),
        })
        .collect();
    for chunk in rows.chunks(2_000) {
        let newest = OnConflict::column(Column::Id)
            .update_columns([
                Column::ProducerId,
                Column::CriteriaSet,
                Column::Active,
                Column::Body,
            ])
            .to_owned();
        Entity::insert_many(chunk.to_vec())
            .on_conflict(newest)
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}
