//! Which dossiers refer to which documents: a document that is referred to stays.

use ocop_chassis::database::{StoreError, plain_table};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use crate::storage::{Store, Tx};

/// The table `evidence_uses`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence_uses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    evidence_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    dossier_id: Uuid,
}

plain_table!();

/// Records that a dossier uses just these documents. Load them in the same transaction: that
/// locks them, so that none is withdrawn meanwhile.
pub async fn use_evidence(tx: &Tx, dossier: Uuid, documents: &[Uuid]) -> Result<(), StoreError> {
    Entity::delete_many()
        .filter(Column::DossierId.eq(dossier))
        .exec(tx.db())
        .await?;
    let mut documents = documents.to_vec();
    documents.sort_unstable();
    documents.dedup();
    if documents.is_empty() {
        return Ok(());
    }
    let rows = documents.into_iter().map(|document| ActiveModel {
        evidence_id: Set(document),
        dossier_id: Set(dossier),
    });
    Entity::insert_many(rows)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// Whether a dossier uses a document.
pub async fn evidence_in_use(tx: &Tx, document: Uuid) -> Result<bool, StoreError> {
    let found = Entity::find()
        .filter(Column::EvidenceId.eq(document))
        .one(tx.db())
        .await?;
    Ok(found.is_some())
}

/// The dossiers that use a document, for reading.
pub async fn dossiers_using(store: &Store, document: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let found = Entity::find()
        .filter(Column::EvidenceId.eq(document))
        .all(store.database().reader())
        .await?;
    Ok(found.into_iter().map(|row| row.dossier_id).collect())
}
