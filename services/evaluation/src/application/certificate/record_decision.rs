//! Records the authority's decision on a scored dossier and grants the certificate; Article 7.3e.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::registration;
use crate::application::step::Reachable as _;
use crate::application::{Error, Resource, on, register};
use crate::domain::Event;
use crate::domain::certificate::Certificate;
use crate::domain::certificate::decision::Decision;
use crate::domain::dossier::Dossier;
use crate::storage::certificate::Deciding;
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct RecordDecision {
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    pub decision: Decision,
}

/// What came of the decision.
#[derive(Debug)]
pub struct Decided {
    pub dossier: Saved<Dossier>,
    /// The certificate granted; `None` if five stars were approved and sent to the centre.
    pub certificate: Option<Certificate>,
    /// One certificate of each decision that contradicts this one.
    pub contradicting: Vec<Certificate>,
}

impl UseCase<Event> for RecordDecision {
    type Answer = Decided;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Decided, Error> {
        let mut dossier = Dossier::reached(tx, &self.caller, self.id).await?;
        registration::may_decide(&self.caller, &dossier)?;
        on(tx, Some(self.decision.date))?;
        let product = register::product(tx, dossier.product_id).await?;
        let mut certificates = storage::certificate::certification(tx, dossier.product_id).await?;
        let entries = [(&*dossier, &product)];
        let register = registration::of(tx, &entries, &self.decision).await?;
        let register = Resource::Dossier.found(register.into_iter().next(), self.id)?;
        let id = register.certificate_id;
        dossier.decide(self.decision.clone(), &product, &mut certificates, register)?;
        tx.save(&mut certificates).await?;
        let mut granted = certificates.into_inner().certificates.into_iter();
        let granted = granted.find(|certificate| certificate.id == id);
        tx.save(&mut dossier).await?;
        let province = Deciding::of(tx, &dossier.place, self.decision.date);
        let contradicting =
            storage::certificate::contradicting(tx, &province, &self.decision).await?;
        Ok(Decided {
            dossier,
            certificate: granted,
            contradicting,
        })
    }
}
