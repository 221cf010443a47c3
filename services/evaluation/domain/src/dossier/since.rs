//! Days of steps that a stage keeps no trace of, since they took the dossier back to where it had been. A step that is taken
//! once more is not dated before them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Dossier;
use crate::criteria::calendar::{BeforePreviousStep, not_before};

/// Since when steps may be taken once more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// The day it was first lodged, which counts for the certificate that it is about (Article 12.3) though it was given back.
    pub first_lodged: Option<NaiveDate>,
    /// The day it was last given back to the producer (Articles 7.2a and 7.3a).
    pub with_producer: Option<NaiveDate>,
    /// The day the province last gave it back to the commune (Article 7.3a).
    pub at_commune: Option<NaiveDate>,
    /// The day of the last vote without a result, or on which the chair had the members vote anew.
    pub vote: Option<NaiveDate>,
}

impl Since {
    fn last(self) -> Option<NaiveDate> {
        self.with_producer.max(self.at_commune).max(self.vote)
    }
}

impl Dossier {
    /// The day it was first lodged; `None` for a draft that never was.
    pub fn first_lodged_on(&self) -> Option<NaiveDate> {
        let lodged = || self.stage.lodged().map(|lodged| lodged.on);
        self.since.first_lodged.or_else(lodged)
    }

    /// The day of the last step it took, of a return, of a vote without a result or of the lifting of its end: no later
    /// step may be dated before.
    pub fn last_step_on(&self) -> Option<NaiveDate> {
        let kept = self.stage.last_step_on().max(self.lifted_on());
        kept.max(self.since.last())
    }

    /// Whether its days follow each other as the law has them, those of returns and votes without a result too.
    pub(super) fn check_order(&self) -> Result<(), BeforePreviousStep> {
        self.stage.check_order()?;
        let lodged = self.stage.lodged().map(|lodged| lodged.on);
        let endorsed = self.stage.endorsed().map(|endorsed| endorsed.on);
        let counted = self.tally().map(|tally| tally.tallied_on);
        for (day, since) in [
            (lodged, self.since.with_producer),
            (endorsed, self.since.at_commune),
            (counted, self.since.vote),
        ] {
            if let Some(day) = day {
                not_before(day, since)?;
            }
        }
        Ok(())
    }
}
