//! Conflicts of interest. One is declared once and does not change.

use ocop_chassis::database::{StoreError, plain_table};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use crate::domain::council::conflict::Conflict;
use crate::storage::{Store, Tx};

/// The table `conflicts`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conflicts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    dossier_id: Uuid,
    member: String,
    reason: String,
    declared_by: String,
    declared_at: DateTimeUtc,
}

plain_table!();

impl From<Model> for Conflict {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            dossier_id: row.dossier_id,
            member: row.member,
            reason: row.reason,
            declared_by: row.declared_by,
            declared_at: row.declared_at,
        }
    }
}

/// Records a conflict.
///
/// # Errors
/// [`StoreError::NotUnique`] if the member has one in the dossier.
pub async fn insert_conflict(tx: &Tx, conflict: &Conflict) -> Result<(), StoreError> {
    let row = ActiveModel {
        id: Set(conflict.id),
        dossier_id: Set(conflict.dossier_id),
        member: Set(conflict.member.clone()),
        reason: Set(conflict.reason.clone()),
        declared_by: Set(conflict.declared_by.clone()),
        declared_at: Set(conflict.declared_at),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The conflicts declared in a dossier, in the order of declaring, for who is about to change it.
pub async fn conflicts(tx: &Tx, dossier: Uuid) -> Result<Vec<Conflict>, StoreError> {
    of(tx.db(), dossier).await
}

/// The same for who only reads.
pub async fn list_conflicts(store: &Store, dossier: Uuid) -> Result<Vec<Conflict>, StoreError> {
    of(store.database().reader(), dossier).await
}

async fn of(db: &impl ConnectionTrait, dossier: Uuid) -> Result<Vec<Conflict>, StoreError> {
    let rows = Entity::find()
        .filter(Column::DossierId.eq(dossier))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Conflict::from).collect())
}
