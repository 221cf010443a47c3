//! Records that somebody was told of a result; Article 7.3g.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, Resource, on};
use crate::domain::Event;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::notice::{Notice, Recipient};
use crate::storage::Tx;

#[derive(Debug)]
pub struct RecordNotice {
    pub caller: Caller,
    /// Id of the dossier.
    pub id: Uuid,
    pub to: Recipient,
    /// Who by name; may be empty.
    pub name: String,
    pub means: String,
    /// The day; today if none.
    pub told_on: Option<NaiveDate>,
}

impl UseCase<Event> for RecordNotice {
    type Answer = Saved<Dossier>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Dossier>, Error> {
        let found = tx.load(self.id).await?;
        let mut dossier: Saved<Dossier> = Resource::Dossier.found(found, self.id)?;
        // The province tells its producers too of what it sent to the centre.
        self.caller.within(super::target_of_dossier(&dossier))?;
        let notice = Notice {
            to: self.to,
            name: self.name.clone(),
            means: self.means.clone(),
            of: dossier.state(),
            on: on(tx, self.told_on)?,
            recorded_by: self.caller.actor.subject.clone(),
            recorded_at: tx.now(),
        };
        dossier.record_notice(notice)?;
        tx.save(&mut dossier).await?;
        Ok(dossier)
    }
}
