//! Producers (chủ thể OCOP): who may take part and what is recorded of them; Decision 26/2026/QĐ-TTg, Article 2.3.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Event, Location, Refusal, ValueChain};

/// Kind of participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProducerKind {
    /// Hợp tác xã.
    Cooperative,
    /// Tổ hợp tác.
    CooperativeGroup,
    /// Công ty TNHH, small or medium.
    LimitedCompany,
    /// Doanh nghiệp tư nhân, small or medium.
    PrivateEnterprise,
    /// Công ty cổ phần, small or medium.
    JointStockCompany,
    /// Trang trại.
    Farm,
    /// Hộ sản xuất, hộ gia đình có đăng ký kinh doanh.
    Household,
    /// Hội, hiệp hội; set 26 only.
    Association,
    /// Trung tâm điều hành; set 26 only.
    OperatingCentre,
}

impl ProducerKind {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Cooperative, "cooperative"),
        (Self::CooperativeGroup, "cooperative_group"),
        (Self::LimitedCompany, "limited_company"),
        (Self::PrivateEnterprise, "private_enterprise"),
        (Self::JointStockCompany, "joint_stock_company"),
        (Self::Farm, "farm"),
        (Self::Household, "household"),
        (Self::Association, "association"),
        (Self::OperatingCentre, "operating_centre"),
    ];

    /// The kind as it is stored.
    pub fn as_str(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, text)| text)
    }

    /// Reads the kind as it is stored.
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, stored)| *stored == text)
            .map(|(kind, _)| *kind)
    }

    /// Checks that this kind of participant may have products of a criteria set.
    ///
    /// # Errors
    /// [`Refusal::ParticipantOnlyForTourism`].
    pub fn may_offer(self, criteria_set: u32) -> Result<(), Refusal> {
        let tourism_only = matches!(self, Self::Association | Self::OperatingCentre);
        if tourism_only && criteria_set != 26 {
            Err(Refusal::ParticipantOnlyForTourism)
        } else {
            Ok(())
        }
    }
}

/// Sex of a legal representative, as Form 02 records it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Not recorded.
    Unknown,
    /// A woman.
    Female,
    /// A man.
    Male,
}

impl Sex {
    /// The sex as it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Female => "female",
            Self::Male => "male",
        }
    }

    /// Reads the sex as it is stored.
    pub fn from_stored(text: &str) -> Option<Self> {
        [Self::Unknown, Self::Female, Self::Male]
            .into_iter()
            .find(|sex| sex.as_str() == text)
    }
}

/// Who stands for a producer before the law; criterion 3.2 asks about this person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Representative {
    /// Full name.
    pub full_name: String,
    /// Position.
    pub position: String,
    /// Sex.
    pub sex: Sex,
    /// Ethnicity.
    pub ethnicity: String,
    /// Whether the person has a recognised disability.
    pub has_disability: bool,
}

/// What a producer says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Name.
    pub name: String,
    /// Kind of participant.
    pub kind: ProducerKind,
    /// Number of the business or cooperative registration.
    pub registration_number: String,
    /// Day of the registration.
    pub registration_date: Option<NaiveDate>,
    /// Street and hamlet.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Legal representative.
    pub representative: Representative,
    /// Local share of capital in whole percent; joint-stock companies only.
    pub local_capital_percent: Option<u32>,
    /// The kind of value chain it works in.
    pub value_chain: ValueChain,
    /// Whether its raw material comes from a stable area.
    pub stable_raw_material: bool,
}

impl Profile {
    fn check(&self) -> Result<(), Refusal> {
        if self.local_capital_percent.is_some() && self.kind != ProducerKind::JointStockCompany {
            return Err(Refusal::LocalCapitalNotForKind);
        }
        Ok(())
    }
}

/// A producer.
#[derive(Clone, Debug, PartialEq)]
pub struct Producer {
    /// Its id.
    pub id: Uuid,
    /// The number of events it has recorded.
    pub version: u64,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
    /// What it says of itself.
    pub profile: Profile,
    /// Where it is.
    pub location: Location,
}

impl Producer {
    /// Registers a producer.
    ///
    /// # Errors
    /// [`Refusal::LocalCapitalNotForKind`].
    pub fn register(id: Uuid, profile: Profile, location: Location) -> Result<Self, Refusal> {
        profile.check()?;
        let mut producer = Self {
            id,
            version: 0,
            events: Vec::new(),
            profile,
            location,
        };
        producer
            .events
            .push(Event::ProducerRegistered(Box::new(producer.fact())));
        Ok(producer)
    }

    /// Changes what is recorded of it.
    ///
    /// # Errors
    /// [`Refusal::LocalCapitalNotForKind`].
    pub fn update(&mut self, profile: Profile, location: Location) -> Result<(), Refusal> {
        profile.check()?;
        if profile == self.profile && location == self.location {
            return Ok(());
        }
        self.profile = profile;
        self.location = location;
        self.events
            .push(Event::ProducerUpdated(Box::new(self.fact())));
        Ok(())
    }

    fn fact(&self) -> ProducerFact {
        ProducerFact {
            id: self.id,
            profile: self.profile.clone(),
            location: self.location.clone(),
        }
    }
}

/// A producer as an event tells of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProducerFact {
    /// Its id.
    pub id: Uuid,
    /// What it says of itself.
    pub profile: Profile,
    /// Where it is.
    pub location: Location,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_association_may_offer_tourism_and_nothing_else() {
        assert!(ProducerKind::Association.may_offer(26).is_ok());
        assert_eq!(
            ProducerKind::Association.may_offer(9),
            Err(Refusal::ParticipantOnlyForTourism)
        );
        assert!(ProducerKind::Cooperative.may_offer(9).is_ok());
    }

    #[test]
    fn every_kind_is_read_back_as_it_was_stored() {
        for (kind, text) in ProducerKind::ALL {
            assert_eq!(ProducerKind::from_stored(text), Some(kind));
            assert_eq!(kind.as_str(), text);
        }
    }
}
