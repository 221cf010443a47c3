//! What was recorded of a certificate wrongly, put right on record: the decision that gave it, or what an old register
//! was read to say.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Certification;
use super::importing::{law_of, taken_over};
use crate::certificate::authority::may_give;
use crate::certificate::decision::Decision;
use crate::certificate::{Certificate, Event, Ground, Kind, Refusal, Revocation, Step};
use crate::correction::Grounds;
use crate::criteria::star::Star;
use crate::register::product::Product;

/// What an old register says of a certificate, read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadAgain {
    pub star: Star,
    pub decision: Decision,
    /// The printed product code; may be empty.
    pub product_code: String,
}

impl Certification {
    /// Puts right the number, date, authority or signer of the decision that gave a certificate. With the date its first
    /// day moves, and with it the last day of the one before.
    ///
    /// # Errors
    /// No such certificate; one that goes on from another; nothing would be another; an authority that could not give it; of an
    /// imported one what
    /// [`import`](Self::import) refuses; or a certificate before or after it, or a paper given again, does not allow the date.
    pub fn correct_decision(
        &mut self,
        certificate_id: Uuid,
        decision: &Decision,
        grounds: &Grounds,
        before: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        let known = self.one(certificate_id)?;
        if let Some(from) = known.goes_on {
            return Err(Refusal::GoesOn { from });
        }
        if known.kind == Kind::Imported {
            taken_over(decision, known.star, before)?;
        }
        let law = known.regulation.regulation();
        may_give(&decision.authority, known.star, law, decision.date)?;
        self.correct(certificate_id, grounds, today, |certificate| {
            certificate.decide_by(decision)
        })
    }

    /// Puts right what was read of an old register: star, decision and product code.
    ///
    /// # Errors
    /// As [`correct_decision`](Self::correct_decision), and it was not imported.
    pub fn correct_import(
        &mut self,
        certificate_id: Uuid,
        read: &ReadAgain,
        grounds: &Grounds,
        before: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        if self.one(certificate_id)?.kind != Kind::Imported {
            return Err(Refusal::NotImported);
        }
        taken_over(&read.decision, read.star, before)?;
        self.correct(certificate_id, grounds, today, |certificate| {
            certificate.decide_by(&read.decision)?;
            certificate.star = read.star;
            certificate.product_code.clone_from(&read.product_code);
            Ok(())
        })
    }

    /// Moves an imported certificate to the product that it belongs to. Here it is as if it had never been.
    ///
    /// # Errors
    /// No such certificate; it was not imported; or the certificates that are left here, or those of the other product,
    /// do not allow it.
    pub fn move_import(
        &mut self,
        certificate_id: Uuid,
        (to, product): (&mut Self, &Product),
        grounds: &Grounds,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        let known = self.one(certificate_id)?;
        if known.kind != Kind::Imported {
            return Err(Refusal::NotImported);
        }
        let mut moved = known.clone();
        let left = self.without(certificate_id)?;
        let fields = [
            (
                "product_id",
                known.product_id.to_string(),
                product.id.to_string(),
            ),
            (
                "product_name",
                known.product_name.clone(),
                product.name.clone(),
            ),
            (
                "producer_id",
                known.producer_id.to_string(),
                product.producer_id.to_string(),
            ),
        ];
        grounds.record(&mut moved.corrections, fields)?;
        moved.belong_to(product);
        to.take_in(moved, today)?;
        let gone = known.clone();
        self.certificates = left;
        self.tell_gone(gone, today);
        Ok(())
    }

    /// Applies a change to a certificate and lays the days of all anew.
    pub(super) fn correct(
        &mut self,
        certificate_id: Uuid,
        grounds: &Grounds,
        today: NaiveDate,
        change: impl FnOnce(&mut Certificate) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut laid = self.without_events();
        let known = self.one(certificate_id)?;
        let changed = laid.one_mut(certificate_id)?;
        change(changed)?;
        laid.recompute_terms()?;
        laid.papers_hold()?;
        let changed = laid.one_mut(certificate_id)?;
        let fields = known.correctable().into_iter().zip(changed.correctable());
        let fields = fields.map(|((field, before), (_, after))| (field, before, after));
        grounds.record(&mut changed.corrections, fields)?;
        self.certificates = laid.certificates;
        self.tell_corrected(certificate_id, today);
        Ok(())
    }

