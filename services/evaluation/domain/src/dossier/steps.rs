//! The steps of a dossier at the commune, before its council and at the authority. Each checks first,
//! changes then, and tells what happened; a refusal changes nothing.

use chrono::NaiveDate;

use super::{Dossier, DossierKind, Findings, Refusal, State, Step};
use crate::certificate::certification::{Certification, Grant, Registration};
use crate::certificate::decision::Decision;
use crate::council::tally::{Counted, Outcome, SecondBallot, Session, Tally, tally};
use crate::criteria::calendar::not_before;
use crate::criteria::regulation::Level;
use crate::criteria::star::Star;
use crate::register::product::Product;
use crate::{certificate, council, criteria};

/// What a decision on a scored dossier did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The product has a certificate of this star.
    Certified(Star),
    /// The result was approved and sent to the centre; there is no certificate yet.
    Forwarded,
}

impl Dossier {
    /// Gives it back to the producer for completion (Article 7.2a): it is a draft again, and will
    /// be under the regulation of the day it is lodged anew.
    ///
    /// # Errors
    /// It is not at the commune.
    pub fn give_back(&mut self, reason: &str, on: NaiveDate) -> Result<(), Refusal> {
        self.only_in(&[State::Submitted])?;
        self.state = State::Draft;
        self.regulation = None;
        self.lodged_on = None;
        reason.clone_into(&mut self.reason);
        self.emit(Step::Returned, on);
        Ok(())
    }

    /// Sends it on to the province with the commune's report, Form 03 (Article 7.2b).
    ///
    /// # Errors
    /// Not at the commune; a topic without findings; dated before it was lodged.
    pub fn endorse(&mut self, findings: Findings, on: NaiveDate) -> Result<(), Refusal> {
        self.only_in(&[State::Submitted])?;
        let missing = findings.missing();
        if !missing.is_empty() {
            return Err(Refusal::FindingsIncomplete { missing });
        }
        not_before(on, self.lodged_on)?;
        self.findings = Some(findings);
        self.endorsed_on = Some(on);
        self.state = State::CommuneEndorsed;
        self.emit(Step::Endorsed, on);
        Ok(())
    }

    /// Counts the ballots and closes the vote (Article 7.3d). A result that allows no recognition,
    /// or an upgrade that gives no higher star, ends the dossier. If the totals lie too far apart
    /// there is no result: the dossier stays before the council and every member votes anew.
    ///
    /// # Errors
    /// Not before its council; a day before it was accepted; or [`council::Refusal::Tally`] with everything
    /// that stands against a count.
    pub fn count(&mut self, session: &Session<'_>) -> Result<Option<SecondBallot>, Refusal> {
        let on = session.on;
        let vote = self.open_vote()?;
        let central = self.state == State::InCentralRound;
        if !central {
            self.same_province(&session.council.province_code)?;
        }
        not_before(on, self.accepted_on)?;
        let counted = tally(session, self.kind, vote.attempt).map_err(council::Refusal::Tally)?;
        let result = match counted {
            Counted::Result(result) => *result,
            Counted::Again(again) => {
                self.ballot_attempt += 1;
                self.emit(Step::SecondBallot, on);
                return Ok(Some(again));
            }
        };
        if central {
            self.count_central(result, on);
            return Ok(None);
        }
        let recognised = match result.star {
            None => false,
            Some(star) if self.kind == DossierKind::Upgrade => {
                self.held_star.is_none_or(|held| star > held)
            }
            Some(_) => true,
        };
        self.tally = Some(result);
        self.state = State::ProvincialScored;
        self.emit(Step::Scored, on);
        if !recognised {
            self.state = State::NotRecognised;
            self.emit(Step::NotRecognised, on);
        }
        Ok(None)
    }

    /// What the centre's council found: five stars wait for the minister's decision, anything less goes
    /// back to the province (Article 7.4).
    fn count_central(&mut self, result: Tally, on: NaiveDate) {
        let five = result.outcome == Outcome::Forward;
        self.tally = Some(result);
        self.state = State::CentralScored;
        self.emit(Step::Scored, on);
        if !five {
            self.sent_back_on = Some(on);
            self.state = State::CentralBelow90;
            self.emit(Step::SentBack, on);
        }
    }

