//! Matches. Saving one also queues a delivery of each of its events for every subscription that asks for it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, Stored, page_by_id, write_row};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, NotSet};
use serde::{Deserialize, Serialize};

use super::deliveries::{self, Told};
use super::{Store, Tx, document, read_document};
use crate::domain::event::Event;
use crate::domain::matching::{Match, MatchState, Offer};
use crate::domain::schedule::Schedule;

/// The table `matches`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "matches")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    partner_id: Uuid,
    product_id: Uuid,
    state: String,
    document: String,
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What of a match has no column of its own.
#[derive(Serialize, Deserialize)]
struct Document {
    state: MatchState,
    told: Option<Offer>,
}

/// Where a match stands, without its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchStatus {
    /// The product fits.
    Active,
    /// It fitted, and its certificate is not valid now.
    Suspended,
    /// It does not fit any more.
    Ended,
}

impl MatchStatus {
    fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Ended => "ended",
        }
    }
}

fn state_word(state: &MatchState) -> &'static str {
    match state {
        MatchState::Unmatched => "unmatched",
        MatchState::Active => MatchStatus::Active.as_str(),
        MatchState::Suspended(_) => MatchStatus::Suspended.as_str(),
        MatchState::Ended { .. } => MatchStatus::Ended.as_str(),
    }
}

/// A match as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchRecord {
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// The match.
    pub found: Match,
}

fn match_of(row: Model) -> Result<Match, StoreError> {
    let document: Document =
        read_document(&row.document, || format!("document of match {}", row.id))?;
    Ok(Match {
        id: row.id,
        partner_id: row.partner_id,
        product_id: row.product_id,
        state: document.state,
        told: document.told,
        version: row.version.unsigned_abs(),
        events: Vec::new(),
    })
}

impl Stored for Match {
    type Event = Event;
    const TYPE: &'static str = "match";

    fn id(&self) -> Uuid {
        self.id
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
        let is_new = was == 0;
        let row = ActiveModel {
            id: if is_new { Set(self.id) } else { NotSet },
            version: Set(self.version.cast_signed()),
            created_at: if is_new { Set(now) } else { NotSet },
            updated_at: Set(now),
            partner_id: if is_new { Set(self.partner_id) } else { NotSet },
            product_id: if is_new { Set(self.product_id) } else { NotSet },
            state: Set(state_word(&self.state).to_owned()),
            document: Set(document(&Document {
                state: self.state.clone(),
                told: self.told.clone(),
            })),
        };
        write_row(db, row, was, Column::Id.eq(self.id), Column::Version).await
    }
}

/// Saves matches with their events, and a delivery of each event for every active subscription that asks for it. The only
/// way in which matches are saved, so that no event can miss its webhooks.
///
/// # Errors
/// The database failed, or somebody else changed a match.
pub async fn save_matches(
    tx: &mut Tx,
    matches: Vec<Match>,
    schedule: &Schedule,
) -> Result<(), StoreError> {
    let mut told = Vec::new();
    for mut found in matches {
        let changes: Vec<_> = found
            .events
            .iter()
            .filter_map(|event| match event {
                Event::Match(change, _) => Some(*change),
                _ => None,
            })
            .collect();
        let before = tx.recorded().len();
        tx.save(&mut found).await?;
        let rows = tx.recorded()[before..].iter().cloned();
        told.extend(changes.into_iter().zip(rows).map(|(change, row)| Told {
            partner_id: found.partner_id,
            change,
            row,
        }));
    }
    deliveries::queue(tx, told, schedule).await
}

/// The matches of these products, by partner and product.
///
/// # Errors
/// The database failed.
pub async fn matches_of(
    tx: &Tx,
    product_ids: &[Uuid],
    partner_id: Option<Uuid>,
) -> Result<HashMap<(Uuid, Uuid), Match>, StoreError> {
    let mut found = Entity::find().filter(Column::ProductId.is_in(product_ids.iter().copied()));
    if let Some(partner) = partner_id {
        found = found.filter(Column::PartnerId.eq(partner));
    }
    let rows = found.all(tx.db()).await?;
    rows.into_iter()
        .map(|row| Ok(((row.partner_id, row.product_id), match_of(row)?)))
        .collect()
}

/// The ids of the products that a partner has a match with.
pub(super) fn products_of(partner_id: Uuid) -> SelectStatement {
    Query::select()
        .column(Column::ProductId)
        .from(Entity)
        .and_where(Column::PartnerId.eq(partner_id))
        .to_owned()
}

/// The ids of the partners that have a match with one of these products.
pub(super) fn partners_of(product_ids: &[Uuid]) -> SelectStatement {
    Query::select()
        .column(Column::PartnerId)
        .from(Entity)
        .and_where(Column::ProductId.is_in(product_ids.iter().copied()))
        .to_owned()
}

/// Which matches to list.
#[derive(Clone, Debug)]
pub struct MatchFilter {
    /// Of this partner.
    pub partner_id: Uuid,
    /// Those that stand here.
    pub status: Option<MatchStatus>,
}

/// A page of matches by id, and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_matches(
    store: &Store,
    filter: &MatchFilter,
    page: &Page,
) -> Result<(Vec<MatchRecord>, String), StoreError> {
    let mut matches = Entity::find().filter(Column::PartnerId.eq(filter.partner_id));
    if let Some(status) = filter.status {
        matches = matches.filter(Column::State.eq(status.as_str()));
    }
    let (rows, next) =
        page_by_id(store.database(), matches, page, Column::Id, |row| row.id).await?;
    let records = rows.into_iter().map(|row| {
        Ok(MatchRecord {
            created_at: row.created_at,
            updated_at: row.updated_at,
            found: match_of(row)?,
        })
    });
    Ok((records.collect::<Result<_, StoreError>>()?, next))
}
