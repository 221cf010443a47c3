//! The steps of a dossier. Each checks first, changes then, and tells what happened; a refusal
//! changes nothing.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Dossier, DossierKind, Findings, State};
use crate::domain::certification::{Certification, Grant};
use crate::domain::criteria::answers::{Answers, Given};
use crate::domain::criteria::library::Library;
use crate::domain::decision::Decision;
use crate::domain::event::Step;
use crate::domain::product::Product;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Regulation;
use crate::domain::round::Round;
use crate::domain::star::Star;
use crate::domain::tally::{Counted, Outcome, SecondBallot, Session, tally};

/// What a decision on a scored dossier did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The product has a certificate of this star.
    Certified(Star),
    /// The result was approved and sent to the centre; there is no certificate yet.
    Forwarded,
}

impl Dossier {
    /// Replaces the producer's own answers while the dossier is a draft, such as after a return. It
    /// tells nothing by itself: what counts is what is lodged with [`submit`](Self::submit).
    ///
    /// # Errors
    /// It is lodged.
    pub fn answer(&mut self, self_assessment: Answers) -> Result<(), Refusal> {
        self.only_in(&[State::Draft])?;
        self.self_assessment = self_assessment;
        Ok(())
    }

    /// Lodges it at the commune (Article 7.1). The day fixes the regulation and with it the criteria
    /// set (Articles 11 and 12).
    ///
    /// # Errors
    /// Not a draft; no such set under the regulation of the day; answers that do not fit that set.
    pub fn submit(&mut self, library: &Library, on: NaiveDate) -> Result<(), Refusal> {
        self.only_in(&[State::Draft])?;
        let regulation = Regulation::in_force_on(on).ok_or(Refusal::NoRegulation { on })?;
        let set =
            library
                .set(regulation.code, self.criteria_set)
                .ok_or(Refusal::NoCriteriaSet {
                    number: self.criteria_set,
                    on,
                })?;
        let given: Vec<Given> = self
            .self_assessment
            .iter()
            .map(|(criterion, choice)| Given {
                criterion: criterion.to_owned(),
                option: choice.to_string(),
            })
            .collect();
        Answers::parse(set, &given).map_err(Refusal::Answers)?;
        self.regulation = Some(regulation.code);
        self.lodged_on = Some(on);
        self.state = State::Submitted;
        self.reason.clear();
        self.tell(Step::Submitted, on);
        Ok(())
    }

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
        self.tell(Step::Returned, on);
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
        self.tell(Step::Endorsed, on);
        Ok(())
    }

    /// Accepts it into a round of its province (Articles 5.1 and 7.3a).
    ///
    /// # Errors
    /// Not endorsed; a round of another province; endorsed after the round's cut-off; dated before
    /// it was endorsed.
    pub fn accept(&mut self, round: &Round, on: NaiveDate) -> Result<(), Refusal> {
        self.only_in(&[State::CommuneEndorsed])?;
        self.same_province(&round.province_code)?;
        not_before(on, self.endorsed_on)?;
        if let (Some(endorsed_on), Some(cut_off)) = (self.endorsed_on, round.cut_off)
            && !round.admits(endorsed_on)
        {
            return Err(Refusal::AfterCutOff {
                endorsed_on,
                cut_off,
            });
        }
        self.round_id = Some(round.id);
        self.council_id = Some(round.council_id);
        self.accepted_on = Some(on);
        self.state = State::InProvincialRound;
        self.tell(Step::Accepted, on);
        Ok(())
    }

    /// Counts the ballots and closes the vote (Article 7.3d). A result that allows no recognition,
    /// or an upgrade that gives no higher star, ends the dossier. If the totals lie too far apart
    /// there is no result: the dossier stays before the council and every member votes anew.
    ///
    /// # Errors
    /// Not before its council; a day before it was accepted; or [`Refusal::Tally`] with everything
    /// that stands against a count.
    pub fn count(&mut self, session: &Session<'_>) -> Result<Option<SecondBallot>, Refusal> {
        let on = session.on;
        self.may_be_scored()?;
        self.same_province(&session.council.province_code)?;
        not_before(on, self.accepted_on)?;
        let counted = tally(session, self.kind, self.ballot_attempt).map_err(Refusal::Tally)?;
        let result = match counted {
            Counted::Result(result) => *result,
            Counted::Again(again) => {
                self.ballot_attempt += 1;
                self.tell(Step::SecondBallot, on);
                return Ok(Some(again));
            }
        };
        let recognised = match result.star {
            None => false,
            Some(star) if self.kind == DossierKind::Upgrade => {
                self.held_star.is_none_or(|held| star > held)
            }
            Some(_) => true,
        };
        self.tally = Some(result);
        self.state = State::ProvincialScored;
        self.tell(Step::Scored, on);
        if !recognised {
            self.state = State::NotRecognised;
            self.tell(Step::NotRecognised, on);
        }
        Ok(None)
    }

    /// Records the authority's decision on the result (Article 7.3e): three or four stars are
    /// recognised and the certificate is added to the product's; a result of five stars is approved
    /// and goes to the centre. `certificate_id` is the id the certificate is to have.
    ///
    /// # Errors
    /// Not scored; a result that allows no recognition; dated before the minutes; or the product's
    /// certificates do not allow the new one.
    pub fn decide(
        &mut self,
        decision: Decision,
        product: &Product,
        certificates: &mut Certification,
        certificate_id: Uuid,
    ) -> Result<Decided, Refusal> {
        let result = match (&self.tally, self.state) {
            (Some(result), State::ProvincialScored | State::NotRecognised) => result,
            _ => return Err(Refusal::WrongState { state: self.state }),
        };
        not_before(decision.date, Some(result.tallied_on))?;
        let star = match (result.outcome, self.state, self.held_star) {
            (Outcome::NotCertifiable, _, _) => {
                let missing = result.missing_for_next().cloned().collect();
                return Err(Refusal::NotCertifiable { missing });
            }
            (_, State::NotRecognised, Some(held)) => return Err(Refusal::NoHigherStar { held }),
            (Outcome::Forward, _, _) => None,
            (Outcome::Certifiable(star), _, _) => Some(star),
        };
        let on = decision.date;
        let Some(star) = star else {
            self.decision = Some(decision);
            self.state = State::ForwardedCentral;
            self.tell(Step::Forwarded, on);
            return Ok(Decided::Forwarded);
        };
        let regulation = self.regulation.ok_or(Refusal::NoRegulation { on })?;
        let grant = Grant {
            id: certificate_id,
            star,
            regulation,
            decision: decision.clone(),
            valid_from: on,
            product_code: String::new(),
            dossier_id: Some(self.id),
        };
        match self.kind {
            DossierKind::First => certificates.issue(product, grant)?,
            DossierKind::Upgrade => certificates.upgrade(product, grant)?,
            DossierKind::ReEvaluation => certificates.recognise_again(product, grant)?,
        }
        self.decision = Some(decision);
        self.certificate_id = Some(certificate_id);
        self.state = State::Certified;
        self.tell(Step::Certified, on);
        Ok(Decided::Certified(star))
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
        self.tell(Step::Rejected, on);
        Ok(())
    }

    fn same_province(&self, province: &str) -> Result<(), Refusal> {
        let dossier = &self.place.province_code;
        if province == dossier {
            return Ok(());
        }
        Err(Refusal::OtherProvince {
            round: province.to_owned(),
            dossier: dossier.clone(),
        })
    }
}

fn not_before(on: NaiveDate, before: Option<NaiveDate>) -> Result<(), Refusal> {
    match before {
        Some(before) if on < before => Err(Refusal::BeforePreviousStep { on, before }),
        _ => Ok(()),
    }
}
