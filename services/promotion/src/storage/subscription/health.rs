//! How the receivers of subscriptions do, which changes without an event.

use ocop_chassis::database::{StoreError, execute};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ArrayType;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbBackend, Value};

use super::{ActiveModel, Column, Entity, accepting};
use crate::domain::subscription::Subscription;
use crate::storage::Tx;

/// Stores how the receivers do. Those that fail go in one statement on PostgreSQL, where each is a round trip: all that hang
/// begin to fail at once.
pub async fn update_health(tx: &Tx, subscriptions: &[&Subscription]) -> Result<(), StoreError> {
    let in_one = tx.db().get_database_backend() == DbBackend::Postgres;
    let (failing, others): (Vec<&Subscription>, Vec<&Subscription>) = subscriptions
        .iter()
        .partition(|one| in_one && one.failing_since().is_some());
    if !failing.is_empty() {
        let array = |kind: ArrayType, of: &dyn Fn(&Subscription) -> Value| {
            let values = failing.iter().map(|one| of(one)).collect();
            Value::Array(kind, Some(Box::new(values)))
        };
        let values = [
            array(ArrayType::Uuid, &|one| one.id.into()),
            array(ArrayType::ChronoDateTimeUtc, &|one| {
                one.failing_since().into()
            }),
            array(ArrayType::Bool, &|one| one.told_failing.into()),
            // An array holds no null: a rest that ends when the failing began is none.
            array(ArrayType::ChronoDateTimeUtc, &|one| {
                one.rests_until.or(one.failing_since()).into()
            }),
        ];
        let sql = "update subscriptions set failing_since = failing.since, told_failing = failing.told, accepting = false, \
                   rests_until = nullif(failing.rests, failing.since) \
                   from unnest($1, $2, $3, $4) as failing (id, since, told, rests) where subscriptions.id = failing.id";
        execute(tx.db(), sql, values).await?;
    }
    for one in others {
        let row = ActiveModel {
            failing_since: Set(one.failing_since()),
            told_failing: Set(one.told_failing),
            accepting: Set(accepting(one)),
            rests_until: Set(one.rests_until),
            ..Default::default()
        };
        Entity::update_many()
            .set(row)
            .filter(Column::Id.eq(one.id))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}

/// Has the receiver of a subscription called at once, though it fails: somebody asks for it.
pub async fn end_rest(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    let row = ActiveModel {
        rests_until: Set(None),
        ..Default::default()
    };
    let this = Entity::update_many().set(row).filter(Column::Id.eq(id));
    this.exec(tx.db()).await?;
    Ok(())
}
