//! The steps of an inspection after it was planned.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    Check, Declined, Finding, Held, Inspection, InspectionState, MAX_PROPOSALS, Proposal, Refusal,
    Stage, Step,
};
use crate::criteria::calendar::not_before;

impl Inspection {
    /// Records what was found. Nothing is in order; remedies are awaited where some are asked for.
    ///
    /// # Errors
    /// Held already, before its subject was recognised, or remedies due before the day of the inspection.
    pub fn record(&mut self, findings: Vec<Finding>, on: NaiveDate) -> Result<(), Refusal> {
        if self.stage != Stage::Planned {
            return Err(self.wrong_state());
        }
        not_before(on, self.subject.recognised_on)?;
        let early: Vec<usize> = (1..)
            .zip(&findings)
            .filter(|(_, finding)| {
                let remedy = finding.remedy.as_ref();
                remedy.is_some_and(|remedy| remedy.due_on < on)
            })
            .map(|(number, _)| number)
            .collect();
        if !early.is_empty() {
            return Err(Refusal::RemedyBeforeInspection { findings: early });
        }
        self.stage = Stage::Held(Held {
            on,
            findings,
            declined: Vec::new(),
        });
        self.emit(Step::Recorded, on);
        Ok(())
    }

    /// Cancels it: it is not held.
    ///
    /// # Errors
    /// Held or cancelled already.
    pub fn cancel(&mut self, reason: String, on: NaiveDate) -> Result<(), Refusal> {
        if self.stage != Stage::Planned {
            return Err(self.wrong_state());
        }
        self.stage = Stage::Cancelled { on, reason };
        self.emit(Step::Cancelled, on);
        Ok(())
    }

    /// Records what became of the remedy of a finding; `number` counts from 1. Once every remedy is there, all is remedied;
    /// one that is missing leaves the others to be looked at and opens the way to a proposal.
    ///
    /// # Errors
    /// No such remedy, checked already, a day before the inspection, or missing while there is time.
    pub fn check_remedy(&mut self, number: usize, check: Check) -> Result<(), Refusal> {
        let wrong_state = self.wrong_state();
        let held = match &mut self.stage {
            Stage::Held(held) if held.awaits_or_misses() => held,
            _ => return Err(wrong_state),
        };
        not_before(check.on, Some(held.on))?;
        let remedy = number
            .checked_sub(1)
            .and_then(|index| held.findings.get_mut(index))
            .and_then(|finding| finding.remedy.as_mut())
            .ok_or(Refusal::NoRemedy { number })?;
        if let Some(before) = &remedy.check {
            return Err(Refusal::CheckedAlready { on: before.on });
        }
        if !check.met && check.on <= remedy.due_on {
            let due_on = remedy.due_on;
            return Err(Refusal::RemedyNotDue { due_on });
        }
        let (met, on) = (check.met, check.on);
        remedy.check = Some(check);
        let step = if met {
            Step::Remedied
        } else {
            Step::RemedyMissing
        };
        self.emit(step, on);
        Ok(())
    }

    /// Proposes to revoke a certificate of the producer; Article 8.
    ///
    /// # Errors
    /// Nothing was found, or all of it is remedied; concluded before the inspection, or before a proposal was declined; or as many were
    /// declined as there may be.
    pub fn propose(&mut self, proposal: Proposal) -> Result<(), Refusal> {
        let held = match &self.stage {
            Stage::Held(held) if held.awaits_or_misses() => held,
            Stage::Held(held) if held.state() == InspectionState::Found => held,
            _ => return Err(self.wrong_state()),
        };
        let on = proposal.concluded_on;
        let declined_on = held.declined.last().map(|declined| declined.on);
        not_before(on, declined_on.or(Some(held.on)))?;
        if held.declined.len() >= MAX_PROPOSALS {
            return Err(Refusal::TooManyProposals);
        }
        let held = held.clone();
        self.stage = Stage::Proposed { held, proposal };
        self.emit(Step::RevocationProposed, on);
        Ok(())
    }

    /// Declines the proposal: the certificate stays, and the inspection goes back to what was found.
    ///
    /// # Errors
    /// Nothing is proposed, or declined before the conclusion.
    pub fn decline(&mut self, reason: String, on: NaiveDate) -> Result<(), Refusal> {
        let Stage::Proposed { held, proposal } = &self.stage else {
            return Err(self.wrong_state());
        };
        not_before(on, Some(proposal.concluded_on))?;
        let mut held = held.clone();
        held.declined.push(Declined {
            proposal: proposal.clone(),
            on,
            reason,
        });
        self.stage = Stage::Held(held);
        self.emit(Step::RevocationDeclined, on);
        Ok(())
    }

    /// Closes the proposal by the decision of a day that revoked a certificate.
    ///
    /// # Errors
    /// Nothing is proposed, another certificate is, or decided before the conclusion.
    pub fn close(&mut self, certificate_id: Uuid, on: NaiveDate) -> Result<(), Refusal> {
        let Stage::Proposed { held, proposal } = &self.stage else {
            return Err(self.wrong_state());
        };
        if proposal.certificate_id != certificate_id {
            let proposed = proposal.certificate_id;
            return Err(Refusal::OtherCertificate { proposed });
        }
        not_before(on, Some(proposal.concluded_on))?;
        self.stage = Stage::Revoked {
            held: held.clone(),
            proposal: proposal.clone(),
            on,
        };
        self.emit(Step::Revoked, on);
        Ok(())
    }

    /// Closes the proposal because a decision of a day took the certificate away, though not on this proposal.
    pub fn close_with_certificate(&mut self, on: NaiveDate) {
        if let Stage::Proposed { held, proposal } = &self.stage {
            self.stage = Stage::Revoked {
                held: held.clone(),
                proposal: proposal.clone(),
                on,
            };
            self.emit(Step::Revoked, on);
        }
    }

    /// Goes back to what was found, because the revocation that closed it was lifted: that may be proposed anew.
    pub fn reopen(&mut self, on: NaiveDate) {
        if let Stage::Revoked { held, .. } = &self.stage {
            self.stage = Stage::Held(held.clone());
            // What counts is again what was recorded.
            self.emit(Step::Recorded, on);
        }
    }

    fn wrong_state(&self) -> Refusal {
        let state = self.stage.state();
        Refusal::WrongState { state }
    }
}

impl Held {
    /// Whether a remedy is still awaited, or was found missing.
    fn awaits_or_misses(&self) -> bool {
        matches!(
            self.state(),
            InspectionState::RemedyDue | InspectionState::RemedyMissing
        )
    }
}
