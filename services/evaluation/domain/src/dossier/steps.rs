//! The steps of a dossier at the commune, before its council and at the authority. Each checks first,
//! changes then, and records what happened; a refusal changes nothing.

use chrono::NaiveDate;
use ocop_places::Places;

use super::lodging::check_made;
use super::{
    Dossier, DossierKind, Endorsed, Findings, Lodged, Refusal, Stage, State, Step, completeness,
};
use crate::certificate::authority::may_forward;
use crate::certificate::certification::{Certification, Grant, Registration};
use crate::certificate::decision::Decision;
use crate::council::tally::{Outcome, Tally};
use crate::criteria::calendar::not_before;
use crate::criteria::regulation::Level;
use crate::criteria::star::Star;
use crate::register::product::Product;
use crate::{certificate, council};

/// What a decision on a scored dossier did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The product has a certificate of this star.
    Certified(Star),
    /// The result was approved and sent to the centre; there is no certificate yet.
    Forwarded,
}

impl Dossier {
    /// Sends it on to the province with the commune's report, Form 03 (Article 7.2b).
    ///
    /// # Errors
    /// Not at the commune; a topic without findings; dated before it was lodged.
    pub fn endorse(&mut self, findings: Findings, on: NaiveDate) -> Result<(), Refusal> {
        let lodged = self.at_commune()?;
        completeness::hold(completeness::lacks_in(&findings), &[])?;
        not_before(on, self.last_step_on())?;
        self.stage = Stage::CommuneEndorsed(Endorsed {
            lodged: lodged.clone(),
            findings,
            letter: None,
            on,
        });
        self.emit(Step::Endorsed, on);
        Ok(())
    }

    pub(super) fn at_commune(&self) -> Result<&Lodged, Refusal> {
        match &self.stage {
            Stage::Submitted { lodged, .. } => Ok(lodged),
            _ => Err(self.wrong_state()),
        }
    }

    /// Records the authority's decision on the result. A province recognises three or four stars of its
    /// own council, or of the centre's that found less than five (Articles 7.3e and 7.4); a result of
    /// five stars of its own it approves and sends to the centre, where the minister recognises them.
    /// The certificate is added to the product's; `register` is what the register adds to it.
    ///
    /// # Errors
    /// Not scored; a result that allows no recognition; an authority that could not decide so; dated before the minutes or their signing; the product is not made; a
    /// re-evaluation of a certificate that another has followed since, or a dossier of a producer whose certificate a successor
    /// has since; or the product's certificates do not allow the
    /// new one.
    pub fn decide(
        &mut self,
        decision: Decision,
        product: &Product,
        certificates: &mut Certification,
        register: Registration,
    ) -> Result<Decided, Refusal> {
        let scored = match &self.stage {
            Stage::ProvincialScored(scored)
            | Stage::CentralScored(scored)
            | Stage::NotRecognised(scored) => scored.clone(),
            Stage::CentralBelow90(scored) => scored.clone().sent_back(),
            _ => return Err(self.wrong_state()),
        };
        let on = decision.date;
        self.not_stopped()?;
        not_before(on, scored.tally.settled_on())?;
        let Some(star) = self.star_decided(&scored.tally)? else {
            may_forward(&decision.authority)?;
            self.stage = Stage::ForwardedCentral {
                scored: scored.forwarded(),
                approval: decision,
            };
            self.emit(Step::Forwarded, on);
            return Ok(Decided::Forwarded);
        };
        check_made(product)?;
        let lodged = &scored.accepted.endorsed.lodged;
        let mut product = self.as_lodged(product);
        let own = self.own_in_force(certificates);
        let again = own.is_some();
        match own {
            // A successor that the certificate went over to meanwhile goes on holding it.
            Some(own) => {
                product.producer_id = own.producer_id;
                product.producer_name.clone_from(&own.producer_name);
            }
            None => self.check_object(certificates, lodged.on)?,
        }
        let certificate_id = register.certificate_id;
        let grant = Grant {
            id: certificate_id,
            star,
            regulation: lodged.regulation,
            decision: decision.clone(),
            valid_from: on,
            product_code: register.product_code,
            dossier_id: Some(self.id),
            recorded_on: register.recorded_on,
            recorded_at: register.recorded_at,
        };
        match self.kind {
            _ if again => certificates.recognise_again(&product, grant)?,
            DossierKind::First => certificates.issue(&product, grant)?,
            DossierKind::Upgrade => certificates.upgrade(&product, grant)?,
            DossierKind::ReEvaluation => certificates.recognise_again(&product, grant)?,
        }
        self.stage = Stage::Certified {
            scored,
            decision,
            certificate_id,
        };
        self.emit(Step::Certified, on);
        Ok(Decided::Certified(star))
    }

