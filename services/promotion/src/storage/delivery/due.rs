//! Claiming deliveries that are due.
//!
//! A claim lasts until a time. Two senders that claim at once each get their own: the second waits for the first's row
//! and then sees that it is claimed. The claim of a sender that stopped runs out, and its deliveries are due again.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use ocop_chassis::database::{Saved, StoreError, one_of, select};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::{Model, delivery_of, subscription};
use crate::domain::delivery::Delivery;
use crate::domain::subscription::{Health, Subscription};
use crate::storage::Store;

/// What may be sent: pending, due, claimed by nobody, its subscription active, its receiver not to be left alone, and nothing before it in
/// its lane: the rule of [`crate::domain::delivery::due`], with which a test compares this statement. No subscription begins more in a
/// minute than it takes. One whose receiver accepts has its share in flight; the first of each comes before the second of any, and those
/// beyond the first leave room. One whose receiver fails, or was never tried, has one in flight: so receivers that hang take one place
/// each, all that fail have no more than their room together, and all that are not known to accept no more than theirs.
///
/// `{free}` are the subscriptions with what is free of each: see [`due_of`]; `{health}` is 0 of those that accept, 1 of those that were
/// never tried and 2 of those that fail.
const DUE: &str = "
with busy as (
    select subscription_id, count(*) as sending from deliveries where claimed_until > $1 group by subscription_id
), active as (
    select id, rate, {health} as health, coalesce(busy.sending, 0) as sending,
           case when {health} = 0 then $2 else 1 end as share,
           case when rate is null then 0
                else (select count(*) from deliveries as recent
                      where recent.subscription_id = subscriptions.id and recent.begun_at > $4) end as begun
    from subscriptions left join busy on busy.subscription_id = subscriptions.id
    where stopped is null and (verified_at is not null or $6 = 1) and (rests_until is null or rests_until <= $1)
      and id in (select subscription_id from deliveries where state = 'pending' and next_attempt_at <= $1)
), able as (
    select id, rate, health, sending, share, begun from active where sending < share and (rate is null or begun < rate)
), every as (
    select coalesce(sum(case when {health} = 0 then 1 else 0 end), 0) as accepting,
           coalesce(sum(case when {health} = 1 then 1 else 0 end), 0) as untried,
           coalesce(sum(case when {health} = 2 then 1 else 0 end), 0) as failing
    from deliveries as sent join subscriptions on subscriptions.id = sent.subscription_id where sent.claimed_until > $1
), waiting as (
    select free.position, able.health, able.sending + free.place as place
    from able {free}
    where able.sending + free.place <= able.share and (able.rate is null or able.begun + free.place <= able.rate)
), placed as (
    select position, health, place,
           row_number() over (partition by health order by place, position) as of_health,
           row_number() over (partition by case when health = 0 then 0 else 1 end order by health, position) as doubtful,
           row_number() over (partition by health, case when place = 1 then 0 else 1 end order by place, position) as further
    from waiting
)
select placed.position from placed cross join every
where health = 0 and (place = 1 or every.accepting + further <= $7)
   or health > 0 and doubtful <= $9 and every.untried + every.failing + doubtful <= $8
      and (health = 1 or every.failing + of_health <= $5)
order by health, place, placed.position limit $3";

/// How the receiver of a subscription does, as [`Health`](crate::domain::subscription::Health) has it.
const HEALTH: &str = "case when failing_since is not null then 2 when accepting then 0 else 1 end";

/// The condition of a delivery that is free.
const IS_FREE: &str = "due.state = 'pending' and due.next_attempt_at <= $1
          and (due.claimed_until is null or due.claimed_until <= $1)
          and not exists (select 1 from deliveries as earlier
                          where earlier.subscription_id = due.subscription_id and earlier.match_id = due.match_id
                            and earlier.match_version < due.match_version
                            and earlier.state = 'pending' and not earlier.accepted)";

/// The statement for an engine. PostgreSQL looks for no more of a subscription than its share, however many wait; SQLite has no lateral
/// joins and looks at all.
fn due_of(engine: DbBackend) -> String {
    let free = if engine == DbBackend::Postgres {
        format!(
            "cross join lateral (
          select first.position, row_number() over (order by first.position) as place
          from (select due.position from deliveries as due where due.subscription_id = able.id and {IS_FREE}
                order by due.position limit able.share) as first) as free"
        )
    } else {
        format!(
            "join (
          select due.subscription_id, due.position,
                 row_number() over (partition by due.subscription_id order by due.position) as place
          from deliveries as due where {IS_FREE}) as free on free.subscription_id = able.id"
        )
    };
    DUE.replace("{free}", &free).replace("{health}", HEALTH)
}

/// How many deliveries may be on their way.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Most that are claimed now.
    pub most: usize,
    /// Most of one subscription whose receiver accepts at once, of all replicas.
    pub share: usize,
    /// Most of all subscriptions whose receivers accept at once, of all replicas, where a subscription has more than one.
    pub further: usize,
    /// Most of all subscriptions that fail at once, of all replicas.
    pub failing: usize,
    /// Most of all subscriptions at once, of all replicas, that fail or were never tried.
    pub doubtful: usize,
    /// Most of those that are claimed now.
    pub doubtful_now: usize,
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

impl Claimed {
    /// Whether its receiver fails or was never tried.
    pub fn is_not_known_to_accept(&self) -> bool {
        self.subscription.health() != Some(Health::Accepting)
    }
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
        number(room.further).into(),
        number(room.doubtful).into(),
        number(room.doubtful_now).into(),
    ];
    let engine = database.engine();
    let found = database
        .reader()
        .query_all_raw(Statement::from_sql_and_values(
            engine,
            due_of(engine),
            values,
        ))
        .await?;
    let mut positions: Vec<Value> = Vec::with_capacity(found.len());
    for row in &found {
        positions.push(row.try_get::<i64>("", "position")?.into());
    }
    if positions.is_empty() {
        return Ok(Vec::new());
    }
    let (among, mut values) = one_of(engine, "position", positions);
    let (first, second) = (values.len() + 1, values.len() + 2);
    values.extend([until.into(), now.into()]);
    let claim = format!(
        "update deliveries set claimed_until = ${first}, begun_at = ${second} where {among} and state = 'pending' \
         and (claimed_until is null or claimed_until <= ${second}) returning *"
    );
    let mut rows: Vec<Model> = select(database.writer(), claim, values).await?;
    rows.sort_by_key(|row| row.position);
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