    /// Records the authority's decision on the result. A province recognises three or four stars of its
    /// own council, or of the centre's that found less than five (Articles 7.3e and 7.4); a result of
    /// five stars of its own it approves and sends to the centre, where the minister recognises them.
    /// The certificate is added to the product's; `register` is what the register adds to it.
    ///
    /// # Errors
    /// Not scored; a result that allows no recognition; dated before the minutes; or the product's
    /// certificates do not allow the new one.
    pub fn decide(
        &mut self,
        decision: Decision,
        product: &Product,
        certificates: &mut Certification,
        register: Registration,
    ) -> Result<Decided, Refusal> {
        let result = match (&self.tally, self.state) {
            (
                Some(result),
                State::ProvincialScored
                | State::NotRecognised
                | State::CentralScored
                | State::CentralBelow90,
            ) => result,
            _ => return Err(Refusal::WrongState { state: self.state }),
        };
        not_before(decision.date, Some(result.tallied_on))?;
        let star = match (result.outcome, self.state, self.held_star) {
            (Outcome::NotCertifiable, _, _) => {
                let missing = result.missing_for_next().cloned().collect();
                return Err(Refusal::NotCertifiable { missing });
            }
            (_, State::NotRecognised, Some(held)) => {
                return Err(certificate::Refusal::NoHigherStar { held }.into());
            }
            (Outcome::Forward, State::CentralScored, _) => Some(Star::Five),
            (Outcome::Forward, _, _) => None,
            (Outcome::Certifiable(star), _, _) => Some(star),
        };
        let on = decision.date;
        let Some(star) = star else {
            self.decision = Some(decision);
            (self.forwarded_on, self.sent_back_on) = (Some(on), None);
            self.state = State::ForwardedCentral;
            self.emit(Step::Forwarded, on);
            return Ok(Decided::Forwarded);
        };
        let regulation = self
            .regulation
            .ok_or(criteria::Refusal::NoRegulation { on })?;
        let certificate_id = register.certificate_id;
        let grant = Grant {
            id: certificate_id,
            star,
            regulation,
            decision: decision.clone(),
            valid_from: on,
            product_code: register.product_code,
            dossier_id: Some(self.id),
            recorded_on: register.recorded_on,
        };
        match self.kind {
            DossierKind::First => certificates.issue(product, grant)?,
            DossierKind::Upgrade => certificates.upgrade(product, grant)?,
            DossierKind::ReEvaluation => certificates.recognise_again(product, grant)?,
        }
        self.decision = Some(decision);
        self.certificate_id = Some(certificate_id);
        self.state = State::Certified;
        self.emit(Step::Certified, on);
        Ok(Decided::Certified(star))
    }

    /// The star that a decision would certify now; `None` if it would certify none: nothing waits for
    /// it, or five stars go to the centre.
    pub fn star_to_grant(&self) -> Option<Star> {
        match (self.state, self.tally.as_ref()?.outcome) {
            (State::ProvincialScored | State::CentralBelow90, Outcome::Certifiable(star)) => {
                Some(star)
            }
            (State::CentralScored, Outcome::Forward) => Some(Star::Five),
            _ => None,
        }
    }

    /// Who decides on it as it stands: the minister on what the centre found, the province on the rest.
    pub fn decided_by(&self) -> Level {
        match self.state {
            State::CentralScored => Level::Centre,
            _ => Level::Province,
        }
    }

    /// Rejects it on a ground of Appendix II, such as forged papers, at any step after it was lodged.
    ///
    /// # Errors
    /// It is a draft or final.
    pub fn reject(&mut self, reason: &str, on: NaiveDate) -> Result<(), Refusal> {
        if self.state == State::Draft || self.state.is_final() {
            return Err(Refusal::WrongState { state: self.state });
        }
        self.state = State::Rejected;
        reason.clone_into(&mut self.reason);
        self.emit(Step::Rejected, on);
        Ok(())
    }

    pub(super) fn same_province(&self, province: &str) -> Result<(), Refusal> {
        let dossier = &self.place.province_code;
        if province == dossier {
            return Ok(());
        }
        Err(council::Refusal::OtherProvince {
            round: province.to_owned(),
            dossier: dossier.clone(),
        }
        .into())
    }
}
