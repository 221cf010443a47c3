//! A partner: a buyer such as a supermarket chain, and what it looks for.

mod credentials;
mod details;
mod email;
mod matching;
mod sourcing;

use chrono::{DateTime, NaiveDate, Utc};
use ocop_places::Places;
use strum::Display;
use thiserror::Error;
use uuid::Uuid;

pub use credentials::{MAX_CREDENTIALS, NatsCredentials, admit};
pub use details::{Contact, Contract, Details, DetailsPatch, PartnerKind, Similar};
pub use email::{Email, NotAnEmail};
pub use matching::{
    Ending, MAX_STEPS, Match, MatchChange, MatchEvent, MatchFact, MatchStage, MatchState, Offer,
    Published, Side, Step,
};
pub use sourcing::{
    Asked, Assessment, Criterion, CriterionKind, Demand, Finding, Key, Lookup, Profile, Sourcing,
};

use crate::listing::{Certificate, Product, Term};

/// Why a rule of partners says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// There is no partner with this id.
    #[error("there is no partner with the id {0}")]
    Unknown(Uuid),
    /// It has left; what was is still readable.
    #[error("the partner has left")]
    Left,
    /// Who has not left does not come back.
    #[error("the partner has not left")]
    Present,
    /// There are no credentials with this id.
    #[error("there are no credentials with the id {0}")]
    CredentialsUnknown(Uuid),
    /// They were revoked before.
    #[error("the credentials were revoked already")]
    CredentialsRevoked,
    /// There is no match with this id.
    #[error("there is no match with the id {0}")]
    MatchUnknown(Uuid),
    /// What is recorded of a match goes forward.
    #[error("a match that stands at {from} does not go on to {to}")]
    OtherStage {
        /// Where it stands.
        from: MatchStage,
        /// Where it was to stand.
        to: MatchStage,
    },
    /// The product does not fit any more.
    #[error("the match has ended; what was begun can be ended or refused, nothing else")]
    MatchOver,
    /// A refusal says why.
    #[error("a refusal needs a reason")]
    StepReasonMissing,
    /// Steps are recorded in the order of their days.
    #[error("the day is before the last step, {0}")]
    StepTooEarly(NaiveDate),
    /// What will be is not on record.
    #[error("the day has not come yet")]
    StepTooLate,
    /// It has as many steps as are kept.
    #[error("the match has {MAX_STEPS} steps, as many as are kept")]
    TooManySteps,
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
            Self::Present => "PARTNER_PRESENT",
            Self::CredentialsUnknown(_) => "CREDENTIALS_UNKNOWN",
            Self::CredentialsRevoked => "CREDENTIALS_REVOKED",
            Self::MatchUnknown(_) => "MATCH_UNKNOWN",
            Self::OtherStage { .. } => "OTHER_STAGE",
            Self::MatchOver => "MATCH_ENDED",
            Self::StepReasonMissing => "REASON_MISSING",
            Self::StepTooEarly(_) => "STEP_TOO_EARLY",
            Self::StepTooLate => "STEP_TOO_LATE",
            Self::TooManySteps => "TOO_MANY_STEPS",
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
    /// It looks for something else, or is called something else.
    Updated,
    /// It has left.
    Removed,
    /// It has come back.
    Returned,
}

/// An event of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The partner afterwards.
    pub fact: Fact,
}

/// A partner as its events describe it: without the people to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What kind of buyer it is.
    pub kind: Option<PartnerKind>,
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
    /// Who it is.
    pub details: Details,
    /// What it looks for.
    pub sourcing: Sourcing,
    /// When it left. Then nothing is looked for any more.
    pub left_at: Option<DateTime<Utc>>,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
}

impl Partner {
    /// Registers a partner.
    pub fn register(id: Uuid, details: Details, sourcing: Sourcing) -> Self {
        let mut partner = Self {
            id,
            details,
            sourcing,
            left_at: None,
            events: Vec::new(),
        };
        partner.emit(Change::Registered);
        partner
    }

    /// Changes who it is.
    pub fn update(&mut self, patch: DetailsPatch) {
        let details = patch.apply(self.details.clone());
        if details != self.details {
            self.details = details;
            self.emit(Change::Updated);
        }
    }

    /// Lets it come back: it looks for what it looked for when it left.
    ///
    /// # Errors
    /// [`Refusal::Present`].
    pub fn come_back(&mut self) -> Result<(), Refusal> {
        if self.left_at.take().is_none() {
            return Err(Refusal::Present);
        }
        self.emit(Change::Returned);
        Ok(())
    }

    /// Changes what it looks for.
    pub fn look_for(&mut self, sourcing: Sourcing) {
        if self.sourcing != sourcing {
            self.sourcing = sourcing;
            self.emit(Change::Updated);
        }
    }

