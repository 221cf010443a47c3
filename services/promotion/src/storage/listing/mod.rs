//! Listings, and products that may become one.

mod list;

use std::collections::HashMap;

use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in};
use ocop_chassis::ids::new_id;
use ocop_places::Said;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, Condition, DatabaseTransaction, NotSet, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::{Tx, document, partner, read_document};
use crate::domain::listing::{Certificate, Event, Listing, ListingState, Product, Stage};
use crate::domain::partner::Sourcing;

pub use list::{ListingFilter, ListingStatus, ListingView, by_ids, list};

/// The table `listings`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    opened_key: Option<Uuid>,
    opened_at: Option<DateTimeUtc>,
    updated_at: Option<DateTimeUtc>,
    state: String,
    criteria_set: i32,
    star: Option<i32>,
    province_code: String,
    place_code: String,
    place_on: Date,
    next_date: Option<Date>,
    document: String,
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What of a listing has no column of its own.
#[derive(Serialize, Deserialize)]
struct Document {
    product: Product,
    product_version: u64,
    stage: Stage,
    upcoming: Option<Certificate>,
    certification_version: u64,
}

fn state_word(state: Option<&ListingState>) -> String {
    match state {
        None => "unlisted".to_owned(),
        Some(ListingState::Open) => ListingStatus::Open.to_string(),
        Some(ListingState::Suspended(_)) => ListingStatus::Suspended.to_string(),
        Some(ListingState::Closed) => ListingStatus::Closed.to_string(),
    }
}

fn listing_of(row: &Model) -> Result<Listing, StoreError> {
    let document: Document =
        read_document(&row.document, || format!("document of listing {}", row.id))?;
    Ok(Listing {
        product: document.product,
        product_version: document.product_version,
        stage: document.stage,
        upcoming: document.upcoming,
        certification_version: document.certification_version,
        next_date: row.next_date,
        events: Vec::new(),
    })
}

/// The times of a product that was never listed are those of no row; its version is 0.
fn saved(row: &Model) -> Result<Saved<Listing>, StoreError> {
    let opened_at = row.opened_at.unwrap_or_default();
    let updated_at = row.updated_at.unwrap_or_default();
    let listing = listing_of(row)?;
    Ok(Saved::stored(listing, row.version, opened_at, updated_at))
}

impl Aggregate<Entity> for Listing {
    type Event = Event;
    const TYPE: &'static str = "listing";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.product.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        ActiveModel {
            opened_at: Set(Some(saved.created_at())),
            updated_at: Set(Some(saved.updated_at())),
            ..described(saved)
        }
    }

    async fn write_row(
        saved: &Saved<Self>,
        before: u64,
        db: &DatabaseTransaction,
    ) -> Result<bool, StoreError> {
        let mut row = Self::row(saved);
        if before == 0 {
            // The first event of a listing is that it opens.
            row.opened_key = Set(Some(new_id(saved.created_at())));
        }
        put(db, row, before).await
    }
}

/// All columns but the times.
fn described(saved: &Saved<Listing>) -> ActiveModel {
    let star = saved.held().map(|held| held.certificate.star);
    ActiveModel {
        id: Set(saved.product.id),
        version: Set(saved.version().cast_signed()),
        opened_key: NotSet,
        opened_at: NotSet,
        updated_at: NotSet,
        state: Set(state_word(saved.state())),
        criteria_set: Set(saved.product.criteria_set.number().cast_signed()),
        star: Set(star.map(|star| star.number().cast_signed())),
        province_code: Set(saved.product.place.province_code.clone()),
        place_code: Set(saved.product.place.code.clone()),
        place_on: Set(saved.product.place.said_on),
        next_date: Set(saved.next_date),
        document: Set(document(&Document {
            product: saved.product.clone(),
            product_version: saved.product_version,
            stage: saved.stage.clone(),
            upcoming: saved.upcoming.clone(),
            certification_version: saved.certification_version,
        })),
    }
}

