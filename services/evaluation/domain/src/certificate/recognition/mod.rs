//! What a product's recognition is worth on a day, all in all: its certificates, and the dossiers
//! that bear on them.
//!
//! A certificate alone does not say everything. One that ran out stays good for a while if the
//! producer had asked for re-evaluation before (Article 12.3), and a product without one may wait for
//! the centre with a result of five stars: "tiềm năng 5 sao", which is a status and never a star.

use chrono::{Days, NaiveDate};

use crate::certificate::{Certificate, Standing};
use crate::criteria::regulation::{DossierKind, Regulation};

/// What of a dossier bears on recognition: its days, which are kept for the past too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// What it asks for.
    pub kind: DossierKind,
    /// The day it was first lodged: being given back for completion takes nothing away (Article 7.2a).
    pub lodged_on: NaiveDate,
    /// The day the province approved five stars and sent it to the centre.
    pub forwarded_on: Option<NaiveDate>,
    /// The day the centre found less and sent it back.
    pub sent_back_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
}

impl Running {
    /// Whether it was lodged and its result was not there yet.
    fn runs_on(&self, day: NaiveDate) -> bool {
        self.lodged_on <= day && self.closed_on.is_none_or(|closed| day < closed)
    }
}

/// The certificates of a product, in the order in which they begin, and its lodged dossiers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognition {
    pub certificates: Vec<Certificate>,
    pub dossiers: Vec<Running>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// What the certificate is worth by its own dates.
    Stands(Standing),
    /// Valid, from the day of the last reminder that it ends on.
    Expiring {
        /// The day of that reminder, or the first of its validity if that is later.
        since: NaiveDate,
        /// Last day of validity.
        until: NaiveDate,
    },
    /// Run out, and good until the result of a re-evaluation that was filed before.
    InGrace {
        /// First day after its last.
        since: NaiveDate,
        /// Last day of grace if no result comes sooner.
        until: NaiveDate,
    },
    /// No certificate is good, and the province has sent five stars to the centre.
    Candidate { since: NaiveDate },
}

impl Finding {
    /// Whether the product counts as recognised.
    pub fn is_good(&self) -> bool {
        matches!(
            self,
            Self::Stands(Standing::Valid { .. }) | Self::Expiring { .. } | Self::InGrace { .. }
        )
    }
}

/// The answer to whether a product, or the bearer of a certificate, is recognised on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict<'a> {
    pub finding: Finding,
    /// The certificate it was found of.
    pub certificate: Option<&'a Certificate>,
    /// The certificate that is good that day, where it is another one.
    pub current: Option<&'a Certificate>,
    /// Since when the product waits for the centre with five stars.
    pub candidate_since: Option<NaiveDate>,
}

impl Recognition {
    /// How the product stands: by the last certificate that had begun, else by the first to come.
    pub fn of_product(&self, as_of: NaiveDate) -> Verdict<'_> {
        let mut verdict = self.of_certificate(|_| true, as_of);
        if let Some(since) = verdict.candidate_since
            && !verdict.finding.is_good()
        {
            verdict.finding = Finding::Candidate { since };
        }
        verdict
    }

    /// How the certificates asked for stand, such as those that bear a code: by the last of them that
    /// had begun, else by the first to come.
    pub fn of_certificate(
        &self,
        fits: impl Fn(&Certificate) -> bool,
        as_of: NaiveDate,
    ) -> Verdict<'_> {
        let mut of = self.certificates.iter().filter(|held| fits(held));
        let begun = of.clone().rfind(|held| held.valid_from <= as_of);
        let certificate = begun.or_else(|| of.next());
        let finding = certificate.map_or(Finding::Stands(Standing::Unknown), |certificate| {
            self.finding(certificate, as_of)
        });
        let current = (!finding.is_good()).then(|| self.good_on(as_of)).flatten();
        Verdict {
            finding,
            certificate,
            current,
            candidate_since: self.candidate_since(as_of),
        }
    }

    /// What a certificate is worth, with the dossiers in mind.
    fn finding(&self, certificate: &Certificate, as_of: NaiveDate) -> Finding {
        match certificate.standing(as_of) {
            Standing::Valid { since, until } => {
                let expiring = expiring_from(certificate, until).max(since);
                if expiring <= as_of {
                    Finding::Expiring {
                        since: expiring,
                        until,
                    }
                } else {
                    Finding::Stands(Standing::Valid { since, until })
                }
            }
            Standing::Expired { since } => match self.grace(certificate, as_of) {
                Some(until) => Finding::InGrace { since, until },
                None => Finding::Stands(Standing::Expired { since }),
            },
            standing => Finding::Stands(standing),
        }
    }

    /// The last day of grace of a certificate that has run out, and that no other certificate has followed.
    fn grace(&self, certificate: &Certificate, as_of: NaiveDate) -> Option<NaiveDate> {
        let begun = |held: &&Certificate| held.valid_from <= as_of;
        let last = self.certificates.iter().rfind(begun) == Some(certificate);
        last.then(|| certificate.grace_on(as_of, &self.dossiers))?
    }

    fn good_on(&self, day: NaiveDate) -> Option<&Certificate> {
        let mut begun = self.certificates.iter().rev();
        begun.find(|held| held.valid_from <= day && self.finding(held, day).is_good())
    }

    fn candidate_since(&self, day: NaiveDate) -> Option<NaiveDate> {
        let running = self.dossiers.iter().filter(|dossier| {
            dossier.runs_on(day) && dossier.sent_back_on.is_none_or(|back| day < back)
        });
        let forwarded = running.filter_map(|dossier| dossier.forwarded_on);
        forwarded.filter(|since| *since <= day).min()
    }
}

impl Certificate {
    /// The last day of grace of one that has run out, if the day is no later and a re-evaluation that was lodged for it has no
    /// result on it yet (Article 12.3). `dossiers` are those of the product.
    pub(super) fn grace_on(&self, day: NaiveDate, dossiers: &[Running]) -> Option<NaiveDate> {
        let ended = matches!(self.standing(day), Standing::Expired { .. });
        let until = self.grace_until().filter(|until| ended && day <= *until)?;
        let mut filed = dossiers.iter().filter(|dossier| {
            dossier.kind == DossierKind::ReEvaluation && self.is_filed_for(dossier.lodged_on)
        });
        filed.any(|dossier| dossier.runs_on(day)).then_some(until)
    }

    /// Whether a re-evaluation first lodged on a day is one of it.
    pub(crate) fn is_filed_for(&self, on: NaiveDate) -> bool {
        lodged_for(self, on, Regulation::in_force_on(on))
    }
}

/// Whether a re-evaluation lodged on a day is one of a certificate: lodged while that was valid or, where the regulation
/// of the day allows it, in the days of grace after it.
fn lodged_for(certificate: &Certificate, on: NaiveDate, law: Option<&Regulation>) -> bool {
    let late = law.filter(|law| !law.lodge_before_end);
    let grace = late.map_or(0, |law| law.grace_days);
    certificate.valid_from <= on && on <= certificate.valid_to + Days::new(grace)
}

/// The day of the last reminder that a certificate ends.
fn expiring_from(certificate: &Certificate, until: NaiveDate) -> NaiveDate {
    let reminders = &certificate.regulation.regulation().reminder_days;
    until - Days::new(reminders.last().copied().unwrap_or_default())
}

#[cfg(test)]
mod tests;
