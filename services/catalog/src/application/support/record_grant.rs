//! Records what was granted to a producer.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Touched};
use uuid::Uuid;

use crate::application::{Error, producer};
use crate::domain::Event;
use crate::domain::support::{Grant, GrantTerms, Ground};
use crate::storage::{self, Tx};

/// The grant to record.
#[derive(Debug)]
pub struct RecordGrant {
    /// Who asks.
    pub caller: Caller,
    /// Id of the programme out of which it comes.
    pub programme: Uuid,
    /// Id of the producer.
    pub producer: Uuid,
    /// What is recorded of it.
    pub terms: GrantTerms,
}

impl UseCase<Event> for RecordGrant {
    type Answer = Saved<Grant>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Grant>, Error> {
        let programme = super::programme(tx, self.programme).await?;
        let producer = producer::producer(tx, self.producer).await?;
        let touched =
            Touched::new(super::target(&programme.spot)).of_producer(producer::target(&producer));
        self.caller.within(touched)?;
        let done = storage::support::done(tx, programme.id).await?;
        let ground = Ground {
            programme: &programme,
            others_vnd: done.granted_vnd,
            today: tx.today(),
        };
        let grant = Grant::record(tx.new_id(), producer.id, self.terms.clone(), &ground)?;
        Ok(tx.create(grant).await?)
    }
}
