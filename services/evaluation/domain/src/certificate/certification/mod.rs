//! All certificates of one product, over time.
//!
//! They are one aggregate because they bear on each other: an upgrade ends the certificate before
//! it, and no two are ever valid on the same day. They are kept in the order in which they begin.

pub mod correcting;
mod due;
mod ending;
mod importing;
pub mod issuing;
mod terms;
pub mod withdrawing;

use chrono::{DateTime, Days, NaiveDate, Utc};
use uuid::Uuid;

use crate::certificate::authority::may_give;
use crate::certificate::decision::Decision;
use crate::certificate::recognition::Running;
use crate::certificate::{Certificate, Kind, Standing};
use crate::certificate::{Event, Refusal, Step};
use crate::criteria::regulation::{Code, Regulation};
use crate::criteria::star::Star;
use crate::register::product::Product;

/// The certificates of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certification {
    /// Id of the product, which is the id of the aggregate.
    pub product_id: Uuid,
    /// The certificates, in the order in which they begin.
    pub certificates: Vec<Certificate>,
    /// The product's lodged dossiers, as far as they bear on how long a certificate stays good.
    pub dossiers: Vec<Running>,
    pub events: Vec<Event>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub id: Uuid,
    pub star: Star,
    /// The regulation it is given under.
    pub regulation: Code,
    /// The decision that gives it.
    pub decision: Decision,
    /// The first day of its validity; usually the date of the decision.
    pub valid_from: NaiveDate,
    /// The printed product code; may be empty.
    pub product_code: String,
    /// The dossier that led to it.
    pub dossier_id: Option<Uuid>,
    /// The day it is recorded, today or later than the decision.
    pub recorded_on: NaiveDate,
    pub recorded_at: DateTime<Utc>,
}

/// What the register adds to a decision that grants a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    pub certificate_id: Uuid,
    /// Its product code; empty where no commune keeps a serial for the product.
    pub product_code: String,
    /// The day the decision is recorded.
    pub recorded_on: NaiveDate,
    pub recorded_at: DateTime<Utc>,
}

/// A certificate as an old register has it. Its regulation is the one of the decision's date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldCertificate {
    pub id: Uuid,
    pub recorded_at: DateTime<Utc>,
    pub star: Star,
    /// The first day of its validity is that of the decision.
    pub decision: Decision,
    /// The printed product code; may be empty.
    pub product_code: String,
}

impl Certification {
    /// A product without certificates.
    pub fn none(product_id: Uuid) -> Self {
        Self {
            product_id,
            certificates: Vec::new(),
            dossiers: Vec::new(),
            events: Vec::new(),
        }
    }

    /// The certificate that begins last.
    pub fn newest(&self) -> Option<&Certificate> {
        self.certificates.last()
    }

    /// Whether a certificate is that of an id or goes on from it: with a successor of its producer, or in force again.
    pub fn goes_on_from(&self, certificate: &Certificate, id: Uuid) -> bool {
        let before = |one: &&Certificate| {
            let origin = one.goes_on?;
            self.certificates.iter().find(|one| one.id == origin)
        };
        std::iter::successors(Some(certificate), before).any(|one| one.id == id)
    }

    /// The certificate valid on a day. There is never more than one.
    pub fn valid_on(&self, date: NaiveDate) -> Option<&Certificate> {
        self.certificates
            .iter()
            .find(|certificate| certificate.is_valid_on(date))
    }

    /// The certificate whose term ended so short a time before a day that a regulation grants it grace (Article 12.3).
    pub fn in_grace_on(&self, day: NaiveDate, law: &Regulation) -> Option<&Certificate> {
        let begun = self.certificates.iter().rfind(|one| one.valid_from <= day);
        begun.filter(|held| {
            let grace = law.grants_grace(Some(held.valid_to));
            let ended = matches!(held.standing(day), Standing::Expired { .. });
            grace && ended && day <= held.valid_to + Days::new(law.grace_days)
        })
    }

    /// The certificate that is good on a day: valid, or in the days of grace after its end while a re-evaluation waits for its
    /// result (Article 12.3).
    pub fn good_on(&self, day: NaiveDate) -> Option<&Certificate> {
        let in_grace = || {
            let begun = self.certificates.iter().rfind(|one| one.valid_from <= day);
            begun.filter(|held| held.grace_on(day, &self.dossiers).is_some())
        };
        self.valid_on(day).or_else(in_grace)
    }

    /// What the product's recognition is worth on a day: what the last certificate that had begun by
    /// then is worth.
    pub fn standing(&self, as_of: NaiveDate) -> Standing {
        let begun = self
            .certificates
            .iter()
            .rev()
            .find(|certificate| certificate.valid_from <= as_of);
        let first = self.certificates.first();
        begun
            .or(first)
            .map_or(Standing::Unknown, |certificate| certificate.standing(as_of))
    }

    /// Gives the first certificate, or the first after a gap.
    ///
    /// # Errors
    /// A certificate is valid on its first day, or begins later.
    pub fn issue(&mut self, product: &Product, grant: Grant) -> Result<(), Refusal> {
        if let Some(held) = self.valid_on(grant.valid_from) {
            return Err(Refusal::ValidCertificateExists {
                until: held.valid_to,
            });
        }
        self.add(product, grant, Kind::First, Step::Issued)
    }

