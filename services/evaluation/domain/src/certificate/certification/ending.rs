//! How certificates end by revocation. How they end by time is in `due`.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Certification;
use crate::certificate::Step;
use crate::certificate::authority::may_take_away;
use crate::certificate::{Refusal, Revocation};
use crate::correction::Grounds;
use crate::criteria::calendar::not_before;

impl Certification {
    /// Revokes the newest certificate; Article 8. One that has expired may still be revoked, and
    /// keeps both ends.
    ///
    /// # Errors
    /// No such certificate, replaced or revoked already, an authority that could not take it away, or dated before its first
    /// day.
    pub fn revoke(&mut self, certificate_id: Uuid, revocation: Revocation) -> Result<(), Refusal> {
        let certificate = self
            .certificates
            .iter_mut()
            .find(|certificate| certificate.id == certificate_id)
            .ok_or(Refusal::NoSuchCertificate { id: certificate_id })?;
        certificate.is_not_taken_away()?;
        let on = revocation.decision.date;
        may_take_away(&revocation.decision.authority, certificate.star, on)?;
        not_before(on, Some(certificate.valid_from))?;
        if self
            .newest()
            .is_some_and(|newest| newest.id != certificate_id)
        {
            let newest = self.newest().map_or(certificate_id, |newest| newest.id);
            return Err(Refusal::Replaced { by: newest });
        }
        self.emit_end_before(on);
        if let Some(certificate) = self.certificates.last_mut() {
            certificate.revocation = Some(revocation);
        }
        self.emit(Step::Revoked, on);
        Ok(())
    }

    /// Lifts the revocation of the newest certificate, which a complaint showed to be wrong: it is valid as if it had never
    /// been revoked. The revocation stays on record.
    ///
    /// # Errors
    /// No such certificate, not revoked, or another followed it.
    pub fn lift_revocation(
        &mut self,
        certificate_id: Uuid,
        grounds: &Grounds,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        if self.one(certificate_id)?.revocation.is_none() {
            return Err(Refusal::NotRevoked);
        }
        match self.newest() {
            Some(newest) if newest.id != certificate_id => Err(Refusal::Replaced { by: newest.id }),
            _ => self.correct(certificate_id, grounds, today, |certificate| {
                certificate.revocation = None;
                Ok(())
            }),
        }
    }
}
