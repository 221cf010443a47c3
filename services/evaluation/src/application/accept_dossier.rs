//! Accepts a dossier into a round of the province; Article 7.3a.

use chrono::NaiveDate;
use ocop_chassis::database::UseCase;
use ocop_chassis::identity::Caller;
use uuid::Uuid;

use super::Refusal;
use crate::domain::event::Event;
use crate::storage::{self, DossierRecord, Tx};

/// The dossier to accept.
#[derive(Debug)]
pub struct AcceptDossier {
    /// Who asks.
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    /// Id of the round.
    pub round_id: Uuid,
    /// The day it is accepted; today if none.
    pub accepted_on: Option<NaiveDate>,
}

impl UseCase<Event> for AcceptDossier {
    type Answer = DossierRecord;
    type Refusal = Refusal;

    async fn run(&self, tx: &mut Tx) -> Result<DossierRecord, Refusal> {
        let mut dossier = super::dossier(tx, &self.caller, self.id).await?;
        let round = storage::round(tx, self.round_id).await?;
        let round = round.ok_or(Refusal::Unknown {
            what: "round",
            id: self.round_id,
        })?;
        dossier.accept(&round, super::on(tx, self.accepted_on)?)?;
        super::saved(tx, dossier).await
    }
}