    /// Gives a higher star; Article 7.5. The certificate held ends on the eve of the new one, whose
    /// 36 months begin anew.
    ///
    /// The certificate held may be in the days of grace after its end, while a re-evaluation of it waits for its result
    /// (Article 12.3).
    ///
    /// # Errors
    /// No certificate good on its first day, or no higher star than that one has.
    pub fn upgrade(&mut self, product: &Product, grant: Grant) -> Result<(), Refusal> {
        let on = grant.valid_from;
        let held = self
            .good_on(on)
            .ok_or(Refusal::NoValidCertificate { on })?
            .star;
        if grant.star <= held {
            return Err(Refusal::NoHigherStar { held });
        }
        self.add(product, grant, Kind::Upgrade, Step::Upgraded)
    }

    /// Recognises again after a re-evaluation (Article 7.6), with the same star, a lower or a higher
    /// one. The certificate held may have run out meanwhile: a dossier filed late is decided after
    /// its end (Article 12.3).
    ///
    /// # Errors
    /// No certificate to follow, or it is revoked.
    pub fn recognise_again(&mut self, product: &Product, grant: Grant) -> Result<(), Refusal> {
        let on = grant.valid_from;
        let held = self.newest().ok_or(Refusal::NoValidCertificate { on })?;
        if let Some(revocation) = &held.revocation {
            return Err(Refusal::RevokedAlready {
                since: revocation.decision.date,
            });
        }
        let step = compared(grant.star, held.star);
        let kind = match step {
            Step::Upgraded => Kind::Upgrade,
            Step::Lowered => Kind::Lowering,
            _ => Kind::Renewal,
        };
        self.add(product, grant, kind, step)
    }

    /// Adds a certificate that its authority could give after the newest, which ends on the eve if it would have gone on. One dated
    /// into the time before the newest was revoked would have lived beside it, and is refused.
    fn add(
        &mut self,
        product: &Product,
        grant: Grant,
        kind: Kind,
        step: Step,
    ) -> Result<(), Refusal> {
        let (from, decision) = (grant.valid_from, &grant.decision);
        let law = grant.regulation.regulation();
        may_give(&decision.authority, grant.star, law, decision.date)?;
        if let Some(newest) = self.certificates.last() {
            if from <= newest.valid_from {
                return Err(Refusal::NotAfterNewest {
                    from,
                    newest: newest.valid_from,
                });
            }
            let revoked_on = newest.revocation.as_ref().map(|end| end.decision.date);
            if let Some(since) = revoked_on.filter(|&since| from < since) {
                return Err(Refusal::RevokedAlready { since });
            }
        }
        self.emit_end_before(from);
        if let Some(newest) = self.certificates.last_mut()
            && newest.revocation.is_none()
            && newest.valid_to >= from
        {
            newest.valid_to = from - Days::new(1);
            newest.replaced_by = Some(grant.id);
        }
        let certificate = self.granted(product, grant, kind);
        self.certificates.push(certificate);
        self.emit(step, from);
        Ok(())
    }

    /// A certificate as it is given, in a term that nothing ends before its time.
    fn granted(&self, product: &Product, grant: Grant, kind: Kind) -> Certificate {
        let from = grant.valid_from;
        Certificate {
            id: grant.id,
            product_id: self.product_id,
            product_name: product.name.clone(),
            producer_id: product.producer_id,
            producer_name: product.producer_name.clone(),
            criteria_set: product.criteria_set,
            star: grant.star,
            kind,
            imported: kind == Kind::Imported,
            regulation: grant.regulation,
            decision: grant.decision,
            valid_from: from,
            valid_to: grant.regulation.regulation().last_day_of_term(from),
            product_code: grant.product_code,
            place: product.place.on(from),
            dossier_id: grant.dossier_id,
            replaced_by: None,
            revocation: None,
            recorded_at: grant.recorded_at,
            expiry_published: false,
            reminded_until: grant.recorded_on.pred_opt().unwrap_or(NaiveDate::MIN),
            goes_on: None,
            issues: Vec::new(),
            corrections: Vec::new(),
            term_ends: None,
        }
    }

    /// Records what happened to the newest certificate.
    fn emit(&mut self, step: Step, on: NaiveDate) {
        if let [before @ .., newest] = self.certificates.as_slice() {
            let previous = before.last();
            self.events.push(Event {
                step,
                certificate: newest.clone(),
                earlier: None,
                previous_star: previous.map(|previous| previous.star),
                previous_certificate_id: previous.map(|previous| previous.id),
                on,
            });
        }
    }
}

/// What a new star is beside the one held.
fn compared(star: Star, held: Star) -> Step {
    match star.cmp(&held) {
        std::cmp::Ordering::Greater => Step::Upgraded,
        std::cmp::Ordering::Equal => Step::Renewed,
        std::cmp::Ordering::Less => Step::Lowered,
    }
}

#[cfg(test)]
pub(crate) mod tests;
