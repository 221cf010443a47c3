//! A partner: a buyer such as a supermarket chain, and what it looks for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::{
    event::{Event, PartnerChange},
    product::Product,
    refusal::Refusal,
    star::{CriteriaSet, Star},
};

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
    /// The fewest stars it takes.
    pub minimum_star: Star,
}

impl Sourcing {
    /// Whether a product with that star is what is looked for.
    pub fn fits(&self, product: &Product, star: Star) -> bool {
        let of_its_sets =
            self.criteria_sets.is_empty() || self.criteria_sets.contains(&product.criteria_set);
        let of_its_provinces = self.province_codes.is_empty()
            || self.province_codes.contains(&product.place.province_code);
        of_its_sets && of_its_provinces && star >= self.minimum_star
    }
}

/// Where a partner stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartnerStatus {
    /// It buys.
    Active,
    /// It left the programme, for good; kept for its history.
    Left,
}

/// A partner as it stands after an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerFact {
    /// Id of the partner.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub status: PartnerStatus,
    /// What it looks for.
    pub sourcing: Sourcing,
}

/// The aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Id given by promotion.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The person to ask.
    pub email: Email,
    /// Where it stands.
    pub status: PartnerStatus,
    /// What it looks for.
    pub sourcing: Sourcing,
    /// How many events of the partner are saved.
    pub version: u64,
    /// Events that were not saved yet.
    pub events: Vec<Event>,
}

impl Partner {
    /// Registers a partner.
    pub fn register(id: Uuid, name: String, email: Email, sourcing: Sourcing) -> Self {
        let mut partner = Self {
            id,
            name,
            email,
            status: PartnerStatus::Active,
            sourcing,
            version: 0,
            events: Vec::new(),
        };
        partner.record(PartnerChange::Registered);
        partner
    }

    /// Changes what the partner looks for; the same wishes again change nothing.
    pub fn look_for(&mut self, sourcing: Sourcing) -> Result<(), Refusal> {
        self.still_here()?;
        if self.sourcing != sourcing {
            self.sourcing = sourcing;
            self.record(PartnerChange::Updated);
        }
        Ok(())
    }

    /// Ends the partnership. Leaving twice changes nothing.
    pub fn leave(&mut self) {
        if self.status != PartnerStatus::Left {
            self.status = PartnerStatus::Left;
            self.record(PartnerChange::Updated);
        }
    }

    /// Whether the partner looks for a product with that star.
    pub fn wants(&self, product: &Product, star: Star) -> bool {
        self.status == PartnerStatus::Active && self.sourcing.fits(product, star)
    }

    /// Refuses a partner that left.
    pub fn still_here(&self) -> Result<(), Refusal> {
        match self.status {
            PartnerStatus::Active => Ok(()),
            PartnerStatus::Left => Err(Refusal::PartnerLeft),
        }
    }

    fn record(&mut self, change: PartnerChange) {
        let fact = PartnerFact {
            id: self.id,
            name: self.name.clone(),
            status: self.status,
            sourcing: self.sourcing.clone(),
        };
        self.events.push(Event::Partner(change, fact));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::*;

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
        elsewhere.place.province_code = "48".into();
        assert!(!partner.wants(&elsewhere, Star::Five));
        let choosy = Sourcing {
            minimum_star: Star::Four,
            ..partner.sourcing.clone()
        };
        assert!(!choosy.fits(&fish_sauce(), Star::Three));
    }

    #[test]
    fn an_empty_list_means_any() {
        let any = Sourcing {
            criteria_sets: BTreeSet::new(),
            province_codes: BTreeSet::new(),
            minimum_star: Star::Three,
        };
        assert!(any.fits(&fish_sauce(), Star::Three));
    }

    #[test]
    fn the_same_wishes_again_are_no_event() {
        let mut partner = supermarket();
        partner.look_for(partner.sourcing.clone()).unwrap();
        assert_eq!(partner.events.len(), 1);
    }

    #[test]
    fn a_partner_that_left_wants_nothing_and_cannot_be_changed() {
        let mut partner = supermarket();
        partner.leave();
        partner.leave();
        assert_eq!(partner.events.len(), 2);
        assert!(!partner.wants(&fish_sauce(), Star::Five));
        assert_eq!(
            partner.look_for(partner.sourcing.clone()),
            Err(Refusal::PartnerLeft)
        );
    }
}
