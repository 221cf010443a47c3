//! Partners and what they look for.

mod credentials;
mod matching;

use std::collections::HashMap;

use ocop_chassis::database::{Aggregate, Saved, StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use super::{Store, Tx, document, read_document};
use crate::domain::listing::{CriteriaSet, Listing};
use crate::domain::partner::{Email, Event, Partner};

pub use credentials::{
    count_valid_credentials, credentials, insert_credentials, list_credentials, revoke_credentials,
    revoke_credentials_of, valid_credentials,
};
pub(super) use matching::products_of;
pub use matching::{MatchFilter, MatchStatus, list_matches, matches_of};

/// The table `partners`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partners")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    name: String,
    email: String,
    minimum_star: i32,
    set_mask: i64,
    sourcing: String,
    left_at: Option<DateTimeUtc>,
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Saved<Partner> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let partner = Partner {
            id: row.id,
            email: Email::parse(&row.email).map_err(|_| StoreError::Corrupt {
                what: format!("e-mail address of partner {}", row.id),
            })?,
            sourcing: read_document(&row.sourcing, || format!("sourcing of partner {}", row.id))?,
            events: Vec::new(),
            name: row.name,
            left_at: row.left_at,
        };
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(partner, row.version, created_at, updated_at))
    }
}

/// One bit for each criteria set.
fn mask<'a>(sets: impl IntoIterator<Item = &'a CriteriaSet>) -> i64 {
    sets.into_iter()
        .fold(0, |mask, set| mask | (1 << set.number()))
}

impl Aggregate<Entity> for Partner {
    type Event = Event;
    const TYPE: &'static str = "partner";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            name: Set(saved.name.clone()),
            email: Set(saved.email.as_str().to_owned()),
            minimum_star: Set(saved.sourcing.minimum_star.number().cast_signed()),
            set_mask: Set(mask(&saved.sourcing.criteria_sets)),
            sourcing: Set(document(&saved.sourcing)),
            left_at: Set(saved.left_at),
        }
    }
}

/// The partner with this id, to be changed.
pub async fn partner(tx: &Tx, id: Uuid) -> Result<Option<Saved<Partner>>, StoreError> {
    let found = Entity::find_by_id(id).one(tx.db()).await?;
    found.map(TryFrom::try_from).transpose()
}

/// The partner with this id, to be changed or to be given something. Others that want to wait until this transaction ends.
pub async fn partner_to_change(tx: &Tx, id: Uuid) -> Result<Option<Saved<Partner>>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// The partners that changes of these listings may concern: those that may look for one of them, and those that have a
/// match with one that has not ended. The domain says which of them it does concern.
pub async fn partners_for(
    tx: &Tx,
    listings: &[&Listing],
) -> Result<Vec<Saved<Partner>>, StoreError> {
    let ids: Vec<Uuid> = listings.iter().map(|listing| listing.product.id).collect();
    let mut concerned = Condition::any().add(Column::Id.in_subquery(matching::partners_of(&ids)));
    let stars = listings.iter().filter_map(|listing| listing.star());
    if let Some(star) = stars.max() {
        let sets = mask(listings.iter().map(|listing| &listing.product.criteria_set));
        let of_its_sets = Expr::col((Entity, Column::SetMask)).bit_and(sets).ne(0);
        concerned = concerned.add(
            Condition::all()
                .add(Column::LeftAt.is_null())
                .add(Column::MinimumStar.lte(star.number().cast_signed()))
                .add(Condition::any().add(Column::SetMask.eq(0)).add(of_its_sets)),
        );
    }
    let rows = Entity::find()
        .filter(concerned)
        .order_by_asc(Column::Id)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// The partners with these ids.
pub async fn by_ids(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Saved<Partner>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(store.database().reader())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect()
}

/// A page of partners in order of registration, and the token of the next.
pub async fn list(store: &Store, page: &Page) -> Result<(Vec<Saved<Partner>>, String), StoreError> {
    let partners = Entity::find();
    let (rows, next) =
        page_by_id(store.database(), partners, page, Column::Id, |row| row.id).await?;
    let partners = rows.into_iter().map(TryFrom::try_from);
    Ok((partners.collect::<Result<_, _>>()?, next))
}
