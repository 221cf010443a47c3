//! What was handed in, frozen: one row for each time. No row ever changes, but for a person who is [forgotten](super::forgotten) and
//! for its day, when the day of its step is [put right](redate_revision).

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{StoreError, plain_table};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{
    ActiveValue::{Set, Unchanged},
    Condition, DatabaseTransaction, QueryOrder, QuerySelect,
};

use crate::domain::dossier::revision::Revision;
use crate::storage::{Store, Tx, from_json, json};

/// The table `dossier_revisions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_revisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    dossier_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    number: i32,
    created_at: DateTimeUtc,
    body: String,
}

plain_table!();

/// Records what was handed in.
pub(crate) async fn insert(
    db: &DatabaseTransaction,
    dossier: Uuid,
    revision: &Revision,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = ActiveModel {
        dossier_id: Set(dossier),
        number: Set(revision.number.cast_signed()),
        created_at: Set(now),
        body: Set(json(revision)),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Puts right the day of what was last handed in on a day: before a number, if one is given. What it was is among the corrections of
/// the dossier.
pub async fn redate_revision(
    tx: &Tx,
    dossier: Uuid,
    (was, becomes): (NaiveDate, NaiveDate),
    before: Option<u32>,
) -> Result<Option<u32>, StoreError> {
    let number = before.map(|number| Column::Number.lt(number.cast_signed()));
    let rows = Entity::find()
        .filter(Column::DossierId.eq(dossier))
        .filter(Condition::all().add_option(number))
        .order_by_desc(Column::Number)
        .all(tx.db())
        .await?;
    for row in rows {
        let mut revision: Revision = from_json(&row.body, "revision")?;
        if revision.lodged_on != was {
            continue;
        }
        revision.lodged_on = becomes;
        let number = revision.number;
        let changed = ActiveModel {
            dossier_id: Unchanged(dossier),
            number: Unchanged(number.cast_signed()),
            body: Set(json(&revision)),
            ..<ActiveModel as Default>::default()
        };
        Entity::update(changed).exec(tx.db()).await?;
        return Ok(Some(number));
    }
    Ok(None)
}

pub async fn revision(
    store: &Store,
    dossier: Uuid,
    number: u32,
) -> Result<Option<Revision>, StoreError> {
    let row = Entity::find_by_id((dossier, number.cast_signed()))
        .one(store.database().reader())
        .await?;
    row.map(|row| from_json(&row.body, "revision")).transpose()
}

/// A page of the revisions of a dossier, the first one first, and the token of the next.
pub async fn list_revisions(
    store: &Store,
    dossier: Uuid,
    page: &Page,
) -> Result<(Vec<Revision>, String), StoreError> {
    let after = page
        .after
        .as_deref()
        .and_then(|key| key.parse::<i32>().ok());
    let fits = Condition::all()
        .add(Column::DossierId.eq(dossier))
        .add_option(after.map(|number| Column::Number.gt(number)));
    let mut rows = Entity::find()
        .filter(fits)
        .order_by_asc(Column::Number)
        .limit(page.fetch())
        .all(store.database().reader())
        .await?;
    let next = page.cut(&mut rows, |row| row.number.to_string());
    let revisions = rows.iter().map(|row| from_json(&row.body, "revision"));
    Ok((revisions.collect::<Result<_, _>>()?, next))
}
