//! Where a role is held, and what that covers.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{Display, VariantArray};

use crate::UnitsOfDay;

/// Where a role is held. Codes of places are those of the day on which they are used: a role held in a unit that has ended
/// covers nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Scope {
    /// Everywhere: `*`.
    Anywhere,
    /// In a province: `province:51`.
    Province(String),
    /// In a commune: `commune:21364`.
    Commune(String),
    /// For a producer: `producer:<id>`.
    Producer(String),
    /// For a partner: `partner:<id>`.
    Partner(String),
}

/// A kind of scope, shown as it is written: `province:<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, VariantArray)]
pub enum ScopeKind {
    /// Everywhere.
    #[strum(serialize = "*")]
    Anywhere,
    /// A province.
    #[strum(serialize = "province:<code>")]
    Province,
    /// A commune.
    #[strum(serialize = "commune:<code>")]
    Commune,
    /// A producer.
    #[strum(serialize = "producer:<id>")]
    Producer,
    /// A partner.
    #[strum(serialize = "partner:<id>")]
    Partner,
}

impl Scope {
    /// Its kind.
    pub fn kind(&self) -> ScopeKind {
        match self {
            Self::Anywhere => ScopeKind::Anywhere,
            Self::Province(_) => ScopeKind::Province,
            Self::Commune(_) => ScopeKind::Commune,
            Self::Producer(_) => ScopeKind::Producer,
            Self::Partner(_) => ScopeKind::Partner,
        }
    }
}

/// What of the thing that a call touches the caller's scope must cover. The contract names it for
/// every rpc.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Coverage {
    /// Nothing: the call touches nothing that belongs to anybody, or everybody may see it.
    Nothing,
    /// Nothing: the answer holds only what lies within the caller's scopes.
    Listed,
    /// Its province.
    Province,
    /// Its commune or its province.
    Place,
    /// Its producer, or the commune or province of that.
    Producer,
    /// Its partner, or every province from which the partner buys.
    Partner,
    /// The whole country.
    Everywhere,
}

impl Coverage {
    /// Everything that an rpc may ask for.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Whether a role held in `scope` can ever cover what is asked for.
    pub fn accepts(self, scope: &Scope) -> bool {
        match scope {
            Scope::Anywhere => !matches!(self, Self::Nothing | Self::Listed),
            Scope::Province(_) => matches!(
                self,
                Self::Province | Self::Place | Self::Producer | Self::Partner
            ),
            Scope::Commune(_) => matches!(self, Self::Place | Self::Producer),
            Scope::Producer(_) => self == Self::Producer,
            Scope::Partner(_) => self == Self::Partner,
        }
    }

    /// Whether a call may be let in with a role held in `scope`: it covers something that is asked for, or nothing is.
    pub(crate) fn may_be_within(self, scope: &Scope) -> bool {
        matches!(self, Self::Nothing | Self::Listed) || self.accepts(scope)
    }
}

/// What a scope must cover besides the thing itself, when the contract names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Also {
    /// The producer to which it is attached, in that producer's own place.
    Producer,
    /// The place it goes to; the one where it is, if it stays.
    Destination,
}

impl Also {
    /// Everything that an rpc may ask for besides.
    pub const ALL: &[Self] = Self::VARIANTS;
}

/// Everything that a call touches: what it creates or changes, what that is attached to, where it was and where it
/// goes. All of it must be covered; a scope need not cover all of it alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    targets: Vec<Target>,
    also: Vec<Also>,
}

impl Touched {
    /// The thing itself.
    pub fn new(target: Target) -> Self {
        Self {
            targets: vec![target],
            also: Vec::new(),
        }
    }

    /// And the producer to which it is attached, in that producer's own place.
    #[must_use]
    pub fn of_producer(self, producer: Target) -> Self {
        self.with(Also::Producer, producer)
    }

    /// And where it goes.
    #[must_use]
    pub fn going_to(self, destination: Target) -> Self {
        self.with(Also::Destination, destination)
    }

