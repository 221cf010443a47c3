//! The certificate that a dossier starts from.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{DossierKind, Refusal};
use crate::certificate::Standing;
use crate::certificate::certification::Certification;
use crate::criteria::regulation::Regulation;
use crate::criteria::star::Star;
use crate::{certificate, criteria};

/// The certificate that an upgrade or a re-evaluation starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub star: Star,
    /// Its last day.
    pub until: NaiveDate,
}

impl Held {
    /// The one that is valid on a day.
    pub(super) fn on(day: NaiveDate, certificates: &Certification) -> Option<Self> {
        certificates.valid_on(day).map(|held| Self {
            star: held.star,
            until: held.valid_to,
        })
    }

    /// The certificate that ended before a day, if a re-evaluation may still be lodged for it in the days of grace, which is
    /// for the regulation of the day to say (Article 12.3).
    pub(super) fn in_grace(
        day: NaiveDate,
        certificates: &Certification,
        law: &Regulation,
    ) -> Option<Self> {
        if law.lodge_before_end {
            return None;
        }
        certificates.in_grace_on(day, law).map(|held| Self {
            star: held.star,
            until: held.valid_to,
        })
    }

    /// The certificate for which a re-evaluation was first lodged in time, while the grace after it runs that this lodging
    /// began (Article 12.3).
    fn lodged_in_time(
        on: NaiveDate,
        certificates: &Certification,
        first: NaiveDate,
    ) -> Option<Self> {
        let begun = certificates.certificates.iter();
        let held = begun.rev().find(|held| held.valid_from <= on)?;
        let until = held.grace_until()?;
        let ended = matches!(held.standing(on), Standing::Expired { .. });
        (ended && on <= until && held.is_filed_for(first)).then_some(Self {
            star: held.star,
            until: held.valid_to,
        })
    }

    /// What a dossier of a kind that is lodged on a day starts from. A first one needs that no certificate is valid on
    /// that day, an upgrade one below five stars, a re-evaluation one whose last day is no more than 180 days away
    /// (Article 7.6a). A re-evaluation later than 120 days before the end is taken while the certificate is valid
    /// (Article 12.3). One that was given back for completion (Article 7.2a) is lodged anew for the certificate that it
    /// was first lodged for in time: `first` is that day.
    pub(super) fn for_lodging(
        kind: DossierKind,
        certificates: &Certification,
        on: NaiveDate,
        first: Option<NaiveDate>,
    ) -> Result<Option<Self>, Refusal> {
        let held = Self::on(on, certificates);
        let in_grace = || Self::in_grace(on, certificates, Regulation::in_force_on(on)?);
        let held = match kind {
            DossierKind::First => held,
            DossierKind::Upgrade => held.or_else(in_grace),
            DossierKind::ReEvaluation => held
                .or_else(in_grace)
                .or_else(|| Self::lodged_in_time(on, certificates, first?)),
        };
        match (kind, held) {
            (DossierKind::First, None) => Ok(None),
            (DossierKind::First, Some(Self { until, .. })) => {
                Err(certificate::Refusal::ValidCertificateExists { until }.into())
            }
            (_, None) => Err(certificate::Refusal::NoValidCertificate { on }.into()),
            (DossierKind::Upgrade, Some(Self { star, .. })) if star == Star::Five => {
                Err(certificate::Refusal::NoHigherStar { held: star }.into())
            }
            (DossierKind::Upgrade, Some(held)) => Ok(Some(held)),
            (DossierKind::ReEvaluation, Some(held)) => {
                let law =
                    Regulation::in_force_on(on).ok_or(criteria::Refusal::NoRegulation { on })?;
                let from = held.until - Days::new(law.filing_opens_days);
                if on < from {
                    return Err(Refusal::FiledTooEarly { from });
                }
                Ok(Some(held))
            }
        }
    }
}
