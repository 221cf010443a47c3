//! What of a register is there already: everything that rows of an import are compared with, in one query for each table.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, one_of, select};
use ocop_chassis::text::{likeness_key, name_key};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, FromQueryResult, QueryOrder, QuerySelect};

use super::{Column, Entity};
use crate::domain::place::Location;
use crate::domain::product::{Gtin, Maker, Similar};
use crate::storage::merging::{self, Key};
use crate::storage::{Tx, place, producer};

/// What rows name.
#[derive(Debug, Default)]
pub struct Named {
    /// Codes of places, with the days for which they are said.
    pub places: BTreeSet<(String, NaiveDate)>,
    /// Registration numbers of producers.
    pub numbers: BTreeSet<String>,
    /// Names of products.
    pub names: BTreeSet<String>,
    /// GTINs.
    pub gtins: BTreeSet<String>,
}

/// A product that is registered.
#[derive(Clone, Debug)]
pub struct KnownProduct {
    /// Its id.
    pub id: Uuid,
    /// Its criteria set.
    pub criteria_set: u32,
}

/// What is there of it.
#[derive(Debug, Default)]
pub struct Registered {
    /// Where places lie, by code and day.
    pub locations: HashMap<(String, NaiveDate), Location>,
    /// Producers by registration number.
    pub producers: HashMap<String, Maker>,
    /// Those of the numbers that nobody bears any more, for the record that did was merged.
    pub former_numbers: BTreeSet<String>,
    /// Products by producer and name key.
    pub products: HashMap<(Uuid, String), KnownProduct>,
    /// Products by producer and likeness key, in order of registration.
    pub alike: HashMap<(Uuid, String), Vec<Similar>>,
    /// Who has a GTIN.
    pub gtins: HashMap<String, Similar>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    producer_id: Uuid,
    criteria_set: i32,
    name: String,
    name_key: String,
    search_text: String,
    gtin: Option<String>,
}

/// What is there of what rows name.
pub async fn registered(tx: &Tx, named: &Named) -> Result<Registered, StoreError> {
    let (producers, former_numbers) = producer::by_registration_number(tx, &named.numbers).await?;
    let mut registered = Registered {
        locations: place::locations(tx, &named.places).await?,
        producers,
        former_numbers,
        ..Registered::default()
    };
    let makers: Vec<Uuid> = registered
        .producers
        .values()
        .map(|maker| maker.id)
        .collect();
    let names = named.names.iter();
    let (exact, alike): (Vec<String>, Vec<String>) = names
        .map(|name| (name_key(name), likeness_key(name)))
        .unzip();
    registered.add_former(tx, &makers, &named.gtins).await?;
    let of_makers = Condition::all().add(Column::ProducerId.is_in(makers)).add(
        Condition::any()
            .add(Column::NameKey.is_in(exact))
            .add(Column::SearchText.is_in(alike)),
    );
    let fits = Condition::any()
        .add(of_makers)
        .add(Column::Gtin.is_in(&named.gtins));
    let rows = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::ProducerId,
            Column::CriteriaSet,
            Column::Name,
            Column::NameKey,
            Column::SearchText,
            Column::Gtin,
        ])
        .filter(fits)
        .order_by_asc(Column::Id)
        .into_model::<Row>()
        .all(tx.db())
        .await?;
    for row in rows {
        let known = KnownProduct {
            id: row.id,
            criteria_set: row.criteria_set.unsigned_abs(),
        };
        let similar = Similar {
            id: row.id,
            name: row.name,
        };
        if let Some(gtin) = row.gtin {
            registered.gtins.insert(gtin, similar.clone());
        }
        let exact = (row.producer_id, row.name_key);
        registered.products.insert(exact, known);
        let alike = (row.producer_id, row.search_text);
        registered.alike.entry(alike).or_default().push(similar);
    }
    Ok(registered)
}

#[derive(FromQueryResult)]
struct FormerRow {
    key: String,
    id: Uuid,
    producer_id: Uuid,
    criteria_set: i32,
}

impl Registered {
    /// Counts in the names of products, and the GTINs, that lead to others since those that bore them were merged.
    async fn add_former(
        &mut self,
        tx: &Tx,
        makers: &[Uuid],
        gtins: &BTreeSet<String>,
    ) -> Result<(), StoreError> {
        if !makers.is_empty() {
            let keys = makers.iter().copied().map(Value::from).collect();
            let engine = tx.db().get_database_backend();
            let (among, values) = one_of(engine, "products.producer_id", keys);
            let sql = format!(
                "select former_keys.key, products.id, products.producer_id, products.criteria_set from former_keys \
                 join products on products.id = former_keys.id where former_keys.kind = 'product_name' and {among}"
            );
            let rows: Vec<FormerRow> = select(tx.db(), sql, values).await?;
            for row in rows {
                let Some((_, name)) = row.key.split_once(':') else {
                    continue;
                };
                let known = KnownProduct {
                    id: row.id,
                    criteria_set: row.criteria_set.unsigned_abs(),
                };
                self.products
                    .insert((row.producer_id, name.to_owned()), known);
            }
        }
        let gtins = gtins.iter().map(String::as_str);
        let former = merging::by_former(tx.db(), Key::Gtin, gtins).await?;
        let ids: Vec<Uuid> = former.values().copied().collect();
        if ids.is_empty() {
            return Ok(());
        }
        let rows = Entity::find().filter(Column::Id.is_in(ids)).all(tx.db());
        let names: HashMap<Uuid, String> = rows
            .await?
            .into_iter()
            .map(|row| (row.id, row.name))
            .collect();
        for (gtin, id) in former {
            let name = names.get(&id).cloned().unwrap_or_default();
            self.gtins.insert(gtin, Similar { id, name });
        }
        Ok(())
    }

    /// Counts in a product that is about to be registered, so that later rows are compared with it too.
    pub fn add(&mut self, maker: Uuid, id: Uuid, name: &str, set: u32, gtin: Option<&Gtin>) {
        let similar = Similar {
            id,
            name: name.to_owned(),
        };
        if let Some(gtin) = gtin {
            self.gtins.insert(gtin.as_str().to_owned(), similar.clone());
        }
        let known = KnownProduct {
            id,
            criteria_set: set,
        };
        self.products.insert((maker, name_key(name)), known);
        let alike = (maker, likeness_key(name));
        self.alike.entry(alike).or_default().push(similar);
    }
}
