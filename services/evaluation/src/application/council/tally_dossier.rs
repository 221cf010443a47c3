//! Closes the vote on a dossier and counts it; Articles 3.3, 4.1 and 7.3d.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::step::Reachable as _;
use crate::application::{Error, dossier, on};
use crate::domain::Event;
use crate::domain::council::tally::{Mode, SecondBallot, Session};
use crate::domain::criteria::answers::Given;
use crate::domain::criteria::library::Library;
use crate::domain::criteria::star::Star;
use crate::domain::dossier::{Dossier, DossierKind};
use crate::storage::{self, Tx};

/// The vote to close.
#[derive(Debug)]
pub struct TallyDossier {
    pub caller: Caller,
    pub library: Arc<Library>,
    pub id: Uuid,
    /// The council's agreed answers on marked criteria.
    pub agreed: Vec<Given>,
    /// How the council came to its result; as is usual for the kind of dossier if none.
    pub mode: Option<Mode>,
    /// The day of the minutes; today if none.
    pub tallied_on: Option<NaiveDate>,
}

/// What came of the count.
#[derive(Debug)]
pub struct Closed {
    /// The dossier, with its result if there is one.
    pub dossier: Saved<Dossier>,
    /// Why the members must vote anew, if they must.
    pub again: Option<SecondBallot>,
}

impl UseCase<Event> for TallyDossier {
    type Answer = Closed;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Closed, Error> {
        let mut dossier = Dossier::reached(tx, &self.caller, self.id).await?;
        let council = super::council_of(tx, &dossier).await?;
        let ballots = storage::council::ballots(tx, dossier.id).await?;
        let conflicts = storage::council::conflicts(tx, dossier.id).await?;
        let units = tx.units();
        let session = Session {
            places: units.places(),
            council: &council,
            set: dossier::set_of(&self.library, &dossier)?,
            ballots: &ballots,
            conflicts: &conflicts,
            mode: self.mode,
            agreed: &self.agreed,
            on: on(tx, self.tallied_on)?,
        };
        let held = held_on(tx, &dossier, session.on).await?;
        let again = dossier.count(&session, held)?;
        tx.save(&mut dossier).await?;
        Ok(Closed { dossier, again })
    }
}

/// The star that an upgrade is compared with; nothing else is.
pub(super) async fn held_on(
    tx: &Tx,
    dossier: &Dossier,
    day: NaiveDate,
) -> Result<Option<Star>, Error> {
    if dossier.kind != DossierKind::Upgrade {
        return Ok(None);
    }
    let certificates = storage::certificate::certification(tx, dossier.product_id).await?;
    Ok(certificates.good_on(day).map(|held| held.star))
}
