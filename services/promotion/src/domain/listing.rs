//! A listing: one certified product as the trade may show it.
//!
//! A listing follows the certificates of its product by decision date and version, never by the order in which news
//! arrive. It opens when a certificate is valid on the day it is looked at, is suspended when that certificate expires or
//! is revoked, and closes when the product is no longer made. A product whose certificates all lie in the past never
//! gets a listing.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    certificate::{Certificate, CertificateFact, Revocation, Standing},
    event::{Event, ListingChange},
    product::Product,
    star::Star,
};

/// Why and since when a product may not be shown as certified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suspension {
    /// The certificate's term ran out; the first day on which it was not valid.
    Expired {
        /// The day after the last day of validity.
        since: NaiveDate,
    },
    /// The certificate was revoked, from the date of the decision on.
    Revoked(Revocation),
}

impl Suspension {
    /// The first day on which the certificate was not valid.
    pub fn since(&self) -> NaiveDate {
        match self {
            Self::Expired { since } => *since,
            Self::Revoked(revocation) => revocation.decision.date,
        }
    }
}

/// Where a listing stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListingState {
    /// The product is known and was never certified while promotion looked; not shown to anyone.
    Unlisted,
    /// The product may be shown as certified.
    Open,
    /// It may not be shown as certified until a new certificate comes.
    Suspended(Suspension),
    /// The product is no longer made.
    Closed,
}

/// A certificate and what evaluation last said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The certificate.
    pub certificate: Certificate,
    /// What it is worth.
    pub standing: Standing,
}

/// A listing as it stands after an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingFact {
    /// The product; its id is the listing's id.
    pub product: Product,
    /// The certificate it follows.
    pub certificate: Certificate,
    /// Where it stands.
    pub state: ListingState,
}

/// The aggregate. Its id is the product's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The product, from the catalog or, until the catalog was heard, from a certificate.
    pub product: Product,
    /// Greatest version of the product heard from the catalog; 0 if never heard.
    pub product_version: u64,
    /// The certificate it follows.
    pub held: Option<Held>,
    /// A certificate that was decided and begins on a later day, while `held` still runs.
    pub upcoming: Option<Certificate>,
    /// Greatest version of the product's certificates heard from evaluation; 0 if never heard.
    pub certification_version: u64,
    /// Where it stands.
    pub state: ListingState,
    /// How many events of the listing are saved.
    pub version: u64,
    /// Events that were not saved yet.
    pub events: Vec<Event>,
}

impl Listing {
    /// The listing-to-be of a product that was just heard of, from whichever service spoke first.
    pub fn of(product: Product) -> Self {
        Self {
            product,
            product_version: 0,
            held: None,
            upcoming: None,
            certification_version: 0,
            state: ListingState::Unlisted,
            version: 0,
            events: Vec::new(),
        }
    }

    /// The star the product may be shown with; none unless the listing is open.
    pub fn star(&self) -> Option<Star> {
        match (&self.state, &self.held) {
            (ListingState::Open, Some(held)) => Some(held.certificate.star),
            _ => None,
        }
    }

