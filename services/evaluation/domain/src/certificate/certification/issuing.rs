//! Certificates that go on in another shape: on another paper, or with a successor of the producer.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::Certification;
use crate::certificate::authority::may_take_away;
use crate::certificate::decision::Decision;
use crate::certificate::issue::{Issue, IssueGround};
use crate::certificate::{Certificate, Kind, Refusal, Step};
use crate::criteria::calendar::not_before;
use crate::register::product::Product;

/// A paper to be given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPaper {
    pub ground: IssueGround,
    pub on: NaiveDate,
    /// The number printed on it; may be empty.
    pub serial: String,
    pub reason: String,
}

/// A certificate that goes over to a successor of its producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    /// Id that the certificate has with it.
    pub id: Uuid,
    pub producer_id: Uuid,
    pub producer_name: String,
    /// The decision on it, from whose date on the successor has the certificate.
    pub decision: Decision,
    pub recorded_on: NaiveDate,
    pub recorded_at: DateTime<Utc>,
}

impl Certification {
    /// Gives the paper of a certificate again that is good on the day, for the same term. The names on it are those of today, as the catalog
    /// has them.
    ///
    /// # Errors
    /// No such certificate; it is neither valid nor in grace on the day; dated before its first day or its last paper; or
    /// given because the producer has another name, which it has not.
    pub fn reissue(
        &mut self,
        certificate_id: Uuid,
        paper: NewPaper,
        product: &Product,
    ) -> Result<(), Refusal> {
        let on = paper.on;
        let good = self.good_on(on).is_some_and(|one| one.id == certificate_id);
        let certificate = self.one_mut(certificate_id)?;
        let last = certificate.issues.last().map(|issue| issue.on);
        not_before(on, Some(last.unwrap_or(certificate.valid_from)))?;
        if !good {
            return Err(Refusal::NotValid { on });
        }
        let number = certificate.issues.last().map_or(1, |issue| issue.number) + 1;
        let former = certificate.producer_name.clone();
        let own = certificate.producer_id == product.producer_id;
        let renamed = own && former != product.producer_name;
        if paper.ground == IssueGround::ProducerRenamed && !renamed {
            return Err(Refusal::NotRenamed);
        }
        if renamed {
            certificate.producer_name.clone_from(&product.producer_name);
        }
        certificate.issues.push(Issue {
            number,
            ground: paper.ground,
            on,
            serial: paper.serial,
            reason: paper.reason,
            former_producer_name: former,
            producer_name: certificate.producer_name.clone(),
            place_name: product.place.name.clone(),
        });
        let earlier = self.earlier(certificate_id);
        self.emit(Step::Reissued, on);
        if let Some(event) = self.events.last_mut() {
            event.earlier = earlier;
        }
        Ok(())
    }

    /// Lets the newest certificate go over to a successor of its producer: it ends on the eve, and goes on for what is left
    /// of its term under the successor's name.
    ///
    /// # Errors
    /// No such certificate; another followed it; it is revoked; an authority that could not decide on its star; it is not
    /// valid on the day, since in grace nothing is left of its term; it is the successor's already; dated on its first day or
    /// before, or before its last paper.
    pub fn transfer(&mut self, certificate_id: Uuid, to: Successor) -> Result<(), Refusal> {
        let on = to.decision.date;
        let held = self.one(certificate_id)?;
        held.is_not_taken_away()?;
        if held.producer_id == to.producer_id {
            return Err(Refusal::HeldAlready);
        }
        may_take_away(&to.decision.authority, held.star, on)?;
        if on <= held.valid_from {
            return Err(Refusal::NotAfterNewest {
                from: on,
                newest: held.valid_from,
            });
        }
        if !held.is_valid_on(on) {
            return Err(Refusal::NotValid { on });
        }
        not_before(on, held.issues.last().map(|issue| issue.on))?;
        let next = Certificate {
            producer_id: to.producer_id,
            producer_name: to.producer_name,
            ..held.going_on(Kind::Transferred, to.id, to.decision)
        };
        self.go_on(next, to.recorded_on, to.recorded_at, Step::Transferred)
    }

    /// Adds a certificate that goes on from one before it.
    pub(super) fn go_on(
        &mut self,
        next: Certificate,
        recorded_on: NaiveDate,
        recorded_at: DateTime<Utc>,
        step: Step,
    ) -> Result<(), Refusal> {
        let on = next.valid_from;
        let mut laid = self.clone();
        laid.certificates.push(Certificate {
            recorded_at,
            reminded_until: recorded_on.pred_opt().unwrap_or(NaiveDate::MIN),
            ..next
        });
        laid.give();
        laid.recompute_terms()?;
        laid.emit(step, on);
        laid.emit_due(recorded_on);
        *self = laid;
        Ok(())
    }

    /// Notes of the newest that the one before it ends for it, as [`lay`](Self::lay) expects of one that was given.
    fn give(&mut self) {
        if let [.., previous, newest] = self.certificates.as_mut_slice()
            && newest.kind == Kind::Transferred
        {
            previous.replaced_by = Some(newest.id);
        }
    }
}

impl Certificate {
    /// The same from the day of a decision on, for what is left of its term.
    pub(super) fn going_on(&self, kind: Kind, id: Uuid, decision: Decision) -> Self {
        Self {
            id,
            kind,
            valid_from: decision.date,
            place: self.place.on(decision.date),
            decision,
            goes_on: Some(self.id),
            term_ends: Some(self.last_day_of_term()),
            dossier_id: None,
            replaced_by: None,
            revocation: None,
            expiry_published: false,
            issues: Vec::new(),
            corrections: Vec::new(),
            ..self.clone()
        }
    }
}
