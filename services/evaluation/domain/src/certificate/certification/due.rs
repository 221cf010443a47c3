//! What the passing of days brings a certificate: reminders that it ends, and its end.
//!
//! Whoever looks may be late, by minutes or by months. So nothing is dated "today": what is due is
//! found from the certificate's own dates, recorded once each and in the order of the days in law, and
//! noted on the certificate in the same transaction. On which days reminders fall is for the
//! regulation to say under which it was given.

use chrono::{Days, NaiveDate};

use super::Certification;
use crate::certificate::Certificate;
use crate::certificate::Step;

impl Certificate {
    /// The next day on which an event of its end is due; `None` once none will be: all were
    /// recorded, or the certificate was replaced or revoked.
    pub fn due_on(&self) -> Option<NaiveDate> {
        self.to_publish().map(|(on, _)| on).next()
    }

    /// The events still to come and the day of each in law, in order.
    fn to_publish(&self) -> impl Iterator<Item = (NaiveDate, Step)> {
        let over = self.replaced_by.is_some() || self.revocation.is_some();
        let reminders = &self.regulation.regulation().reminder_days;
        let reminders = reminders.iter().filter_map(|days| {
            let days_left = u32::try_from(*days).ok()?;
            let on = self.valid_to - Days::new(*days);
            let unsent = on > self.reminded_until;
            unsent.then_some((on, Step::Expiring { days_left }))
        });
        let end = (!self.expiry_published).then(|| (self.day_after(), Step::Expired));
        reminders.chain(end).filter(move |_| !over)
    }
}

impl Certification {
    /// Records what became due of the newest certificate up to and including `today`: reminders, and
    /// the end of its term on the first day without it. `true` if there was something.
    pub fn emit_due(&mut self, today: NaiveDate) -> bool {
        let Some(newest) = self.certificates.last_mut() else {
            return false;
        };
        let due = newest.to_publish().take_while(|(on, _)| *on <= today);
        let due: Vec<(NaiveDate, Step)> = due.collect();
        for (on, step) in &due {
            if let Some(newest) = self.certificates.last_mut() {
                if *step == Step::Expired {
                    newest.expiry_published = true;
                } else {
                    newest.reminded_until = *on;
                }
            }
            self.emit(*step, *on);
        }
        !due.is_empty()
    }

    /// Records the end of the newest certificate if its term ran out before something that happens
    /// `on` a day is recorded, so that nothing is skipped when the look came too late for it.
    pub(super) fn emit_end_before(&mut self, on: NaiveDate) {
        if self.newest().is_some_and(|newest| newest.day_after() <= on) {
            self.emit_due(on);
        }
    }
}
