//! The index over what partners look for.

use std::collections::{BTreeSet, HashMap};

use ocop_chassis::database::StoreError;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{Condition, QueryOrder, QuerySelect};

use crate::domain::partner::{Key, Lookup, Partner};
use crate::storage::{Store, Tx};

/// The table `sourcing_keys`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sourcing_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    criteria_set: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    province_code: String,
    #[sea_orm(primary_key, auto_increment = false)]
    minimum_star: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    partner_id: Uuid,
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Any criteria set.
const ANY: i32 = 0;

/// Keys that are inserted with one statement.
const KEYS: usize = 500;

/// Stores under which keys a partner is found: those of what it looks for, and none once it has left.
pub async fn index(tx: &Tx, partner: &Partner) -> Result<(), StoreError> {
    Entity::delete_many()
        .filter(Column::PartnerId.eq(partner.id))
        .exec(tx.db())
        .await?;
    if partner.left_at.is_some() {
        return Ok(());
    }
    let row = |key: Key| ActiveModel {
        criteria_set: Set(key.set.map_or(ANY, |set| set.number().cast_signed())),
        province_code: Set(key.province.unwrap_or_default()),
        minimum_star: Set(key.minimum_star.number().cast_signed()),
        partner_id: Set(partner.id),
    };
    let keys = partner.sourcing.keys(tx.units().places());
    let rows: Vec<ActiveModel> = keys.into_iter().map(row).collect();
    for some in rows.chunks(KEYS) {
        Entity::insert_many(some.iter().cloned())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// The rows that a listing of a criteria set and of provinces may have.
fn keys_of(
    sets: impl IntoIterator<Item = i32>,
    provinces: impl IntoIterator<Item = String>,
) -> Condition {
    let any_province = [String::new()];
    Condition::all()
        .add(Column::CriteriaSet.is_in([ANY].into_iter().chain(sets)))
        .add(Column::ProvinceCode.is_in(any_province.into_iter().chain(provinces)))
}

/// Listings that are looked up with one statement.
const LISTINGS: usize = 100;

/// For each of these listings, by its place among them, the partners that may look for it. The domain says whether they do.
pub async fn looking_at(
    tx: &Tx,
    lookups: &[Option<Lookup>],
) -> Result<Vec<BTreeSet<Uuid>>, StoreError> {
    let mut found = vec![BTreeSet::new(); lookups.len()];
    let numbered: Vec<(usize, &Lookup)> = lookups
        .iter()
        .enumerate()
        .filter_map(|(index, lookup)| Some((index, lookup.as_ref()?)))
        .collect();
    for some in numbered.chunks(LISTINGS) {
        let sets: BTreeSet<i32> = some
            .iter()
            .map(|(_, lookup)| lookup.set.number().cast_signed())
            .collect();
        let provinces: BTreeSet<String> = some
            .iter()
            .flat_map(|(_, lookup)| lookup.provinces.iter().cloned())
            .collect();
        let most = some.iter().map(|(_, lookup)| lookup.star).max();
        let rows = Entity::find()
            .filter(keys_of(sets, provinces))
            .filter(Column::MinimumStar.lte(most.map_or(0, |star| star.number().cast_signed())))
            .all(tx.db())
            .await?;
        let mut by_key: HashMap<(i32, &str), Vec<(i32, Uuid)>> = HashMap::new();
        for row in &rows {
            let key = (row.criteria_set, row.province_code.as_str());
            let of_key = by_key.entry(key).or_default();
            of_key.push((row.minimum_star, row.partner_id));
        }
        for (index, lookup) in some {
            let Some(partners) = found.get_mut(*index) else {
                continue;
            };
            let star = lookup.star.number().cast_signed();
            for set in [ANY, lookup.set.number().cast_signed()] {
                let provinces = lookup.provinces.iter().map(String::as_str);
                for province in provinces.chain([""]) {
                    let keys = by_key.get(&(set, province)).into_iter().flatten();
                    let enough = keys.filter(|(least, _)| *least <= star);
                    partners.extend(enough.map(|(_, partner)| *partner));
                }
            }
        }
    }
    Ok(found)
}

/// At most `most` partners after one, by id, that look for products of the criteria set and the place of one of these
/// listings, with however many stars.
pub async fn near(
    store: &Store,
    lookups: &[Lookup],
    after: Option<Uuid>,
    most: u64,
) -> Result<Vec<Uuid>, StoreError> {
    let looked_for = lookups.iter().map(|lookup| {
        let set = lookup.set.number().cast_signed();
        keys_of([set], lookup.provinces.iter().cloned())
    });
    let none = Condition::any().add(Expr::val(1).eq(0));
    let mut partners = Entity::find()
        .select_only()
        .column(Column::PartnerId)
        .distinct()
        .filter(looked_for.fold(none, Condition::add));
    if let Some(after) = after {
        partners = partners.filter(Column::PartnerId.gt(after));
    }
    let found: Vec<Uuid> = partners
        .order_by_asc(Column::PartnerId)
        .limit(most)
        .into_tuple()
        .all(store.database().reader())
        .await?;
    Ok(found)
}
