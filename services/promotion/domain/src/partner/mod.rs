//! A partner: a buyer such as a supermarket chain, and what it looks for.

mod credentials;
mod matching;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::Display;
use thiserror::Error;
use uuid::Uuid;

pub use credentials::{MAX_CREDENTIALS, NatsCredentials, admit};
pub use matching::{
    Ending, Match, MatchChange, MatchEvent, MatchFact, MatchState, Offer, Published,
};

use crate::listing::{CriteriaSet, Product, Star};

/// Why a rule of partners says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// There is no partner with this id.
    #[error("there is no partner with the id {0}")]
    Unknown(Uuid),
    /// It has left; what was is still readable.
    #[error("the partner has left")]
    Left,
    /// There are no credentials with this id.
    #[error("there are no credentials with the id {0}")]
    CredentialsUnknown(Uuid),
    /// They were revoked before.
    #[error("the credentials were revoked already")]
    CredentialsRevoked,
    /// There is no NATS for partners here.
    #[error("this system does not offer NATS to partners; use webhooks or ListMatches")]
    NatsNotOffered,
    /// The partner has as many as it may have.
    #[error(
        "the partner has {MAX_CREDENTIALS} valid credentials, as many as it may have; revoke some first"
    )]
    CredentialsQuota,
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "PARTNER_UNKNOWN",
            Self::Left => "PARTNER_LEFT",
            Self::CredentialsUnknown(_) => "CREDENTIALS_UNKNOWN",
            Self::CredentialsRevoked => "CREDENTIALS_REVOKED",
            Self::NatsNotOffered => "NATS_NOT_OFFERED",
            Self::CredentialsQuota => "CREDENTIALS_QUOTA",
        }
    }
}

/// What happened to a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Change {
    /// It was registered.
    Registered,
    /// It looks for something else.
    Updated,
    /// It has left.
    Removed,
}

/// An event of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The partner afterwards.
    pub fact: Fact,
}

/// The e-mail address of the person to ask at a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// A text that cannot be an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an e-mail address looks like name@example.vn and has at most 254 characters")]
pub struct NotAnEmail;

impl Email {
    /// Reads an address. Checks only what no deliverable address can lack: one `@`, a name, a domain with a dot, no
    /// spaces and no more than 254 characters (RFC 5321, 4.5.3.1.3 less the angle brackets).
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        let (name, domain) = text.split_once('@').ok_or(NotAnEmail)?;
        let labels_are_filled =
            domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
        let has_stray =
            text.chars().any(|c| c.is_whitespace() || c.is_control()) || domain.contains('@');
        if name.is_empty() || !labels_are_filled || has_stray || text.chars().count() > 254 {
            return Err(NotAnEmail);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        Self::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

/// What a partner looks for. An empty set means any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourcing {
    /// The criteria sets it buys from.
    pub criteria_sets: BTreeSet<CriteriaSet>,
    /// Codes of the provinces it buys from.
    pub province_codes: BTreeSet<String>,
    /// The day for which they were said.
    #[serde(default)]
    pub said_on: NaiveDate,
    /// The fewest stars it takes.
    pub minimum_star: Star,
}

impl Sourcing {
    /// Whether a product with that star is what is looked for.
    pub fn fits(&self, product: &Product, star: Star) -> bool {
        let of_its_sets =
            self.criteria_sets.is_empty() || self.criteria_sets.contains(&product.criteria_set);
        let of_its_provinces = self.province_codes.is_empty()
            || self
                .province_codes
                .iter()
                .any(|code| product.place.is_in(code, self.said_on));
        of_its_sets && of_its_provinces && star >= self.minimum_star
    }
}

/// A partner as its events describe it: without the person to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it looks for.
    pub sourcing: Sourcing,
    /// When it left.
    pub left_at: Option<DateTime<Utc>>,
}

/// The aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The person to ask.
    pub email: Email,
    /// What it looks for.
    pub sourcing: Sourcing,
    /// When it left. Then nothing is looked for any more.
    pub left_at: Option<DateTime<Utc>>,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
}

impl Partner {
    /// Registers a partner.
    pub fn register(id: Uuid, name: String, email: Email, sourcing: Sourcing) -> Self {
        let mut partner = Self {
            id,
            name,
            email,
            sourcing,
            left_at: None,
            events: Vec::new(),
        };
        partner.emit(Change::Registered);
        partner
    }

