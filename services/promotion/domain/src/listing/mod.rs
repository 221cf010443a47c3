//! A listing: one certified product as the trade may show it.
//!
//! A listing follows the certificates of its product by decision date and version, never by the order in which events
//! arrive. It opens when a certificate is valid on the day on which it is settled, is suspended when that certificate
//! expires or is revoked, and closes when the product is no longer made. A product whose certificates all lie in the
//! past never gets a listing. It shows what was certified, in the words of the certificate, and not what the product is
//! called today.

mod branch;
mod certificate;
mod certified_days;
mod event;
mod product;
mod refusal;
mod stage;
mod star;
mod stock;
mod term;
mod trade;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

pub use branch::Branch;
pub use certificate::{
    Certificate, CertificateFact, Certified, Decision, Ground, Revocation, Standing,
};
pub use event::{Change, Event, Fact};
pub use product::{Place, Product};
pub use refusal::Refusal;
pub use stage::{Held, ListingState, Stage, Suspension};
pub use star::{CriteriaSet, NoSuchSet, NotAStar, Star};
pub use stock::{STOCK_DAYS, Stock};
pub use term::Term;
pub use trade::{
    Amount, File, FileKind, PICTURE_HASH, Paper, Price, ProducerKind, Trade, ValueChain, unit_key,
};

/// A listing, or a product that may become one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The product as it is shown: as it was certified or, before it was, as the catalog last described it.
    pub product: Product,
    /// The version of the catalog's description; 0 while only certificates describe it.
    pub product_version: u64,
    /// How far it came.
    pub stage: Stage,
    /// The certificate that takes over on its first day of validity.
    pub upcoming: Option<Certificate>,
    /// The version of the certificates' last event.
    pub certification_version: u64,
    /// How much of the product there was when it was last said.
    pub stock: Option<Stock>,
    /// The next day, after the one on which it was last settled, on which a date may move it.
    pub next_date: Option<NaiveDate>,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
}

impl Listing {
    /// A product of which nothing is known yet but what it is.
    pub fn of(product: Product) -> Self {
        Self {
            product,
            product_version: 0,
            stage: Stage::Unlisted(None),
            upcoming: None,
            certification_version: 0,
            stock: None,
            next_date: None,
            events: Vec::new(),
        }
    }

    /// The certificate that it follows.
    pub fn held(&self) -> Option<&Held> {
        match &self.stage {
            Stage::Unlisted(held) => held.as_ref(),
            Stage::Listed { held, .. } => Some(held),
        }
    }

    /// Where it stands. `None` for a product that has no listing.
    pub fn state(&self) -> Option<&ListingState> {
        match &self.stage {
            Stage::Unlisted(_) => None,
            Stage::Listed { state, .. } => Some(state),
        }
    }

    /// The stars under which it is shown; none unless it is open.
    pub fn star(&self) -> Option<Star> {
        match &self.stage {
            Stage::Listed {
                held,
                state: ListingState::Open,
            } => Some(held.certificate.star),
            _ => None,
        }
    }

