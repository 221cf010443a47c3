//! Certificates taken over from the registers of earlier decisions.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Certification, Grant, OldCertificate, compared};
use crate::certificate::authority::may_give;
use crate::certificate::decision::Decision;
use crate::certificate::{Certificate, Kind, Refusal, Step};
use crate::criteria;
use crate::criteria::regulation::Regulation;
use crate::criteria::star::Star;
use crate::register::product::Product;

impl OldCertificate {
    /// The one of these certificates of its product that it is.
    ///
    /// # Errors
    /// [`Refusal::ImportedOtherwise`] if one of the same decision has other stars.
    pub fn known(&self, certificates: &[Certificate]) -> Result<Option<Uuid>, Refusal> {
        let decision = &self.decision;
        let known = certificates.iter().find(|known| {
            (known.decision.key(), known.decision.date) == (decision.key(), decision.date)
        });
        match known {
            None => Ok(None),
            Some(known) if known.star == self.star => Ok(Some(known.id)),
            Some(_) => Err(Refusal::ImportedOtherwise {
                number: decision.number.clone(),
                date: decision.date,
            }),
        }
    }
}

impl Certification {
    /// Takes over a certificate of an old register: it counts as issued, or as upgraded, renewed or
    /// lowered if the one before it was still valid; and as expired too if its term ended before
    /// `today`. One that begins before the newest is filled in where it belongs. Returns its id. The same certificate again
    /// changes nothing and returns the id it has.
    ///
    /// # Errors
    /// Not decided before `before`, the day since which decisions are made here; an authority that could not give the
    /// star; on the day of another certificate of the product; before one that was given on conditions that would not hold
    /// any more; or there already with other content.
    pub fn import(
        &mut self,
        product: &Product,
        old: OldCertificate,
        before: NaiveDate,
        today: NaiveDate,
    ) -> Result<Uuid, Refusal> {
        let decision = &old.decision;
        if let Some(known) = old.known(&self.certificates)? {
            return Ok(known);
        }
        let regulation = law_of(decision)?;
        taken_over(decision, old.star, before)?;
        let from = decision.date;
        let step = match self.valid_on(from) {
            None => Step::Issued,
            Some(held) => compared(old.star, held.star),
        };
        let id = old.id;
        let older = self.newest().is_some_and(|newest| from < newest.valid_from);
        let grant = Grant {
            id,
            star: old.star,
            regulation: regulation.code,
            decision: old.decision,
            valid_from: from,
            product_code: old.product_code,
            dossier_id: None,
            recorded_on: today,
            recorded_at: old.recorded_at,
        };
        if older {
            let certificate = self.granted(product, grant, Kind::Imported);
            self.take_in(certificate, today)?;
            return Ok(id);
        }
        self.add(product, grant, Kind::Imported, step)?;
        self.emit_due(today);
        Ok(id)
    }
}

/// The regulation of a decision's day.
pub(super) fn law_of(decision: &Decision) -> Result<&'static Regulation, Refusal> {
    let on = decision.date;
    let law = Regulation::in_force_on(on).ok_or(criteria::Refusal::NoRegulation { on })?;
    Ok(law)
}

/// Checks that a decision could have been made elsewhere: before decisions were made here, and by an authority that
/// could give the star.
pub(super) fn taken_over(
    decision: &Decision,
    star: Star,
    before: NaiveDate,
) -> Result<(), Refusal> {
    let date = decision.date;
    let law = law_of(decision)?;
    if date >= before {
        return Err(Refusal::DecidedSinceStart { date, before });
    }
    may_give(&decision.authority, star, law, date)
}
