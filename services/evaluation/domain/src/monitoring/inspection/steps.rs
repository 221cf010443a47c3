//! The steps of an inspection after it was planned.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Check, Finding, Inspection, InspectionState, Proposal, Refusal, Step};
use crate::criteria::calendar::not_before;

impl Inspection {
    /// Records what was found. Nothing is in order; remedies are awaited where some are asked for.
    ///
    /// # Errors
    /// Held already, or remedies due before the day of the inspection.
    pub fn record(&mut self, findings: Vec<Finding>, on: NaiveDate) -> Result<(), Refusal> {
        self.stands(&[InspectionState::Planned])?;
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
        self.state = if findings.is_empty() {
            InspectionState::InOrder
        } else if findings.iter().any(|finding| finding.remedy.is_some()) {
            InspectionState::RemedyDue
        } else {
            InspectionState::Found
        };
        self.findings = findings;
        self.inspected_on = Some(on);
        self.emit(Step::Recorded, on);
        Ok(())
    }

    /// Records what became of the remedy of a finding; `number` counts from 1. Once every remedy is there, all is remedied;
    /// one that is missing leaves the others to be looked at and opens the way to a proposal.
    ///
    /// # Errors
    /// No such remedy, checked already, a day before the inspection, or missing while there is time.
    pub fn check_remedy(&mut self, number: usize, check: Check) -> Result<(), Refusal> {
        self.stands(&[InspectionState::RemedyDue, InspectionState::RemedyMissing])?;
        self.not_before_inspection(check.on)?;
        let remedy = number
            .checked_sub(1)
            .and_then(|index| self.findings.get_mut(index))
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
        if !met {
            self.state = InspectionState::RemedyMissing;
            self.emit(Step::RemedyMissing, on);
            return Ok(());
        }
        if self.state == InspectionState::RemedyDue && self.open().next().is_none() {
            self.state = InspectionState::Remedied;
        }
        self.emit(Step::Remedied, on);
        Ok(())
    }

    /// Proposes to revoke a certificate of the producer; Article 8.
    ///
    /// # Errors
    /// Nothing was found, or all of it is remedied; or concluded before the inspection.
    pub fn propose(&mut self, proposal: Proposal) -> Result<(), Refusal> {
        self.stands(&[
            InspectionState::Found,
            InspectionState::RemedyDue,
            InspectionState::RemedyMissing,
        ])?;
        self.not_before_inspection(proposal.concluded_on)?;
        let on = proposal.concluded_on;
        self.proposal = Some(proposal);
        self.state = InspectionState::RevocationProposed;
        self.emit(Step::RevocationProposed, on);
        Ok(())
    }

    /// Closes the proposal by the decision of a day that revoked a certificate.
    ///
    /// # Errors
    /// Nothing is proposed, another certificate is, or decided before the conclusion.
    pub fn close(&mut self, certificate_id: Uuid, on: NaiveDate) -> Result<(), Refusal> {
        self.stands(&[InspectionState::RevocationProposed])?;
        if let Some(proposal) = &self.proposal {
            if proposal.certificate_id != certificate_id {
                let proposed = proposal.certificate_id;
                return Err(Refusal::OtherCertificate { proposed });
            }
            not_before(on, Some(proposal.concluded_on))?;
        }
        self.revoked_on = Some(on);
        self.state = InspectionState::Revoked;
        self.emit(Step::Revoked, on);
        Ok(())
    }

    fn stands(&self, states: &[InspectionState]) -> Result<(), Refusal> {
        let state = self.state;
        if states.contains(&state) {
            Ok(())
        } else {
            Err(Refusal::WrongState { state })
        }
    }

    fn not_before_inspection(&self, on: NaiveDate) -> Result<(), Refusal> {
        Ok(not_before(on, self.inspected_on)?)
    }
}
