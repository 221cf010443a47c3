//! Back for completion: by the commune to the producer (Article 7.2a), by the province to either (Article 7.3a).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::receipt::Letter;
use super::{Dossier, Findings, Refusal, Stage, Step};
use crate::correction;
use crate::criteria::calendar::not_before;

/// Whom the province gives a dossier back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnedTo {
    /// For what the commune's report lacks: it is at the commune as it was lodged.
    Commune,
    /// For what was handed in: it is a draft again.
    Producer,
}

/// The commune's report on a dossier that the province gave back: another comes after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedReport {
    pub findings: Findings,
    /// The letter with which it was sent on.
    pub letter: Option<Letter>,
    /// The day it was sent on.
    pub sent_on: NaiveDate,
    pub returned_on: NaiveDate,
    /// Why it was given back.
    pub reason: String,
}

/// Most reports that are kept besides the one that counts.
const MOST_RETURNED: usize = 20;

impl Dossier {
    /// Gives it back to the producer for completion (Article 7.2a): it is a draft again, and will
    /// be under the regulation of the day it is lodged anew.
    ///
    /// # Errors
    /// It is not at the commune; dated before it was lodged.
    pub fn give_back(&mut self, reason: &str, on: NaiveDate) -> Result<(), Refusal> {
        let lodged_on = self.at_commune()?.on;
        not_before(on, self.last_step_on())?;
        self.since.first_lodged.get_or_insert(lodged_on);
        self.stage = Stage::Draft {
            returned: reason.to_owned(),
        };
        self.since.with_producer = Some(on);
        self.emit(Step::Returned, on);
        Ok(())
    }

    /// The province gives it back to the commune or to the producer (Article 7.3a), until the advisory team has
    /// reported.
    ///
    /// # Errors
    /// The province does not have it, or a council has found something already; dated before the last step; given back too
    /// often. The commune's report is kept.
    pub fn give_back_from_province(
        &mut self,
        to: ReturnedTo,
        reason: &str,
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        let endorsed = match &self.stage {
            Stage::CommuneEndorsed(endorsed) => endorsed,
            Stage::InProvincialRound(accepted) if accepted.past.earlier.is_empty() => {
                &accepted.endorsed
            }
            _ => return Err(self.wrong_state()),
        };
        not_before(on, self.last_step_on())?;
        if self.returned_reports.len() >= MOST_RETURNED {
            return Err(correction::Refusal::TooManyCorrections.into());
        }
        self.returned_reports.push(ReturnedReport {
            findings: endorsed.findings.clone(),
            letter: endorsed.letter.clone(),
            sent_on: endorsed.on,
            returned_on: on,
            reason: reason.to_owned(),
        });
        let returned = reason.to_owned();
        match to {
            ReturnedTo::Producer => {
                self.since.first_lodged.get_or_insert(endorsed.lodged.on);
                self.stage = Stage::Draft { returned };
                self.since.with_producer = Some(on);
            }
            ReturnedTo::Commune => {
                self.stage = Stage::Submitted {
                    lodged: endorsed.lodged.clone(),
                    returned,
                };
                self.since.at_commune = Some(on);
            }
        }
        self.emit(Step::Returned, on);
        Ok(())
    }
}
