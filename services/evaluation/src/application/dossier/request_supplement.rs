//! Asks the producer for a supplement; Article 7.3c.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::dossier::Dossier;
use crate::domain::dossier::review::{Supplement, Want};
use crate::storage::Tx;

#[derive(Debug)]
pub struct RequestSupplement {
    pub wants: Vec<Want>,
    pub text: String,
    /// The day it is requested; today if none.
    pub asked_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
}

impl Step for RequestSupplement {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, _: &Caller, tx: &Tx) -> Result<(), Error> {
        Ok(dossier.ask_supplement(Supplement {
            wants: self.wants.clone(),
            text: self.text.clone(),
            asked_on: on(tx, self.asked_on)?,
            due_on: self.due_on,
            filed_on: None,
        })?)
    }
}
