//! Lets rewards follow what evaluation publishes of recognitions.

use ocop_chassis::database::{Saved, StoreError};
use uuid::Uuid;

use super::granting::{schemes_of, settle_and_save};
use crate::application::listing::{Followed, causes, rounds};
use crate::domain::reward::{Recognition, Reward};
use crate::storage::{self, Tx};

/// Applies facts: an event tells of one recognition, or of two of its product.
///
/// # Errors
/// The database failed.
pub async fn follow_recognitions(
    tx: &mut Tx,
    mut facts: Vec<Followed<Recognition>>,
) -> Result<(), StoreError> {
    storage::lock_rewards(tx).await?;
    let makers = facts.iter_mut().map(|one| &mut one.fact.producer_id);
    storage::listing::lead_producers(tx, makers).await?;
    for round in rounds(facts, |followed| followed.fact.certificate_id) {
        let ids: Vec<Uuid> = round
            .iter()
            .map(|followed| followed.fact.certificate_id)
            .collect();
        tx.caused_by(causes(&round, |fact| fact.product_id));
        let mut known = storage::reward::rewards(tx, &ids).await?;
        let mut rewards = Vec::with_capacity(round.len());
        for Followed { fact, version, .. } in round {
            let mut reward = known
                .remove(&fact.certificate_id)
                .unwrap_or_else(|| Saved::new(Reward::of(fact.clone()), tx.now()));
            if reward.apply(fact, version) {
                rewards.push(reward);
            }
        }
        let days = rewards
            .iter()
            .map(|reward| reward.recognition.decision.date);
        let schemes = schemes_of(tx, days).await?;
        settle_and_save(tx, rewards, &schemes).await?;
    }
    Ok(())
}