    /// Takes an event of its product's certificates. `false` if it knew that version or a later one.
    pub fn apply(&mut self, fact: CertificateFact, version: u64, today: NaiveDate) -> bool {
        if version <= self.certification_version {
            return false;
        }
        let before = self.clone();
        self.certification_version = version;
        if self.product_version == 0 {
            self.product = fact.product;
        }
        if fact.corrected {
            self.forget_others(fact.certificate.id);
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

    /// Takes a description by the catalog. `false` if it knew that version or a later one.
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

    /// How much of the product there is, as far as it counts on a day.
    pub fn stock_on(&self, day: NaiveDate) -> Option<&Stock> {
        self.stock.as_ref().filter(|stock| stock.counts_to() >= day)
    }

    /// Takes how much of the product there is. The same again changes nothing.
    ///
    /// # Errors
    /// The product has no listing, the day has not come or is too long ago, or it was said for a later day.
    pub fn say_stock(&mut self, stock: Stock, today: NaiveDate) -> Result<(), Refusal> {
        if self.state().is_none() {
            return Err(Refusal::Unknown(self.product.id));
        }
        stock.require_sayable(self.stock.as_ref(), today)?;
        let before = self.clone();
        self.stock = Some(stock);
        self.settle(&before, today);
        Ok(())
    }

    /// Has its producer, which was merged, be the kept one.
    pub fn follow_producer(&mut self, into: Uuid, today: NaiveDate) {
        let before = self.clone();
        self.product.producer_id = into;
        self.settle(&before, today);
    }

    /// Lets the dates of its certificates take effect. `true` if they moved it.
    pub fn expire(&mut self, today: NaiveDate) -> bool {
        let before = self.clone();
        self.settle(&before, today);
        (&self.stage, &self.upcoming) != (&before.stage, &before.upcoming)
    }

    /// Takes what evaluation published of a certificate: it may be the one that counts, the next, or an old one.
    fn take(&mut self, new: Held, today: NaiveDate) {
        let begins_later = new.standing == Standing::Granted && new.certificate.valid_from > today;
        if self
            .upcoming
            .as_ref()
            .is_some_and(|upcoming| upcoming.id == new.certificate.id)
        {
            self.upcoming = None;
            if begins_later {
                self.upcoming = Some(new.certificate);
                return;
            }
            if matches!(new.standing, Standing::Revoked(_)) && new.certificate.valid_from > today {
                return;
            }
        }
        match self.held() {
            Some(held) if held.certificate.id == new.certificate.id => self.follow(new),
            Some(held) if !new.certificate.succeeds(&held.certificate) => {}
            Some(_) if begins_later => self.upcoming = Some(new.certificate),
            _ => {
                self.follow(new);
                self.upcoming = None;
            }
        }
    }

    /// Lets go of certificates that a correction put another in the place of. A listing keeps the one it shows until that
    /// other is taken, with dates that anything succeeds.
    fn forget_others(&mut self, newest: Uuid) {
        self.upcoming.take_if(|next| next.id != newest);
        let held = match &mut self.stage {
            Stage::Unlisted(held) => held.as_mut(),
            Stage::Listed { held, .. } => Some(held),
        };
        if let Some(held) = held.filter(|held| held.certificate.id != newest) {
            held.certificate.decision.date = NaiveDate::MIN;
        }
    }

    fn follow(&mut self, new: Held) {
        match &mut self.stage {
            Stage::Unlisted(held) => *held = Some(new),
            Stage::Listed { held, .. } => *held = new,
        }
    }

    /// Brings the stage to what holds today, and emits what changed since `before`.
    fn settle(&mut self, before: &Self, today: NaiveDate) {
        if let Some(next) = self.upcoming.take_if(|next| next.valid_from <= today) {
            self.follow(Held {
                certificate: next,
                standing: Standing::Granted,
            });
        }
        if let Some(certified) = self.held().map(|held| held.certificate.certified.clone()) {
            self.product = certified.shown(self.product.clone());
        }
        self.stage = self.stage_on(today);
        self.next_date = self.next_date_after(today);
        let Stage::Listed { held, state } = &self.stage else {
            return;
        };
        let was_suspended = matches!(before.state(), Some(ListingState::Suspended(_)));
        let change = if was_suspended
            && matches!(state, ListingState::Suspended(_))
            && before.state() != Some(state)
        {
            // It was suspended already: one more is known of why.
            Change::Updated
        } else if before.state() != Some(state) {
            match state {
                ListingState::Open => Change::Opened,
                ListingState::Suspended(_) => Change::Suspended,
                ListingState::Closed => Change::Closed,
            }
        } else if self.product != before.product
            || self.stock != before.stock
            || before.held().map(|held| &held.certificate) != Some(&held.certificate)
        {
            Change::Updated
        } else {
            return;
        };
        let fact = Fact {
            product: self.product.clone(),
            certificate: held.certificate.clone(),
            state: state.clone(),
            stock: self.stock_on(today).cloned(),
        };
        self.events.push(Event { change, fact });
    }

    fn next_date_after(&self, today: NaiveDate) -> Option<NaiveDate> {
        let held = self.held().into_iter().flat_map(|held| {
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

    fn stage_on(&self, today: NaiveDate) -> Stage {
        match self.stage.clone() {
            Stage::Unlisted(Some(held))
                if self.product.active
                    && held.certificate.valid_from <= today
                    && held.suspension_on(today).is_none() =>
            {
                let state = ListingState::Open;
                Stage::Listed { held, state }
            }
            Stage::Unlisted(held) => Stage::Unlisted(held),
            Stage::Listed { held, state } => {
                let state = if !self.product.active {
                    ListingState::Closed
                } else if let Some(suspension) = held.suspension_on(today) {
                    ListingState::Suspended(suspension)
                } else if held.certificate.valid_from > today {
                    state
                } else {
                    ListingState::Open
                };
                Stage::Listed { held, state }
            }
        }
    }
}

#[cfg(test)]
mod tests;
