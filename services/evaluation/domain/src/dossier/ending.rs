//! The ends of a dossier without a certificate: rejected, withdrawn, closed, or a draft deleted. With them every state
//! has a lawful end, whatever becomes of the product and its certificates meanwhile.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::content::Content;
use super::{Dossier, DossierKind, Reached, Refusal, Stage, Step};
use crate::certificate::Certificate;
use crate::certificate::certification::Certification;
use crate::council::tally::Outcome;
use crate::criteria::calendar::not_before;
use crate::criteria::star::Star;
use crate::register::product::{Product, Status};

/// Why the office closes a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseGround {
    /// A council's result allows no recognition, or for an upgrade no higher star than the product has.
    NotRecognised,
    /// What it is about is gone: the product is retired, or the certificate to be raised or evaluated again has ended.
    ObjectGone,
    /// Another certificate of the product came first.
    Superseded,
    /// The supplement asked for was not handed in by its day (Article 7.3c).
    SupplementMissing,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub ground: CloseGround,
    pub reason: String,
    /// Who closes it, such as "Văn phòng điều phối OCOP tỉnh Quảng Ngãi".
    pub authority: String,
    pub on: NaiveDate,
}

impl Dossier {
    /// Rejects it on a ground of Appendix II, such as forged documents, at any step after it was lodged. Knock-outs and
    /// disqualifiers that stand are the grounds.
    ///
    /// # Errors
    /// It is a draft or final; dated before its last step or before what stands was seen.
    pub fn reject(&mut self, reason: &str, on: NaiveDate) -> Result<(), Refusal> {
        let reached = self.ending(on)?;
        not_before(on, self.knocked_out_on())?;
        self.stage = Stage::Rejected {
            reached,
            reason: reason.to_owned(),
            on,
        };
        self.emit(Step::Rejected, on);
        Ok(())
    }

    /// The producer takes it back, at any step between lodging and the decision that ends it.
    ///
    /// # Errors
    /// It is a draft or final; dated before its last step.
    pub fn withdraw(&mut self, reason: &str, on: NaiveDate) -> Result<(), Refusal> {
        let reached = self.ending(on)?;
        self.stage = Stage::Withdrawn {
            reached,
            reason: reason.to_owned(),
            on,
        };
        self.emit(Step::Withdrawn, on);
        Ok(())
    }

    /// Closes it without recognition, on a ground that is there on the day.
    ///
    /// # Errors
    /// It is a draft or final; dated before its last step; or [`Refusal::NoGround`].
    pub fn close(
        &mut self,
        closing: Closing,
        product: &Product,
        certificates: &Certification,
    ) -> Result<(), Refusal> {
        let on = closing.on;
        let reached = self.ending(on)?;
        self.check_ground(closing.ground, product, certificates, on)?;
        self.stage = Stage::Closed { reached, closing };
        self.emit(Step::Closed, on);
        Ok(())
    }

    /// Deletes a draft, returned ones too: what stands in it is gone. That it was, and what was lodged of it before,
    /// stays.
    ///
    /// # Errors
    /// It is no draft; dated before it was last given back.
    pub fn delete(&mut self, on: NaiveDate) -> Result<(), Refusal> {
        if !matches!(self.stage, Stage::Draft { .. }) {
            return Err(self.wrong_state());
        }
        not_before(on, self.last_step_on())?;
        self.content = Content::default();
        self.stage = Stage::Deleted { on };
        self.emit(Step::Deleted, on);
        Ok(())
    }

    /// How far it has come that is to end on a day.
    fn ending(&self, on: NaiveDate) -> Result<Reached, Refusal> {
        let reached = self.stage.reached().ok_or_else(|| self.wrong_state())?;
        not_before(on, self.last_step_on())?;
        Ok(reached)
    }

    pub(super) fn check_ground(
        &self,
        ground: CloseGround,
        product: &Product,
        certificates: &Certification,
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        let held = certificates.good_on(on).map(|held| held.star);
        let (there, why) = match ground {
            CloseGround::NotRecognised => (
                self.allows_nothing(held),
                "there is no result, or it allows a decision",
            ),
            CloseGround::ObjectGone => (
                product.status == Status::Retired || self.certificate_is_gone(certificates, on),
                "the product is not retired (one that is suspended or a draft may be made again), and the certificate it is about has not ended",
            ),
            CloseGround::Superseded => (
                self.is_superseded(certificates, on),
                "no other certificate of the product has begun since it was lodged",
            ),
            CloseGround::SupplementMissing => (
                self.is_supplement_missing(on),
                "no supplement is asked for by a day that has passed",
            ),
        };
        there.then_some(()).ok_or(Refusal::NoGround { why })
    }

    /// Whether its result allows no decision. `held` is the star of the product on the day.
    fn allows_nothing(&self, held: Option<Star>) -> bool {
        let star = match self.tally().map(|tally| tally.outcome) {
            None => return false,
            Some(Outcome::NotCertifiable) => return true,
            Some(Outcome::Certifiable(star)) => star,
            Some(Outcome::Forward) => Star::Five,
        };
        self.kind == DossierKind::Upgrade && held.is_some_and(|held| star <= held)
    }

    /// Whether the certificate that an upgrade or a re-evaluation is about has ended: an upgrade needs one that is
    /// good, a re-evaluation one that was not revoked and whose grace is not over (Article 12.3).
    fn certificate_is_gone(&self, certificates: &Certification, on: NaiveDate) -> bool {
        match self.kind {
            DossierKind::First => false,
            DossierKind::Upgrade => certificates.good_on(on).is_none(),
            DossierKind::ReEvaluation => certificates.newest().is_none_or(|newest| {
                let until = newest.grace_until().unwrap_or(newest.valid_to);
                newest.revocation.is_some() || on > until
            }),
        }
    }

    fn is_superseded(&self, certificates: &Certification, on: NaiveDate) -> bool {
        let lodged_on = self.stage.lodged().map(|lodged| lodged.on);
        // Its own certificate, which a result taken back since led to, is no other, whoever holds it now.
        let own = self.granted_before();
        let other =
            |one: &&Certificate| !own.is_some_and(|own| certificates.goes_on_from(one, own));
        let newest = certificates.newest().filter(other);
        let valid = certificates.valid_on(on).filter(other);
        newest.map(|newest| newest.valid_from) > lodged_on
            || self.kind == DossierKind::First && valid.is_some()
    }

    fn is_supplement_missing(&self, on: NaiveDate) -> bool {
        let asked = self.stage.supplement_of_round();
        asked.is_some_and(|supplement| {
            let due_on = supplement.due_on.filter(|_| supplement.filed_on.is_none());
            due_on.is_some_and(|due_on| on > due_on)
        })
    }
}
