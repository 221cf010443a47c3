//! Matches.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use ocop_chassis::database::{Aggregate, Saved, StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, SelectStatement};
use strum::Display;

use crate::domain::partner::{Match, MatchEvent, MatchState, Published};
use crate::storage::{Store, Tx, document, read_document};

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

/// Where a match stands, without its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum MatchStatus {
    /// The product fits.
    Active,
    /// It fitted, and its certificate is not valid now.
    Suspended,
    /// It does not fit any more.
    Ended,
}

fn status(state: &MatchState) -> MatchStatus {
    match state {
        MatchState::Active => MatchStatus::Active,
        MatchState::Suspended(_) => MatchStatus::Suspended,
        MatchState::Ended { .. } => MatchStatus::Ended,
    }
}

impl TryFrom<Model> for Saved<Match> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let published: Published =
            read_document(&row.document, || format!("document of match {}", row.id))?;
        let found = Match {
            id: row.id,
            partner_id: row.partner_id,
            product_id: row.product_id,
            published: Some(published),
            events: Vec::new(),
        };
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(found, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Match {
    type Event = MatchEvent;
    const TYPE: &'static str = "match";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn follows(&self) -> Uuid {
        self.product_id
    }

    fn take_events(&mut self) -> Vec<MatchEvent> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        // Only a match that published something is saved.
        let state = saved.state().map(status).map(|status| status.to_string());
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            partner_id: Set(saved.partner_id),
            product_id: Set(saved.product_id),
            state: Set(state.unwrap_or_default()),
            document: Set(document(&saved.published)),
        }
    }
}

/// The matches of these products, by partner and product.
pub async fn matches_of(
    tx: &Tx,
    product_ids: &[Uuid],
    partner_id: Option<Uuid>,
) -> Result<HashMap<(Uuid, Uuid), Saved<Match>>, StoreError> {
    let mut found = Entity::find().filter(Column::ProductId.is_in(product_ids.iter().copied()));
    if let Some(partner) = partner_id {
        found = found.filter(Column::PartnerId.eq(partner));
    }
    let rows = found.all(tx.db()).await?;
    rows.into_iter()
        .map(|row| Ok(((row.partner_id, row.product_id), row.try_into()?)))
        .collect()
}

/// The ids of the products that a partner has a match with.
pub(in crate::storage) fn products_of(partner_id: Uuid) -> SelectStatement {
    Query::select()
        .column(Column::ProductId)
        .from(Entity)
        .and_where(Column::PartnerId.eq(partner_id))
        .to_owned()
}

/// The ids of the partners that have a match with one of these products which has not ended.
pub(super) fn partners_of(product_ids: &[Uuid]) -> SelectStatement {
    Query::select()
        .column(Column::PartnerId)
        .from(Entity)
        .and_where(Column::ProductId.is_in(product_ids.iter().copied()))
        .and_where(Column::State.ne(MatchStatus::Ended.to_string()))
        .to_owned()
}

/// Which matches to list.
#[derive(Clone, Debug)]
pub struct MatchFilter {
    /// Of this partner.
    pub partner_id: Uuid,
    /// Those that stand here.
    pub status: Option<MatchStatus>,
    /// Those that changed then or later.
    pub updated_since: Option<DateTime<Utc>>,
}

/// A page of matches by id, and the token of the next.
pub async fn list_matches(
    store: &Store,
    filter: &MatchFilter,
    page: &Page,
) -> Result<(Vec<Saved<Match>>, String), StoreError> {
    let mut matches = Entity::find().filter(Column::PartnerId.eq(filter.partner_id));
    if let Some(status) = filter.status {
        matches = matches.filter(Column::State.eq(status.to_string()));
    }
    if let Some(since) = filter.updated_since {
        matches = matches.filter(Column::UpdatedAt.gte(since));
    }
    let (rows, next) =
        page_by_id(store.database(), matches, page, Column::Id, |row| row.id).await?;
    let found = rows.into_iter().map(TryFrom::try_from);
    Ok((found.collect::<Result<_, StoreError>>()?, next))
}
