//! What a council takes back until its result is decided on (Article 7.3d and e): the whole vote, or the answers that were
//! agreed on. The result that was stays among the earlier ones with the reason.
//!
//! The minutes are the council's word. Until they are signed the record of what was agreed is put right by counting the
//! same ballots once more; after that only a new vote changes what the council found. A result that allows no recognition
//! waits for no decision: signed minutes are its end.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Dossier, Refusal, Scored, Stage, State, Step};
use crate::correction;
use crate::council;
use crate::council::tally::{Counted, Mode, Session, TallyProblem, tally};
use crate::criteria::calendar::not_before;
use crate::criteria::star::Star;

/// Most votes that are held on one dossier.
const MOST_VOTES: u32 = 50;

/// Why a council took its result back, who said so and on which day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    pub reason: String,
    /// The subject of who took it back.
    pub by: String,
    pub on: NaiveDate,
}

impl Dossier {
    /// Has the council vote anew: because the members cannot agree on what their ballots say, or because the count is to
    /// be taken back. Ballots and result are kept.
    ///
    /// # Errors
    /// Neither before a council nor scored by one and undecided; a result without recognition whose minutes are signed;
    /// dated before the last step; too many votes.
    pub fn reopen(&mut self, taken_back: TakenBack) -> Result<(), Refusal> {
        let on = taken_back.on;
        let reason = taken_back.reason.clone();
        let stage = match &self.stage {
            Stage::ReadyForCouncil { .. } | Stage::InCentralRound(_) => self.stage.clone(),
            _ => {
                let scored = self.undecided()?;
                if let (State::NotRecognised, Some(on)) =
                    (self.state(), scored.tally.minutes_signed_on)
                {
                    return Err(council::Refusal::ResultFinal { on }.into());
                }
                let mut accepted = scored.clone().taken_back(taken_back, None);
                match accepted.advice.take() {
                    Some(advice) if !self.scored_at_the_centre() => {
                        Stage::ReadyForCouncil { accepted, advice }
                    }
                    advice => {
                        accepted.advice = advice;
                        Stage::InCentralRound(accepted)
                    }
                }
            }
        };
        not_before(on, self.last_step_on())?;
        self.ballot_attempt = self.another_vote()?;
        self.since.vote = Some(on);
        self.stage = stage;
        self.emit_with(Step::VoteReopened, reason, on);
        Ok(())
    }

    /// The number of another vote.
    ///
    /// # Errors
    /// Too many were held.
    pub(super) fn another_vote(&self) -> Result<u32, Refusal> {
        if self.ballot_attempt >= MOST_VOTES {
            return Err(council::Refusal::TooManyVotes(MOST_VOTES).into());
        }
        Ok(self.ballot_attempt + 1)
    }

    /// Puts right what was recorded as agreed: the ballots of the vote that was counted are counted once more, on the day
    /// of its minutes, with other agreed answers. `held` is the star of the certificate that is valid on that day.
    ///
    /// # Errors
    /// Not scored or decided on; the minutes are signed; nothing is another; or everything that stands against the count.
    pub fn correct_agreement(
        &mut self,
        session: &Session<'_>,
        held: Option<Star>,
        taken_back: TakenBack,
    ) -> Result<(), Refusal> {
        let scored = self.undecided()?;
        if let Some(on) = scored.tally.minutes_signed_on {
            return Err(council::Refusal::MinutesSigned { on }.into());
        }
        not_before(taken_back.on, Some(scored.tally.tallied_on))?;
        let session = Session {
            mode: Some(scored.tally.mode),
            on: scored.tally.tallied_on,
            ..*session
        };
        let counted = tally(&session, self.kind, scored.tally.attempt);
        let tally = match counted.map_err(council::Refusal::Tally)? {
            Counted::Result(result) => *result,
            // The rules of that day were amended since.
            Counted::Again(again) => {
                let (spread, allowed) = (again.spread, 0);
                let apart = TallyProblem::OpinionsApart { spread, allowed };
                return Err(council::Refusal::Tally(vec![apart]).into());
            }
        };
        if tally.agreed == scored.tally.agreed {
            return Err(council::Refusal::from(correction::Refusal::NothingToCorrect).into());
        }
        let (on, central) = (tally.tallied_on, self.scored_at_the_centre());
        let scored = Scored {
            accepted: scored.clone().taken_back(taken_back, None),
            tally,
        };
        if central {
            self.count_central(scored, on);
        } else {
            self.count_provincial(scored, held, on);
        }
        Ok(())
    }

    /// Records that the minutes of the count were signed.
    ///
    /// # Errors
    /// Not scored or decided on; signed already; dated before the count.
    pub fn sign_minutes(&mut self, on: NaiveDate) -> Result<(), Refusal> {
        let tally = &self.undecided()?.tally;
        if let Some(on) = tally.minutes_signed_on {
            return Err(council::Refusal::MinutesSigned { on }.into());
        }
        not_before(on, Some(tally.tallied_on))?;
        if let Stage::ProvincialScored(scored)
        | Stage::NotRecognised(scored)
        | Stage::CentralScored(scored)
        | Stage::CentralBelow90(scored) = &mut self.stage
        {
            scored.tally.minutes_signed_on = Some(on);
        }
        self.emit(Step::MinutesSigned, on);
        Ok(())
    }

    /// The days of a council's minutes on it.
    pub fn minutes_of(&self, council: Uuid) -> Vec<NaiveDate> {
        let earlier = self.stage.earlier().iter();
        let earlier = earlier
            .filter(|result| result.council_id == council)
            .map(|result| result.tally.tallied_on);
        let last = self.stage.scored();
        let last = last
            .filter(|scored| scored.accepted.council_id == council)
            .map(|scored| scored.tally.tallied_on);
        earlier.chain(last).collect()
    }

    /// How the council came to the result that nobody has decided on, and the day of its minutes.
    ///
    /// # Errors
    /// There is none.
    pub fn counted(&self) -> Result<(Mode, NaiveDate), Refusal> {
        let tally = &self.undecided()?.tally;
        Ok((tally.mode, tally.tallied_on))
    }

    /// What a council found and nobody has decided on.
    fn undecided(&self) -> Result<&Scored, Refusal> {
        match &self.stage {
            Stage::ProvincialScored(scored)
            | Stage::NotRecognised(scored)
            | Stage::CentralScored(scored)
            | Stage::CentralBelow90(scored) => Ok(scored),
            _ => Err(self.wrong_state()),
        }
    }

    fn scored_at_the_centre(&self) -> bool {
        matches!(self.state(), State::CentralScored | State::CentralBelow90)
    }
}
