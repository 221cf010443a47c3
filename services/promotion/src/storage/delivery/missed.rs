//! What a subscription has missed: events that were recorded while it was stopped, and deliveries that were given up.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, lies_in_sql};
use ocop_chassis::messaging::outbox;
use ocop_places::Said;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, Statement, Value};

use super::{Column, DeliveryView, Entity, StateWord};
use crate::domain::subscription::Subscription;
use crate::storage::Tx;

/// The events that a partner is told of since a time that never were on their way to a subscription, as long as the outbox
/// keeps them. What the subscription does not take is left out here, so that it is not found again and again.
const MISSED: &str = "
select outbox.event_id, outbox.aggregate_type, outbox.aggregate_id, outbox.version, outbox.event_type, outbox.subject,
       outbox.recorded_at, outbox.traceparent, outbox.data
from (select 'match' as kind, matches.id, listings.criteria_set, listings.province_code,
             listings.place_code, listings.place_on as said_on
      from matches join listings on listings.id = matches.product_id where matches.partner_id = $1
      union all
      select 'gift_order', id, null, null, null, null from gift_orders where partner_id = $1
      union all
      select 'trade_offer', trade_offers.id, null, null, null, null from trade_offers
      join demands on demands.id = trade_offers.demand_id where demands.partner_id = $1
      union all
      select 'trade_deal', id, null, null, null, null from trade_deals where partner_id = $1
      union all
      select 'trade_invitation', id, null, null, null, null from trade_invitations where partner_id = $1
      union all
      select 'trade_match', id, null, null, null, null from trade_matches where partner_id = $1) as own
join outbox on outbox.aggregate_type = own.kind and outbox.aggregate_id = own.id
where outbox.recorded_at >= $2
  and not exists (select 1 from deliveries
                  where deliveries.subscription_id = $3 and deliveries.match_id = outbox.aggregate_id
                    and deliveries.match_version = outbox.version)";

/// At most `most` events since `since` that a subscription takes and that never were on their way to it, in order.
pub async fn missed(
    tx: &Tx,
    subscription: &Subscription,
    since: DateTime<Utc>,
    most: u64,
) -> Result<Vec<outbox::Row>, StoreError> {
    let selection = &subscription.settings.selection;
    let mut values: Vec<Value> = vec![
        subscription.partner_id.into(),
        since.into(),
        subscription.id.into(),
    ];
    let mut sql = MISSED.to_owned();
    let mut one_of = |column: &str, allowed: Vec<Value>| {
        if allowed.is_empty() {
            return;
        }
        let marks: Vec<String> = (1..=allowed.len())
            .map(|n| format!("${}", values.len() + n))
            .collect();
        // Writing to a String cannot fail.
        let _ = write!(sql, " and ({column} in ({}))", marks.join(", "));
        values.extend(allowed);
    };
    let types = selection.kinds().map(|kind| kind.event_type().into());
    one_of("outbox.event_type", types.collect());
    let sets = selection.criteria_sets.iter();
    let sets = sets.map(|set| set.number().cast_signed().into());
    // Only matches have set and province.
    one_of("own.kind <> 'match' or own.criteria_set", sets.collect());
    let columns = ("own.province_code", "own.place_code", "own.said_on");
    let (units, on) = (tx.units(), tx.today());
    let provinces = selection.province_codes.iter();
    let provinces = provinces.map(|code| units.places().area_said(Said { code, on }));
    let provinces: Vec<String> = provinces
        .map(|area| lies_in_sql(&area, columns, &mut values))
        .collect();
    if !provinces.is_empty() {
        let any = provinces.join(" or ");
        let _ = write!(sql, " and (own.kind <> 'match' or {any})");
    }
    values.push(i64::try_from(most).unwrap_or(i64::MAX).into());
    let _ = write!(sql, " order by outbox.position limit ${}", values.len());
    let engine = tx.db().get_database_backend();
    let statement = Statement::from_sql_and_values(engine, sql, values);
    let rows = tx.db().query_all_raw(statement).await?;
    let rows: Result<_, _> = rows.iter().map(outbox::Row::read).collect();
    Ok(rows?)
}

/// At most `most` deliveries of events since `since` that a subscription did not take, to be changed.
pub async fn given_up(
    tx: &Tx,
    subscription_id: Uuid,
    since: DateTime<Utc>,
    most: u64,
) -> Result<Vec<DeliveryView>, StoreError> {
    let words = [StateWord::Exhausted, StateWord::Dropped];
    let rows = Entity::find()
        .filter(Column::SubscriptionId.eq(subscription_id))
        .filter(Column::CreatedAt.gte(since))
        .filter(Column::State.is_in(words.map(|word| word.to_string())))
        .filter(Column::Accepted.eq(false))
        .order_by_asc(Column::Position)
        .limit(most)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    rows.into_iter().map(DeliveryView::try_from).collect()
}
