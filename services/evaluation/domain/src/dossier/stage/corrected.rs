//! What of a stage is put right, and whether its days still follow each other.

use chrono::NaiveDate;

use super::{Accepted, Endorsed, Lodged, Reached, Scored, Stage};
use crate::criteria::calendar::{BeforePreviousStep, not_before};
use crate::dossier::review::Supplement;

impl Stage {
    pub(in crate::dossier) fn lodged_mut(&mut self) -> Option<&mut Lodged> {
        match self {
            Self::Submitted { lodged, .. }
            | Self::Rejected {
                reached: Reached::Lodged(lodged),
                ..
            }
            | Self::Withdrawn {
                reached: Reached::Lodged(lodged),
                ..
            }
            | Self::Closed {
                reached: Reached::Lodged(lodged),
                ..
            } => Some(lodged),
            _ => self.endorsed_mut().map(|endorsed| &mut endorsed.lodged),
        }
    }

    pub(in crate::dossier) fn endorsed_mut(&mut self) -> Option<&mut Endorsed> {
        match self {
            Self::CommuneEndorsed(endorsed)
            | Self::Rejected {
                reached: Reached::Endorsed(endorsed),
                ..
            }
            | Self::Withdrawn {
                reached: Reached::Endorsed(endorsed),
                ..
            }
            | Self::Closed {
                reached: Reached::Endorsed(endorsed),
                ..
            } => Some(endorsed),
            _ => self.accepted_mut().map(|accepted| &mut accepted.endorsed),
        }
    }

    pub(in crate::dossier) fn accepted_mut(&mut self) -> Option<&mut Accepted> {
        match self {
            Self::InProvincialRound(accepted)
            | Self::InCentralRound(accepted)
            | Self::SupplementRequested { accepted, .. }
            | Self::ReadyForCouncil { accepted, .. }
            | Self::Rejected {
                reached: Reached::Accepted(accepted),
                ..
            }
            | Self::Withdrawn {
                reached: Reached::Accepted(accepted),
                ..
            }
            | Self::Closed {
                reached: Reached::Accepted(accepted),
                ..
            } => Some(accepted),
            _ => self.scored_mut().map(|scored| &mut scored.accepted),
        }
    }

    pub(in crate::dossier) fn scored_mut(&mut self) -> Option<&mut Scored> {
        match self {
            Self::ProvincialScored(scored)
            | Self::CentralScored(scored)
            | Self::CentralBelow90(scored)
            | Self::NotRecognised(scored)
            | Self::ForwardedCentral { scored, .. }
            | Self::Certified { scored, .. }
            | Self::Rejected {
                reached: Reached::Scored(scored) | Reached::Forwarded(scored, _),
                ..
            }
            | Self::Withdrawn {
                reached: Reached::Scored(scored) | Reached::Forwarded(scored, _),
                ..
            }
            | Self::Closed {
                reached: Reached::Scored(scored) | Reached::Forwarded(scored, _),
                ..
            } => Some(scored),
            _ => None,
        }
    }

    /// The supplement of the round.
    pub(in crate::dossier) fn supplement_mut(&mut self) -> Option<&mut Supplement> {
        match self {
            Self::SupplementRequested { supplement, .. } => Some(supplement),
            _ => self.accepted_mut()?.supplement.as_mut(),
        }
    }

    /// The day it was rejected, withdrawn or closed.
    pub(in crate::dossier) fn closed_on_mut(&mut self) -> Option<&mut NaiveDate> {
        match self {
            Self::Rejected { on, .. } | Self::Withdrawn { on, .. } => Some(on),
            Self::Closed { closing, .. } => Some(&mut closing.on),
            _ => None,
        }
    }

    /// Whether its days follow each other as the law has them.
    pub(in crate::dossier) fn check_order(&self) -> Result<(), BeforePreviousStep> {
        let mut before = None;
        for day in self.days() {
            not_before(day, before)?;
            before = Some(day);
        }
        // After a second vote the days above are those of the first; the report may have been put right since.
        let accepted_on = self.accepted().map(|accepted| accepted.on);
        let advised_on = self.advice_of_round().map(|advice| advice.filed_on);
        if let Some(advised_on) = advised_on {
            not_before(advised_on, accepted_on)?;
        }
        if let Some(Scored { tally, .. }) = self.scored() {
            not_before(tally.tallied_on, advised_on)?;
            if let Some(signed_on) = tally.minutes_signed_on {
                not_before(signed_on, Some(tally.tallied_on))?;
            }
            if let Some(decision) = self.decision() {
                not_before(decision.date, tally.settled_on())?;
            }
        }
        let replaced = self.accepted().map(|accepted| accepted.replaced.iter());
        for report in replaced.into_iter().flatten() {
            let filed_on = report.advice.filed_on;
            not_before(filed_on, accepted_on)?;
            if let Some(advised_on) = advised_on {
                not_before(advised_on, Some(filed_on))?;
            }
        }
        Ok(())
    }

    /// The days of its steps, in the order in which they were taken. Reports that others have replaced are left out.
    pub fn days(&self) -> Vec<NaiveDate> {
        let mut days: Vec<Option<NaiveDate>> = vec![
            self.lodged().map(|lodged| lodged.on),
            self.endorsed().map(|endorsed| endorsed.on),
        ];
        let mut entered = None;
        for result in self.earlier() {
            // A second vote of the same round follows the first, and nothing is between them but what is new.
            let again = entered.replace(result.round_id) == Some(result.round_id);
            let supplement = result.supplement.as_ref().filter(|_| !again);
            days.extend([
                Some(result.accepted_on).filter(|_| !again),
                supplement.map(|supplement| supplement.asked_on),
                supplement.and_then(|supplement| supplement.filed_on),
                result
                    .advice
                    .as_ref()
                    .filter(|_| !again)
                    .map(|advice| advice.filed_on),
                Some(result.tally.tallied_on),
                result.approval.as_ref().map(|approval| approval.date),
                result.granted.as_ref().map(|granted| granted.decision.date),
            ]);
        }
        let accepted = self.accepted();
        if entered.is_some() && entered == accepted.map(|accepted| accepted.round_id) {
            days.extend([
                self.scored().map(|scored| scored.tally.tallied_on),
                self.decision().map(|decision| decision.date),
                self.closed_on(),
            ]);
            return days.into_iter().flatten().collect();
        }
        let supplement = self.supplement_of_round();
        let advised_on = self.advice_of_round().map(|advice| advice.filed_on);
        // A report that the council sent back for a supplement came before it, also where the dossier ended then.
        let reported_first = || {
            let since =
                supplement.map(|supplement| supplement.filed_on.unwrap_or(supplement.asked_on));
            advised_on < since
        };
        let sent_back =
            matches!(
                self,
                Self::SupplementRequested { .. } | Self::InProvincialRound(_)
            ) || self.closed_on().is_some() && self.scored().is_none() && reported_first();
        days.extend([
            accepted.map(|accepted| accepted.on),
            advised_on.filter(|_| sent_back),
            supplement.map(|supplement| supplement.asked_on),
            supplement.and_then(|supplement| supplement.filed_on),
            advised_on.filter(|_| !sent_back),
            self.scored().map(|scored| scored.tally.tallied_on),
            self.decision().map(|decision| decision.date),
            self.closed_on(),
        ]);
        days.into_iter().flatten().collect()
    }
}
