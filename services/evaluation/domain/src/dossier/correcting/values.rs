//! The values that are put right, and where they stand in a dossier.

use chrono::NaiveDate;

use crate::council::round::Round;
use crate::dossier::receipt::Office;
use crate::dossier::review::Supplement;
use crate::dossier::{Dossier, Stage};

/// What is put right; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    pub lodged_on: Option<NaiveDate>,
    /// The day the commune sent it on.
    pub endorsed_on: Option<NaiveDate>,
    /// The day the last round accepted it.
    pub accepted_on: Option<NaiveDate>,
    /// The day of the advisory team's last report.
    pub advised_on: Option<NaiveDate>,
    /// The day of the council's last minutes.
    pub tallied_on: Option<NaiveDate>,
    /// The day the supplement of the round was asked for.
    pub supplement_asked_on: Option<NaiveDate>,
    /// By when it is to be handed in.
    pub supplement_due_on: Option<NaiveDate>,
    /// The day it was handed in.
    pub supplement_filed_on: Option<NaiveDate>,
    /// The day it was rejected, withdrawn or closed.
    pub closed_on: Option<NaiveDate>,
    /// The round it is in, before its council has counted.
    pub round: Option<Round>,
}

impl Dossier {
    /// `None` if a step was not taken.
    pub(super) fn put(&mut self, values: &Values) -> Option<()> {
        for (office, was, becomes) in [
            (
                Office::Commune,
                self.stage.lodged().map(|lodged| lodged.on),
                values.lodged_on,
            ),
            (
                Office::Province,
                self.stage.accepted().map(|accepted| accepted.on),
                values.accepted_on,
            ),
        ] {
            self.move_receipt(office, was, becomes);
        }
        let stage = &mut self.stage;
        if let Some(on) = values.lodged_on {
            let lodged = stage.lodged_mut()?;
            if self.since.first_lodged == Some(lodged.on) {
                self.since.first_lodged = Some(on);
            }
            lodged.on = on;
        }
        if let Some(on) = values.endorsed_on {
            stage.endorsed_mut()?.on = on;
        }
        if let Some(on) = values.accepted_on {
            let accepted = stage.accepted_mut()?;
            let of_round = accepted.round_id;
            let earlier = accepted.past.earlier.iter_mut();
            for result in earlier.filter(|result| result.round_id == of_round) {
                result.accepted_on = on;
            }
            accepted.on = on;
        }
        if let Some(on) = values.advised_on {
            match stage {
                Stage::ReadyForCouncil { advice, .. } => advice.filed_on = on,
                _ => stage.accepted_mut()?.advice.as_mut()?.filed_on = on,
            }
        }
        if values.supplement_asked_on.is_some()
            || values.supplement_due_on.is_some()
            || values.supplement_filed_on.is_some()
        {
            put_supplement(stage.supplement_mut()?, values)?;
        }
        if let Some(on) = values.closed_on {
            *stage.closed_on_mut()? = on;
        }
        if let Some(on) = values.tallied_on {
            let scored = stage.scored_mut()?;
            let past = &mut scored.accepted.past;
            if past.sent_back_on == Some(scored.tally.tallied_on) {
                past.sent_back_on = Some(on);
            }
            scored.tally.tallied_on = on;
        }
        // A round without a council's result, or nothing else to be put right.
        let counted = stage.scored().is_some();
        (values.round.is_none() || stage.accepted().is_some() && !counted).then_some(())
    }
}

/// `None` if it was not handed in and is said to have been.
fn put_supplement(supplement: &mut Supplement, values: &Values) -> Option<()> {
    if let Some(on) = values.supplement_asked_on {
        supplement.asked_on = on;
    }
    if let Some(on) = values.supplement_due_on {
        supplement.due_on = Some(on);
    }
    if let Some(on) = values.supplement_filed_on {
        supplement.filed_on = Some(supplement.filed_on.map(|_| on)?);
    }
    Some(())
}
