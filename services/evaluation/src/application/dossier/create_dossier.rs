//! Starts a dossier for a product.

use std::sync::Arc;

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, register};
use crate::domain::Event;
use crate::domain::criteria;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::content::{Asked, Change};
use crate::domain::dossier::{Dossier, DossierKind};
use crate::storage::{self, Tx};

/// The dossier to start.
#[derive(Debug)]
pub struct CreateDossier {
    pub caller: Caller,
    pub library: Arc<Library>,
    pub product_id: Uuid,
    pub kind: DossierKind,
    /// What the producer has written so far. Without answers it starts from the product's last dossier.
    pub content: Change,
}

impl UseCase<Event> for CreateDossier {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let product = register::product(tx, self.product_id).await?;
        self.caller.within(register::touched_for(&product))?;
        let (today, number) = (tx.today(), product.criteria_set);
        let set = self
            .library
            .set_on(today, number)
            .ok_or(criteria::Refusal::NoCriteriaSet { number, on: today })?;
        let last = match &self.content.self_assessment {
            None => storage::dossier::last_content(tx, product.id).await?,
            Some(_) => None,
        };
        let before = last.map(|last| last.reused(set)).unwrap_or_default();
        let content = self.content.of(before, set, Asked::Draft)?;
        let certificates = storage::certificate::certification(tx, product.id).await?;
        let open = storage::dossier::open_kinds(tx, product.id).await?;
        let dossier = Dossier::draft(
            tx.new_id(),
            &product,
            self.kind,
            content,
            &certificates,
            &open,
            today,
        )?;
        super::save_with_documents(tx, Saved::new(dossier, tx.now())).await
    }
}
