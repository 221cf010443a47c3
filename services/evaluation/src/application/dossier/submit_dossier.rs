//! Lodges a dossier at the commune and freezes it; Article 7.1.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::Step;
use crate::application::{Error, on};
use crate::domain::criteria::library::Library;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::receipt::Office;
use crate::domain::dossier::writing::Lodging;
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct SubmitDossier {
    pub library: Arc<Library>,
    /// The day it is lodged; today if none.
    pub lodged_on: Option<NaiveDate>,
    /// Names of what is advised and not there, which the producer acknowledges.
    pub acknowledged: Vec<String>,
}

impl Step for SubmitDossier {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, _: &Caller, tx: &Tx) -> Result<(), Error> {
        let certificates = storage::certificate::certification(tx, dossier.product_id).await?;
        let day = on(tx, self.lodged_on)?;
        let lodging = Lodging {
            certificates: &certificates,
            papers: &super::papers_of(tx, &dossier.content).await?,
            acknowledged: &self.acknowledged,
            on: day,
        };
        dossier.submit(&self.library, lodging)?;
        Ok(super::number_form(tx, dossier, Office::Commune, day).await?)
    }
}
