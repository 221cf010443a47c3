//! Products that came to suit demands.

use std::collections::BTreeSet;

use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QuerySelect};

use crate::domain::trade::{TradeMatch, TradeMatchEvent};
use crate::storage::{Tx, document};

/// The table `trade_matches`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trade_matches")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    demand_id: Uuid,
    product_id: Uuid,
    partner_id: Uuid,
    body: String,
}

plain_table!();

impl Aggregate<Entity> for TradeMatch {
    type Event = TradeMatchEvent;
    const TYPE: &'static str = "trade_match";
    const HAS_FOLLOW_UP: bool = true;
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn follows(&self) -> Uuid {
        self.goods.product_id
    }

    fn take_events(&mut self) -> Vec<TradeMatchEvent> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            demand_id: Set(saved.demand_id),
            product_id: Set(saved.goods.product_id),
            partner_id: Set(saved.partner_id),
            body: Set(document(&**saved)),
        }
    }
}

/// The pairs of these demands and products that were told of.
pub async fn notified_pairs(
    tx: &Tx,
    demands: &BTreeSet<Uuid>,
    products: &BTreeSet<Uuid>,
) -> Result<BTreeSet<(Uuid, Uuid)>, StoreError> {
    let found: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .column(Column::DemandId)
        .column(Column::ProductId)
        .filter(Column::DemandId.is_in(demands.iter().copied()))
        .filter(Column::ProductId.is_in(products.iter().copied()))
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(found.into_iter().collect())
}
