//! From the commune's desk to the council's table: rounds, the advisory team, supplements
//! (Articles 5, 7.3 and 7.4).

use chrono::NaiveDate;
use ocop_places::Places;
use serde::{Deserialize, Serialize};

use super::{Accepted, Dossier, DossierKind, Refusal, Stage, State, Step};
use crate::correction;
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
    /// The day it was handed in; `None` while it is waited for.
    #[serde(default)]
    pub filed_on: Option<NaiveDate>,
}

/// The advisory team's report; Article 7.3c.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    pub text: String,
    pub filed_on: NaiveDate,
}

/// A report of the advisory team that another has replaced in the same round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplacedReport {
    pub advice: Advice,
    /// Why there is another.
    pub reason: String,
}

/// Most reports that are kept of one round besides the one that counts.
const MOST_REPLACED: usize = 20;

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
    pub fn accept(&mut self, places: &Places, round: &Round, on: NaiveDate) -> Result<(), Refusal> {
        let sent_on = self.sent_on_to(round.level)?;
        self.not_stopped()?;
        if round.level == Level::Province {
            self.same_province(places, &round.province_code, round.said_on())?;
        }
        not_before(on, self.last_step_on())?;
        if self.state() != State::CentralBelow90 {
            self.in_time_for(round, sent_on)?;
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

    /// Whether it was sent on in time for a round. A re-evaluation always is: Article 7.6 stands outside rounds.
    pub(super) fn in_time_for(&self, round: &Round, sent_on: NaiveDate) -> Result<(), Refusal> {
        match round.cut_off {
            Some(cut_off) if !round.admits(sent_on) && self.kind != DossierKind::ReEvaluation => {
                Err(Refusal::AfterCutOff {
                    endorsed_on: sent_on,
                    cut_off,
                })
            }
            _ => Ok(()),
        }
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
        let five_again = self.is_five_stars_again();
        match (&self.stage, level) {
            (Stage::ForwardedCentral { approval, .. }, Level::Centre) => Ok(approval.date),
            (Stage::CommuneEndorsed(endorsed), Level::Centre) if five_again => Ok(endorsed.on),
            (Stage::CommuneEndorsed(endorsed), Level::Province) if !five_again => Ok(endorsed.on),
            (Stage::CentralBelow90(scored), Level::Province) => Ok(scored.tally.tallied_on),
            (Stage::CommuneEndorsed(_), Level::Province) => {
                let state = self.state();
                Err(Refusal::ForTheCentre { state })
            }
            _ => Err(self.wrong_state()),
        }
    }

    /// Whether five stars are to be evaluated again, which goes to the centre at once (Article 7.6).
    pub(super) fn is_five_stars_again(&self) -> bool {
        self.kind == DossierKind::ReEvaluation
            && self.held.is_some_and(|held| held.star == Star::Five)
    }

    /// Asks the producer for a supplement (Article 7.3c): the advisory team before it reports, or the council before
    /// it votes. The team then reports once more, and the members vote on that report.
    ///
    /// # Errors
    /// Neither the advisory team nor the province's council has it; dated before the last step; due before it is asked
    /// for.
    pub fn ask_supplement(&mut self, supplement: Supplement) -> Result<(), Refusal> {
        let (accepted, by_council) = match &self.stage {
            Stage::InProvincialRound(accepted) => (accepted.clone(), false),
            Stage::ReadyForCouncil { accepted, advice } => {
                (accepted.clone().with_advice(advice.clone()), true)
            }
            _ => return Err(self.wrong_state()),
        };
        let on = supplement.asked_on;
        not_before(on, self.last_step_on())?;
        if let Some(due_on) = supplement.due_on {
            not_before(due_on, Some(on))?;
        }
        if by_council {
            self.ballot_attempt += 1;
        }
        let accepted = Accepted {
            supplement: None,
            ..accepted
        };
        let reason = supplement.text.clone();
        self.stage = Stage::SupplementRequested {
            accepted,
            supplement,
        };
        self.emit_with(Step::SupplementRequested, reason, on);
        Ok(())
    }

    /// Files the advisory team's report, with which it goes before the council (Article 7.3c). If the council asked for
    /// a supplement, this report replaces the one that it had, which is kept.
    ///
    /// # Errors
    /// The advisory team does not have it, or the council has its report already; dated before the last step.
    pub fn advise(&mut self, advice: Advice) -> Result<(), Refusal> {
        let accepted = match &self.stage {
            Stage::InProvincialRound(accepted) => accepted,
            Stage::ReadyForCouncil { .. } => {
                return Err(Refusal::Asked {
                    field: "replaces_because",
                    why: "the council has a report; say why another replaces it",
                });
            }
            _ => return Err(self.wrong_state()),
        };
        let on = advice.filed_on;
        not_before(on, self.last_step_on())?;
        let mut accepted = accepted.clone();
        if let Some(before) = accepted.advice.take() {
            let supplement = accepted.supplement.as_ref();
            let reason = supplement.map_or_else(String::new, |asked| asked.text.clone());
            accepted.replace(before, reason)?;
        }
        self.stage = Stage::ReadyForCouncil { accepted, advice };
        self.emit(Step::Advised, on);
        Ok(())
    }

    /// Replaces the advisory team's report while it is before the council. The members vote anew, on this report.
    ///
    /// # Errors
    /// It is not before the province's council; dated before the report that it replaces.
    pub fn advise_again(&mut self, advice: Advice, reason: &str) -> Result<(), Refusal> {
        let Stage::ReadyForCouncil {
            accepted,
            advice: before,
        } = &self.stage
        else {
            return Err(self.wrong_state());
        };
        let on = advice.filed_on;
        not_before(on, self.last_step_on())?;
        let mut accepted = accepted.clone();
        accepted.replace(before.clone(), reason.to_owned())?;
        self.ballot_attempt += 1;
        self.stage = Stage::ReadyForCouncil { accepted, advice };
        self.emit_with(Step::Advised, reason.to_owned(), on);
        Ok(())
    }
}

impl Accepted {
    /// Keeps a report that another replaces.
    fn replace(&mut self, advice: Advice, reason: String) -> Result<(), correction::Refusal> {
        if self.replaced.len() >= MOST_REPLACED {
            return Err(correction::Refusal::TooManyCorrections);
        }
        self.replaced.push(ReplacedReport { advice, reason });
        Ok(())
    }
}
