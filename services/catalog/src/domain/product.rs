//! Products and services registered for the programme.

use uuid::Uuid;

use super::{Event, Location, ProducerKind, Refusal};

/// The criteria sets of Appendix I of Decision 26/2026/QĐ-TTg.
pub const CRITERIA_SETS: std::ops::RangeInclusive<u32> = 1..=26;

/// Where a product is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Made today.
    Active,
    /// No longer made.
    Retired,
}

impl Status {
    /// The status as it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }

    /// Reads the status as it is stored.
    pub fn from_stored(text: &str) -> Option<Self> {
        [Self::Active, Self::Retired]
            .into_iter()
            .find(|status| status.as_str() == text)
    }
}

/// A GTIN of 8, 12, 13 or 14 digits whose check digit is right (GS1 General Specifications, section 7.9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gtin(String);

impl Gtin {
    /// Reads a GTIN. `None` if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u32> = text
            .chars()
            .map(|digit| digit.to_digit(10))
            .collect::<Option<_>>()?;
        if ![8, 12, 13, 14].contains(&digits.len()) {
            return None;
        }
        // From the right: the check digit counts once, then weights 3 and 1 in turn.
        let sum: u32 = digits
            .iter()
            .rev()
            .zip([1, 3].into_iter().cycle())
            .map(|(digit, weight)| digit * weight)
            .sum();
        sum.is_multiple_of(10).then(|| Self(text.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is said of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Number of the criteria set.
    pub criteria_set: u32,
    /// Name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Its story.
    pub story: String,
    /// How it is packed.
    pub packaging: String,
    /// Its GTIN, if it has one.
    pub gtin: Option<Gtin>,
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
}

/// A product.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Its id.
    pub id: Uuid,
    /// The number of events it has recorded.
    pub version: u64,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
    /// Who makes it.
    pub maker: Maker,
    /// What is said of it.
    pub profile: Profile,
    /// Where it is made.
    pub location: Location,
    /// Where it is in its life.
    pub status: Status,
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
        maker.kind.may_offer(profile.criteria_set)?;
        let mut product = Self {
            id,
            version: 0,
            events: Vec::new(),
            maker,
            profile,
            location,
            status: Status::Active,
        };
        product
            .events
            .push(Event::ProductRegistered(Box::new(product.fact())));
        Ok(product)
    }

    /// Changes what is said of it.
    ///
    /// # Errors
    /// [`Refusal::ProductRetired`], [`Refusal::ParticipantOnlyForTourism`].
    pub fn update(&mut self, profile: Profile, location: Location) -> Result<(), Refusal> {
        if self.status == Status::Retired {
            return Err(Refusal::ProductRetired);
        }
        self.maker.kind.may_offer(profile.criteria_set)?;
        if profile == self.profile && location == self.location {
            return Ok(());
        }
        self.profile = profile;
        self.location = location;
        self.events
            .push(Event::ProductUpdated(Box::new(self.fact())));
        Ok(())
    }

    /// Ends its life. A retired product stays retired.
    ///
    /// # Errors
    /// [`Refusal::ProductRetired`] if it is retired already.
    pub fn retire(&mut self) -> Result<(), Refusal> {
        if self.status == Status::Retired {
            return Err(Refusal::ProductRetired);
        }
        self.status = Status::Retired;
        self.events
            .push(Event::ProductRetired(Box::new(self.fact())));
        Ok(())
    }

    fn fact(&self) -> ProductFact {
        ProductFact {
            id: self.id,
            maker: self.maker.clone(),
            profile: self.profile.clone(),
            location: self.location.clone(),
            active: self.status == Status::Active,
        }
    }
}

/// A product as an event tells of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductFact {
    /// Its id.
    pub id: Uuid,
    /// Who makes it.
    pub maker: Maker,
    /// What is said of it.
    pub profile: Profile,
    /// Where it is made.
    pub location: Location,
    /// Whether it is still made.
    pub active: bool,
}

#[cfg(test)]
mod tests {
    use super::super::{Place, PlaceKind};
    use super::*;

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
        };
        let profile = Profile {
            criteria_set: 9,
            name: "Nước mắm Mười Quý".to_owned(),
            description: String::new(),
            story: String::new(),
            packaging: String::new(),
            gtin: None,
        };
        Product::register(
            Uuid::nil(),
            maker,
            profile,
            Location::from_chain(vec![province]).unwrap(),
        )
        .unwrap()
    }

    #[test]
    fn a_gtin_with_a_wrong_check_digit_is_none() {
        assert!(Gtin::parse("4006381333931").is_some());
        assert!(Gtin::parse("4006381333932").is_none());
        assert!(Gtin::parse("96385074").is_some());
        assert!(Gtin::parse("400638133393x").is_none());
        assert!(Gtin::parse("").is_none());
    }

    #[test]
    fn a_change_that_changes_nothing_is_no_event() {
        let mut product = fish_sauce();
        product.events.clear();
        product
            .update(product.profile.clone(), product.location.clone())
            .unwrap();
        assert!(product.events.is_empty());
    }

    #[test]
    fn a_retired_product_does_not_change() {
        let mut product = fish_sauce();
        product.retire().unwrap();
        let (profile, location) = (product.profile.clone(), product.location.clone());
        assert_eq!(
            product.update(profile, location),
            Err(Refusal::ProductRetired)
        );
        assert_eq!(product.retire(), Err(Refusal::ProductRetired));
    }
}
