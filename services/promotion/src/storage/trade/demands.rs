//! What buyers seek.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveValue::Set, Condition, DatabaseTransaction, QueryOrder, QuerySelect, QueryTrait,
};
use strum::Display;

use crate::domain::listing::CriteriaSet;
use crate::domain::partner::Similar;
use crate::domain::trade::{Demand, DemandEvent, DemandKey, DemandState};
use crate::storage::{LIKELY, SIMILAR, Store, Tx, document, read_document};

/// The table `demands`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "demands")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    partner_id: Uuid,
    province_code: String,
    place_code: Option<String>,
    place_on: Date,
    state: String,
    from_date: Date,
    to_date: Date,
    body: String,
}

plain_table!();

/// The criteria sets by which a demand is found.
mod sets {
    use ocop_chassis::database::plain_table;
    use sea_orm::entity::prelude::*;

    /// The table `demand_sets`.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "demand_sets")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub demand_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub criteria_set: i32,
    }

    plain_table!();
}

/// What stands for a criteria set where words alone say what is sought.
const ANY: i32 = 0;

/// A key as it is stored.
fn number(key: DemandKey) -> i32 {
    match key {
        DemandKey::Set(set) => set.number().cast_signed(),
        DemandKey::Words => ANY,
    }
}

/// Where a demand stands on a day, without its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum DemandStatus {
    /// It is sought.
    Open,
    /// Enough is agreed.
    Fulfilled,
    /// The buyer does not look for it any more.
    Withdrawn,
    /// Its last day is over.
    Expired,
}

impl DemandStatus {
    /// As it was stored: what ended since then is not known.
    fn stored(demand: &Demand) -> Self {
        match demand.state {
            DemandState::Open if demand.is_fulfilled() => Self::Fulfilled,
            DemandState::Open => Self::Open,
            DemandState::Withdrawn(_) => Self::Withdrawn,
            DemandState::Expired => Self::Expired,
        }
    }

    /// Where a demand stands on a day.
    pub fn on(demand: &Demand, today: NaiveDate) -> Self {
        match Self::stored(demand) {
            Self::Open | Self::Fulfilled if demand.terms.period.to < today => Self::Expired,
            stored => stored,
        }
    }

    /// What rows must be that stand so on a day.
    fn rows(self, today: NaiveDate) -> Condition {
        let stored = |status: Self| Column::State.eq(status.to_string());
        match self {
            Self::Open | Self::Fulfilled => Condition::all()
                .add(stored(self))
                .add(Column::ToDate.gte(today)),
            Self::Withdrawn => Condition::all().add(stored(self)),
            Self::Expired => Condition::all()
                .add(Column::State.ne(Self::Withdrawn.to_string()))
                .add(
                    Condition::any()
                        .add(stored(self))
                        .add(Column::ToDate.lt(today)),
                ),
        }
    }
}

impl TryFrom<Model> for Saved<Demand> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let demand = read_document(&row.body, || format!("body of demand {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(demand, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Demand {
    type Event = DemandEvent;
    const TYPE: &'static str = "demand";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<DemandEvent> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        let (delivery, period) = (&saved.terms.delivery, saved.terms.period);
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            partner_id: Set(saved.partner_id),
            province_code: Set(delivery.province_code.clone()),
            place_code: Set(delivery.place_code.clone()),
            place_on: Set(delivery.said_on),
            state: Set(DemandStatus::stored(saved).to_string()),
            from_date: Set(period.from),
            to_date: Set(period.to),
            body: Set(document(&**saved)),
        }
    }

    async fn write_parts(
        saved: &[&Saved<Self>],
        db: &DatabaseTransaction,
    ) -> Result<(), StoreError> {
        // What is sought does not change after it was opened, which is the first event.
        let new = saved.iter().filter(|demand| demand.version() == 1);
        let rows = new.flat_map(|demand| {
            let keys = demand.terms.wanted.keys().into_iter();
            keys.map(|key| sets::ActiveModel {
                demand_id: Set(demand.id),
                criteria_set: Set(number(key)),
            })
        });
        let rows: Vec<sets::ActiveModel> = rows.collect();
        if !rows.is_empty() {
            sets::Entity::insert_many(rows)
                .exec_without_returning(db)
                .await?;
        }
        Ok(())
    }
}

