//! How certificates end: by revocation, or because their term ran out.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Certification;
use crate::domain::certificate::{Revocation, Standing};
use crate::domain::event::Happening;
use crate::domain::refusal::Refusal;

impl Certification {
    /// Revokes the newest certificate; Article 8. One that has expired may still be revoked.
    ///
    /// # Errors
    /// No such certificate, replaced or revoked already, or dated before its first day.
    pub fn revoke(&mut self, certificate_id: Uuid, revocation: Revocation) -> Result<(), Refusal> {
        let certificate = self
            .certificates
            .iter_mut()
            .find(|certificate| certificate.id == certificate_id)
            .ok_or(Refusal::NoSuchCertificate { id: certificate_id })?;
        if let Some(by) = certificate.replaced_by {
            return Err(Refusal::Replaced { by });
        }
        if let Some(earlier) = &certificate.revocation {
            return Err(Refusal::RevokedAlready {
                since: earlier.decision.date,
            });
        }
        let on = revocation.decision.date;
        if on < certificate.valid_from {
            return Err(Refusal::BeforePreviousStep {
                on,
                before: certificate.valid_from,
            });
        }
        if self
            .newest()
            .is_some_and(|newest| newest.id != certificate_id)
        {
            let newest = self.newest().map_or(certificate_id, |newest| newest.id);
            return Err(Refusal::Replaced { by: newest });
        }
        if let Some(certificate) = self.certificates.last_mut() {
            certificate.revocation = Some(revocation);
        }
        self.tell(Happening::Revoked, on);
        Ok(())
    }

    /// Tells that the newest certificate's term has run out, once. `true` if it had to be told.
    pub fn expire(&mut self, today: NaiveDate) -> bool {
        let Some(certificate) = self.certificates.last_mut() else {
            return false;
        };
        let due = matches!(certificate.standing(today), Standing::Expired { .. });
        if !due || certificate.expiry_told {
            return false;
        }
        certificate.expiry_told = true;
        let since = certificate.day_after();
        self.tell(Happening::Expired, since);
        true
    }
}
