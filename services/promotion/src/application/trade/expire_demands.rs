//! Ends demands whose last day is over, and declines what was offered for them.

use ocop_chassis::database::UseCase;

use super::decline_all;
use crate::application::Error;
use crate::domain::Event;
use crate::storage::{self, Tx};

/// Demands in one transaction.
const BATCH: u64 = 20;

/// Lets last days take effect. Answers whether there may be more.
#[derive(Debug)]
pub struct ExpireDemands;

impl UseCase<Event> for ExpireDemands {
    type Answer = bool;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<bool, Error> {
        storage::lock_market(tx).await?;
        let mut demands = storage::trade::over(tx, BATCH).await?;
        let today = tx.today();
        for demand in &mut demands {
            demand.expire(today);
        }
        tx.save_all(&mut demands).await?;
        let ended = demands.iter().map(|demand| {
            let over = format!("the last day of the demand was {}", demand.terms.period.to);
            (demand.id, over)
        });
        decline_all(tx, &ended.collect()).await?;
        Ok(demands.len() as u64 == BATCH)
    }
}
