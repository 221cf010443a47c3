//! Ballots. A ballot is cast once and does not change.

use ocop_chassis::database::{StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use crate::domain::council::ballot::Ballot;
use crate::domain::dossier::Dossier;
use crate::storage::{Store, Tx, from_json, json};

/// The table `ballots`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballots")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    dossier_id: Uuid,
    council_id: Option<Uuid>,
    attempt: i32,
    member: String,
    total: i32,
    comment: String,
    answers: String,
    cast_at: DateTimeUtc,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The ballot of the row. One without a council was cast by the release before votes were
    /// numbered: in the council of the dossier's round, there was no other.
    fn of(self, dossier: &Dossier) -> Result<Ballot, StoreError> {
        let council = self
            .council_id
            .or(dossier.stage.accepted().map(|accepted| accepted.council_id));
        Ok(Ballot {
            id: self.id,
            dossier_id: self.dossier_id,
            council_id: council.unwrap_or_default(),
            attempt: self.attempt.unsigned_abs(),
            member: self.member,
            answers: from_json(&self.answers, "ballot")?,
            total: self.total.unsigned_abs(),
            comment: self.comment,
            cast_at: self.cast_at,
        })
    }
}

/// Records a ballot.
///
/// # Errors
/// [`StoreError::NotUnique`] if the member has voted in this vote on the dossier.
pub async fn insert_ballot(tx: &Tx, ballot: &Ballot) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(ballot.id),
        dossier_id: Set(ballot.dossier_id),
        council_id: Set(Some(ballot.council_id)),
        attempt: Set(ballot.attempt.cast_signed()),
        member: Set(ballot.member.clone()),
        total: Set(ballot.total.cast_signed()),
        comment: Set(ballot.comment.clone()),
        answers: Set(json(&ballot.answers)),
        cast_at: Set(ballot.cast_at),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The ballots on a dossier, those of every vote, in the order of casting.
///
/// # Errors
/// The database failed.
pub async fn ballots(tx: &Tx, dossier: &Dossier) -> Result<Vec<Ballot>, StoreError> {
    let rows = Entity::find()
        .filter(Column::DossierId.eq(dossier.id))
        .order_by_asc(Column::Id)
        .all(tx.db())
        .await?;
    rows.into_iter().map(|row| row.of(dossier)).collect()
}

/// A page of the ballots on a dossier, in the order of casting, and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_ballots(
    store: &Store,
    dossier: &Dossier,
    page: &Page,
) -> Result<(Vec<Ballot>, String), StoreError> {
    let query = Entity::find().filter(Column::DossierId.eq(dossier.id));
    let (rows, next) = page_by_id(store.database(), query, page, Column::Id, |row| row.id).await?;
    let ballots = rows.into_iter().map(|row| row.of(dossier));
    Ok((ballots.collect::<Result<_, _>>()?, next))
}
