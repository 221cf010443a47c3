//! Listings, and products that may become one.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{StoreError, Stored};
use ocop_chassis::ids::new_id;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, Condition, DatabaseTransaction, NotSet, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::listed::ListingStatus;
use super::{Tx, document, matches, read_document};
use crate::domain::certificate::Certificate;
use crate::domain::event::Event;
use crate::domain::listing::{Held, Listing, ListingState};
use crate::domain::partner::Sourcing;
use crate::domain::product::Product;

/// The table `listings`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(super) id: Uuid,
    version: i64,
    pub(super) opened_key: Option<Uuid>,
    pub(super) opened_at: Option<DateTimeUtc>,
    pub(super) updated_at: Option<DateTimeUtc>,
    pub(super) state: String,
    pub(super) criteria_set: i32,
    pub(super) star: Option<i32>,
    pub(super) province_code: String,
    look_on: Option<Date>,
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
    held: Option<Held>,
    upcoming: Option<Certificate>,
    certification_version: u64,
    state: ListingState,
}

fn state_word(state: &ListingState) -> &'static str {
    match state {
        ListingState::Unlisted => "unlisted",
        ListingState::Open => ListingStatus::Open.as_str(),
        ListingState::Suspended(_) => ListingStatus::Suspended.as_str(),
        ListingState::Closed => ListingStatus::Closed.as_str(),
    }
}

pub(super) fn listing_of(row: Model) -> Result<Listing, StoreError> {
    let document: Document =
        read_document(&row.document, || format!("document of listing {}", row.id))?;
    Ok(Listing {
        product: document.product,
        product_version: document.product_version,
        held: document.held,
        upcoming: document.upcoming,
        certification_version: document.certification_version,
        state: document.state,
        version: row.version.unsigned_abs(),
        events: Vec::new(),
    })
}

impl Stored for Listing {
    type Event = Event;
    const TYPE: &'static str = "listing";

    fn id(&self) -> Uuid {
        self.product.id
    }

    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }

    fn events(&mut self) -> &mut Vec<Event> {
        &mut self.events
    }

    async fn write(
        &self,
        db: &DatabaseTransaction,
        was: u64,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut row = row(self, now.with_timezone(&crate::UTC_OFFSET).date_naive());
        row.updated_at = Set(Some(now));
        if was == 0 {
            // Nothing is told of a product before its listing opens, so this is the opening.
            row.opened_at = Set(Some(now));
            row.opened_key = Set(Some(new_id(now)));
        }
        put(db, row, was).await
    }
}

fn row(listing: &Listing, today: NaiveDate) -> ActiveModel {
    let star = listing.certificate().map(|certificate| certificate.star);
    ActiveModel {
        id: Set(listing.product.id),
        version: Set(listing.version.cast_signed()),
        opened_key: NotSet,
        opened_at: NotSet,
        updated_at: NotSet,
        state: Set(state_word(&listing.state).to_owned()),
        criteria_set: Set(listing.product.criteria_set.number().cast_signed()),
        star: Set(star.map(|star| star.number().cast_signed())),
        province_code: Set(listing.product.place.province_code.clone()),
        look_on: Set(listing.look_again_on(today)),
        document: Set(document(&Document {
            product: listing.product.clone(),
            product_version: listing.product_version,
            held: listing.held.clone(),
            upcoming: listing.upcoming.clone(),
            certification_version: listing.certification_version,
            state: listing.state.clone(),
        })),
    }
}

/// Inserts the row or, if its version is `was`, updates what is set of it. `false` if somebody else changed it.
async fn put(db: &DatabaseTransaction, row: ActiveModel, was: u64) -> Result<bool, StoreError> {
    let mut given = vec![
        Column::Version,
        Column::State,
        Column::CriteriaSet,
        Column::Star,
        Column::ProvinceCode,
        Column::LookOn,
        Column::Document,
    ];
    if row.opened_at.is_set() {
        given.extend([Column::OpenedAt, Column::OpenedKey]);
    }
    if row.updated_at.is_set() {
        given.push(Column::UpdatedAt);
    }
    let unchanged = OnConflict::column(Column::Id)
        .update_columns(given)
        .action_and_where(Expr::col((Entity, Column::Version)).eq(was.cast_signed()))
        .to_owned();
    let rows = Entity::insert(row)
        .on_conflict(unchanged)
        .exec_without_returning(db)
        .await?;
    Ok(rows == 1)
}

/// Stores a listing in whatever way it changed: with its events if it has any, else silently, as when the catalog
/// describes a product that has no certificate. The market is [locked](super::lock_market).
///
/// # Errors
/// The database failed.
pub async fn keep_listing(tx: &mut Tx, listing: &mut Listing) -> Result<(), StoreError> {
    if !listing.events.is_empty() {
        return tx.save(listing).await;
    }
    if put(tx.db(), row(listing, tx.today()), listing.version).await? {
        Ok(())
    } else {
        Err(StoreError::Stale {
            aggregate: Listing::TYPE,
            id: listing.product.id,
        })
    }
}

/// The listings and listings-to-be of these products, to be changed.
///
/// # Errors
/// The database failed.
pub async fn listings(tx: &Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Listing>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .all(tx.db())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, listing_of(row)?)))
        .collect()
}

/// At most `most` listings whose dates may have moved them by today.
///
/// # Errors
/// The database failed.
pub async fn listings_to_look_at(tx: &Tx, most: u64) -> Result<Vec<Listing>, StoreError> {
    let rows = Entity::find()
        .filter(Column::LookOn.lte(tx.today()))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(tx.db())
        .await?;
    rows.into_iter().map(listing_of).collect()
}

/// At most `most` listings after `after`, by id, that concern a partner: open ones that may be what it looks for, and
/// all it has a match with.
///
/// # Errors
/// The database failed.
pub async fn listings_for(
    tx: &Tx,
    partner_id: Uuid,
    sourcing: &Sourcing,
    (after, most): (Option<Uuid>, u64),
) -> Result<Vec<Listing>, StoreError> {
    let mut wanted = Condition::all()
        .add(Column::State.eq(ListingStatus::Open.as_str()))
        .add(Column::Star.gte(sourcing.minimum_star.number().cast_signed()));
    if !sourcing.criteria_sets.is_empty() {
        let sets = sourcing.criteria_sets.iter();
        wanted = wanted.add(Column::CriteriaSet.is_in(sets.map(|set| set.number().cast_signed())));
    }
    if !sourcing.province_codes.is_empty() {
        wanted = wanted.add(Column::ProvinceCode.is_in(&sourcing.province_codes));
    }
    let matched = matches::products_of(partner_id);
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
    rows.into_iter().map(listing_of).collect()
}
