//! Matches.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{Aggregate, Saved, StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, LockType, Query, SelectStatement};
use sea_orm::{QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use strum::Display;

use crate::domain::partner::{Match, MatchEvent, MatchStage, MatchState, Published, Step};
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
    stage: String,
    next_date: Option<Date>,
    document: String,
}

/// What of a match has no column of its own.
#[derive(Serialize, Deserialize)]
struct Document {
    published: Published,
    steps: Vec<Step>,
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
        let document: Document =
            read_document(&row.document, || format!("document of match {}", row.id))?;
        let found = Match {
            id: row.id,
            partner_id: row.partner_id,
            product_id: row.product_id,
            published: Some(document.published),
            steps: document.steps,
            next_date: row.next_date,
            events: Vec::new(),
        };
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(found, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Match {
    type Event = MatchEvent;
    const TYPE: &'static str = "match";
    const HAS_FOLLOW_UP: bool = true;
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
        let written = saved.published.clone().map(|published| {
            document(&Document {
                published,
                steps: saved.steps.clone(),
            })
        });
        let written = written.unwrap_or_default();
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            partner_id: Set(saved.partner_id),
            product_id: Set(saved.product_id),
            state: Set(state.unwrap_or_default()),
            stage: Set(saved.stage().to_string()),
            next_date: Set(saved.next_date),
            document: Set(written),
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

/// The match with this id, to be changed.
pub async fn match_to_change(tx: &Tx, id: Uuid) -> Result<Option<Saved<Match>>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// At most `most` matches that a date of today or earlier may end.
pub async fn matches_with_dates(tx: &Tx, most: u64) -> Result<Vec<Saved<Match>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::NextDate.lte(tx.today()))
        .order_by_asc(Column::NextDate)
        .order_by_asc(Column::Id)
        .limit(most)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// Stores the next dates of matches to which nothing happened.
pub async fn note_dates(
    tx: &Tx,
    dates: impl IntoIterator<Item = (Uuid, Option<NaiveDate>)>,
) -> Result<(), StoreError> {
    let mut by_date: BTreeMap<Option<NaiveDate>, Vec<Uuid>> = BTreeMap::new();
    for (id, date) in dates {
        by_date.entry(date).or_default().push(id);
    }
    for (date, ids) in by_date {
        for some in ids.chunks(super::AT_ONCE) {
            Entity::update_many()
                .col_expr(Column::NextDate, Expr::value(date))
                .filter(Column::Id.is_in(some.iter().copied()))
                .exec(tx.db())
                .await?;
        }
    }
    Ok(())
}

/// The ids of the products of a producer that are listed or may be.
fn products_of_producer(producer_id: Uuid) -> SelectStatement {
    Query::select()
        .column(Alias::new("id"))
        .from(Alias::new("listings"))
        .and_where(Expr::col(Alias::new("producer_id")).eq(producer_id))
        .to_owned()
}

/// Whose matches to list.
#[derive(Clone, Copy, Debug)]
pub enum MatchOwner {
    /// Those of a partner.
    Partner(Uuid),
    /// Those of the products of a producer.
    Producer(Uuid),
}

/// Which matches to list.
#[derive(Clone, Debug)]
pub struct MatchFilter {
    /// Whose.
    pub owner: MatchOwner,
    /// Those that stand here.
    pub status: Option<MatchStatus>,
    /// Those that came so far.
    pub stage: Option<MatchStage>,
    /// Those that changed then or later.
    pub updated_since: Option<DateTime<Utc>>,
}

/// A page of matches by id, and the token of the next.
pub async fn list_matches(
    store: &Store,
    filter: &MatchFilter,
    page: &Page,
) -> Result<(Vec<Saved<Match>>, String), StoreError> {
    let mut matches = match filter.owner {
        MatchOwner::Partner(id) => Entity::find().filter(Column::PartnerId.eq(id)),
        MatchOwner::Producer(id) => {
            Entity::find().filter(Column::ProductId.in_subquery(products_of_producer(id)))
        }
    };
    if let Some(stage) = filter.stage {
        matches = matches.filter(Column::Stage.eq(stage.to_string()));
    }
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
