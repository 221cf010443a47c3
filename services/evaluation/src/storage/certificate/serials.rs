//! The serials that communes keep for product codes. A product has one in each commune it was ever
//! certified in, and keeps it; the numbers of a commune have no gaps, because its counter is raised
//! in the transaction that uses them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ocop_chassis::database::{StoreError, insert_rows, select};
use sea_orm::FromQueryResult;
use sea_orm::prelude::*;

use crate::domain::certificate::product_code::{Commune, ProductCode};
use crate::storage::Tx;

mod held {
    use sea_orm::entity::prelude::*;

    /// The table `product_serials`.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "product_serials")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub product_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub province_code: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub commune_code: String,
        pub serial: i32,
    }

    ocop_chassis::database::plain_table!();
}

/// The serial of each product in its commune, by product: the one it has, or the next of the commune.
/// The products' rows are locked already; the counters are locked in the order of the communes.
pub async fn serials(
    tx: &Tx,
    products: &[(Uuid, Commune)],
) -> Result<HashMap<Uuid, u32>, StoreError> {
    let mut serials = held_by(tx, products).await?;
    let mut without: BTreeMap<&Commune, BTreeSet<Uuid>> = BTreeMap::new();
    for (product, commune) in products {
        if !serials.contains_key(product) {
            without.entry(commune).or_default().insert(*product);
        }
    }
    if without.is_empty() {
        return Ok(serials);
    }
    let count = |products: &BTreeSet<Uuid>| i32::try_from(products.len()).unwrap_or(i32::MAX);
    let counts = without
        .iter()
        .map(|(commune, products)| (*commune, count(products)));
    let counts: Vec<(&Commune, i32)> = counts.collect();
    let last = raised(tx, &counts, "commune_serials.last + excluded.last").await?;
    let mut rows = Vec::new();
    for (commune, products) in without {
        let last = last.get(commune).copied().unwrap_or_default();
        let first = last - count(&products) + 1;
        for (serial, product) in (first..).zip(products) {
            serials.insert(product, serial.unsigned_abs());
            rows.push(row(product, commune, serial));
        }
    }
    held::Entity::insert_many(rows)
        .exec_without_returning(tx.db())
        .await?;
    Ok(serials)
}

/// A printed code of a product that was taken over from an old register.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The product.
    pub product: Uuid,
    /// Its code.
    pub code: ProductCode,
    /// Whether it is made in the commune of the code.
    pub made_there: bool,
}

/// Counts on after the serials of printed codes, so that no other product gets one of them; the product keeps its own as
/// long as it is made there. One that another product of the commune has is left to that one.
pub async fn store_serials(tx: &Tx, printed: &[Printed]) -> Result<(), StoreError> {
    let number = |of: &Printed| i32::try_from(of.code.serial).ok();
    let mut highest: BTreeMap<&Commune, i32> = BTreeMap::new();
    for of in printed {
        if let Some(number) = number(of) {
            let last = highest.entry(&of.code.commune).or_default();
            *last = number.max(*last);
        }
    }
    if highest.is_empty() {
        return Ok(());
    }
    let greater = "case when excluded.last > commune_serials.last then excluded.last \
                   else commune_serials.last end";
    let highest: Vec<(&Commune, i32)> = highest.into_iter().collect();
    raised(tx, &highest, greater).await?;
    let mut values: Vec<Value> = Vec::new();
    for of in printed.iter().filter(|of| of.made_there) {
        if let Some(number) = number(of) {
            let Commune { province, code } = of.code.commune.clone();
            values.extend([
                of.product.into(),
                province.into(),
                code.into(),
                number.into(),
            ]);
        }
    }
    let into = "insert into product_serials (product_id, province_code, commune_code, serial)";
    insert_rows(tx.db(), into, 4, values, "on conflict do nothing").await?;
    Ok(())
}

/// The counter of a commune.
#[derive(FromQueryResult)]
struct CounterRow {
    province_code: String,
    commune_code: String,
    last: i32,
}

/// Raises the counters of communes, each by or to a number as `how` says, and gives what they show
/// then. The counters stay locked until the end of the transaction.
async fn raised(
    tx: &Tx,
    communes: &[(&Commune, i32)],
    how: &str,
) -> Result<HashMap<Commune, i32>, StoreError> {
    let mut values: Vec<Value> = Vec::with_capacity(communes.len() * 3);
    let mut rows = Vec::with_capacity(communes.len());
    for (index, (commune, number)) in communes.iter().enumerate() {
        let at = index * 3;
        rows.push(format!("(${}, ${}, ${})", at + 1, at + 2, at + 3));
        values.extend([
            commune.province.as_str().into(),
            commune.code.as_str().into(),
            (*number).into(),
        ]);
    }
    let sql = format!(
        "insert into commune_serials (province_code, commune_code, last) values {} \
         on conflict (province_code, commune_code) do update set last = {how} \
         returning province_code, commune_code, last",
        rows.join(", ")
    );
    let shown: Vec<CounterRow> = select(tx.db(), sql, values).await?;
    let of = |row: CounterRow| {
        let (province, code) = (row.province_code, row.commune_code);
        (Commune { province, code }, row.last)
    };
    Ok(shown.into_iter().map(of).collect())
}

fn row(product: Uuid, commune: &Commune, serial: i32) -> held::ActiveModel {
    use sea_orm::ActiveValue::Set;

    held::ActiveModel {
        product_id: Set(product),
        province_code: Set(commune.province.clone()),
        commune_code: Set(commune.code.clone()),
        serial: Set(serial),
    }
}

async fn held_by(tx: &Tx, products: &[(Uuid, Commune)]) -> Result<HashMap<Uuid, u32>, StoreError> {
    let rows = held::Entity::find()
        .filter(held::Column::ProductId.is_in(products.iter().map(|(product, _)| *product)))
        .all(tx.db())
        .await?;
    let here: HashMap<Uuid, &Commune> = products
        .iter()
        .map(|(product, commune)| (*product, commune))
        .collect();
    let in_commune = |row: &held::Model| {
        here.get(&row.product_id).is_some_and(|commune| {
            (&commune.province, &commune.code) == (&row.province_code, &row.commune_code)
        })
    };
    Ok(rows
        .into_iter()
        .filter(in_commune)
        .map(|row| (row.product_id, row.serial.unsigned_abs()))
        .collect())
}
