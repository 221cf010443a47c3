//! The copy of promotion's record of who was at which fair.

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, plain_table};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use crate::domain::register::attendance::{Attendance, Fair, Presence};
use crate::storage::register::merged;
use crate::storage::{Store, Tx, from_json, json, parse};

/// The table `attendances`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendances")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    campaign_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    producer_id: Uuid,
    name: String,
    reach: String,
    venue: String,
    from_date: Date,
    to_date: Date,
    recorded_on: Date,
    products: String,
}

plain_table!();

fn row(fair: &Fair, presence: &Presence) -> ActiveModel {
    ActiveModel {
        campaign_id: Set(fair.id),
        producer_id: Set(presence.producer_id),
        recorded_on: Set(presence.recorded_on),
        products: Set(json(&presence.products)),
        ..described(fair)
    }
}

/// The columns that say what the fair is.
fn described(fair: &Fair) -> ActiveModel {
    ActiveModel {
        name: Set(fair.name.clone()),
        reach: Set(fair.reach.to_string()),
        venue: Set(fair.venue.clone()),
        from_date: Set(fair.from),
        to_date: Set(fair.to),
        ..Default::default()
    }
}

/// Stores who was at a fair, in the place of all that was stored of it.
pub async fn replace_attendances(
    tx: &Tx,
    fair: &Fair,
    there: &[Presence],
) -> Result<(), StoreError> {
    Entity::delete_many()
        .filter(Column::CampaignId.eq(fair.id))
        .exec(tx.db())
        .await?;
    if !there.is_empty() {
        Entity::insert_many(there.iter().map(|presence| row(fair, presence)))
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// Stores that one producer was at a fair.
pub async fn store_attendance(tx: &Tx, fair: &Fair, presence: &Presence) -> Result<(), StoreError> {
    let newest = OnConflict::columns([Column::CampaignId, Column::ProducerId])
        .update_columns([Column::RecordedOn, Column::Products])
        .to_owned();
    Entity::insert(row(fair, presence))
        .on_conflict(newest)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// Stores what a fair is called now, and how far it reaches, for all who were there.
pub async fn describe_fair(tx: &Tx, fair: &Fair) -> Result<(), StoreError> {
    Entity::update_many()
        .set(described(fair))
        .filter(Column::CampaignId.eq(fair.id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The fairs of a producer, under whichever of its ids they were heard of, that began on a day or before; the latest first,
/// `most` of them.
pub async fn attendances(
    store: &Store,
    producer_id: Uuid,
    on: NaiveDate,
    most: u64,
) -> Result<Vec<Attendance>, StoreError> {
    let db = store.database().reader();
    let ids = merged::all_ids(db, &[producer_id]).await?;
    let rows = Entity::find()
        .filter(Column::ProducerId.is_in(ids.into_keys()))
        .filter(Column::FromDate.lte(on))
        .order_by_desc(Column::FromDate)
        .order_by_desc(Column::CampaignId)
        .limit(most)
        .all(db)
        .await?;
    rows.into_iter().map(read).collect()
}

fn read(row: Model) -> Result<Attendance, StoreError> {
    Ok(Attendance {
        fair: Fair {
            id: row.campaign_id,
            name: row.name,
            reach: parse(&row.reach, "reach of a fair")?,
            venue: row.venue,
            from: row.from_date,
            to: row.to_date,
        },
        presence: Presence {
            producer_id: row.producer_id,
            products: from_json(&row.products, "products shown at a fair")?,
            recorded_on: row.recorded_on,
        },
    })
}
