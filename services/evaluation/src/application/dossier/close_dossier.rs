//! Closes a dossier that no certificate can come of any more.

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on, register};
use crate::domain::dossier::Dossier;
use crate::domain::dossier::ending::{CloseGround, Closing};
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct CloseDossier {
    pub ground: CloseGround,
    pub reason: String,
    pub authority: String,
    /// The day; today if none.
    pub closed_on: Option<NaiveDate>,
}

impl Step for CloseDossier {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, _: &Caller, tx: &Tx) -> Result<(), Error> {
        let product = register::product(tx, dossier.product_id).await?;
        let certificates = storage::certificate::certification(tx, dossier.product_id).await?;
        let closing = Closing {
            ground: self.ground,
            reason: self.reason.clone(),
            authority: self.authority.clone(),
            on: on(tx, self.closed_on)?,
        };
        Ok(dossier.close(closing, &product, &certificates)?)
    }
}
