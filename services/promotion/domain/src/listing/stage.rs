//! How far a product came: not listed yet, or listed and open, suspended or closed.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Certificate, Ground, Revocation, Standing};

/// Why and since when a product may not be shown as certified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suspension {
    /// The term is over.
    Expired {
        /// The day after the last day of validity.
        since: NaiveDate,
        /// The certificate was revoked after that, which moves no day.
        #[serde(default)]
        revoked: Option<Revocation>,
    },
    /// The certificate was revoked.
    Revoked(Revocation),
}

impl Suspension {
    /// The first day on which the product may not be shown as certified.
    pub fn since(&self) -> NaiveDate {
        match self {
            Self::Expired { since, .. } => *since,
            Self::Revoked(revocation) => revocation.decision.date,
        }
    }

    /// The revocation, whether it ended the certificate or came after its end; none of a certificate that was entered for
    /// the product by mistake.
    pub fn revocation(&self) -> Option<&Revocation> {
        let revocation = match self {
            Self::Expired { revoked, .. } => revoked.as_ref(),
            Self::Revoked(revocation) => Some(revocation),
        };
        revocation.filter(|revocation| revocation.ground != Ground::EnteredWrongly)
    }

    /// Whether the certificate had been entered for the product by mistake.
    pub fn is_of_another_product(&self) -> bool {
        matches!(self, Self::Revoked(revocation) if revocation.ground == Ground::EnteredWrongly)
    }
}

/// Where a listing that was opened stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListingState {
    /// It may be shown as certified.
    Open,
    /// It may not, until a new certificate comes.
    Suspended(Suspension),
    /// Its product is no longer made.
    Closed,
}

/// A certificate that a listing follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The certificate.
    pub certificate: Certificate,
    /// What evaluation last published of it.
    pub standing: Standing,
}

impl Held {
    /// Why the certificate is not valid any more on that day, if it is not.
    pub fn suspension_on(&self, today: NaiveDate) -> Option<Suspension> {
        let last_day = self.certificate.valid_to;
        let expired = |revoked| Suspension::Expired {
            since: last_day.checked_add_days(Days::new(1)).unwrap_or(last_day),
            revoked,
        };
        match &self.standing {
            Standing::Revoked(revocation) if revocation.decision.date <= today => {
                let revocation = revocation.clone();
                Some(if revocation.decision.date > last_day {
                    expired(Some(revocation))
                } else {
                    Suspension::Revoked(revocation)
                })
            }
            Standing::Expired => Some(expired(None)),
            Standing::Granted | Standing::Revoked(_) => (today > last_day).then(|| expired(None)),
        }
    }
}

/// How far a product came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It was never shown as certified: it has no certificate, or none that was valid yet.
    Unlisted(Option<Held>),
    /// It has a listing.
    Listed {
        /// The certificate that counts.
        held: Held,
        /// Where the listing stands.
        state: ListingState,
    },
}
