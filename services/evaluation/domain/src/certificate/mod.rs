//! Certificates of recognition (giấy chứng nhận): what they say and what they are worth on a day.

pub(crate) mod authority;
pub mod certification;
pub mod decision;
mod event;
pub mod issue;
pub mod product_code;
pub mod recognition;
mod refusal;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};
use uuid::Uuid;

use crate::certificate::decision::Decision;
use crate::certificate::issue::Issue;
use crate::correction::Correction;
use crate::criteria::regulation::{Code, Level, Regulation};
use crate::criteria::star::Star;
use crate::register::product::Place;

pub use authority::Act;
pub use event::{Event, Step};
pub use refusal::Refusal;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Display, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// The first of the product, or the first after a gap.
    First,
    /// A higher star than before.
    Upgrade,
    /// Recognised again with the same star.
    Renewal,
    /// Recognised again with a lower star.
    Lowering,
    /// Taken over from the register of an earlier regulation.
    Imported,
    /// In force again for what is left of its term, because the one that replaced it was withdrawn.
    Revived,
    /// Gone over to a successor of the producer for what is left of its term.
    Transferred,
}

impl Kind {
    /// Its Vietnamese name.
    pub fn name_vi(self) -> &'static str {
        match self {
            Self::First => "công nhận lần đầu",
            Self::Upgrade => "nâng hạng",
            Self::Renewal => "công nhận lại",
            Self::Lowering => "công nhận lại với hạng thấp hơn",
            Self::Imported => "ghi theo sổ cũ",
            Self::Revived => "có hiệu lực trở lại",
            Self::Transferred => "chuyển cho chủ thể kế thừa",
        }
    }
}

/// Why a certificate is revoked; Article 8.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// a) Untrue information or a forged dossier.
    Fraud,
    /// b) No longer meets the criteria.
    CriteriaLost,
    /// c) Breach of the law on quality, food safety, environment, intellectual property or labels.
    LegalBreach,
    /// d) Wrong use of the OCOP mark.
    MarkMisuse,
    /// đ) The producer no longer makes the product.
    Ceased,
    /// e) Another ground, on an authority's conclusion and request.
    Other,
    /// The recognition was given wrongly and is withdrawn; Article 10.1b.
    WronglyGiven,
    /// It was entered for a product that it does not belong to. No certificate is stored with it; it tells those who
    /// had heard of one that there is none.
    EnteredWrongly,
}

/// The end of a certificate by revocation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    pub ground: Ground,
    pub reason: String,
    /// The decision; the certificate is not valid from its date on.
    pub decision: Decision,
}

/// A certificate. It keeps the names it was given under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub id: Uuid,
    pub product_id: Uuid,
    pub product_name: String,
    pub producer_id: Uuid,
    pub producer_name: String,
    /// Number of the criteria set.
    pub criteria_set: u8,
    pub star: Star,
    pub kind: Kind,
    /// Whether the recognition was taken over from the register of an earlier decision: of an imported certificate, and of
    /// every one in which its term goes on.
    pub imported: bool,
    pub regulation: Code,
    pub decision: Decision,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity: that of its term, or the eve of the certificate that replaced it.
    pub valid_to: NaiveDate,
    /// The printed product code; empty if there is none.
    pub product_code: String,
    /// Where the product was made when it was given.
    pub place: Place,
    /// The dossier that led to it; `None` for an imported one.
    pub dossier_id: Option<Uuid>,
    /// The certificate that ended this one before its term.
    pub replaced_by: Option<Uuid>,
    pub revocation: Option<Revocation>,
    pub recorded_at: DateTime<Utc>,
    /// Whether the end of its term has been recorded.
    pub expiry_published: bool,
    /// Reminders of days up to this one have been recorded, or lay in the past when it was.
    pub reminded_until: NaiveDate,
    /// The certificate whose term goes on in this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_on: Option<Uuid>,
    /// Papers given again, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
    /// What was put right, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// The last day of its term, if it has not a whole one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_ends: Option<NaiveDate>,
}

