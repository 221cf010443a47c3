//! Invites partners to a session.

use std::collections::HashMap;

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_session;
use crate::application::Error;
use crate::application::delivery::save_and_deliver;
use crate::domain::Event;
use crate::domain::partner;
use crate::domain::trade::{Invitation, MAX_INVITATIONS, Refusal};
use crate::storage::{self, Tx};

/// Who is invited.
#[derive(Debug)]
pub struct InviteToTradeSession {
    /// Who asks.
    pub caller: Caller,
    /// Id of the session.
    pub id: Uuid,
    /// Ids of the partners, each once.
    pub partners: Vec<Uuid>,
    /// What the office says; may be empty.
    pub note: String,
}

impl UseCase<Event> for InviteToTradeSession {
    /// The invitations in the order of the partners.
    type Answer = Vec<Saved<Invitation>>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        storage::lock_market(tx).await?;
        let session = own_session(tx, &self.caller, self.id).await?;
        let known = storage::trade::invitations_to(tx, session.id).await?;
        let already = known.len();
        let mut known: HashMap<Uuid, Saved<Invitation>> = known
            .into_iter()
            .map(|invitation| (invitation.partner_id, invitation))
            .collect();
        let partners = storage::partner::partners(tx, self.partners.iter().copied()).await?;
        let mut sent = Vec::new();
        for id in self.partners.iter().filter(|id| !known.contains_key(*id)) {
            let partner = partners.get(id).ok_or(partner::Refusal::Unknown(*id))?;
            partner.require_present()?;
            let invited = (partner.id, partner.details.name.clone());
            let id = tx.new_id();
            let invitation =
                Invitation::send(id, &session, invited, self.note.clone(), tx.today())?;
            sent.push(Saved::new(invitation, tx.now()));
        }
        if (already + sent.len()) as u64 > MAX_INVITATIONS {
            return Err(Refusal::TooManyInvitations.into());
        }
        save_and_deliver(tx, &mut sent).await?;
        known.extend(sent.into_iter().map(|one| (one.partner_id, one)));
        let answer = self.partners.iter().filter_map(|id| known.remove(id));
        Ok(answer.collect())
    }
}
