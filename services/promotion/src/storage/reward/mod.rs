//! Rewards of recognitions, and the schemes that owe them.

mod schemes;

use std::collections::HashMap;

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_chassis::text::number_key;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, Condition, DatabaseTransaction, Iterable, QueryOrder, QuerySelect,
};

use super::{Store, Tx, document, read_document};
use crate::domain::reward::{Event, Payer, Recognition, Reward, Scheme, State};

pub use schemes::{SchemeFilter, list_schemes, scheme, schemes, schemes_in};

/// The table `rewards`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rewards")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    product_id: Uuid,
    province_code: String,
    place_code: String,
    place_on: Date,
    decision_number: String,
    decision_key: String,
    decided_on: Date,
    state: String,
    payer: Option<String>,
    body: String,
}

plain_table!();

impl TryFrom<Model> for Saved<Reward> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let reward = read_document(&row.body, || format!("body of reward {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(reward, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Reward {
    type Event = Event;
    const TYPE: &'static str = "reward";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.recognition.certificate_id
    }

    fn follows(&self) -> Uuid {
        self.recognition.product_id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        let recognition = &saved.recognition;
        ActiveModel {
            id: Set(recognition.certificate_id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            product_id: Set(recognition.product_id),
            province_code: Set(recognition.place.province_code.clone()),
            place_code: Set(recognition.place.code.clone()),
            place_on: Set(recognition.place.said_on),
            decision_number: Set(recognition.decision.number.clone()),
            decision_key: Set(number_key(&recognition.decision.number)),
            decided_on: Set(recognition.decision.date),
            state: Set(saved.state().to_string()),
            payer: Set(saved.owed.map(|owed| owed.payer.to_string())),
            body: Set(document(&**saved)),
        }
    }

    async fn write_row(
        saved: &Saved<Self>,
        before: u64,
        db: &DatabaseTransaction,
    ) -> Result<bool, StoreError> {
        put(db, Self::row(saved), before).await
    }
}

/// Inserts the row or, if its version is `before`, updates it. `false` if somebody else changed it.
async fn put(db: &DatabaseTransaction, row: ActiveModel, before: u64) -> Result<bool, StoreError> {
    let others = Column::iter().filter(|column| !matches!(column, Column::Id));
    let unchanged = OnConflict::column(Column::Id)
        .update_columns(others)
        .action_and_where(Expr::col((Entity, Column::Version)).eq(before.cast_signed()))
        .to_owned();
    let rows = Entity::insert(row)
        .on_conflict(unchanged)
        .exec_without_returning(db)
        .await?;
    Ok(rows == 1)
}

/// Stores a reward: with its events if it has any, else as what a recognition is known by. Rewards are
/// [locked](super::lock_rewards).
pub async fn save(tx: &mut Tx, reward: &mut Saved<Reward>) -> Result<(), StoreError> {
    if !reward.events.is_empty() {
        return tx.save(reward).await;
    }
    if put(tx.db(), Reward::row(reward), reward.version()).await? {
        Ok(())
    } else {
        Err(StoreError::Stale {
            aggregate: Reward::TYPE,
            id: reward.recognition.certificate_id,
        })
    }
}

/// The columns that say where a recognised product is made.
fn placed() -> PlaceColumns {
    PlaceColumns {
        province: Expr::col((Entity, Column::ProvinceCode)),
        place: Some(Expr::col((Entity, Column::PlaceCode))),
        said_on: Expr::col((Entity, Column::PlaceOn)),
    }
}

/// The rewards of these certificates, to be changed.
pub async fn rewards(tx: &Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Saved<Reward>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .all(tx.db())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect()
}

/// At most `most` rewards after `after`, by id, whose recognition was decided in the period of one of these schemes: the
/// domain says which of them they cover.
pub async fn rewards_for(
    tx: &Tx,
    schemes: &[&Scheme],
    after: Option<Uuid>,
    most: u64,
) -> Result<Vec<Saved<Reward>>, StoreError> {
    let periods = schemes.iter().map(|scheme| scheme.terms.period);
    let decided = periods.fold(Condition::any(), |any, period| {
        any.add(Column::DecidedOn.between(period.from, period.to))
    });
    let rows = Entity::find()
        .filter(decided)
        .filter(Condition::all().add_option(after.map(|after| Column::Id.gt(after))))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// At most `most` recognitions that were decided in these days, the latest first, of a province and what became part of it.
pub async fn recognised(
    store: &Store,
    province: Option<&AskedUnit>,
    (from, to): (NaiveDate, NaiveDate),
    most: u64,
) -> Result<Vec<Recognition>, StoreError> {
    let province = province.map(|province| {
        let area = province.area(&store.places().places());
        lies_in(&area, &placed())
    });
    let rows = Entity::find()
        .filter(Column::DecidedOn.between(from, to))
        .filter(Condition::all().add_option(province))
        .order_by_desc(Column::DecidedOn)
        .order_by_asc(Column::Id)
        .limit(most)
        .all(store.database().reader())
        .await?;
    let recognition = |row| {
        let reward = Saved::<Reward>::try_from(row)?;
        Ok(reward.into_inner().recognition)
    };
    rows.into_iter().map(recognition).collect()
}

/// Which rewards to list.
#[derive(Clone, Debug, Default)]
pub struct RewardFilter {
    /// Of this province, and what became part of it.
    pub province: Option<AskedUnit>,
    /// Those that stand here.
    pub state: Option<State>,
    /// Recognised by the decision of this number, however it is typed.
    pub decision_number: Option<String>,
    /// Recognised on this day or later.
    pub decided_from: Option<NaiveDate>,
    /// Recognised on this day or earlier.
    pub decided_to: Option<NaiveDate>,
    /// That this budget pays.
    pub payer: Option<Payer>,
}

/// A page of rewards in order of their ids, and the token of the next.
pub async fn list(
    store: &Store,
    filter: &RewardFilter,
    page: &Page,
) -> Result<(Vec<Saved<Reward>>, String), StoreError> {
    let province = filter.province.as_ref().map(|province| {
        let area = province.area(&store.places().places());
        lies_in(&area, &placed())
    });
    let number = filter.decision_number.as_ref();
    let fits = Condition::all()
        .add(Column::Version.gt(0))
        .add_option(province)
        .add_option(
            filter
                .state
                .map(|state| Column::State.eq(state.to_string())),
        )
        .add_option(number.map(|number| Column::DecisionKey.eq(number_key(number))))
        .add_option(filter.decided_from.map(|day| Column::DecidedOn.gte(day)))
        .add_option(filter.decided_to.map(|day| Column::DecidedOn.lte(day)))
        .add_option(
            filter
                .payer
                .map(|payer| Column::Payer.eq(payer.to_string())),
        );
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
