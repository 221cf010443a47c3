//! Products and services registered for the programme.

mod branch;
mod certificate;
pub mod details;
mod event;
mod gtin;
mod maker;
mod profile;
mod refusal;
mod status;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

pub use branch::Branch;
pub use certificate::{HeldCertificate, Newest};
pub use event::{Event, Fact};
pub use gtin::Gtin;
pub use maker::Maker;
pub use profile::{ProductPatch, Profile};
pub use refusal::Refusal;
pub use status::Status;

use crate::place::Location;

/// The criteria sets of Appendix I of Decision 26/2026/QĐ-TTg.
pub const CRITERIA_SETS: std::ops::RangeInclusive<u32> = 1..=26;

/// Another product, by what people know it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Similar {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// Who changes a product, when, and why: what a certified one asks.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// Whether it is the office that the product belongs to.
    pub by_office: bool,
    /// Why; empty if no reason was given.
    pub reason: &'a str,
    /// The day.
    pub on: NaiveDate,
}

/// A product.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Its id.
    pub id: Uuid,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
    /// Who makes it.
    pub maker: Maker,
    /// Its description.
    pub profile: Profile,
    /// Where it is made.
    pub location: Location,
    /// Its status.
    pub status: Status,
    /// Why it stands there; empty if no reason was given.
    pub status_reason: String,
    /// The copy of its newest certificate, which follows the events of evaluation and no change of the product.
    pub certificate: Option<HeldCertificate>,
    /// The records that it has absorbed, also those which these had.
    pub merged_from: BTreeSet<Uuid>,
}

impl Product {
    /// Registers a product.
    ///
    /// # Errors
    /// [`Refusal::ParticipantOnlyForTourism`].
    pub fn register(
        id: Uuid,
        maker: Maker,
        profile: Profile,
        location: Location,
    ) -> Result<Self, Refusal> {
        Self::register_as(Status::Active, (id, maker), profile, location)
    }

    /// Prepares a product that is not shown as made yet.
    ///
    /// # Errors
    /// [`Refusal::ParticipantOnlyForTourism`].
    pub fn draft(
        id: Uuid,
        maker: Maker,
        profile: Profile,
        location: Location,
    ) -> Result<Self, Refusal> {
        Self::register_as(Status::Draft, (id, maker), profile, location)
    }

    fn register_as(
        status: Status,
        (id, maker): (Uuid, Maker),
        profile: Profile,
        location: Location,
    ) -> Result<Self, Refusal> {
        maker.may_offer(&profile)?;
        let mut product = Self {
            id,
            events: Vec::new(),
            maker,
            profile,
            location,
            status,
            status_reason: String::new(),
            certificate: None,
            merged_from: BTreeSet::new(),
        };
        let registered = Event::Registered(Box::new(product.fact()));
        product.events.push(registered);
        Ok(product)
    }

    /// Changes its description.
    ///
    /// # Errors
    /// [`Refusal::Retired`], [`Refusal::ParticipantOnlyForTourism`]; [`Refusal::Certified`] and
    /// [`Refusal::ReasonMissing`] while a certificate stands by what would change.
    pub fn update(
        &mut self,
        profile: Profile,
        location: Location,
        basis: &Basis<'_>,
    ) -> Result<(), Refusal> {
        if self.status == Status::Retired {
            return Err(Refusal::Retired);
        }
        self.maker.may_offer(&profile)?;
        self.may_become(&profile, &location, basis)?;
        if profile == self.profile && location == self.location {
            return Ok(());
        }
        self.profile = profile;
        self.location = location;
        let updated = Event::Updated(Box::new(self.fact()));
        self.events.push(updated);
        Ok(())
    }

    /// Whether what its certificate is about may change: its name, its set and its place.
    fn may_become(
        &self,
        profile: &Profile,
        location: &Location,
        basis: &Basis<'_>,
    ) -> Result<(), Refusal> {
        let same = profile.name == self.profile.name
            && profile.criteria_set == self.profile.criteria_set
            && location.place == self.location.place;
        let mut certificates = self.certificate.iter();
        if same || !certificates.any(|held| held.stands_from(basis.on)) {
            Ok(())
        } else if !basis.by_office {
            Err(Refusal::Certified)
        } else if basis.reason.is_empty() {
            Err(Refusal::ReasonMissing)
        } else {
            Ok(())
        }
    }

    /// Ends its life. A retired product stays retired.
    ///
    /// # Errors
    /// [`Refusal::Retired`] if it is retired already.
    pub fn retire(&mut self, reason: &str) -> Result<(), Refusal> {
        self.stand_at(Status::Retired, reason)
    }

    /// Has it stand elsewhere in its life: a draft or a suspended product becomes active, an active one suspended, and any
    /// of them retired.
    ///
    /// # Errors
    /// [`Refusal::Retired`], [`Refusal::OtherStatus`]; [`Refusal::SuspendedWithoutReason`].
    pub fn stand_at(&mut self, to: Status, reason: &str) -> Result<(), Refusal> {
        let from = self.status;
        if from == Status::Retired {
            return Err(Refusal::Retired);
        }
        if !from.may_become(to) {
            return Err(Refusal::OtherStatus { from, to });
        }
        if to == Status::Suspended && reason.is_empty() {
            return Err(Refusal::SuspendedWithoutReason);
        }
        self.status = to;
        reason.clone_into(&mut self.status_reason);
        let fact = Box::new(self.fact());
        self.events.push(if to == Status::Retired {
            Event::Retired(fact)
        } else {
            Event::Updated(fact)
        });
        Ok(())
    }

    /// Goes over into another record: this is the last that happens to it.
    pub(crate) fn become_merged(&mut self, into: Uuid) {
        let merged = Event::Merged(Box::new(self.fact()), into);
        self.events.push(merged);
    }

    /// Takes another record's place, as `made_by`, `profile` and `location` say.
    pub(crate) fn absorb(
        &mut self,
        other: &Self,
        made_by: Maker,
        profile: Profile,
        location: Location,
    ) {
        self.maker = made_by;
        self.profile = profile;
        self.location = location;
        self.merged_from.extend(&other.merged_from);
        self.merged_from.insert(other.id);
        let updated = Event::Updated(Box::new(self.fact()));
        self.events.push(updated);
    }

    /// Goes over to the record into which that of its producer was merged.
    ///
    /// # Errors
    /// [`Refusal::ParticipantOnlyForTourism`].
    pub fn follow_maker(&mut self, maker: Maker) -> Result<(), Refusal> {
        maker.may_offer(&self.profile)?;
        self.maker = maker;
        let updated = Event::Updated(Box::new(self.fact()));
        self.events.push(updated);
        Ok(())
    }

    fn fact(&self) -> Fact {
        Fact {
            id: self.id,
            maker: self.maker.clone(),
            profile: self.profile.clone(),
            location: self.location.clone(),
            status: self.status,
        }
    }
}

#[cfg(test)]
mod tests;
