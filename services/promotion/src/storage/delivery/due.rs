//! Claiming deliveries that are due.
//!
//! A claim lasts until a time. Two senders that claim at once each get their own: the second waits for the first's row
//! and then sees that it is claimed. The claim of a sender that stopped runs out, and its deliveries are due again.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use ocop_chassis::database::{Saved, StoreError};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, Statement};

use super::{Column, Entity, delivery_of, subscription};
use crate::domain::delivery::Delivery;
use crate::domain::subscription::Subscription;
use crate::storage::Store;

/// What may be sent: pending, due, claimed by nobody, its subscription active, and nothing before it in its
/// lane: the rule of [`crate::domain::delivery::due`], with which a test compares this statement. No subscription has more
/// than its share in flight, nor begins more in a minute than it takes. One that fails is tried with one delivery at a time, and
/// all that fail have no more than their room together, so that they leave the others theirs.
const DUE: &str = "
select position from (
    select position, failing, rate, sending + place as place, begun + place as begun,
           failing_sending + row_number() over (partition by failing order by place, position) as of_failing
    from (
        select due.position, subscriptions.rate,
               case when subscriptions.failing_since is null then 0 else 1 end as failing,
               coalesce(busy.sending, 0) as sending, coalesce(recent.begun, 0) as begun,
               (select count(*) from deliveries as sent
                join subscriptions as broken on broken.id = sent.subscription_id and broken.failing_since is not null
                where sent.claimed_until > $1) as failing_sending,
               row_number() over (partition by due.subscription_id order by due.position) as place
        from deliveries as due
        join subscriptions on subscriptions.id = due.subscription_id and subscriptions.stopped is null
                           and (subscriptions.verified_at is not null or $6 = 1)
        left join (select subscription_id, count(*) as sending from deliveries
                   where claimed_until > $1 group by subscription_id) as busy
               on busy.subscription_id = due.subscription_id
        left join (select subscription_id, count(*) as begun from deliveries
                   where begun_at > $4 group by subscription_id) as recent
               on recent.subscription_id = due.subscription_id
        where due.state = 'pending' and due.next_attempt_at <= $1
          and (due.claimed_until is null or due.claimed_until <= $1)
          and not exists (select 1 from deliveries as earlier
                          where earlier.subscription_id = due.subscription_id and earlier.match_id = due.match_id
                            and earlier.match_version < due.match_version
                            and earlier.state = 'pending' and not earlier.accepted)
    ) as free
) as waiting
where (rate is null or begun <= rate)
  and (failing = 0 and place <= $2 or failing = 1 and place <= 1 and of_failing <= $5)
order by failing, position limit $3";

/// How many deliveries may be on their way.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Most that are claimed now.
    pub most: usize,
    /// Most of one subscription at once, of all replicas.
    pub share: usize,
    /// Most of all subscriptions that fail at once, of all replicas.
    pub failing: usize,
    /// Whether those too are sent that go to a URL which was never verified.
    pub unverified: bool,
}

/// A delivery that this process alone may send until its claim runs out.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The delivery.
    pub delivery: Delivery,
    /// What is posted, to the byte.
    pub body: String,
    /// Where it is posted, and by whose secrets it is signed.
    pub subscription: Subscription,
    /// When its event was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// Claims deliveries until `until`, as far as there is room.
pub async fn claim_due(
    store: &Store,
    until: DateTime<Utc>,
    room: Room,
) -> Result<Vec<Claimed>, StoreError> {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let (database, now) = (store.database(), store.clock().now());
    let values = [
        now.into(),
        number(room.share).into(),
        number(room.most).into(),
        (now - TimeDelta::minutes(1)).into(),
        number(room.failing).into(),
        i64::from(room.unverified).into(),
    ];
    let found = database
        .reader()
        .query_all_raw(Statement::from_sql_and_values(
            database.engine(),
            DUE,
            values,
        ))
        .await?;
    let mut positions = Vec::with_capacity(found.len());
    for row in &found {
        positions.push(row.try_get::<i64>("", "position")?.to_string());
    }
    if positions.is_empty() {
        return Ok(Vec::new());
    }
    let claim = format!(
        "update deliveries set claimed_until = $1, begun_at = $2 where position in ({}) and state = 'pending' \
         and (claimed_until is null or claimed_until <= $2) returning position",
        positions.join(",")
    );
    let won = database
        .writer()
        .query_all_raw(Statement::from_sql_and_values(
            database.engine(),
            claim,
            [until.into(), now.into()],
        ))
        .await?;
    let mut positions = Vec::with_capacity(won.len());
    for row in &won {
        positions.push(row.try_get::<i64>("", "position")?);
    }
    let rows = Entity::find()
        .filter(Column::Position.is_in(positions))
        .order_by_asc(Column::Position)
        .all(database.reader())
        .await?;
    let ids = rows.iter().map(|row| row.subscription_id);
    let subscriptions: HashMap<Uuid, Saved<Subscription>> = subscription::Entity::find()
        .filter(subscription::Column::Id.is_in(ids))
        .all(database.reader())
        .await?
        .into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect::<Result<_, StoreError>>()?;
    rows.into_iter()
        .map(|row| {
            let subscription = subscriptions
                .get(&row.subscription_id)
                .map(|subscription| Subscription::clone(subscription))
                .ok_or_else(|| StoreError::Corrupt {
                    what: format!("subscription {}", row.subscription_id),
                })?;
            Ok(Claimed {
                body: row.body.clone(),
                recorded_at: row.created_at,
                delivery: delivery_of(row)?,
                subscription,
            })
        })
        .collect()
}