    /// Takes over the decision that recognised it as it was put right.
    ///
    /// # Errors
    /// It is not recognised, or the decision is dated before the minutes or their signing.
    pub fn correct_decision(
        &mut self,
        decision: Decision,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        let Stage::Certified {
            scored,
            certificate_id,
            ..
        } = &self.stage
        else {
            return Err(self.wrong_state());
        };
        not_before(decision.date, scored.tally.settled_on())?;
        self.stage = Stage::Certified {
            scored: scored.clone(),
            certificate_id: *certificate_id,
            decision,
        };
        self.emit(Step::DecisionCorrected, today);
        Ok(())
    }

    /// The product as it was handed in: that is what is recognised (Article 7.1), whatever the catalog says since.
    fn as_lodged(&self, product: &Product) -> Product {
        Product {
            name: self.product_name.clone(),
            producer_id: self.producer_id,
            producer_name: self.producer_name.clone(),
            criteria_set: self.criteria_set,
            place: self.place.clone(),
            ..product.clone()
        }
    }

    /// A re-evaluation is about the certificate that was held when it was lodged (Article 7.6): once another has
    /// begun, there is nothing left to evaluate again. An upgrade goes on above another star, but not once the certificate
    /// has gone over to a successor: what was handed in is the predecessor's (Article 7.1).
    fn check_object(
        &self,
        certificates: &Certification,
        lodged_on: NaiveDate,
    ) -> Result<(), Refusal> {
        let begun_since = certificates
            .newest()
            .filter(|newest| newest.valid_from > lodged_on);
        match begun_since {
            Some(newest)
                if self.kind == DossierKind::ReEvaluation
                    || newest.producer_id != self.producer_id =>
            {
                let since = newest.valid_from;
                Err(Refusal::ObjectEnded { since })
            }
            _ => Ok(()),
        }
    }

    /// The star that a decision on a result certifies; `None` if it sends the dossier to the centre.
    fn star_decided(&self, result: &Tally) -> Result<Option<Star>, Refusal> {
        match (result.outcome, self.state(), self.held) {
            (Outcome::NotCertifiable, _, _) => {
                let missing = result.missing_for_next().cloned().collect();
                Err(Refusal::NotCertifiable { missing })
            }
            (_, State::NotRecognised, Some(held)) => {
                Err(certificate::Refusal::NoHigherStar { held: held.star }.into())
            }
            (Outcome::Forward, State::CentralScored, _) => Ok(Some(Star::Five)),
            (Outcome::Forward, _, _) => Ok(None),
            (Outcome::Certifiable(star), _, _) => Ok(Some(star)),
        }
    }

    /// The star that a decision would certify now; `None` if it would certify none: nothing waits for
    /// it, or five stars go to the centre.
    pub fn star_to_grant(&self) -> Option<Star> {
        match (&self.stage, self.tally()?.outcome) {
            (Stage::ProvincialScored(_) | Stage::CentralBelow90(_), Outcome::Certifiable(star)) => {
                Some(star)
            }
            (Stage::CentralScored(_), Outcome::Forward) => Some(Star::Five),
            _ => None,
        }
    }

    /// Who decides on it as it stands: the minister on what the centre found, the province on the rest.
    pub fn decided_by(&self) -> Level {
        match self.state() {
            State::CentralScored => Level::Centre,
            _ => Level::Province,
        }
    }

    pub(super) fn same_province(
        &self,
        places: &Places,
        province: &str,
        said_on: NaiveDate,
    ) -> Result<(), Refusal> {
        let dossier = &self.place.province_code;
        if self.place.is_in_province_of(places, province, said_on) {
            return Ok(());
        }
        Err(council::Refusal::OtherProvince {
            round: province.to_owned(),
            dossier: dossier.clone(),
        }
        .into())
    }
}
