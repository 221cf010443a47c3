//! Producers (chủ thể OCOP): who may take part and what is recorded of them; Decision 26/2026/QĐ-TTg, Article 2.3.

mod business;
mod gln;
mod kind;
mod profile;
mod value_chain;

use std::collections::BTreeSet;

use uuid::Uuid;

pub use business::{Person, Rating, Year};
pub use gln::Gln;
pub use kind::ProducerKind;
pub use profile::{ProducerPatch, Profile, Representative, Sex};
pub use value_chain::ValueChain;

use crate::place::Location;

/// Why a rule of producers says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no producer with this id.
    #[error("there is no producer with the id {0}")]
    Unknown(Uuid),
    /// Only a joint-stock company has a local share of capital.
    #[error("a local share of capital is recorded for joint-stock companies only")]
    LocalCapitalNotForKind,
    /// Decision 26/2026/QĐ-TTg, Article 2.3.
    #[error(
        "only small and medium enterprises take part; this one has more than 200 employees (Decree 80/2021/NĐ-CP, Article 5)"
    )]
    EnterpriseTooLarge,
    /// A number of a record that was merged leads to the kept one.
    #[error(
        "this registration number or GLN leads to the producer {0}, into which the one that bore it was merged"
    )]
    NumberLeadsTo(Uuid),
    /// Ratings are those of cooperatives.
    #[error("a yearly rating is recorded for cooperatives only")]
    RatingNotForKind,
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "PRODUCER_UNKNOWN",
            Self::LocalCapitalNotForKind => "LOCAL_CAPITAL_NOT_FOR_KIND",
            Self::EnterpriseTooLarge => "ENTERPRISE_TOO_LARGE",
            Self::NumberLeadsTo(_) => "NUMBER_LEADS_TO_ANOTHER",
            Self::RatingNotForKind => "RATING_NOT_FOR_KIND",
        }
    }
}

/// What happened to a producer.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It was registered.
    Registered(Box<Fact>),
    /// It changed.
    Updated(Box<Fact>),
    /// It was found to be the same as another, into which it was merged.
    Merged(Box<Fact>, Uuid),
}

/// A producer.
#[derive(Clone, Debug, PartialEq)]
pub struct Producer {
    /// Its id.
    pub id: Uuid,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
    /// Its profile.
    pub profile: Profile,
    /// Where it is.
    pub location: Location,
    /// The records that it has absorbed, also those which these had.
    pub merged_from: BTreeSet<Uuid>,
}

impl Producer {
    /// Registers a producer.
    ///
    /// # Errors
    /// [`Refusal::LocalCapitalNotForKind`], [`Refusal::EnterpriseTooLarge`], [`Refusal::RatingNotForKind`].
    pub fn register(id: Uuid, profile: Profile, location: Location) -> Result<Self, Refusal> {
        profile.check()?;
        let mut producer = Self {
            id,
            events: Vec::new(),
            profile,
            location,
            merged_from: BTreeSet::new(),
        };
        let registered = Event::Registered(Box::new(producer.fact()));
        producer.events.push(registered);
        Ok(producer)
    }

    /// Changes what is recorded of it.
    ///
    /// # Errors
    /// [`Refusal::LocalCapitalNotForKind`], [`Refusal::EnterpriseTooLarge`], [`Refusal::RatingNotForKind`].
    pub fn update(&mut self, profile: Profile, location: Location) -> Result<(), Refusal> {
        profile.check()?;
        if profile == self.profile && location == self.location {
            return Ok(());
        }
        self.profile = profile;
        self.location = location;
        let updated = Event::Updated(Box::new(self.fact()));
        self.events.push(updated);
        Ok(())
    }

    /// Erases what is personal: how to reach the producer, and who represents it.
    pub fn erase_personal_data(&mut self) {
        let erased = Profile {
            address: String::new(),
            phone: String::new(),
            email: String::new(),
            representative: Representative::erased(),
            people: Vec::new(),
            ..self.profile.clone()
        };
        if erased != self.profile {
            self.profile = erased;
            let updated = Event::Updated(Box::new(self.fact()));
            self.events.push(updated);
        }
    }

    /// Goes over into another record: this is the last that happens to it.
    pub(crate) fn become_merged(&mut self, into: Uuid) {
        let merged = Event::Merged(Box::new(self.fact()), into);
        self.events.push(merged);
    }

    /// Takes another record's place, as `profile` and `location` say.
    pub(crate) fn absorb(&mut self, other: &Self, profile: Profile, location: Location) {
        self.profile = profile;
        self.location = location;
        self.merged_from.extend(&other.merged_from);
        self.merged_from.insert(other.id);
        let updated = Event::Updated(Box::new(self.fact()));
        self.events.push(updated);
    }

    fn fact(&self) -> Fact {
        Fact {
            id: self.id,
            profile: self.profile.clone(),
            location: self.location.clone(),
        }
    }
}

/// A producer as its events describe it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// Its profile.
    pub profile: Profile,
    /// Where it is.
    pub location: Location,
}

#[cfg(test)]
mod tests;
