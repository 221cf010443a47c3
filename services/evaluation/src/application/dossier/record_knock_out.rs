//! Records a knock-out or a disqualifier of Appendix II that was found, by whoever saw it.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_identity::{Caller, Role};

use crate::application::step::{Reachable as _, Step};
use crate::application::{Error, Resource, on};
use crate::domain::council;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::knock_out::{Hit, KnockOutFound, Observer};
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct RecordKnockOut {
    pub library: Arc<Library>,
    pub hit: Hit,
    pub observer: Observer,
    /// Who saw it; the caller if none.
    pub seen_by: Option<String>,
    /// The day; today if none.
    pub seen_on: Option<NaiveDate>,
    pub note: String,
}

impl Step for RecordKnockOut {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, caller: &Caller, tx: &Tx) -> Result<(), Error> {
        let subject = &caller.actor.subject;
        let seen_by = self.seen_by.as_ref().unwrap_or(subject);
        let seen_on = on(tx, self.seen_on)?;
        let found = KnockOutFound {
            number: 0,
            hit: self.hit.clone(),
            observer: self.observer,
            seen_by: seen_by.clone(),
            seen_on,
            note: self.note.clone(),
            recorded_by: subject.clone(),
            recorded_at: tx.now(),
            withdrawn: None,
        };
        let set = super::set_of(&self.library, dossier)?;
        dossier.record_knock_out(found, set, tx.today())?;
        // Each speaks of what it found itself; the office records what it was told.
        let own = match self.observer {
            Observer::AdvisoryTeam => caller.only(&[Role::Advisor, Role::OcopOffice]),
            Observer::CouncilMember => caller.only(&[Role::CouncilMember, Role::OcopOffice]),
            Observer::Inspection => caller.only(&[Role::Inspector, Role::OcopOffice]),
        };
        own.within(dossier.target())?;
        if seen_by != subject {
            caller.only(&[Role::OcopOffice]).within(dossier.target())?;
        }
        if self.observer == Observer::CouncilMember {
            sits_on_its_council(tx, dossier, seen_by, seen_on).await?;
        }
        Ok(())
    }
}

async fn sits_on_its_council(
    tx: &Tx,
    dossier: &Dossier,
    member: &str,
    day: NaiveDate,
) -> Result<(), Error> {
    let not_there = council::Refusal::NotAMember {
        subject: member.to_owned(),
    };
    let Some(accepted) = dossier.stage.accepted() else {
        return Err(not_there.into());
    };
    let id = accepted.council_id;
    let council = Resource::Council.found(storage::council::council(tx, id).await?, id)?;
    match council.member_on(member, day) {
        Some(_) => Ok(()),
        None => Err(not_there.into()),
    }
}
