//! Top lists, what is nominated, and the votes.

mod boxes;
mod voter_keys;
mod votes;

use std::collections::HashSet;

use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ActiveValue::Set, Condition, DatabaseTransaction, QueryOrder, QuerySelect};

pub use boxes::{
    BallotBox, ballot_box, box_to_change, erase_key, keep_vote, open_box, reseal, sealed_after,
};
pub use voter_keys::{SealedVoterKey, VoterKey, VoterKeys};
pub use votes::{KeptVote, has_voted, list_votes, vote_with, votes_after};

use super::{LIKELY, Store, Tx, document, named_like, read_document};
use crate::domain::partner::Similar;
use crate::domain::top_list::{Event, Poll, State, TopList, Window};

/// The table `top_lists`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "top_lists")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    province_code: String,
    place_on: Date,
    year: i32,
    state: String,
    voting_from: Date,
    voting_to: Date,
    choices: i32,
    body: String,
}

plain_table!();

/// The nominations that stand.
mod nominations {
    use ocop_chassis::database::plain_table;
    use sea_orm::entity::prelude::*;

    /// The table `top_list_nominations`.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "top_list_nominations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub top_list_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub product_id: Uuid,
    }

    plain_table!();
}

impl TryFrom<Model> for Saved<TopList> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let list = read_document(&row.body, || format!("body of top list {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(list, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for TopList {
    type Event = Event;
    const TYPE: &'static str = "top_list";
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
            year: Set(saved.terms.year),
            state: Set(saved.state().to_string()),
            voting_from: Set(saved.terms.voting.from),
            voting_to: Set(saved.terms.voting.to),
            choices: Set(i32::try_from(saved.terms.choices).unwrap_or(i32::MAX)),
            body: Set(document(&**saved)),
        }
    }

    async fn write_parts(
        saved: &[&Saved<Self>],
        db: &DatabaseTransaction,
    ) -> Result<(), StoreError> {
        let ids = saved.iter().map(|list| list.id);
        nominations::Entity::delete_many()
            .filter(nominations::Column::TopListId.is_in(ids))
            .exec(db)
            .await?;
        let rows: Vec<_> = saved
            .iter()
            .flat_map(|list| {
                list.standing().map(|nomination| nominations::ActiveModel {
                    top_list_id: Set(list.id),
                    product_id: Set(nomination.product_id),
                })
            })
            .collect();
        if !rows.is_empty() {
            nominations::Entity::insert_many(rows)
                .exec_without_returning(db)
                .await?;
        }
        Ok(())
    }
}

/// The list with this id, to be changed. Others that want to wait until this transaction ends.
pub async fn list_to_change(tx: &Tx, id: Uuid) -> Result<Option<Saved<TopList>>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// The list with this id.
pub async fn top_list(store: &Store, id: Uuid) -> Result<Option<Saved<TopList>>, StoreError> {
    let found = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// A list for which votes are cast.
#[derive(Clone, Debug)]
pub struct Polled {
    /// What must be known to admit a vote.
    pub poll: Poll,
    /// Code of the province.
    pub province_code: String,
    /// The day for which the code was said.
    pub said_on: Date,
}

/// What must be known of a list to admit a vote, without reading the whole of it.
pub async fn poll(tx: &Tx, id: Uuid) -> Result<Option<Polled>, StoreError> {
    let found = Entity::find_by_id(id)
        .select_only()
        .columns([
            Column::State,
            Column::VotingFrom,
            Column::VotingTo,
            Column::Choices,
            Column::ProvinceCode,
            Column::PlaceOn,
        ])
        .into_tuple::<(String, Date, Date, i32, String, Date)>()
        .one(tx.db())
        .await?;
    let Some((state, from, to, choices, province_code, said_on)) = found else {
        return Ok(None);
    };
    let state = state.parse().map_err(|_| StoreError::Corrupt {
        what: format!("state of top list {id}"),
    })?;
    Ok(Some(Polled {
        poll: Poll {
            state,
            voting: Window { from, to },
            choices: usize::try_from(choices).unwrap_or(0),
        },
        province_code,
        said_on,
    }))
}

/// Which of these products are nominated for a list.
pub async fn nominated(
    tx: &Tx,
    id: Uuid,
    products: impl IntoIterator<Item = Uuid>,
) -> Result<HashSet<Uuid>, StoreError> {
    let rows = nominations::Entity::find()
        .filter(nominations::Column::TopListId.eq(id))
        .filter(nominations::Column::ProductId.is_in(products))
        .all(tx.db())
        .await?;
    Ok(rows.into_iter().map(|row| row.product_id).collect())
}

/// Other lists of the province for the year, not called off, with a name that may well be the same.
pub async fn similar(tx: &Tx, list: &TopList) -> Result<Vec<Similar>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProvinceCode.eq(&list.province_code))
        .filter(Column::Year.eq(list.terms.year))
        .filter(Column::Id.ne(list.id))
        .order_by_asc(Column::Id)
        .limit(LIKELY)
        .all(tx.db())
        .await?;
    let others = rows.into_iter().map(Saved::<TopList>::try_from);
    let others: Vec<Saved<TopList>> = others.collect::<Result<_, _>>()?;
    let others = others
        .iter()
        .filter(|other| other.state() != State::CalledOff);
    let others = others.map(|other| Similar {
        id: other.id,
        name: other.terms.name.clone(),
    });
    Ok(named_like(&list.terms.name, others))
}

/// Which lists to list.
#[derive(Clone, Debug, Default)]
pub struct TopListFilter {
    /// Of this province, and what became part of it.
    pub province: Option<AskedUnit>,
    /// Of this year.
    pub year: Option<i32>,
}

/// A page of lists in order of planning, and the token of the next.
pub async fn list(
    store: &Store,
    filter: &TopListFilter,
    page: &Page,
) -> Result<(Vec<Saved<TopList>>, String), StoreError> {
    let province = filter.province.as_ref().map(|province| {
        let columns = PlaceColumns {
            province: Expr::col((Entity, Column::ProvinceCode)),
            place: None,
            said_on: Expr::col((Entity, Column::PlaceOn)),
        };
        lies_in(&province.area(&store.places().places()), &columns)
    });
    let fits = Condition::all()
        .add_option(province)
        .add_option(filter.year.map(|year| Column::Year.eq(year)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
