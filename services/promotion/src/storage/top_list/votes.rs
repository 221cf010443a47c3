//! The votes for a list, in the order of casting. They are added and never changed.

use std::collections::BTreeSet;

use ocop_chassis::database::{StoreError, plain_table};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, PaginatorTrait, QueryOrder, QuerySelect};

use crate::domain::top_list::{Vote, VoterHash};
use crate::storage::{Store, Tx, document, read_document};

/// The table `top_list_votes`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "top_list_votes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    top_list_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    sequence: i64,
    voter: String,
    products: String,
    cast_at: DateTimeUtc,
    receipt: String,
}

plain_table!();

/// A vote with its receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptVote {
    /// Id of the list.
    pub top_list_id: Uuid,
    /// The vote.
    pub vote: Vote,
    /// The digest over it and the receipt of the one before.
    pub receipt: String,
}

impl TryFrom<Model> for KeptVote {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let (list, sequence) = (row.top_list_id, row.sequence);
        let products: BTreeSet<Uuid> = read_document(&row.products, || {
            format!("products of vote {sequence} for {list}")
        })?;
        Ok(Self {
            top_list_id: list,
            vote: Vote {
                sequence: sequence.unsigned_abs(),
                voter: VoterHash::new(row.voter),
                products,
                cast_at: row.cast_at,
            },
            receipt: row.receipt,
        })
    }
}

pub(super) async fn insert(
    tx: &Tx,
    list: Uuid,
    vote: &Vote,
    receipt: &str,
) -> Result<(), StoreError> {
    let row = Model {
        top_list_id: list,
        sequence: vote.sequence.cast_signed(),
        voter: vote.voter.as_str().to_owned(),
        products: document(&vote.products),
        cast_at: vote.cast_at,
        receipt: receipt.to_owned(),
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// Whether a voter has voted for a list.
pub async fn has_voted(tx: &Tx, list: Uuid, voter: &VoterHash) -> Result<bool, StoreError> {
    let found = Entity::find()
        .filter(Column::TopListId.eq(list))
        .filter(Column::Voter.eq(voter.as_str()));
    Ok(found.count(tx.db()).await? > 0)
}

/// The vote with this receipt.
pub async fn vote_with(
    store: &Store,
    list: Uuid,
    receipt: &str,
) -> Result<Option<KeptVote>, StoreError> {
    let found = Entity::find()
        .filter(Column::TopListId.eq(list))
        .filter(Column::Receipt.eq(receipt))
        .one(store.database().reader())
        .await?;
    found.map(KeptVote::try_from).transpose()
}

/// At most `most` votes for a list after the vote of a number, in their order.
pub async fn votes_after(
    db: &impl ConnectionTrait,
    list: Uuid,
    sequence: u64,
    most: u64,
) -> Result<Vec<KeptVote>, StoreError> {
    let rows = Entity::find()
        .filter(Column::TopListId.eq(list))
        .filter(Column::Sequence.gt(sequence.cast_signed()))
        .order_by_asc(Column::Sequence)
        .limit(most)
        .all(db)
        .await?;
    rows.into_iter().map(KeptVote::try_from).collect()
}

/// A page of the votes for a list in their order, and the token of the next.
pub async fn list_votes(
    store: &Store,
    list: Uuid,
    page: &Page,
) -> Result<(Vec<KeptVote>, String), StoreError> {
    let after = page.after.as_deref().and_then(|key| key.parse().ok());
    let db = store.database().reader();
    let mut votes = votes_after(db, list, after.unwrap_or(0), page.fetch()).await?;
    let next = page.cut(&mut votes, |kept| kept.vote.sequence.to_string());
    Ok((votes, next))
}