/// Inserts the row or, if its version is `before`, updates what is set of it. `false` if somebody else changed it.
async fn put(db: &DatabaseTransaction, row: ActiveModel, before: u64) -> Result<bool, StoreError> {
    let mut given = vec![
        Column::Version,
        Column::State,
        Column::CriteriaSet,
        Column::Star,
        Column::ProvinceCode,
        Column::PlaceCode,
        Column::PlaceOn,
        Column::NextDate,
        Column::Document,
    ];
    if row.opened_key.is_set() {
        given.extend([Column::OpenedAt, Column::OpenedKey]);
    }
    if row.updated_at.is_set() {
        given.push(Column::UpdatedAt);
    }
    let unchanged = OnConflict::column(Column::Id)
        .update_columns(given)
        .action_and_where(Expr::col((Entity, Column::Version)).eq(before.cast_signed()))
        .to_owned();
    let rows = Entity::insert(row)
        .on_conflict(unchanged)
        .exec_without_returning(db)
        .await?;
    Ok(rows == 1)
}

/// Stores a listing in whatever way it changed: with its events if it has any, else without an event, as when the catalog
/// describes a product that has no certificate. The market is [locked](super::lock_market).
pub async fn save(tx: &mut Tx, listing: &mut Saved<Listing>) -> Result<(), StoreError> {
    if !listing.events.is_empty() {
        return tx.save(listing).await;
    }
    if put(tx.db(), described(listing), listing.version()).await? {
        Ok(())
    } else {
        Err(StoreError::Stale {
            aggregate: Listing::TYPE,
            id: listing.product.id,
        })
    }
}

/// The columns that say where a product is made.
pub(super) fn placed() -> PlaceColumns {
    PlaceColumns {
        province: Expr::col((Entity, Column::ProvinceCode)),
        place: Some(Expr::col((Entity, Column::PlaceCode))),
        said_on: Expr::col((Entity, Column::PlaceOn)),
    }
}

/// The listings and listings-to-be of these products, to be changed.
pub async fn listings(tx: &Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Saved<Listing>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .all(tx.db())
        .await?;
    rows.iter().map(|row| Ok((row.id, saved(row)?))).collect()
}

/// At most `most` listings that a date of today or earlier may move.
pub async fn listings_with_dates(tx: &Tx, most: u64) -> Result<Vec<Saved<Listing>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::NextDate.lte(tx.today()))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(tx.db())
        .await?;
    rows.iter().map(saved).collect()
}

/// At most `most` listings after `after`, by id, that concern a partner: open ones that may be what it looks for, and
/// all it has a match with.
pub async fn listings_for(
    tx: &Tx,
    partner_id: Uuid,
    sourcing: &Sourcing,
    after: Option<Uuid>,
    most: u64,
) -> Result<Vec<Saved<Listing>>, StoreError> {
    let mut wanted = Condition::all()
        .add(Column::State.eq(ListingStatus::Open.to_string()))
        .add(Column::Star.gte(sourcing.minimum_star.number().cast_signed()));
    if !sourcing.criteria_sets.is_empty() {
        let sets = sourcing.criteria_sets.iter();
        wanted = wanted.add(Column::CriteriaSet.is_in(sets.map(|set| set.number().cast_signed())));
    }
    if !sourcing.province_codes.is_empty() {
        let units = tx.units();
        let areas = sourcing.province_codes.iter().map(|code| {
            let on = sourcing.said_on;
            let area = units.places().area(Said { code, on });
            lies_in(&area, &placed())
        });
        // Codes that are no units are equal to themselves alone.
        let same = Column::ProvinceCode.is_in(&sourcing.province_codes);
        wanted = wanted.add(areas.fold(Condition::any().add(same), Condition::add));
    }
    let matched = partner::products_of(partner_id);
    let mut found = Entity::find().filter(
        Condition::any()
            .add(wanted)
            .add(Column::Id.in_subquery(matched)),
    );
    if let Some(after) = after {
        found = found.filter(Column::Id.gt(after));
    }
    let rows = found
        .order_by_asc(Column::Id)
        .limit(most)
        .all(tx.db())
        .await?;
    rows.iter().map(saved).collect()
}
