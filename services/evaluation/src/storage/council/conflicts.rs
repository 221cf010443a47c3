//! Conflicts of interest. One is declared once, and may be taken back.

use ocop_chassis::database::{StoreError, plain_table};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ActiveValue::Set, Condition, QueryOrder};

use crate::domain::council::conflict::Conflict;
use crate::storage::{Store, Tx, from_json, json};

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
    withdrawn_at: Option<DateTimeUtc>,
    withdrawal: Option<String>,
}

plain_table!();

impl TryFrom<Model> for Conflict {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            dossier_id: row.dossier_id,
            member: row.member,
            reason: row.reason,
            declared_by: row.declared_by,
            declared_at: row.declared_at,
            withdrawn: row
                .withdrawn_at
                .map(|_| {
                    from_json(
                        &row.withdrawal.unwrap_or_default(),
                        "withdrawal of a conflict",
                    )
                })
                .transpose()?,
        })
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
        withdrawn_at: Set(conflict.withdrawn.as_ref().map(|withdrawal| withdrawal.at)),
        withdrawal: Set(conflict.withdrawn.as_ref().map(json)),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Records that a conflict was taken back. The row of its dossier is locked.
pub async fn withdraw_conflict(tx: &Tx, conflict: &Conflict) -> Result<(), StoreError> {
    let withdrawal = conflict.withdrawn.as_ref();
    Entity::update_many()
        .col_expr(
            Column::WithdrawnAt,
            Expr::value(withdrawal.map(|withdrawal| withdrawal.at)),
        )
        .col_expr(Column::Withdrawal, Expr::value(withdrawal.map(json)))
        .filter(Column::Id.eq(conflict.id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The standing conflicts of interest in a dossier, which is a column of the outer query; only that of a member, if one is
/// given.
pub(crate) fn conflict_in(dossier_id: Expr, member: Option<&str>) -> SelectStatement {
    let own = |column| Expr::col((Entity, column));
    let of = Condition::all().add_option(member.map(|member| own(Column::Member).eq(member)));
    Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(own(Column::DossierId).eq(dossier_id))
        .and_where(own(Column::WithdrawnAt).is_null())
        .cond_where(of)
        .to_owned()
}

/// The conflicts declared in a dossier, in the order of declaring, for who is about to change it.
pub async fn conflicts(tx: &Tx, dossier: Uuid) -> Result<Vec<Conflict>, StoreError> {
    of(tx.db(), dossier).await
}

/// The standing conflicts in several dossiers, in the order of declaring.
pub async fn standing_conflicts(
    store: &Store,
    dossiers: &[Uuid],
) -> Result<Vec<Conflict>, StoreError> {
    let rows = Entity::find()
        .filter(Column::DossierId.is_in(dossiers.iter().copied()))
        .filter(Column::WithdrawnAt.is_null())
        .order_by_asc(Column::Id)
        .all(store.database().reader())
        .await?;
    rows.into_iter().map(Conflict::try_from).collect()
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
    rows.into_iter().map(Conflict::try_from).collect()
}
