//! Closes the vote on a dossier and counts it; Articles 3.3, 4.1 and 7.3d.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_chassis::database::UseCase;
use ocop_chassis::identity::Caller;
use uuid::Uuid;

use super::Refusal;
use crate::domain::criteria::answers::Given;
use crate::domain::criteria::library::Library;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal as Rule;
use crate::storage::{self, DossierRecord, Tx};

/// The vote to close.
#[derive(Debug)]
pub struct TallyDossier {
    /// Who asks.
    pub caller: Caller,
    /// The criteria sets known.
    pub library: Arc<Library>,
    /// Id of the dossier.
    pub id: Uuid,
    /// The council's agreed answers on marked criteria.
    pub agreed: Vec<Given>,
    /// The day of the minutes; today if none.
    pub tallied_on: Option<NaiveDate>,
}

impl UseCase<Event> for TallyDossier {
    type Answer = DossierRecord;
    type Refusal = Refusal;

    async fn run(&self, tx: &mut Tx) -> Result<DossierRecord, Refusal> {
        let mut dossier = super::dossier(tx, &self.caller, self.id).await?;
        dossier.may_be_scored()?;
        let id = dossier.council_id.ok_or(Rule::WrongState {
            state: dossier.state,
        })?;
        let council = storage::council(tx, id).await?.ok_or(Refusal::Unknown {
            what: "council",
            id,
        })?;
        let ballots = storage::ballots(tx, dossier.id).await?;
        let set = super::set_of(&self.library, &dossier)?;
        dossier.count(
            set,
            &council,
            &ballots,
            &self.agreed,
            super::on(tx, self.tallied_on)?,
        )?;
        super::saved(tx, dossier).await
    }
}