    /// Changes what it looks for.
    pub fn look_for(&mut self, sourcing: Sourcing) {
        if self.sourcing != sourcing {
            self.sourcing = sourcing;
            self.emit(Change::Updated);
        }
    }

    /// Whether it looks for a product with so many stars.
    pub fn wants(&self, product: &Product, star: Star) -> bool {
        self.left_at.is_none() && self.sourcing.fits(product, star)
    }

    /// Lets it leave.
    ///
    /// # Errors
    /// [`Refusal::Left`] if it has left already.
    pub fn leave(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.require_present()?;
        self.left_at = Some(now);
        self.emit(Change::Removed);
        Ok(())
    }

    /// Checks that it has not left.
    ///
    /// # Errors
    /// [`Refusal::Left`].
    pub fn require_present(&self) -> Result<(), Refusal> {
        match self.left_at {
            None => Ok(()),
            Some(_) => Err(Refusal::Left),
        }
    }

    fn emit(&mut self, change: Change) {
        let fact = Fact {
            id: self.id,
            name: self.name.clone(),
            sourcing: self.sourcing.clone(),
            left_at: self.left_at,
        };
        self.events.push(Event { change, fact });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::*;

    #[test]
    fn an_address_without_name_domain_or_dot_is_no_email() {
        for text in [
            "",
            "mua",
            "@siêuthị.vn",
            "mua@",
            "mua@vn",
            "mua hàng@a.vn",
            "a@b@c.vn",
            "a@b..vn",
            "a@b.vn\n",
        ] {
            assert_eq!(Email::parse(text), Err(NotAnEmail), "{text:?}");
        }
        assert!(Email::parse(&format!("{}@a.vn", "x".repeat(250))).is_err());
        assert_eq!(
            Email::parse("mua.hàng@siêuthị.vn").unwrap().as_str(),
            "mua.hàng@siêuthị.vn"
        );
    }

    #[test]
    fn a_partner_wants_its_sets_its_provinces_and_enough_stars() {
        let partner = supermarket();
        assert!(partner.wants(&fish_sauce(), Star::Three));
        assert!(!partner.wants(
            &Product {
                criteria_set: set(14),
                ..fish_sauce()
            },
            Star::Five
        ));
        let mut elsewhere = fish_sauce();
        elsewhere.place.code = "20965".into();
        elsewhere.place.province_code = "48".into();
        assert!(!partner.wants(&elsewhere, Star::Five));
        let choosy = Sourcing {
            minimum_star: Star::Four,
            ..partner.sourcing.clone()
        };
        assert!(!choosy.fits(&fish_sauce(), Star::Three));
    }

    #[test]
    fn a_partner_of_quang_ngai_wants_what_had_been_kon_tum_since_the_merger() {
        let mut of_kon_tum = fish_sauce();
        of_kon_tum.place.code = "608".into();
        of_kon_tum.place.province_code = "62".into();
        of_kon_tum.place.said_on = "2024-05-01".parse().unwrap();
        let quang_ngai = supermarket();
        assert!(quang_ngai.wants(&of_kon_tum, Star::Three));
        let before = Sourcing {
            said_on: "2024-05-01".parse().unwrap(),
            ..quang_ngai.sourcing.clone()
        };
        assert!(!before.fits(&of_kon_tum, Star::Three));
        let of_62 = Sourcing {
            province_codes: ["62".to_owned()].into(),
            ..before
        };
        assert!(of_62.fits(&of_kon_tum, Star::Three));
    }

    #[test]
    fn an_empty_list_means_any() {
        let any = Sourcing {
            criteria_sets: BTreeSet::new(),
            province_codes: BTreeSet::new(),
            said_on: NaiveDate::default(),
            minimum_star: Star::Three,
        };
        assert!(any.fits(&fish_sauce(), Star::Three));
    }

    #[test]
    fn a_partner_that_has_left_wants_nothing_and_leaves_once() {
        let mut partner = supermarket();
        let noon = at("2026-11-24T12:00:00Z");
        assert_eq!(partner.leave(noon), Ok(()));
        assert!(!partner.wants(&fish_sauce(), Star::Five));
        assert_eq!(partner.leave(noon), Err(Refusal::Left));
        assert_eq!(partner.events.len(), 2);
    }

    #[test]
    fn the_same_wishes_again_are_no_event() {
        let mut partner = supermarket();
        partner.look_for(partner.sourcing.clone());
        assert_eq!(partner.events.len(), 1);
    }
}
