//! Lodges a dossier at the commune and freezes it; Article 7.1.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_identity::Caller;

use crate::application::step::{Reachable as _, Step};
use crate::application::{Error, on, register};
use crate::domain::criteria::library::Library;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::lodging::Lodging;
use crate::domain::dossier::receipt::Office;
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

    async fn take(&self, dossier: &mut Dossier, caller: &Caller, tx: &Tx) -> Result<(), Error> {
        let product = register::product(tx, dossier.product_id).await?;
        let certificates = storage::certificate::certification(tx, dossier.product_id).await?;
        let day = on(tx, self.lodged_on)?;
        let lodging = Lodging {
            product: &product,
            certificates: &certificates,
            papers: &super::papers_of(tx, &dossier.content).await?,
            acknowledged: &self.acknowledged,
            on: day,
        };
        dossier.submit(&self.library, lodging)?;
        // It is lodged where the product is made now.
        caller.within(dossier.target())?;
        Ok(super::number_form(tx, dossier, Office::Commune, day).await?)
    }
}
