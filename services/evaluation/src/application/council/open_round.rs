//! Opens a round of evaluation of a province; Article 5.

use chrono::NaiveDate;
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
        self.caller.within(target_of(&self.round, tx.today()))?;
        let mut round = Round {
            id: tx.new_id(),
            opened_at: tx.now(),
            ..self.round.clone()
        };
        check_council(tx, &round).await?;
        let law = law_of(&round)?;
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

/// Where a round belongs whose province was named on a day.
pub(super) fn target_of(round: &Round, on: NaiveDate) -> Target {
    match round.level {
        // Nobody's scope but everywhere reaches the centre.
        Level::Centre => Target::default(),
        _ => Target::province(&round.province_code, on),
    }
}

/// The regulation whose rounds it is one of: that of the day on which it was opened.
pub(super) fn law_of(round: &Round) -> Result<&'static Regulation, Error> {
    let on = round.said_on();
    Ok(Regulation::in_force_on(on).ok_or(criteria::Refusal::NoRegulation { on })?)
}

/// Checks that the council of a round is of its province.
pub(super) async fn check_council(tx: &Tx, round: &Round) -> Result<(), Error> {
    let found = storage::council::council(tx, round.council_id).await?;
    let council = Resource::Council.found(found, round.council_id)?;
    let of_council = Said {
        code: &council.province_code,
        on: council.appointed_on,
    };
    let of_round = Said {
        code: &round.province_code,
        on: round.said_on(),
    };
    if same_province(tx.units().places(), of_council, of_round) {
        return Ok(());
    }
    Err(Refusal::CouncilOfOtherProvince {
        council: council.province_code.clone(),
        round: round.province_code.clone(),
    }
    .into())
}
