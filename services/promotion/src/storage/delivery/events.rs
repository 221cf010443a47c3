//! The events that a partner is told of, for those who ask for them.

use ocop_chassis::database::StoreError;
use ocop_chassis::messaging::outbox;
use ocop_chassis::paging::Page;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::storage::Store;

/// All that partners are told of is changed by one transaction at a time (see [`crate::storage::lock_market`]), so that the order of their events
/// is the order of the commits and none appears behind one that was seen.
const EVENTS: &str = "
select outbox.position, outbox.event_id, outbox.aggregate_type, outbox.aggregate_id, outbox.version, outbox.event_type,
       outbox.subject, outbox.recorded_at, outbox.traceparent, outbox.data
from (select 'match' as kind, id from matches where partner_id = $1
      union all
      select 'gift_order', id from gift_orders where partner_id = $1
      union all
      select 'trade_offer', trade_offers.id from trade_offers
      join demands on demands.id = trade_offers.demand_id where demands.partner_id = $1
      union all
      select 'trade_deal', id from trade_deals where partner_id = $1
      union all
      select 'trade_invitation', id from trade_invitations where partner_id = $1
      union all
      select 'trade_match', id from trade_matches where partner_id = $1) as own
join outbox on outbox.aggregate_type = own.kind and outbox.aggregate_id = own.id
where outbox.position > $2
order by outbox.position limit $3";

/// An event with its place in the order of all.
#[derive(Clone, Debug)]
pub struct PlacedEvent {
    /// Its place.
    pub position: i64,
    /// The event.
    pub event: outbox::Row,
}

/// A page of the events that a partner is told of after a position, in order, and the token of the next.
pub async fn events(
    store: &Store,
    (partner_id, after): (Uuid, i64),
    page: &Page,
) -> Result<(Vec<PlacedEvent>, String), StoreError> {
    let after = page
        .after
        .as_deref()
        .and_then(|key| key.parse::<i64>().ok())
        .unwrap_or(after);
    let most = i64::try_from(page.fetch()).unwrap_or(i64::MAX);
    let database = store.database();
    let values = [partner_id.into(), after.into(), most.into()];
    let statement = Statement::from_sql_and_values(database.engine(), EVENTS, values);
    let rows = database.reader().query_all_raw(statement).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        found.push(PlacedEvent {
            position: row.try_get("", "position")?,
            event: outbox::Row::read(row)?,
        });
    }
    let next = page.cut(&mut found, |one| one.position.to_string());
    Ok((found, next))
}
