//! Accepts a dossier into a round of the province; Article 7.3a.

use chrono::NaiveDate;
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::step::Step;
use crate::application::{Error, Resource, on};
use crate::domain::council;
use crate::domain::council::round::{Round, landing};
use crate::domain::criteria::regulation::Level;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::receipt::Office;
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct AcceptDossier {
    /// Id of the round; the one the dossier lands in if none.
    pub round_id: Option<Uuid>,
    /// The day it is accepted; today if none.
    pub accepted_on: Option<NaiveDate>,
}

impl Step for AcceptDossier {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, caller: &Caller, tx: &Tx) -> Result<(), Error> {
        let round = match self.round_id {
            Some(id) => Resource::Round.found(storage::council::round(tx, id).await?, id)?,
            None => landing_of(tx, dossier).await?,
        };
        let day = on(tx, self.accepted_on)?;
        dossier.accept(tx.units().places(), &round, day)?;
        // Five stars that are evaluated again go to the centre's round from the commune.
        caller.within(super::target_of_round(dossier))?;
        if round.level == Level::Province {
            super::number_form(tx, dossier, Office::Province, day).await?;
        }
        Ok(())
    }
}

/// The round that a dossier lands in by the day it was sent on (Article 5.1).
async fn landing_of(tx: &Tx, dossier: &Dossier) -> Result<Round, Error> {
    let place = &dossier.place;
    let (level, province) = match dossier.waits_for() {
        Level::Centre => (Level::Centre, None),
        level => (level, Some((place.province_code.as_str(), place.said_on))),
    };
    let sent_on = dossier.sent_on_to(level)?;
    let rounds = storage::council::rounds_of(tx, level, province).await?;
    let round =
        landing(&rounds, dossier.kind, sent_on).ok_or(council::Refusal::NoRound { sent_on })?;
    Ok(round.clone())
}
