//! The days of a product's certificates, laid anew after something about one of them was put right. Whatever was asked
//! when a later one was given is asked again.

use chrono::Days;

use super::{Certification, compared};
use crate::certificate::{Certificate, Kind, Refusal, Step};
use crate::criteria::calendar::not_before;

impl Certification {
    /// Ends every certificate by its term or on the eve of the one after it.
    ///
    /// # Errors
    /// One does not begin after the one before it; one lies in a time from which another was revoked; one goes on from
    /// another that is not there any more; or one was given on conditions that do not hold any more. The certificates are then to be thrown away.
    pub(super) fn recompute_terms(&mut self) -> Result<(), Refusal> {
        let before = self.certificates.clone();
        for at in 0..self.certificates.len() {
            let (earlier, rest) = self.certificates.split_at_mut(at);
            let Some(this) = rest.first_mut() else {
                break;
            };
            if let Some(origin) = this.goes_on {
                let gone = Refusal::LaterNoLongerHolds { id: this.id };
                let origin = earlier.iter().find(|one| one.id == origin).ok_or(gone)?;
                this.star = origin.star;
                this.criteria_set = origin.criteria_set;
                this.regulation = origin.regulation;
                this.term_ends = Some(origin.last_day_of_term());
            }
            this.valid_to = this.last_day_of_term();
            this.replaced_by = None;
            let revoked_on = this.revocation.as_ref().map(|end| end.decision.date);
            if let Some(on) = revoked_on {
                not_before(on, Some(this.valid_from))?;
            }
            let Some(previous) = earlier.last_mut() else {
                if matches!(this.kind, Kind::First | Kind::Imported) {
                    continue;
                }
                return Err(Refusal::LaterNoLongerHolds { id: this.id });
            };
            let joined = follow(previous, this)?;
            let followed = before.iter().any(|one| one.replaced_by == Some(this.id));
            still_holds(this, previous, joined == followed)?;
        }
        Ok(())
    }
}

impl Certification {
    /// Whether every paper that was given again could be given on its day, with the days as they are laid now.
    ///
    /// # Errors
    /// One is dated before the first day of its certificate, or into a time when that was not good.
    pub(super) fn papers_hold(&self) -> Result<(), Refusal> {
        for certificate in &self.certificates {
            for on in certificate.issues.iter().map(|issue| issue.on) {
                not_before(on, Some(certificate.valid_from))?;
                if self
                    .good_on(on)
                    .is_none_or(|good| good.id != certificate.id)
                {
                    return Err(Refusal::NotValid { on });
                }
            }
        }
        Ok(())
    }
}

/// Ends a certificate on the eve of the one after it; `false` if it had ended before.
fn follow(previous: &mut Certificate, this: &Certificate) -> Result<bool, Refusal> {
    let from = this.valid_from;
    let revoked_on = previous.revocation.as_ref().map(|end| end.decision.date);
    // What was withdrawn from its first day on was never valid: the one before it is in force again from that day.
    let never_valid = this.kind == Kind::Revived && revoked_on == Some(previous.valid_from);
    if from < previous.valid_from || from == previous.valid_from && !never_valid {
        return Err(Refusal::NotAfterNewest {
            from,
            newest: previous.valid_from,
        });
    }
    if let Some(since) = revoked_on {
        if from < since {
            return Err(Refusal::RevokedAlready { since });
        }
        return Ok(false);
    }
    let joined = previous.valid_to >= from;
    if joined {
        previous.valid_to = from - Days::new(1);
        previous.replaced_by = Some(this.id);
    }
    Ok(joined)
}

/// Whether what a certificate was given on still holds. `as_then` says whether the one before it was valid on its first
/// day if and only if it was when it was given.
fn still_holds(this: &Certificate, previous: &Certificate, as_then: bool) -> Result<(), Refusal> {
    let step = compared(this.star, previous.star);
    let holds = match this.kind {
        Kind::First | Kind::Transferred => as_then,
        Kind::Upgrade => as_then && step == Step::Upgraded,
        Kind::Renewal => step == Step::Renewed,
        Kind::Lowering => step == Step::Lowered,
        Kind::Imported | Kind::Revived => true,
    };
    if holds {
        Ok(())
    } else {
        Err(Refusal::LaterNoLongerHolds { id: this.id })
    }
}
