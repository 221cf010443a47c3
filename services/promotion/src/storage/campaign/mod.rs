//! Campaigns.

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use super::{LIKELY, Store, Tx, document, named_like, read_document};
use crate::domain::campaign::{Campaign, Event, Kind};
use crate::domain::partner::Similar;

/// The table `campaigns`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaigns")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    province_code: String,
    place_on: Date,
    kind: String,
    from_date: Date,
    to_date: Date,
    body: String,
}

plain_table!();

impl TryFrom<Model> for Saved<Campaign> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let campaign = read_document(&row.body, || format!("body of campaign {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(campaign, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Campaign {
    type Event = Event;
    const TYPE: &'static str = "campaign";
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
            province_code: Set(saved.province_code.clone()),
            place_on: Set(saved.said_on),
            kind: Set(saved.terms.kind.to_string()),
            from_date: Set(saved.terms.from),
            to_date: Set(saved.terms.to),
            body: Set(document(&**saved)),
        }
    }
}

/// The campaign with this id, to be changed. Others that want to wait until this transaction ends.
pub async fn campaign_to_change(tx: &Tx, id: Uuid) -> Result<Option<Saved<Campaign>>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// The campaigns that name a producer, to be changed, in the order of their ids. They have no column for it: it is asked only
/// when producers are merged, which is rare.
pub async fn naming(tx: &Tx, producer_id: Uuid) -> Result<Vec<Saved<Campaign>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Body.contains(producer_id.to_string()))
        .order_by_asc(Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// The campaign with this id.
pub async fn campaign(store: &Store, id: Uuid) -> Result<Option<Saved<Campaign>>, StoreError> {
    let found = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// At most so many campaigns that began in these days, or one of them, the latest first, of a province and what became part of it.
pub async fn begun(
    store: &Store,
    province: Option<&AskedUnit>,
    (from, to): (NaiveDate, NaiveDate),
    (id, most): (Option<Uuid>, u64),
) -> Result<Vec<Campaign>, StoreError> {
    let fits = Condition::all()
        .add(Column::FromDate.between(from, to))
        .add_option(province.map(|province| of_province(store, province)))
        .add_option(id.map(|id| Column::Id.eq(id)));
    let rows = Entity::find()
        .filter(fits)
        .order_by_desc(Column::FromDate)
        .order_by_asc(Column::Id)
        .limit(most)
        .all(store.database().reader())
        .await?;
    let campaign = |row| Saved::<Campaign>::try_from(row).map(Saved::into_inner);
    rows.into_iter().map(campaign).collect()
}

/// What rows must be that are of a province, or of what became part of it.
fn of_province(store: &Store, province: &AskedUnit) -> Condition {
    let columns = PlaceColumns {
        province: Expr::col((Entity, Column::ProvinceCode)),
        place: None,
        said_on: Expr::col((Entity, Column::PlaceOn)),
    };
    lies_in(&province.area(&store.places().places()), &columns)
}

/// Other campaigns of the province on the same days, not called off, with a name that may well be the same.
pub async fn similar(tx: &Tx, campaign: &Campaign) -> Result<Vec<Similar>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProvinceCode.eq(&campaign.province_code))
        .filter(Column::FromDate.eq(campaign.terms.from))
        .filter(Column::ToDate.eq(campaign.terms.to))
        .filter(Column::Id.ne(campaign.id))
        .order_by_asc(Column::Id)
        .limit(LIKELY)
        .all(tx.db())
        .await?;
    let others = rows.into_iter().map(Saved::<Campaign>::try_from);
    let others: Vec<Saved<Campaign>> = others.collect::<Result<_, _>>()?;
    let others = others.iter().filter(|other| other.called_off.is_none());
    let others = others.map(|other| Similar {
        id: other.id,
        name: other.terms.name.clone(),
    });
    Ok(named_like(&campaign.terms.name, others))
}

/// Which campaigns to list.
#[derive(Clone, Debug, Default)]
pub struct CampaignFilter {
    /// Of this province, and what became part of it.
    pub province: Option<AskedUnit>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// Held on this day or later.
    pub held_from: Option<NaiveDate>,
    /// Held on this day or earlier.
    pub held_to: Option<NaiveDate>,
}

/// A page of campaigns in order of planning, and the token of the next.
pub async fn list(
    store: &Store,
    filter: &CampaignFilter,
    page: &Page,
) -> Result<(Vec<Saved<Campaign>>, String), StoreError> {
    let province = filter.province.as_ref();
    let province = province.map(|province| of_province(store, province));
    let fits = Condition::all()
        .add_option(province)
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind.to_string())))
        .add_option(filter.held_from.map(|day| Column::ToDate.gte(day)))
        .add_option(filter.held_to.map(|day| Column::FromDate.lte(day)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
