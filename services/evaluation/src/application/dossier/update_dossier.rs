//! Changes what a producer hands in while the dossier is a draft.

use std::sync::Arc;

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::step::Reachable as _;
use crate::application::{Error, register};
use crate::domain::Event;
use crate::domain::criteria;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::content::{Asked, Change};
use crate::storage::Tx;

#[derive(Debug)]
pub struct UpdateDossier {
    pub caller: Caller,
    pub library: Arc<Library>,
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    pub change: Change,
}

impl UseCase<Event> for UpdateDossier {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let mut dossier = Dossier::reached(tx, &self.caller, self.id).await?;
        if dossier.version() != self.seen {
            return Err(Error::Stale);
        }
        let product = register::product(tx, dossier.product_id).await?;
        let (today, number) = (tx.today(), product.criteria_set);
        let set = self
            .library
            .set_on(today, number)
            .ok_or(criteria::Refusal::NoCriteriaSet { number, on: today })?;
        let written = dossier.content.clone();
        let before = if number == dossier.criteria_set {
            written
        } else {
            // The catalog put the product into another set meanwhile.
            written.reused(set)
        };
        let content = self.change.of(before, set, Asked::Draft)?;
        dossier.rewrite(content, &product, today)?;
        super::save_with_documents(tx, dossier).await
    }
}
