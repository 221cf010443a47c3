//! The ballot box of a list: how many votes are in it, the digest over them, and the key that hashes voters.

use ocop_chassis::database::{StoreError, plain_table};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveValue::Set, IntoActiveModel as _, QueryOrder, QuerySelect};

use super::voter_keys::SealedVoterKey;
use super::votes;
use crate::domain::top_list::Vote;
use crate::storage::{Store, Tx};

/// The table `top_list_ballot_boxes`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "top_list_ballot_boxes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    top_list_id: Uuid,
    vote_count: i64,
    record: String,
    voter_key: Option<String>,
}

plain_table!();

/// The ballot box of a list.
#[derive(Clone, Debug)]
pub struct BallotBox {
    /// How many votes are in it.
    pub votes: u64,
    /// The digest over them.
    pub record: String,
    /// The key that hashes voters; none once the result is published.
    pub voter_key: Option<SealedVoterKey>,
}

impl From<Model> for BallotBox {
    fn from(row: Model) -> Self {
        Self {
            votes: row.vote_count.unsigned_abs(),
            record: row.record,
            voter_key: row.voter_key.map(SealedVoterKey::new),
        }
    }
}

/// Gives a new list an empty box.
pub async fn open_box(tx: &Tx, list: Uuid, key: &SealedVoterKey) -> Result<(), StoreError> {
    let row = Model {
        top_list_id: list,
        vote_count: 0,
        record: String::new(),
        voter_key: Some(key.as_str().to_owned()),
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// The box of a list, to be changed. Others that want to wait until this transaction ends: votes have an order.
pub async fn box_to_change(tx: &Tx, list: Uuid) -> Result<Option<BallotBox>, StoreError> {
    let found = Entity::find_by_id(list)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    Ok(found.map(BallotBox::from))
}

/// The box of a list.
pub async fn ballot_box(store: &Store, list: Uuid) -> Result<Option<BallotBox>, StoreError> {
    let found = Entity::find_by_id(list)
        .one(store.database().reader())
        .await?;
    Ok(found.map(BallotBox::from))
}

/// Keeps a vote, the receipt of which is the digest over all votes from then on. The box is locked.
pub async fn keep_vote(tx: &Tx, list: Uuid, vote: &Vote, receipt: &str) -> Result<(), StoreError> {
    votes::insert(tx, list, vote, receipt).await?;
    Entity::update_many()
        .set(ActiveModel {
            vote_count: Set(vote.sequence.cast_signed()),
            record: Set(receipt.to_owned()),
            ..Default::default()
        })
        .filter(Column::TopListId.eq(list))
        .exec(tx.db())
        .await?;
    Ok(())
}

async fn set_key(tx: &Tx, list: Uuid, key: Option<String>) -> Result<(), StoreError> {
    Entity::update_many()
        .set(ActiveModel {
            voter_key: Set(key),
            ..Default::default()
        })
        .filter(Column::TopListId.eq(list))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Erases the key of a list: from then on nobody can tell whether somebody voted.
pub async fn erase_key(tx: &Tx, list: Uuid) -> Result<(), StoreError> {
    set_key(tx, list, None).await
}

/// Stores a key that was sealed anew.
pub async fn reseal(tx: &Tx, list: Uuid, key: &SealedVoterKey) -> Result<(), StoreError> {
    set_key(tx, list, Some(key.as_str().to_owned())).await
}

/// At most `most` keys of lists after `after`, by id, to be changed.
pub async fn sealed_after(
    tx: &Tx,
    after: Option<Uuid>,
    most: u64,
) -> Result<Vec<(Uuid, SealedVoterKey)>, StoreError> {
    let mut found = Entity::find().filter(Column::VoterKey.is_not_null());
    if let Some(after) = after {
        found = found.filter(Column::TopListId.gt(after));
    }
    let rows = found
        .order_by_asc(Column::TopListId)
        .limit(most)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    let sealed = rows
        .into_iter()
        .filter_map(|row| Some((row.top_list_id, SealedVoterKey::new(row.voter_key?))));
    Ok(sealed.collect())
}
