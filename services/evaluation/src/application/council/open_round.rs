//! Opens a round of evaluation of a province; Article 5.

use ocop_chassis::database::UseCase;
use ocop_identity::{Caller, Target};
use ocop_places::Said;

use crate::application::{Error, Resource};
use crate::domain::Event;
use crate::domain::council::Refusal;
use crate::domain::council::round::Round;
use crate::domain::criteria;
use crate::domain::criteria::regulation::{Level, Regulation};
use crate::domain::register::product::same_province;
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct OpenRound {
    pub caller: Caller,
    /// The round; its id and the instant are given here.
    pub round: Round,
    /// Whether it may be one that the law does not name (Article 5.1).
    pub extra: bool,
}

impl UseCase<Event> for OpenRound {
    type Answer = Round;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Round, Error> {
        let target = match self.round.level {
            // Nobody's scope but everywhere reaches the centre.
            Level::Centre => Target::default(),
            _ => Target::province(&self.round.province_code, tx.today()),
        };
        self.caller.within(target)?;
        let id = self.round.council_id;
        let found = storage::council::council(tx, id).await?;
        let council = Resource::Council.found(found, id)?;
        let (of_council, of_round) = (
            Said {
                code: &council.province_code,
                on: council.appointed_on,
            },
            Said {
                code: &self.round.province_code,
                on: tx.today(),
            },
        );
        if !same_province(tx.units().places(), of_council, of_round) {
            let (council, round) = (
                council.province_code.clone(),
                self.round.province_code.clone(),
            );
            return Err(Refusal::CouncilOfOtherProvince { council, round }.into());
        }
        let mut round = Round {
            id: tx.new_id(),
            opened_at: tx.now(),
            ..self.round.clone()
        };
        let today = tx.today();
        let law =
            Regulation::in_force_on(today).ok_or(criteria::Refusal::NoRegulation { on: today })?;
        let lawful = round.take_lawful_days(law);
        if !lawful && !self.extra {
            let (number, year) = (round.number, round.year);
            return Err(Refusal::ExtraRound { number, year }.into());
        }
        round.check_days(law)?;
        storage::council::insert_round(tx, &round).await?;
        tx.audit("round", round.id);
        Ok(round)
    }
}