/// The demand with this id, to be changed. Others that want to wait until this transaction ends.
pub async fn demand_to_change(tx: &Tx, id: Uuid) -> Result<Option<Saved<Demand>>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// The demand with this id.
pub async fn demand(store: &Store, id: Uuid) -> Result<Option<Saved<Demand>>, StoreError> {
    let found = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// At most `most` demands with one of these keys that are open today, after `after`, in the order of their ids.
pub async fn sought_by_keys(
    tx: &Tx,
    keys: &BTreeSet<DemandKey>,
    after: Option<Uuid>,
    most: u64,
) -> Result<Vec<Saved<Demand>>, StoreError> {
    let having = sets::Entity::find()
        .select_only()
        .column(sets::Column::DemandId)
        .filter(sets::Column::CriteriaSet.is_in(keys.iter().map(|key| number(*key))))
        .into_query();
    let rows = Entity::find()
        .filter(Column::Id.in_subquery(having))
        .filter(Column::State.eq(DemandStatus::Open.to_string()))
        .filter(Column::ToDate.gte(tx.today()))
        .filter(Condition::all().add_option(after.map(|after| Column::Id.gt(after))))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// At most `most` demands whose last day is over, which they do not say yet, to be changed, in the order of their ids.
pub async fn over(tx: &Tx, most: u64) -> Result<Vec<Saved<Demand>>, StoreError> {
    let sought = [DemandStatus::Open, DemandStatus::Fulfilled].map(|status| status.to_string());
    let rows = Entity::find()
        .filter(Column::State.is_in(sought))
        .filter(Column::ToDate.lt(tx.today()))
        .order_by_asc(Column::Id)
        .limit(most)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// What a partner seeks today, to be changed, in the order of the ids.
pub async fn sought_by(tx: &Tx, partner_id: Uuid) -> Result<Vec<Saved<Demand>>, StoreError> {
    let sought = [DemandStatus::Open, DemandStatus::Fulfilled].map(|status| status.to_string());
    let rows = Entity::find()
        .filter(Column::PartnerId.eq(partner_id))
        .filter(Column::State.is_in(sought))
        .filter(Column::ToDate.gte(tx.today()))
        .order_by_asc(Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// Other open demands of the partner for as much of the same kind of product, for delivery at the same place on the same days, by
/// the words that are sought.
pub async fn similar_demands(tx: &Tx, demand: &Demand) -> Result<Vec<Similar>, StoreError> {
    let (own, delivery) = (&demand.terms, &demand.terms.delivery);
    let rows = Entity::find()
        .filter(Column::PartnerId.eq(demand.partner_id))
        .filter(Column::State.eq(DemandStatus::Open.to_string()))
        .filter(Column::FromDate.eq(own.period.from))
        .filter(Column::ToDate.eq(own.period.to))
        .filter(Column::ProvinceCode.eq(&delivery.province_code))
        .filter(Column::Id.ne(demand.id))
        .order_by_asc(Column::Id)
        .limit(LIKELY)
        .all(tx.db())
        .await?;
    let others = rows.into_iter().map(Saved::<Demand>::try_from);
    let others: Vec<Saved<Demand>> = others.collect::<Result<_, _>>()?;
    let same = |other: &&Saved<Demand>| {
        let other = &other.terms;
        let as_much = (other.volume.quantity, other.volume.unit_key());
        other.wanted == own.wanted
            && as_much == (own.volume.quantity, own.volume.unit_key())
            && other.delivery.place_code == delivery.place_code
    };
    let others = others.iter().filter(same).take(SIMILAR);
    let similar = |other: &Saved<Demand>| Similar {
        id: other.id,
        name: other.terms.wanted.words.clone(),
    };
    Ok(others.map(similar).collect())
}

/// Which demands to list.
#[derive(Clone, Debug, Default)]
pub struct DemandFilter {
    /// Those that stand here today.
    pub status: Option<(DemandStatus, NaiveDate)>,
    /// Of this partner.
    pub partner_id: Option<Uuid>,
    /// With a delivery in this province, and what became part of it.
    pub province: Option<AskedUnit>,
    /// That this criteria set suits.
    pub set: Option<CriteriaSet>,
    /// Needed on this day.
    pub needed_on: Option<NaiveDate>,
}

/// A page of demands in order of opening, and the token of the next.
pub async fn list_demands(
    store: &Store,
    filter: &DemandFilter,
    page: &Page,
) -> Result<(Vec<Saved<Demand>>, String), StoreError> {
    let province = filter.province.as_ref().map(|province| {
        let columns = PlaceColumns {
            province: Expr::col((Entity, Column::ProvinceCode)),
            place: Some(Expr::col((Entity, Column::PlaceCode))),
            said_on: Expr::col((Entity, Column::PlaceOn)),
        };
        lies_in(&province.area(&store.places().places()), &columns)
    });
    let suited = filter.set.map(|set| {
        let having = sets::Entity::find()
            .select_only()
            .column(sets::Column::DemandId)
            .filter(sets::Column::CriteriaSet.is_in([set.number().cast_signed(), ANY]))
            .into_query();
        Column::Id.in_subquery(having)
    });
    let fits = Condition::all()
        .add_option(province)
        .add_option(suited)
        .add_option(filter.status.map(|(status, today)| status.rows(today)))
        .add_option(filter.partner_id.map(|id| Column::PartnerId.eq(id)))
        .add_option(filter.needed_on.map(|day| Column::FromDate.lte(day)))
        .add_option(filter.needed_on.map(|day| Column::ToDate.gte(day)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
