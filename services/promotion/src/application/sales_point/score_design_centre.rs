//! Records how a council scored a design centre.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_centre;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::sales_point::{Centre, Refusal, Scoring, rules};
use crate::storage::Tx;

/// The points.
#[derive(Debug)]
pub struct ScoreDesignCentre {
    /// Who asks.
    pub caller: Caller,
    /// Id of the centre.
    pub id: Uuid,
    /// How it was scored.
    pub scoring: Scoring,
}

impl UseCase<Event> for ScoreDesignCentre {
    type Answer = Saved<Centre>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Centre>, Error> {
        let mut centre = own_centre(tx, &self.caller, self.id).await?;
        let rules = rules::centres_on(self.scoring.on).ok_or(Refusal::NoRules(self.scoring.on))?;
        centre.score(self.scoring.clone(), rules)?;
        tx.save(&mut centre).await?;
        Ok(centre)
    }
}