    /// And others that the call names.
    #[must_use]
    pub fn and(mut self, others: impl IntoIterator<Item = Target>) -> Self {
        self.targets.extend(others);
        self
    }

    fn with(mut self, also: Also, target: Target) -> Self {
        self.also.push(also);
        self.and([target])
    }

    /// Whether it says all that the contract asks for. What is forgotten is not covered.
    pub(crate) fn names(&self, also: &[Also]) -> bool {
        also.iter().all(|one| self.also.contains(one))
    }

    pub(crate) fn targets(&self) -> &[Target] {
        &self.targets
    }
}

impl From<Target> for Touched {
    fn from(target: Target) -> Self {
        Self::new(target)
    }
}

/// What is known of the thing a call touches, for comparing with scopes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The place it belongs to.
    pub place: Option<Located>,
    /// Id of the producer it belongs to.
    pub producer: Option<String>,
    /// Id of the partner it belongs to.
    pub partner: Option<String>,
}

/// A place as it was said: codes name other units after a merger, so they stand with a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// Code of the province.
    pub province: String,
    /// Code of the commune or district in it; `None` for the province as a whole.
    pub place: Option<String>,
    /// The day for which the codes were said.
    pub said_on: NaiveDate,
}

impl Target {
    /// Something that belongs to a province as a whole.
    pub fn province(code: impl Into<String>, said_on: NaiveDate) -> Self {
        let place = Located {
            province: code.into(),
            place: None,
            said_on,
        };
        Self {
            place: Some(place),
            ..Self::default()
        }
    }

    /// Something in a place of a province.
    pub fn place(province: &str, place: &str, said_on: NaiveDate) -> Self {
        let place = Located {
            province: province.to_owned(),
            place: Some(place.to_owned()),
            said_on,
        };
        Self {
            place: Some(place),
            ..Self::default()
        }
    }

    /// Something of a partner.
    pub fn partner(id: impl fmt::Display) -> Self {
        Self {
            partner: Some(id.to_string()),
            ..Self::default()
        }
    }

    /// The same, and it belongs to a producer.
    #[must_use]
    pub fn of_producer(self, id: impl fmt::Display) -> Self {
        Self {
            producer: Some(id.to_string()),
            ..self
        }
    }

    pub(crate) fn lies_in(&self, scope: &Scope, units: &UnitsOfDay) -> bool {
        match scope {
            Scope::Anywhere => true,
            Scope::Province(code) | Scope::Commune(code) => {
                let place = self.place.as_ref();
                units.has(scope) && place.is_some_and(|place| units.holds(code, place))
            }
            Scope::Producer(id) => self.producer.as_ref() == Some(id),
            Scope::Partner(id) => self.partner.as_ref() == Some(id),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anywhere => f.write_str("*"),
            Self::Province(code) => write!(f, "province:{code}"),
            Self::Commune(code) => write!(f, "commune:{code}"),
            Self::Producer(id) => write!(f, "producer:{id}"),
            Self::Partner(id) => write!(f, "partner:{id}"),
        }
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "*" => Ok(Self::Anywhere),
            Some(("province", code)) if !code.is_empty() => Ok(Self::Province(code.to_owned())),
            Some(("commune", code)) if !code.is_empty() => Ok(Self::Commune(code.to_owned())),
            Some(("producer", id)) if !id.is_empty() => Ok(Self::Producer(id.to_owned())),
            Some(("partner", id)) if !id.is_empty() => Ok(Self::Partner(id.to_owned())),
            _ => Err(
                "is not a scope such as *, province:51, commune:21364, producer:ID, partner:ID"
                    .to_owned(),
            ),
        }
    }
}

impl TryFrom<String> for Scope {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_read_back_as_they_are_written() {
        for text in [
            "*",
            "province:51",
            "commune:21364",
            "producer:7",
            "partner:9",
        ] {
            assert_eq!(text.parse::<Scope>().unwrap().to_string(), text);
        }
        assert!("province:".parse::<Scope>().is_err());
        assert!("everything".parse::<Scope>().is_err());
    }
}
