//! What follows for rewards from what is known of recognitions and from the schemes.
//!
//! All of it runs while rewards are locked: see [`storage::lock_rewards`].

use std::collections::{HashMap, HashSet};

use chrono::Datelike;
use ocop_chassis::database::{Saved, StoreError};
use uuid::Uuid;

use crate::domain::reward::{Approval, Reward, Scheme};
use crate::storage::{self, Tx};

/// Rewards settled at once.
const PAGE: u64 = 500;

/// Settles rewards by the schemes that cover them, gives back to budgets what is not approved any more, and saves all.
///
/// # Errors
/// The database failed.
pub(super) async fn settle_and_save(
    tx: &mut Tx,
    rewards: Vec<Saved<Reward>>,
    schemes: &[Saved<Scheme>],
) -> Result<(), StoreError> {
    let units = tx.units();
    let places = units.places();
    let mut stale = Vec::new();
    for mut reward in rewards {
        let recognition = &reward.recognition;
        let scheme = schemes
            .iter()
            .find(|scheme| scheme.covers(places, recognition));
        let scheme = scheme.map(|scheme| (**scheme).clone());
        stale.extend(reward.settle(places, scheme.as_ref()));
        storage::reward::save(tx, &mut reward).await?;
    }
    release(tx, stale).await
}

/// Gives budgets back what approvals had taken that do not hold any more.
async fn release(tx: &mut Tx, stale: Vec<Approval>) -> Result<(), StoreError> {
    if stale.is_empty() {
        return Ok(());
    }
    let ids: HashSet<Uuid> = stale
        .iter()
        .map(|approval| approval.owed.scheme_id)
        .collect();
    let mut schemes: HashMap<Uuid, Saved<Scheme>> = storage::reward::schemes(tx, ids).await?;
    for approval in &stale {
        if let Some(scheme) = schemes.get_mut(&approval.owed.scheme_id) {
            scheme.release(approval.on.year(), approval);
        }
    }
    for scheme in schemes.values_mut() {
        tx.save(scheme).await?;
    }
    Ok(())
}

/// Settles every reward that a scheme, as it was or as it is, may cover.
///
/// # Errors
/// The database failed.
pub(super) async fn settle_all(
    tx: &mut Tx,
    before: Option<&Scheme>,
    now: &Scheme,
) -> Result<(), StoreError> {
    let concerned: Vec<&Scheme> = before.into_iter().chain([now]).collect();
    let units = tx.units();
    let places = units.places();
    let mut after = None;
    loop {
        let page = storage::reward::rewards_for(tx, &concerned, after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(last.recognition.certificate_id);
        let covered: Vec<Saved<Reward>> = page
            .into_iter()
            .filter(|reward| {
                let mut concerned = concerned.iter();
                concerned.any(|scheme| scheme.covers(places, &reward.recognition))
            })
            .collect();
        let days = covered
            .iter()
            .map(|reward| reward.recognition.decision.date);
        let schemes = schemes_of(tx, days).await?;
        settle_and_save(tx, covered, &schemes).await?;
    }
}

/// The schemes whose period may hold one of these days.
///
/// # Errors
/// The database failed.
pub(super) async fn schemes_of(
    tx: &Tx,
    days: impl Iterator<Item = chrono::NaiveDate> + Clone,
) -> Result<Vec<Saved<Scheme>>, StoreError> {
    let (Some(from), Some(to)) = (days.clone().min(), days.max()) else {
        return Ok(Vec::new());
    };
    let period = crate::domain::reward::Period { from, to };
    storage::reward::schemes_in(tx, period).await
}
