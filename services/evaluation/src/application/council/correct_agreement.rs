//! Puts right what the record of a session says the council agreed on, until the minutes are signed.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::council::tally_dossier::held_on;
use crate::application::step::Reachable as _;
use crate::application::{Error, dossier};
use crate::domain::Event;
use crate::domain::council::tally::Session;
use crate::domain::criteria::answers::Given;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::recount::TakenBack;
use crate::storage::{self, Tx};

/// The agreed answers as they should have been recorded.
#[derive(Debug)]
pub struct CorrectAgreement {
    pub caller: Caller,
    pub library: Arc<Library>,
    /// Id of the dossier.
    pub id: Uuid,
    /// All agreed answers on marked criteria, not looked at yet.
    pub agreed: Vec<Given>,
    pub reason: String,
    /// The day it is put right; today if none.
    pub corrected_on: Option<NaiveDate>,
}

impl UseCase<Event> for CorrectAgreement {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        tx.because(&self.reason);
        let mut dossier = Dossier::reached(tx, &self.caller, self.id).await?;
        self.caller.within(dossier::target_of_round(&dossier))?;
        let day = crate::application::on(tx, self.corrected_on)?;
        let (mode, on) = dossier.counted()?;
        let council = super::council_in_charge(tx, &dossier).await?;
        let ballots = storage::council::ballots(tx, dossier.id).await?;
        let conflicts = storage::council::conflicts(tx, dossier.id).await?;
        let units = tx.units();
        let session = Session {
            places: units.places(),
            council: &council,
            set: dossier::set_of(&self.library, &dossier)?,
            ballots: &ballots,
            conflicts: &conflicts,
            mode: Some(mode),
            agreed: &self.agreed,
            on,
        };
        let held = held_on(tx, &dossier, on).await?;
        let taken_back = TakenBack {
            reason: self.reason.clone(),
            by: self.caller.actor.subject.clone(),
            on: day,
        };
        dossier.correct_agreement(&session, held, taken_back)?;
        tx.save(&mut dossier).await?;
        Ok(dossier)
    }
}