    /// Until when it looks for a product with this certificate.
    pub fn wants(&self, places: &Places, product: &Product, certificate: &Certificate) -> Term {
        if self.left_at.is_some() {
            return Term::Never;
        }
        self.sourcing.term(places, product, certificate)
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
            name: self.details.name.clone(),
            kind: self.details.kind,
            sourcing: self.sourcing.clone(),
            left_at: self.left_at,
        };
        self.events.push(Event { change, fact });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::listing::Star;
    use crate::samples::*;

    fn wants(partner: &Partner, product: &Product, star: Star) -> bool {
        let certificate = certificate(1, star, "2026-06-01");
        partner
            .wants(&ocop_places::built_in(), product, &certificate)
            .holds(today())
    }

    fn looking_for(profile: Profile) -> Partner {
        let mut partner = supermarket();
        partner.look_for(Sourcing::one(profile));
        partner
    }

    #[test]
    fn a_partner_wants_its_sets_its_provinces_and_enough_stars() {
        let partner = supermarket();
        assert!(wants(&partner, &fish_sauce(), Star::Three));
        let drink = Product {
            criteria_set: set(14),
            ..fish_sauce()
        };
        assert!(!wants(&partner, &drink, Star::Five));
        let mut elsewhere = fish_sauce();
        elsewhere.place.code = "20965".into();
        elsewhere.place.province_code = "48".into();
        assert!(!wants(&partner, &elsewhere, Star::Five));
        let choosy = looking_for(Profile {
            minimum_star: Star::Four,
            ..partner.sourcing.first
        });
        assert!(!wants(&choosy, &fish_sauce(), Star::Three));
    }

    #[test]
    fn a_partner_of_quang_ngai_wants_what_had_been_kon_tum_since_the_merger() {
        let mut of_kon_tum = fish_sauce();
        of_kon_tum.place.code = "608".into();
        of_kon_tum.place.province_code = "62".into();
        of_kon_tum.place.said_on = "2024-05-01".parse().unwrap();
        let quang_ngai = supermarket();
        assert!(wants(&quang_ngai, &of_kon_tum, Star::Three));
        let before = Profile {
            said_on: "2024-05-01".parse().unwrap(),
            ..quang_ngai.sourcing.first
        };
        assert!(!wants(
            &looking_for(before.clone()),
            &of_kon_tum,
            Star::Three
        ));
        let of_62 = Profile {
            province_codes: ["62".to_owned()].into(),
            ..before
        };
        assert!(wants(&looking_for(of_62), &of_kon_tum, Star::Three));
    }

    #[test]
    fn an_empty_list_means_any() {
        let any = Profile {
            criteria_sets: BTreeSet::new(),
            province_codes: BTreeSet::new(),
            ..supermarket().sourcing.first
        };
        assert!(wants(&looking_for(any), &fish_sauce(), Star::Three));
    }

    #[test]
    fn a_partner_that_has_left_wants_nothing_and_leaves_once() {
        let mut partner = supermarket();
        let noon = at("2026-11-24T12:00:00Z");
        assert_eq!(partner.leave(noon), Ok(()));
        assert!(!wants(&partner, &fish_sauce(), Star::Five));
        assert_eq!(partner.leave(noon), Err(Refusal::Left));
        assert_eq!(partner.events.len(), 2);
    }

    #[test]
    fn a_partner_that_comes_back_wants_what_it_wanted() {
        let mut partner = supermarket();
        assert_eq!(partner.come_back(), Err(Refusal::Present));
        partner.leave(at("2026-11-24T12:00:00Z")).unwrap();
        assert_eq!(partner.come_back(), Ok(()));
        assert!(wants(&partner, &fish_sauce(), Star::Three));
        assert_eq!(partner.events.last().unwrap().change, Change::Returned);
    }

    #[test]
    fn a_change_of_what_is_known_of_a_partner_changes_what_it_names_only() {
        let mut partner = supermarket();
        let kind = Some(Some(PartnerKind::Supermarket));
        let patch = DetailsPatch {
            kind,
            ..DetailsPatch::default()
        };
        partner.update(patch.clone());
        assert_eq!(partner.details.name, supermarket().details.name);
        assert_eq!(
            partner.events.last().unwrap().fact.kind,
            Some(PartnerKind::Supermarket)
        );
        partner.update(patch);
        assert_eq!(partner.events.len(), 2);
    }

    #[test]
    fn the_same_wishes_again_are_no_event() {
        let mut partner = supermarket();
        partner.look_for(partner.sourcing.clone());
        assert_eq!(partner.events.len(), 1);
    }
}
