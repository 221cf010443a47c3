//! Accepts a dossier into a round of the province; Article 7.3a.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, Resource, on};
use crate::domain::Event;
use crate::domain::council;
use crate::domain::council::round::{Round, landing};
use crate::domain::criteria::regulation::Level;
use crate::domain::dossier::Dossier;
use crate::storage::{self, Tx};

/// The dossier to accept.
#[derive(Debug)]
pub struct AcceptDossier {
    /// Who asks.
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    /// Id of the round; the one the dossier lands in if none.
    pub round_id: Option<Uuid>,
    /// The day it is accepted; today if none.
    pub accepted_on: Option<NaiveDate>,
}

impl UseCase<Event> for AcceptDossier {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let mut dossier = super::load(tx, &self.caller, self.id).await?;
        let round = match self.round_id {
            Some(id) => {
                let found = storage::round(tx, id).await?;
                found.ok_or(Error::Unknown {
                    what: Resource::Round,
                    id,
                })?
            }
            None => landing_of(tx, &dossier).await?,
        };
        dossier.accept(&round, on(tx, self.accepted_on)?)?;
        super::save(tx, dossier).await
    }
}

/// The round that a dossier lands in by the day it was sent on (Article 5.1).
async fn landing_of(tx: &Tx, dossier: &Dossier) -> Result<Round, Error> {
    let (level, province) = match dossier.waits_for() {
        Level::Centre => (Level::Centre, ""),
        level => (level, dossier.place.province_code.as_str()),
    };
    let sent_on = dossier.sent_on_to(level)?;
    let rounds = storage::rounds_of(tx, level, province).await?;
    let round = landing(&rounds, sent_on).ok_or(council::Refusal::NoRound { sent_on })?;
    Ok(round.clone())
}
