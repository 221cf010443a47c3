//! Which dossiers refer to which papers: a paper that is referred to stays.

use ocop_chassis::database::StoreError;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use crate::storage::Tx;

/// The table `evidence_uses`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence_uses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    evidence_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    dossier_id: Uuid,
}

/// None.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Records that a dossier uses just these papers. Load them with [`super::evidence`] in the same transaction: that locks
/// them, so that none is withdrawn meanwhile.
///
/// # Errors
/// The database failed.
pub async fn use_evidence(tx: &Tx, dossier: Uuid, papers: &[Uuid]) -> Result<(), StoreError> {
    Entity::delete_many()
        .filter(Column::DossierId.eq(dossier))
        .exec(tx.db())
        .await?;
    let mut papers = papers.to_vec();
    papers.sort_unstable();
    papers.dedup();
    if papers.is_empty() {
        return Ok(());
    }
    let rows = papers.into_iter().map(|paper| ActiveModel {
        evidence_id: Set(paper),
        dossier_id: Set(dossier),
    });
    Entity::insert_many(rows)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// Whether a dossier uses a paper.
///
/// # Errors
/// The database failed.
pub async fn evidence_in_use(tx: &Tx, paper: Uuid) -> Result<bool, StoreError> {
    let found = Entity::find()
        .filter(Column::EvidenceId.eq(paper))
        .one(tx.db())
        .await?;
    Ok(found.is_some())
}
