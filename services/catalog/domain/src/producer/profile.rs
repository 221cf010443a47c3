//! What is recorded of a producer.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

use super::business::may_take_part;
use super::{Gln, Person, ProducerKind, Refusal, ValueChain, Year};

/// Sex of a legal representative, as Form 02 records it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Display, EnumString, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Not recorded.
    #[default]
    #[strum(serialize = "")]
    Unknown,
    /// A woman.
    Female,
    /// A man.
    Male,
}

/// Who stands for a producer before the law; criterion 3.2 asks about this person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

impl Representative {
    /// Nobody: what was recorded of the person is erased.
    pub fn erased() -> Self {
        Self {
            full_name: String::new(),
            position: String::new(),
            sex: Sex::Unknown,
            ethnicity: String::new(),
            has_disability: false,
        }
    }

    /// Whether it is nobody. Every representative that is recorded has a name.
    pub fn is_erased(&self) -> bool {
        self.full_name.is_empty()
    }
}

/// What is recorded of a producer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Its GLN, if it has one.
    pub gln: Option<Gln>,
    /// Its years, the newest first.
    pub years: Vec<Year>,
    /// People behind it besides the representative.
    pub people: Vec<Person>,
}

impl Profile {
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        if self.local_capital_percent.is_some() && self.kind != ProducerKind::JointStockCompany {
            return Err(Refusal::LocalCapitalNotForKind);
        }
        may_take_part(self.kind, &self.years)
    }
}

/// The fields of a profile that a change names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProducerPatch {
    /// Name.
    pub name: Option<String>,
    /// Kind of participant.
    pub kind: Option<ProducerKind>,
    /// Number of the business or cooperative registration.
    pub registration_number: Option<String>,
    /// Day of the registration; `Some(None)` takes it away.
    pub registration_date: Option<Option<NaiveDate>>,
    /// Street and hamlet.
    pub address: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Legal representative.
    pub representative: Option<Representative>,
    /// Local share of capital in whole percent; `Some(None)` takes it away.
    pub local_capital_percent: Option<Option<u32>>,
    /// The kind of value chain it works in.
    pub value_chain: Option<ValueChain>,
    /// Whether its raw material comes from a stable area.
    pub stable_raw_material: Option<bool>,
    /// Its GLN; `Some(None)` takes it away.
    pub gln: Option<Option<Gln>>,
    /// Its years.
    pub years: Option<Vec<Year>>,
    /// People behind it.
    pub people: Option<Vec<Person>>,
}

impl ProducerPatch {
    /// The profile with the named fields changed.
    pub fn apply(&self, profile: &Profile) -> Profile {
        let old = profile.clone();
        let patch = self.clone();
        Profile {
            name: patch.name.unwrap_or(old.name),
            kind: patch.kind.unwrap_or(old.kind),
            registration_number: patch.registration_number.unwrap_or(old.registration_number),
            registration_date: patch.registration_date.unwrap_or(old.registration_date),
            address: patch.address.unwrap_or(old.address),
            phone: patch.phone.unwrap_or(old.phone),
            email: patch.email.unwrap_or(old.email),
            representative: patch.representative.unwrap_or(old.representative),
            local_capital_percent: patch
                .local_capital_percent
                .unwrap_or(old.local_capital_percent),
            value_chain: patch.value_chain.unwrap_or(old.value_chain),
            stable_raw_material: patch.stable_raw_material.unwrap_or(old.stable_raw_material),
            gln: patch.gln.unwrap_or(old.gln),
            years: patch.years.unwrap_or(old.years),
            people: patch.people.unwrap_or(old.people),
        }
    }

    /// A new profile. `None` if a field is not named.
    pub fn complete(self) -> Option<Profile> {
        Some(Profile {
            name: self.name?,
            kind: self.kind?,
            registration_number: self.registration_number?,
            registration_date: self.registration_date?,
            address: self.address?,
            phone: self.phone?,
            email: self.email?,
            representative: self.representative?,
            local_capital_percent: self.local_capital_percent?,
            value_chain: self.value_chain?,
            stable_raw_material: self.stable_raw_material?,
            gln: self.gln?,
            years: self.years?,
            people: self.people?,
        })
    }
}
