//! Who a partner is: what kind of buyer, whom to ask, by what contract.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

use super::Email;

/// What kind of buyer a partner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum PartnerKind {
    /// A chain of supermarkets.
    Supermarket,
    /// A shop.
    Shop,
    /// An e-commerce floor (sàn thương mại điện tử).
    EcommerceFloor,
    /// An exporter.
    Exporter,
    /// Who buys gifts.
    GiftBuyer,
    /// A restaurant or a hotel.
    Restaurant,
}

/// A person to ask at a partner, besides the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Full name.
    pub name: String,
    /// What the person does there; may be empty.
    pub position: String,
    /// Telephone; may be empty.
    pub phone: String,
    /// E-mail address.
    pub email: Option<Email>,
}

/// The contract between the programme and a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// Its number.
    pub number: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` if it does not end.
    pub to: Option<NaiveDate>,
}

/// Who a partner is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Its name.
    pub name: String,
    /// E-mail address of the person to ask.
    pub email: Email,
    /// What kind of buyer it is, if that was said.
    pub kind: Option<PartnerKind>,
    /// Others to ask.
    pub contacts: Vec<Contact>,
    /// The contract with it, if there is one.
    pub contract: Option<Contract>,
}

impl Details {
    /// A partner of which no more is said.
    pub fn bare(name: String, email: Email) -> Self {
        Self {
            name,
            email,
            kind: None,
            contacts: Vec::new(),
            contract: None,
        }
    }
}

/// The details that a change names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DetailsPatch {
    /// Its name.
    pub name: Option<String>,
    /// E-mail address of the person to ask.
    pub email: Option<Email>,
    /// What kind of buyer it is; `Some(None)` says no kind.
    pub kind: Option<Option<PartnerKind>>,
    /// Others to ask.
    pub contacts: Option<Vec<Contact>>,
    /// The contract with it; `Some(None)` says none.
    pub contract: Option<Option<Contract>>,
}

impl DetailsPatch {
    /// The details with those that are named changed.
    pub fn apply(self, old: Details) -> Details {
        Details {
            name: self.name.unwrap_or(old.name),
            email: self.email.unwrap_or(old.email),
            kind: self.kind.unwrap_or(old.kind),
            contacts: self.contacts.unwrap_or(old.contacts),
            contract: self.contract.unwrap_or(old.contract),
        }
    }
}

/// Another partner, or another of whatever else was made, that may well be the same, by what people know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Similar {
    /// Its id.
    pub id: uuid::Uuid,
    /// Its name.
    pub name: String,
}