/// What a certificate is worth on a day. Expired and revoked are different ends: a certificate can
/// expire and be revoked later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Valid {
        /// First day of validity.
        since: NaiveDate,
        /// Last day of validity.
        until: NaiveDate,
    },
    /// Not valid yet.
    NotYet {
        /// First day of validity.
        from: NaiveDate,
    },
    /// Its term ran out.
    Expired {
        /// First day without it.
        since: NaiveDate,
    },
    Revoked {
        /// The date of the decision, first day without it.
        since: NaiveDate,
        ground: Ground,
    },
    /// Ended by another certificate of the product.
    Replaced {
        /// First day of the other.
        since: NaiveDate,
        by: Uuid,
    },
    /// There is no certificate.
    Unknown,
}

impl Certificate {
    /// What it is worth on a day.
    pub fn standing(&self, as_of: NaiveDate) -> Standing {
        if as_of < self.valid_from {
            return Standing::NotYet {
                from: self.valid_from,
            };
        }
        if let Some(revocation) = &self.revocation
            && revocation.decision.date <= as_of
        {
            return Standing::Revoked {
                since: revocation.decision.date,
                ground: revocation.ground,
            };
        }
        if as_of <= self.valid_to {
            return Standing::Valid {
                since: self.valid_from,
                until: self.last_day_while_valid(),
            };
        }
        let since = self.day_after();
        match self.replaced_by {
            Some(by) => Standing::Replaced { since, by },
            None => Standing::Expired { since },
        }
    }

    /// Its last day as it stood on a day of its validity: that of its term, also if another certificate was to
    /// follow it sooner.
    fn last_day_while_valid(&self) -> NaiveDate {
        if self.replaced_by.is_some() {
            return self.last_day_of_term();
        }
        self.valid_to
    }

    /// It as it stood on a day: without what ended it later. What was put right counts as it is now.
    #[must_use]
    pub fn as_it_stood_on(&self, as_of: NaiveDate) -> Self {
        let mut then = self.clone();
        then.revocation
            .take_if(|revocation| as_of < revocation.decision.date);
        if as_of <= self.valid_to {
            then.valid_to = self.last_day_while_valid();
            then.replaced_by = None;
        }
        then.issues.retain(|issue| issue.on <= as_of);
        then
    }

    /// The last day of its term, whatever ended it sooner.
    pub fn last_day_of_term(&self) -> NaiveDate {
        let whole = || {
            self.regulation
                .regulation()
                .last_day_of_term(self.valid_from)
        };
        self.term_ends.unwrap_or_else(whole)
    }

    /// The last day on which it can stay good after its own last one, by the law of the day after that (Article 12.3); `None` if
    /// that law grants no grace.
    pub fn grace_until(&self) -> Option<NaiveDate> {
        let law = Regulation::in_force_on(self.day_after())?;
        law.grants_grace(Some(self.valid_to))
            .then(|| self.valid_to + Days::new(law.grace_days))
    }

    /// Whether it is valid on a day.
    pub fn is_valid_on(&self, date: NaiveDate) -> bool {
        matches!(self.standing(date), Standing::Valid { .. })
    }

    /// Who takes it away: the ministry five stars, the province the rest, also what a district
    /// once gave; Article 8.2.
    pub fn revoked_by(&self) -> Level {
        match self.star {
            Star::Five => Level::Centre,
            Star::Three | Star::Four => Level::Province,
        }
    }

    /// Whether no decision has ended it before its term.
    ///
    /// # Errors
    /// Another replaced it, or it is revoked.
    pub fn is_not_taken_away(&self) -> Result<(), Refusal> {
        if let Some(by) = self.replaced_by {
            return Err(Refusal::Replaced { by });
        }
        match &self.revocation {
            Some(earlier) => Err(Refusal::RevokedAlready {
                since: earlier.decision.date,
            }),
            None => Ok(()),
        }
    }

    /// The first day after its last.
    pub fn day_after(&self) -> NaiveDate {
        self.valid_to.succ_opt().unwrap_or(NaiveDate::MAX)
    }
}
