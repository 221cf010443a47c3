//! Who sits on councils, one row each, beside the body of the council.

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, plain_table};
use sea_orm::ActiveValue::Set;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, SelectStatement};

use crate::domain::council::Council;
use crate::storage::Tx;

/// The table `council_members`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "council_members")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    council_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    position: i32,
    subject: String,
    joined_on: Option<Date>,
    left_on: Option<Date>,
}

plain_table!();

/// The ids of the councils in which somebody sits on a day.
pub(crate) fn councils_of_member(subject: &str, on: NaiveDate) -> SelectStatement {
    let joined = Condition::any().add(Column::JoinedOn.is_null());
    let left = Condition::any().add(Column::LeftOn.is_null());
    Query::select()
        .column(Column::CouncilId)
        .from(Entity)
        .and_where(Column::Subject.eq(subject))
        .cond_where(joined.add(Column::JoinedOn.lte(on)))
        .cond_where(left.add(Column::LeftOn.gt(on)))
        .to_owned()
}

/// Writes the members of a council in the place of those written before.
pub(super) async fn write(tx: &Tx, council: &Council) -> Result<(), StoreError> {
    Entity::delete_many()
        .filter(Column::CouncilId.eq(council.id))
        .exec(tx.db())
        .await?;
    let rows = (0..)
        .zip(&council.members)
        .map(|(position, member)| ActiveModel {
            council_id: Set(council.id),
            position: Set(position),
            subject: Set(member.subject.clone()),
            joined_on: Set(member.joined_on),
            left_on: Set(member.left_on),
        });
    Entity::insert_many(rows)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}
