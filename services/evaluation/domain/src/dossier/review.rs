//! From the commune's desk to the council's table: rounds, the advisory team, supplements
//! (Articles 5, 7.3 and 7.4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Accepted, Dossier, DossierKind, Refusal, Stage, State, Step};
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
    pub wants: Vec<Want>,
    pub text: String,
    pub asked_on: NaiveDate,
    /// By when, if a day was set.
    pub due_on: Option<NaiveDate>,
}

/// The advisory team's report; Article 7.3c.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    pub text: String,
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
    /// round's cut-off, to which a re-evaluation is not held: Article 7.6 stands outside rounds; dated before it was
    /// sent on.
    pub fn accept(&mut self, round: &Round, on: NaiveDate) -> Result<(), Refusal> {
        let sent_on = self.sent_on_to(round.level)?;
        if round.level == Level::Province {
            self.same_province(&round.province_code)?;
        }
        not_before(on, Some(sent_on))?;
        if let Some(cut_off) = round.cut_off
            && !round.admits(sent_on)
            && self.state() != State::CentralBelow90
            && self.kind != DossierKind::ReEvaluation
        {
            return Err(Refusal::AfterCutOff {
                endorsed_on: sent_on,
                cut_off,
            });
        }
        let accepted = match &self.stage {
            Stage::CommuneEndorsed(endorsed) => Accepted::first(endorsed.clone(), round, on),
            Stage::ForwardedCentral { scored, approval } => {
                let approval = Some(approval.clone());
                scored.clone().into_next(approval, round, on)
            }
            Stage::CentralBelow90(scored) => scored.clone().sent_back().into_next(None, round, on),
            _ => return Err(self.wrong_state()),
        };
        if !accepted.past.earlier.is_empty() {
            // Another council, or the same one once more: its members vote anew.
            self.ballot_attempt += 1;
        }
        self.stage = match round.level {
            Level::Centre => Stage::InCentralRound(accepted),
            _ => Stage::InProvincialRound(accepted),
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
    pub fn sent_on_to(&self, level: Level) -> Result<NaiveDate, Refusal> {
        let five_again = self.kind == DossierKind::ReEvaluation
            && self.held.is_some_and(|held| held.star == Star::Five);
        match (&self.stage, level) {
            (Stage::ForwardedCentral { approval, .. }, Level::Centre) => Ok(approval.date),
            (Stage::CommuneEndorsed(endorsed), Level::Centre) if five_again => Ok(endorsed.on),
            (Stage::CommuneEndorsed(endorsed), Level::Province) if !five_again => Ok(endorsed.on),
            (Stage::CentralBelow90(scored), Level::Province) => Ok(scored.tally.tallied_on),
            _ => Err(self.wrong_state()),
        }
    }

    /// Asks the producer for a supplement (Article 7.3c).
    ///
    /// # Errors
    /// The advisory team does not have it; dated before it was accepted or the last supplement was asked for; due
    /// before it is asked for.
    pub fn ask_supplement(&mut self, supplement: Supplement) -> Result<(), Refusal> {
        let accepted = self.with_advisory_team()?;
        let on = supplement.asked_on;
        not_before(on, Some(accepted.last_step_on()))?;
        if let Some(due_on) = supplement.due_on {
            not_before(due_on, Some(on))?;
        }
        let accepted = Accepted {
            supplement: None,
            ..accepted.clone()
        };
        let reason = supplement.text.clone();
        self.stage = Stage::SupplementRequested {
            accepted,
            supplement,
        };
        self.emit_with(Step::SupplementRequested, reason, on);
        Ok(())
    }

    /// Files the advisory team's report, with which it goes before the council (Article 7.3c).
    ///
    /// # Errors
    /// The advisory team does not have it; dated before it was accepted or the last supplement was asked for.
    pub fn advise(&mut self, advice: Advice) -> Result<(), Refusal> {
        let accepted = self.with_advisory_team()?;
        let on = advice.filed_on;
        not_before(on, Some(accepted.last_step_on()))?;
        let accepted = Accepted {
            advice: None,
            ..accepted.clone()
        };
        self.stage = Stage::ReadyForCouncil { accepted, advice };
        self.emit(Step::Advised, on);
        Ok(())
    }

    fn with_advisory_team(&self) -> Result<&Accepted, Refusal> {
        match &self.stage {
            Stage::InProvincialRound(accepted) => Ok(accepted),
            _ => Err(self.wrong_state()),
        }
    }
}
