//! Recognitions that were given wrongly and are withdrawn (Article 10.1b).

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::Certification;
use crate::certificate::decision::Decision;
use crate::certificate::{Certificate, Ground, Kind, Refusal, Revocation, Step};
use crate::criteria::regulation::Regulation;

/// A recognition to be withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// What was wrong with it.
    pub reason: String,
    /// The decision to withdraw; the certificate is not valid from its date on.
    pub decision: Decision,
    /// Id of the certificate that goes on from the one before, if one does.
    pub revived_id: Uuid,
    pub recorded_on: NaiveDate,
    pub recorded_at: DateTime<Utc>,
}

impl Certification {
    /// Withdraws the newest certificate, which was given wrongly. The one that it replaced is in force again for what is left
    /// of its term, if the regulation of the decision's day says so: then its id is returned.
    ///
    /// # Errors
    /// As [`revoke`](Self::revoke).
    pub fn withdraw(
        &mut self,
        certificate_id: Uuid,
        withdrawal: Withdrawal,
    ) -> Result<Option<Uuid>, Refusal> {
        let decision = withdrawal.decision;
        let revocation = Revocation {
            ground: Ground::WronglyGiven,
            reason: withdrawal.reason,
            decision: decision.clone(),
        };
        let mut after = self.clone();
        after.revoke(certificate_id, revocation)?;
        let revives =
            Regulation::in_force_on(decision.date).is_some_and(|law| law.withdrawal_revives);
        let revived = after
            .replaced_by_withdrawn(certificate_id)
            .filter(|earlier| revives && earlier.last_day_of_term() >= decision.date)
            .map(|earlier| earlier.going_on(Kind::Revived, withdrawal.revived_id, decision));
        let id = revived.as_ref().map(|revived| revived.id);
        if let Some(revived) = revived {
            let (on, at) = (withdrawal.recorded_on, withdrawal.recorded_at);
            after.go_on(revived, on, at, Step::Revived)?;
        }
        *self = after;
        Ok(id)
    }

    /// The certificate that ended only because of another.
    fn replaced_by_withdrawn(&self, withdrawn: Uuid) -> Option<&Certificate> {
        let mut all = self.certificates.iter();
        all.find(|one| one.replaced_by == Some(withdrawn))
    }
}
