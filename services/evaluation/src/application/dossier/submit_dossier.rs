//! Lodges a dossier at the commune and freezes it; Article 7.1.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::criteria::library::Library;
use crate::domain::dossier::Dossier;
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct SubmitDossier {
    pub library: Arc<Library>,
    /// The day it is lodged; today if none.
    pub lodged_on: Option<NaiveDate>,
}

impl Step for SubmitDossier {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, _: &Caller, tx: &Tx) -> Result<(), Error> {
        let certificates = storage::certificate::certification(tx, dossier.product_id).await?;
        Ok(dossier.submit(&self.library, &certificates, on(tx, self.lodged_on)?)?)
    }
}