    /// Puts a certificate in where it belongs by its first day, and lays the days of all anew.
    pub(super) fn take_in(&mut self, moved: Certificate, today: NaiveDate) -> Result<(), Refusal> {
        let id = moved.id;
        let mut laid = self.without_events();
        let at = laid
            .certificates
            .partition_point(|one| one.valid_from < moved.valid_from);
        laid.certificates.insert(at, moved);
        laid.recompute_terms()?;
        laid.papers_hold()?;
        self.certificates = laid.certificates;
        self.tell_corrected(id, today);
        Ok(())
    }

    /// The same certificates, to try a change on.
    fn without_events(&self) -> Self {
        Self {
            product_id: self.product_id,
            certificates: self.certificates.clone(),
            dossiers: self.dossiers.clone(),
            events: Vec::new(),
        }
    }

    /// The certificates without one of them.
    fn without(&self, certificate_id: Uuid) -> Result<Vec<Certificate>, Refusal> {
        let mut left = self.without_events();
        left.certificates.retain(|one| one.id != certificate_id);
        left.recompute_terms()?;
        Ok(left.certificates)
    }

    /// Records that a certificate was put right, and what became due with its new days.
    fn tell_corrected(&mut self, certificate_id: Uuid, today: NaiveDate) {
        if let Some(newest) = self.certificates.last_mut()
            && newest.day_after() > today
        {
            newest.expiry_published = false;
        }
        let earlier = self.earlier(certificate_id);
        self.emit(Step::Corrected, today);
        if let Some(event) = self.events.last_mut() {
            event.earlier = earlier;
        }
        self.emit_due(today);
    }

    /// Records that a certificate does not belong to the product. If none is left, what is told is that one, without a
    /// day of validity.
    fn tell_gone(&mut self, gone: Certificate, today: NaiveDate) {
        if self.certificates.is_empty() {
            let revocation = Revocation {
                ground: Ground::EnteredWrongly,
                reason: String::new(),
                decision: gone.decision.clone(),
            };
            let certificate = Certificate {
                revocation: Some(revocation),
                ..gone
            };
            self.events.push(Event {
                step: Step::Corrected,
                certificate,
                earlier: None,
                previous_star: None,
                previous_certificate_id: None,
                on: today,
            });
        } else {
            self.tell_corrected(gone.id, today);
        }
    }

    pub(super) fn one(&self, id: Uuid) -> Result<&Certificate, Refusal> {
        let mut all = self.certificates.iter();
        all.find(|one| one.id == id)
            .ok_or(Refusal::NoSuchCertificate { id })
    }

    pub(super) fn one_mut(&mut self, id: Uuid) -> Result<&mut Certificate, Refusal> {
        let mut all = self.certificates.iter_mut();
        all.find(|one| one.id == id)
            .ok_or(Refusal::NoSuchCertificate { id })
    }

    /// A certificate, if it is not the newest.
    pub(super) fn earlier(&self, id: Uuid) -> Option<Certificate> {
        let newest = self.newest().map(|newest| newest.id);
        let this = self.one(id).ok();
        this.filter(|this| Some(this.id) != newest).cloned()
    }
}

impl Certificate {
    /// Has another decision give it: its days begin with that, an imported one is under the law of that day, and so is
    /// what its place was called.
    fn decide_by(&mut self, decision: &Decision) -> Result<(), Refusal> {
        if self.kind == Kind::Imported {
            self.regulation = law_of(decision)?.code;
        }
        if self.valid_from == self.decision.date {
            self.valid_from = decision.date;
        }
        self.decision = decision.clone();
        self.place = self.place.on(decision.date);
        Ok(())
    }

    fn belong_to(&mut self, product: &Product) {
        self.product_id = product.id;
        self.product_name.clone_from(&product.name);
        self.producer_id = product.producer_id;
        self.producer_name.clone_from(&product.producer_name);
        self.criteria_set = product.criteria_set;
        self.place = product.place.on(self.valid_from);
    }

    /// What can be corrected of it, by the fields of the contract.
    fn correctable(&self) -> [(&'static str, String); 9] {
        let decision = &self.decision;
        let revocation = self.revocation.as_ref().map(|end| &end.decision);
        [
            ("star", self.star.number().to_string()),
            ("decision.number", decision.number.clone()),
            ("decision.date", decision.date.to_string()),
            ("decision.authority", decision.authority.clone()),
            ("decision.signer", decision.signer.clone()),
            ("valid_from", self.valid_from.to_string()),
            ("regulation", self.regulation.to_string()),
            ("product_code", self.product_code.clone()),
            (
                "revocation",
                revocation.map_or_else(String::new, |by| format!("{} {}", by.number, by.date)),
            ),
        ]
    }
}
