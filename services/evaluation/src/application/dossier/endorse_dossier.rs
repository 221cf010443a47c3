//! Sends a dossier on from the commune with its report (Form 03); Article 7.2b.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::dossier::receipt::Letter;
use crate::domain::dossier::{Dossier, Findings};
use crate::storage::Tx;

#[derive(Debug)]
pub struct EndorseDossier {
    pub findings: Findings,
    /// Number and date of the commune's letter; dated the day it is sent on if none.
    pub letter: Option<(String, Option<NaiveDate>)>,
    /// The day it is sent on; today if none.
    pub endorsed_on: Option<NaiveDate>,
}

impl Step for EndorseDossier {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, _: &Caller, tx: &Tx) -> Result<(), Error> {
        let on = on(tx, self.endorsed_on)?;
        dossier.endorse(self.findings.clone(), on)?;
        if let Some((number, date)) = &self.letter {
            dossier.note_letter(Letter {
                number: number.clone(),
                date: date.unwrap_or(on),
            })?;
        }
        Ok(())
    }
}
