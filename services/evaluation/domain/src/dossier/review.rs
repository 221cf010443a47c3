//! From the commune's desk to the council's table: rounds, the advisory team, supplements
//! (Articles 5, 7.3 and 7.4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Dossier, DossierKind, EarlierResult, Refusal, State, Step};
use crate::council::round::Round;
use crate::criteria::calendar::not_before;
use crate::criteria::regulation::Level;
use crate::criteria::star::Star;

/// What the advisory team (Tổ tư vấn) wants besides what was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Want {
    /// More or other documents.
    Documents,
    /// To see where and how it is made.
    SiteVisit,
    /// A test of the product.
    Tests,
}

/// A supplement asked for; Article 7.3c.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// What is wanted.
    pub wants: Vec<Want>,
    /// In words.
    pub text: String,
    /// The day it was asked for.
    pub asked_on: NaiveDate,
    /// By when, if a day was set.
    pub due_on: Option<NaiveDate>,
}

/// The advisory team's report; Article 7.3c.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// What the team found.
    pub text: String,
    /// The day of the report.
    pub filed_on: NaiveDate,
}

impl Dossier {
    /// Accepts it into a round. A round of its province takes what the commune sent on in time
    /// (Articles 5.1 and 7.3a), and again what the centre sent back (Article 7.4). A round of the centre
    /// takes what the province forwarded, and a product of five stars to be evaluated again, which no
    /// provincial council scores before (Article 7.6).
    ///
    /// # Errors
    /// It does not stand where such a round takes it; a round of another province; sent on after the
    /// round's cut-off; dated before it was sent on.
    pub fn accept(&mut self, round: &Round, on: NaiveDate) -> Result<(), Refusal> {
        let sent_on = self.sent_on_to(round.level)?;
        if round.level == Level::Province {
            self.same_province(&round.province_code)?;
        }
        not_before(on, sent_on)?;
        if let (Some(sent_on), Some(cut_off)) = (sent_on, round.cut_off)
            && !round.admits(sent_on)
            && self.state != State::CentralBelow90
        {
            return Err(Refusal::AfterCutOff {
                endorsed_on: sent_on,
                cut_off,
            });
        }
        if self.council_id.is_some() {
            // Another council, or the same one once more: its members vote anew.
            self.ballot_attempt += 1;
        }
        if self.tally.is_some() {
            self.earlier.push(EarlierResult {
                round_id: self.round_id,
                council_id: self.council_id,
                tally: self.tally.take(),
                decision: self.decision.take(),
            });
        }
        self.round_id = Some(round.id);
        self.council_id = Some(round.council_id);
        self.round_ends_on = round.ends_on;
        self.accepted_on = Some(on);
        self.state = match round.level {
            Level::Centre => State::InCentralRound,
            _ => State::InProvincialRound,
        };
        self.emit(Step::Accepted, on);
        Ok(())
    }

    /// Whose round it waits for.
    pub fn waits_for(&self) -> Level {
        if self.sent_on_to(Level::Centre).is_ok() {
            Level::Centre
        } else {
            Level::Province
        }
    }

    /// The day it was sent on to a level, if it waits there for a round.
    ///
    /// # Errors
    /// It does not.
    pub fn sent_on_to(&self, level: Level) -> Result<Option<NaiveDate>, Refusal> {
        let five_again =
            self.kind == DossierKind::ReEvaluation && self.held_star == Some(Star::Five);
        match (self.state, level) {
            (State::ForwardedCentral, Level::Centre) => Ok(self.forwarded_on),
            (State::CommuneEndorsed, Level::Centre) if five_again => Ok(self.endorsed_on),
            (State::CommuneEndorsed, Level::Province) if !five_again => Ok(self.endorsed_on),
            (State::CentralBelow90, Level::Province) => {
                Ok(self.tally.as_ref().map(|tally| tally.tallied_on))
            }
            (state, _) => Err(Refusal::WrongState { state }),
        }
    }

    /// Asks the producer for a supplement (Article 7.3c).
    ///
    /// # Errors
    /// The advisory team does not have it; dated before it was accepted; due before it is asked for.
    pub fn ask_supplement(&mut self, supplement: Supplement) -> Result<(), Refusal> {
        self.only_in(&[State::InProvincialRound])?;
        let on = supplement.asked_on;
        not_before(on, self.accepted_on)?;
        if let Some(due_on) = supplement.due_on {
            not_before(due_on, Some(on))?;
        }
        supplement.text.clone_into(&mut self.reason);
        self.supplement = Some(supplement);
        self.state = State::SupplementRequested;
        self.emit(Step::SupplementRequested, on);
        self.reason.clear();
        Ok(())
    }

    /// Files the advisory team's report, with which it goes before the council (Article 7.3c).
    ///
    /// # Errors
    /// The advisory team does not have it; dated before it was accepted.
    pub fn advise(&mut self, advice: Advice) -> Result<(), Refusal> {
        self.only_in(&[State::InProvincialRound])?;
        let on = advice.filed_on;
        not_before(on, self.accepted_on)?;
        self.advice = Some(advice);
        self.state = State::ReadyForCouncil;
        self.emit(Step::Advised, on);
        Ok(())
    }
}
