//! On which days the product of a listing is certified, as far as it is known today.

use chrono::{Days, NaiveDate};

use super::{Ground, Listing, Standing};

impl Listing {
    /// The first day from one day to another on which the product is not certified. What is known of earlier certificates is
    /// forgotten with the next one, so it may be asked of days to come.
    pub fn first_uncertified(&self, from: NaiveDate, to: NaiveDate) -> Option<NaiveDate> {
        let mut day = from;
        if !self.product.active {
            return (day <= to).then_some(day);
        }
        while day <= to {
            let mut terms = self.terms_known();
            let covering = terms.find(|(from, to)| (*from..=*to).contains(&day));
            let Some((_, last)) = covering else {
                return Some(day);
            };
            day = last.checked_add_days(Days::new(1))?;
        }
        None
    }

    /// Whether the product was certified on a day up to today, whatever became of it since. Days before the certificate of an open
    /// listing count as certified: it may have taken the place of another, which is forgotten.
    pub fn was_certified_on(&self, day: NaiveDate) -> bool {
        let Some(held) = self.held() else {
            return false;
        };
        if let Standing::Revoked(revocation) = &held.standing
            && revocation.ground == Ground::EnteredWrongly
        {
            return false;
        }
        let succeeded = self.star().is_some() && day < held.certificate.valid_from;
        let mut terms = self.terms_known();
        succeeded || terms.any(|(from, to)| (from..=to).contains(&day))
    }

    /// The first and the last day of each certificate that is known.
    fn terms_known(&self) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
        let held = self.held().map(|held| {
            let certificate = &held.certificate;
            let last = match &held.standing {
                // Not valid from the day of the decision on.
                Standing::Revoked(revocation) => revocation
                    .decision
                    .date
                    .checked_sub_days(Days::new(1))
                    .map_or(NaiveDate::MIN, |last| last.min(certificate.valid_to)),
                Standing::Granted | Standing::Expired => certificate.valid_to,
            };
            (certificate.valid_from, last)
        });
        let next = self.upcoming.as_ref();
        let next = next.map(|next| (next.valid_from, next.valid_to));
        held.into_iter().chain(next)
    }
}