    /// The certificate it follows.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.held.as_ref().map(|held| &held.certificate)
    }

    /// Takes in what evaluation says of a certificate. `version` counts the events of the product's certificates.
    ///
    /// Answers whether anything was new: a fact of a version already seen, or of an older one, changes nothing.
    pub fn apply(&mut self, fact: CertificateFact, version: u64, today: NaiveDate) -> bool {
        if version <= self.certification_version {
            return false;
        }
        let before = self.clone();
        self.certification_version = version;
        if self.product_version == 0 {
            self.product = fact.product;
        }
        self.take(
            Held {
                certificate: fact.certificate,
                standing: fact.standing,
            },
            today,
        );
        self.settle(&before, today);
        true
    }

    /// Takes in what the catalog says of the product. Answers whether anything was new.
    pub fn describe(&mut self, product: Product, version: u64, today: NaiveDate) -> bool {
        if version <= self.product_version {
            return false;
        }
        let before = self.clone();
        self.product_version = version;
        self.product = product;
        self.settle(&before, today);
        true
    }

    /// Looks at the dates again: a term that ran out suspends the listing even if evaluation's word is late, and a
    /// certificate that begins today takes over. Answers whether anything changed.
    pub fn expire(&mut self, today: NaiveDate) -> bool {
        let before = self.clone();
        self.settle(&before, today);
        *self != before
    }

    /// The next day on which dates alone may move the listing; none if no date can.
    pub fn look_again_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let held = self.held.iter().flat_map(|held| {
            let revoked = match &held.standing {
                Standing::Revoked(revocation) => Some(revocation.decision.date),
                Standing::Granted | Standing::Expired => None,
            };
            let end = held.certificate.valid_to.checked_add_days(Days::new(1));
            [Some(held.certificate.valid_from), end, revoked]
        });
        let upcoming = self.upcoming.iter().map(|next| Some(next.valid_from));
        held.chain(upcoming)
            .flatten()
            .filter(|day| *day > today)
            .min()
    }

    /// Puts the news in its place by certificate: the one followed, the one to come, an older one (history, which
    /// changes nothing) or a successor.
    fn take(&mut self, news: Held, today: NaiveDate) {
        let begins_later =
            news.standing == Standing::Granted && news.certificate.valid_from > today;
        if self
            .upcoming
            .as_ref()
            .is_some_and(|upcoming| upcoming.id == news.certificate.id)
        {
            self.upcoming = None;
            if begins_later {
                self.upcoming = Some(news.certificate);
                return;
            }
            if matches!(news.standing, Standing::Revoked(_)) && news.certificate.valid_from > today
            {
                return;
            }
        }
        match &mut self.held {
            Some(held) if held.certificate.id == news.certificate.id => *held = news,
            Some(held) if !news.certificate.succeeds(&held.certificate) => {}
            Some(_) if begins_later => self.upcoming = Some(news.certificate),
            _ => {
                self.held = Some(news);
                self.upcoming = None;
            }
        }
    }

    /// Moves the listing to where its facts put it on that day and records what changed since `before`.
    fn settle(&mut self, before: &Self, today: NaiveDate) {
        if let Some(next) = self.upcoming.take_if(|next| next.valid_from <= today) {
            self.held = Some(Held {
                certificate: next,
                standing: Standing::Granted,
            });
        }
        self.state = self.state_on(today);
        if self.state == ListingState::Unlisted {
            return;
        }
        let change = if self.state != before.state {
            match self.state {
                ListingState::Unlisted => return,
                ListingState::Open => ListingChange::Opened,
                ListingState::Suspended(_) => ListingChange::Suspended,
                ListingState::Closed => ListingChange::Closed,
            }
        } else if self.product != before.product || self.certificate() != before.certificate() {
            ListingChange::Updated
        } else {
            return;
        };
        if let Some(held) = &self.held {
            let fact = ListingFact {
                product: self.product.clone(),
                certificate: held.certificate.clone(),
                state: self.state.clone(),
            };
            self.events.push(Event::Listing(change, fact));
        }
    }

    fn state_on(&self, today: NaiveDate) -> ListingState {
        let was_listed = self.state != ListingState::Unlisted;
        if !self.product.active {
            return if was_listed {
                ListingState::Closed
            } else {
                ListingState::Unlisted
            };
        }
        let Some(held) = &self.held else {
            return ListingState::Unlisted;
        };
        match suspension_on(held, today) {
            Some(suspension) if was_listed => ListingState::Suspended(suspension),
            Some(_) => ListingState::Unlisted,
            // Only a product without an earlier certificate waits like this; others have it as `upcoming`.
            None if held.certificate.valid_from > today => self.state.clone(),
            None => ListingState::Open,
        }
    }
}

/// Why the certificate is not valid any more on that day, if it is not.
fn suspension_on(held: &Held, today: NaiveDate) -> Option<Suspension> {
    let last_day = held.certificate.valid_to;
    let expired = || Suspension::Expired {
        since: last_day.checked_add_days(Days::new(1)).unwrap_or(last_day),
    };
    match &held.standing {
        Standing::Revoked(revocation) if revocation.decision.date <= today => {
            Some(Suspension::Revoked(revocation.clone()))
        }
        Standing::Expired => Some(expired()),
        Standing::Granted | Standing::Revoked(_) => (today > last_day).then(expired),
    }
}

#[cfg(test)]
mod tests;
