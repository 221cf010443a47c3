//! Ballots. A ballot is cast once and does not change.

use ocop_chassis::database::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use super::{Tx, from_json, json};
use crate::domain::ballot::Ballot;

/// The table `ballots`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballots")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    dossier_id: Uuid,
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

/// Records a ballot.
///
/// # Errors
/// [`StoreError::NotUnique`] if the member has voted on the dossier.
pub async fn insert_ballot(tx: &Tx, ballot: &Ballot) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(ballot.id),
        dossier_id: Set(ballot.dossier_id),
        member: Set(ballot.member.clone()),
        total: Set(ballot.total.cast_signed()),
        comment: Set(ballot.comment.clone()),
        answers: Set(json(&ballot.answers)),
        cast_at: Set(ballot.cast_at),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The ballots on a dossier, in the order of casting.
///
/// # Errors
/// The database failed.
pub async fn ballots(tx: &Tx, dossier: Uuid) -> Result<Vec<Ballot>, StoreError> {
    let rows = Entity::find()
        .filter(Column::DossierId.eq(dossier))
        .order_by_asc(Column::Id)
        .all(tx.db())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Ballot {
                id: row.id,
                dossier_id: row.dossier_id,
                member: row.member,
                answers: from_json(&row.answers, "ballot")?,
                total: row.total.unsigned_abs(),
                comment: row.comment,
                cast_at: row.cast_at,
            })
        })
        .collect()
}
