//! Puts right what was recorded wrongly of a round: its days or its council.

use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use super::open_round::{check_council, law_of, target_of};
use crate::application::{Error, Resource};
use crate::domain::Event;
use crate::domain::council::round::{Round, Values};
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct CorrectRound {
    pub caller: Caller,
    /// Id of the round.
    pub id: Uuid,
    pub values: Values,
    pub reason: String,
}

impl UseCase<Event> for CorrectRound {
    type Answer = Round;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Round, Error> {
        tx.because(&self.reason);
        let found = storage::council::round_for_update(tx, self.id).await?;
        let mut round = Resource::Round.found(found, self.id)?;
        self.caller.within(target_of(&round, round.said_on()))?;
        let has_dossiers = storage::dossier::any_in_round(tx, self.id).await?;
        round.correct(&self.values, has_dossiers, law_of(&round)?)?;
        check_council(tx, &round).await?;
        storage::council::update_round(tx, &round).await?;
        tx.audit("round", round.id);
        Ok(round)
    }
}
