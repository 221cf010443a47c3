//! Says whether a partner comes to a session.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::delivery::save_one_and_deliver;
use crate::application::{Error, own_partner, own_partner_to_end};
use crate::domain::Event;
use crate::domain::trade::{Invitation, Refusal};
use crate::storage::{self, Tx};

/// The answer.
#[derive(Debug)]
pub struct AnswerTradeInvitation {
    /// Who asks.
    pub caller: Caller,
    /// Id of the invitation.
    pub id: Uuid,
    /// That the partner comes, or why not, which may be empty.
    pub comes: Result<(), String>,
}

impl UseCase<Event> for AnswerTradeInvitation {
    type Answer = Saved<Invitation>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Invitation>, Error> {
        storage::lock_market(tx).await?;
        let found = storage::trade::invitation_to_change(tx, self.id).await?;
        let mut invitation = found.ok_or(Refusal::InvitationUnknown(self.id))?;
        match self.comes {
            Ok(()) => {
                own_partner(tx, &self.caller, invitation.partner_id).await?;
            }
            Err(_) => own_partner_to_end(tx, &self.caller, invitation.partner_id).await?,
        }
        invitation.answer(self.comes.clone(), tx.today())?;
        Ok(save_one_and_deliver(tx, invitation).await?)
    }
}
