//! Products and services registered for the programme.

mod certificate;
mod gtin;
mod profile;

use chrono::NaiveDate;
use strum::{Display, EnumString};
use uuid::Uuid;

pub use certificate::HeldCertificate;
pub use gtin::Gtin;
pub use profile::{ProductPatch, Profile};

use crate::place::Location;
use crate::producer::ProducerKind;

/// Why a rule of products says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no product with this id.
    #[error("there is no product with the id {0}")]
    Unknown(Uuid),
    /// A retired product stays as it is.
    #[error("the product is retired and does not change any more")]
    Retired,
    /// Decision 26/2026/QĐ-TTg, Article 2.3.
    #[error("an association or operating centre may only offer tourism services, criteria set 26")]
    ParticipantOnlyForTourism,
    /// What was certified stays what it is.
    #[error(
        "the product is certified: its name, criteria set and place are changed by the OCOP office only"
    )]
    Certified,
    /// The office corrects a certified product with a reason.
    #[error(
        "the product is certified: a change of its name, criteria set or place needs a reason, which is kept"
    )]
    ReasonMissing,
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "PRODUCT_UNKNOWN",
            Self::Retired => "PRODUCT_RETIRED",
            Self::ParticipantOnlyForTourism => "PARTICIPANT_ONLY_FOR_TOURISM",
            Self::Certified => "PRODUCT_CERTIFIED",
            Self::ReasonMissing => "REASON_MISSING",
        }
    }
}

/// What happened to a product.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It was registered.
    Registered(Box<Fact>),
    /// It changed.
    Updated(Box<Fact>),
    /// It is no longer made.
    Retired(Box<Fact>),
}

/// The criteria sets of Appendix I of Decision 26/2026/QĐ-TTg.
pub const CRITERIA_SETS: std::ops::RangeInclusive<u32> = 1..=26;

/// Whether a product is still made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    /// Made today.
    Active,
    /// No longer made.
    Retired,
}

/// The maker of a product, as far as the product needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maker {
    /// Id of the producer.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ProducerKind,
    /// Code of the place it is in.
    pub place_code: String,
    /// Code of the province it is in.
    pub province_code: String,
}

impl Maker {
    fn may_offer(&self, profile: &Profile) -> Result<(), Refusal> {
        if self.kind.may_offer(profile.criteria_set) {
            Ok(())
        } else {
            Err(Refusal::ParticipantOnlyForTourism)
        }
    }
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
    /// Whether it is still made.
    pub status: Status,
    /// The copy of its newest certificate, which follows the events of evaluation and no change of the product.
    pub certificate: Option<HeldCertificate>,
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
        maker.may_offer(&profile)?;
        let mut product = Self {
            id,
            events: Vec::new(),
            maker,
            profile,
            location,
            status: Status::Active,
            certificate: None,
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
            && location.place.code == self.location.place.code;
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
    pub fn retire(&mut self) -> Result<(), Refusal> {
        if self.status == Status::Retired {
            return Err(Refusal::Retired);
        }
        self.status = Status::Retired;
        let retired = Event::Retired(Box::new(self.fact()));
        self.events.push(retired);
        Ok(())
    }

    fn fact(&self) -> Fact {
        Fact {
            id: self.id,
            maker: self.maker.clone(),
            profile: self.profile.clone(),
            location: self.location.clone(),
            active: self.status == Status::Active,
        }
    }
}

/// A product as its events describe it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// Who makes it.
    pub maker: Maker,
    /// Its description.
    pub profile: Profile,
    /// Where it is made.
    pub location: Location,
    /// Whether it is still made.
    pub active: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{Place, PlaceKind};

    fn fish_sauce() -> Product {
        let province = Place {
            code: "51".to_owned(),
            name: "Quảng Ngãi".to_owned(),
            kind: PlaceKind::Province,
            parent: None,
            valid_from: None,
            valid_to: None,
        };
        let maker = Maker {
            id: Uuid::nil(),
            name: "HTX".to_owned(),
            kind: ProducerKind::Cooperative,
            place_code: "51".to_owned(),
            province_code: "51".to_owned(),
        };
        let profile = Profile {
            criteria_set: 9,
            name: "Nước mắm Mười Quý".to_owned(),
            ..Profile::default()
        };
        Product::register(
            Uuid::nil(),
            maker,
            profile,
            Location::from_chain(vec![province]).unwrap(),
        )
        .unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn by_itself() -> Basis<'static> {
        Basis {
            by_office: false,
            reason: "",
            on: day("2026-11-20"),
        }
    }

    /// A product with a certificate from 20 January 2026 to 19 January 2029.
    fn certified() -> Product {
        Product {
            certificate: Some(HeldCertificate {
                product_id: Uuid::nil(),
                id: Uuid::nil(),
                star: 4,
                decision_number: "1/QĐ-UBND".to_owned(),
                valid_from: day("2026-01-20"),
                valid_to: day("2029-01-19"),
                revoked_on: None,
            }),
            ..fish_sauce()
        }
    }

    fn renamed(product: &mut Product, basis: &Basis<'_>) -> Result<(), Refusal> {
        let profile = Profile {
            name: "Nước mắm Sa Huỳnh".to_owned(),
            ..product.profile.clone()
        };
        let location = product.location.clone();
        product.update(profile, location, basis)
    }

    #[test]
    fn what_is_certified_is_renamed_by_the_office_only_and_with_a_reason() {
        let mut product = certified();
        assert_eq!(renamed(&mut product, &by_itself()), Err(Refusal::Certified));
        let office = Basis {
            by_office: true,
            ..by_itself()
        };
        assert_eq!(renamed(&mut product, &office), Err(Refusal::ReasonMissing));
        let reason = "sai chính tả trong quyết định";
        assert_eq!(renamed(&mut product, &Basis { reason, ..office }), Ok(()));
    }

    #[test]
    fn what_no_certificate_is_about_changes_as_before() {
        let mut product = certified();
        let told = Profile {
            story: "Cá cơm than.".to_owned(),
            ..product.profile.clone()
        };
        let location = product.location.clone();
        assert_eq!(product.update(told, location, &by_itself()), Ok(()));
        let after = Basis {
            on: day("2029-01-20"),
            ..by_itself()
        };
        assert_eq!(renamed(&mut product, &after), Ok(()));
        let before = Basis {
            on: day("2026-01-19"),
            ..by_itself()
        };
        assert_eq!(renamed(&mut certified(), &before), Err(Refusal::Certified));
    }

    #[test]
    fn a_change_that_changes_nothing_is_no_event() {
        let mut product = fish_sauce();
        product.events.clear();
        let (profile, location) = (product.profile.clone(), product.location.clone());
        product.update(profile, location, &by_itself()).unwrap();
        assert!(product.events.is_empty());
    }

    #[test]
    fn a_retired_product_does_not_change() {
        let mut product = fish_sauce();
        product.retire().unwrap();
        let (profile, location) = (product.profile.clone(), product.location.clone());
        let refused = product.update(profile, location, &by_itself());
        assert_eq!(refused, Err(Refusal::Retired));
        assert_eq!(product.retire(), Err(Refusal::Retired));
    }
}
