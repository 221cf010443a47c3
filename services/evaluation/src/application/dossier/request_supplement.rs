//! Asks the producer for a supplement; Article 7.3c.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::review::{Supplement, Want};
use crate::storage::Tx;

/// What is asked for.
#[derive(Debug)]
pub struct RequestSupplement {
    /// Who asks.
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    /// What is wanted.
    pub wants: Vec<Want>,
    /// In words.
    pub text: String,
    /// The day it is asked for; today if none.
    pub asked_on: Option<NaiveDate>,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

impl UseCase<Event> for RequestSupplement {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let mut dossier = super::load(tx, &self.caller, self.id).await?;
        dossier.ask_supplement(Supplement {
            wants: self.wants.clone(),
            text: self.text.clone(),
            asked_on: on(tx, self.asked_on)?,
            due_on: self.due_on,
        })?;
        super::save(tx, dossier).await
    }
}
