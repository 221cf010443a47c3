//! What ends of a partner that leaves: what it seeks, and that it comes to sessions. Deals are agreed by two, and stay until
//! one of them ends them.

use uuid::Uuid;

use super::decline_all;
use crate::application::Error;
use crate::application::delivery::save_and_deliver;
use crate::storage::{self, Tx};

/// Withdraws the demands of a partner, declines what was offered for them, and says that it does not come to sessions that
/// are to be held. The market is [locked](crate::storage::lock_market).
///
/// # Errors
/// The database failed.
pub(in crate::application) async fn end_of_partner(
    tx: &mut Tx,
    partner_id: Uuid,
    reason: &str,
) -> Result<(), Error> {
    let today = tx.today();
    let mut demands = storage::trade::sought_by(tx, partner_id).await?;
    for demand in &mut demands {
        demand.withdraw(reason.to_owned(), today)?;
    }
    tx.save_all(&mut demands).await?;
    let ended = demands.iter().map(|demand| (demand.id, reason.to_owned()));
    decline_all(tx, &ended.collect()).await?;
    let mut invited = storage::trade::invitations_of(tx, partner_id).await?;
    invited.retain(|invitation| invitation.plan.held_on >= today);
    for invitation in &mut invited {
        invitation.answer(Err(reason.to_owned()), today)?;
    }
    Ok(save_and_deliver(tx, &mut invited).await?)
}
