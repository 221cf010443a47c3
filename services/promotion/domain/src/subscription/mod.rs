//! A webhook subscription: where the events of a partner's matches are posted, and the secrets that sign them.

mod address;
mod event;
mod headers;
mod kind;
mod notice;
mod outcome;
mod refusal;
mod secret;
mod selection;
mod settings;
mod signing;
mod state;
mod steps;
mod target;

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use ocop_places::Places;
use uuid::Uuid;

use crate::listing::Product;

pub use address::{Forbidden, Reach};
pub use event::{Change, Event, Fact};
pub use headers::{BadHeader, Headers};
pub use kind::EventKind;
pub use notice::NoticeKind;
pub use outcome::Outcome;
pub use refusal::{Quota, Refusal};
pub use secret::{Previous, Rotating, SealedSecret, SecretText, Secrets};
pub use selection::Selection;
pub use settings::{Settings, SettingsPatch};
pub use signing::{Keys, Schemes, SealedKey, Signing};
pub use state::{Disabled, Health, SubscriptionState};
pub use target::{BadTarget, Target};

/// How long a receiver fails before that is told.
const NOTICE: Duration = Duration::from_hours(24);
/// The longest for which nothing is posted to a receiver that fails, unless it asks for more: so soon it is found to be well again.
const LONGEST_REST: Duration = Duration::from_mins(5);
/// The longest for which nothing is posted to a receiver because it asked for that.
const LONGEST_REQUESTED: Duration = Duration::from_hours(1);

/// The aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its id.
    pub id: Uuid,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Where events are posted.
    pub target: Target,
    /// How it is served.
    pub settings: Settings,
    /// The secrets that sign them.
    pub secrets: Secrets,
    /// By which schemes they are signed, with the keys.
    pub signing: Signing,
    /// Where it stands.
    pub state: SubscriptionState,
    /// Whether it was told that the receiver has failed for a day.
    pub told_failing: bool,
    /// Until when nothing is posted to it, because its receiver fails or asked for that.
    pub rests_until: Option<DateTime<Utc>>,
    /// When the receiver at its URL last gave back a challenge.
    pub verified_at: Option<DateTime<Utc>>,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
}

impl Subscription {
    /// Makes a subscription.
    pub fn create(
        id: Uuid,
        partner_id: Uuid,
        (target, settings): (Target, Settings),
        (secret, signing): (SealedSecret, Signing),
    ) -> Self {
        let mut subscription = Self {
            id,
            partner_id,
            target,
            settings,
            secrets: Secrets::new(secret),
            signing,
            state: SubscriptionState::Active {
                health: Health::Untried,
            },
            told_failing: false,
            rests_until: None,
            verified_at: None,
            events: Vec::new(),
        };
        subscription.emit(Change::Created);
        subscription
    }

    /// Whether events are delivered to it.
    pub fn is_active(&self) -> bool {
        self.require_active().is_ok()
    }

    /// Whether it was deleted.
    pub fn is_deleted(&self) -> bool {
        matches!(self.state, SubscriptionState::Deleted { .. })
    }

    /// Whether deliveries that wait for it are given up.
    pub fn gives_up(&self) -> bool {
        matches!(
            self.state,
            SubscriptionState::Disabled { .. } | SubscriptionState::Deleted { .. }
        )
    }

    /// How its receiver does, of an active one.
    pub fn health(&self) -> Option<Health> {
        match self.state {
            SubscriptionState::Active { health } => Some(health),
            _ => None,
        }
    }

    /// The first failure since the last success.
    pub fn failing_since(&self) -> Option<DateTime<Utc>> {
        match self.health() {
            Some(Health::Failing { since }) => Some(since),
            _ => None,
        }
    }

    /// Since when nothing is delivered to it.
    pub fn stopped_since(&self) -> Option<DateTime<Utc>> {
        match self.state {
            SubscriptionState::Active { .. } => None,
            SubscriptionState::Paused { since }
            | SubscriptionState::Disabled { since, .. }
            | SubscriptionState::Deleted { since } => Some(since),
        }
    }

    /// Takes the outcome of an attempt that began at `at`. `exhausted` says that its delivery used up its attempts; if
    /// no attempt has succeeded for `limit` then, nothing is delivered any more.
    ///
    /// A receiver that fails is left alone for as long as it has failed, so that it is called ever less often, and for as long as it asks
    /// (`Retry-After`), whichever event it is asked about; both have bounds.
    pub fn record(
        &mut self,
        outcome: &Outcome,
        exhausted: bool,
        at: DateTime<Utc>,
        limit: Duration,
    ) {
        let SubscriptionState::Active { health } = &mut self.state else {
            return;
        };
        if outcome.is_success() {
            *health = Health::Accepting;
            self.told_failing = false;
            self.rests_until = None;
            return;
        }
        let since = match *health {
            Health::Failing { since } => since,
            Health::Untried | Health::Accepting => at,
        };
        *health = Health::Failing { since };
        let failed_for = (at - since).to_std().unwrap_or_default();
        let requested = outcome.retry_after().unwrap_or_default();
        let rest = failed_for
            .min(LONGEST_REST)
            .max(requested.min(LONGEST_REQUESTED));
        if !rest.is_zero() {
            // Of several attempts that ended together the longest rest counts.
            self.rests_until = self.rests_until.max(Some(at + rest));
        }
        let has_failed_for =
            |time: Duration| (at - since).to_std().is_ok_and(|failing| failing >= time);
        let too_long = has_failed_for(limit);
        if !self.told_failing && has_failed_for(NOTICE) {
            self.told_failing = true;
            self.emit(Change::Failing);
        }
        if outcome.is_gone() {
            self.stop(Disabled::Gone, at);
        } else if exhausted && too_long {
            self.stop(Disabled::FailedTooLong, at);
        }
    }

    /// Changes where events are posted, how it is served, or how they are signed. Another URL has to be verified anew.
    ///
    /// # Errors
    /// [`Refusal::Deleted`].
    pub fn update(
        &mut self,
        target: Option<Target>,
        patch: SettingsPatch,
        schemes: Option<(Schemes, SealedKey)>,
    ) -> Result<(), Refusal> {
        self.require_not_deleted()?;
        let signing = self.signing.clone();
        if let Some((schemes, key)) = schemes {
            self.signing = std::mem::take(&mut self.signing).with(schemes, key);
        }
        let before = (self.target.clone(), self.settings.clone());
        self.target = target.unwrap_or_else(|| before.0.clone());
        self.settings = patch.apply(before.1.clone());
        if self.target != before.0 {
            self.verified_at = None;
            self.rests_until = None;
            if let SubscriptionState::Active { health } = &mut self.state
                && *health == Health::Accepting
            {
                *health = Health::Untried;
            }
        }
        let same = (&self.target, &self.settings) == (&before.0, &before.1);
        if !same || self.signing != signing {
            self.emit(Change::Updated);
        }
        Ok(())
    }

    /// Whether an event of a day is queued for it, about a product if it is one of a match.
    pub fn takes(
        &self,
        kind: EventKind,
        product: Option<&Product>,
        on: (&Places, NaiveDate),
    ) -> bool {
        self.settings.selection.takes(kind, product, on)
    }

    /// Takes a new secret, and a new key if events are signed with one; those before sign for `overlap` longer.
    ///
    /// # Errors
    /// It was deleted, or as many secrets before sign already as may: none of them ends before its time but all of them at once, without
    /// an overlap.
    pub fn rotate_secret(
        &mut self,
        (secret, key): (SealedSecret, SealedKey),
        overlap: Duration,
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        self.require_not_deleted()?;
        if let Some(until) = self.secrets.full_until(now)
            && !overlap.is_zero()
        {
            return Err(Refusal::TooManySecrets(until));
        }
        self.secrets.rotate(secret, overlap, now);
        self.signing.rotate(key, overlap, now);
        self.emit(Change::SecretRotated);
        Ok(())
    }

    /// Checks that events are delivered to it.
    ///
    /// # Errors
    /// They are not; why.
    pub fn require_active(&self) -> Result<(), Refusal> {
        match self.state {
            SubscriptionState::Active { .. } => Ok(()),
            SubscriptionState::Paused { .. } => Err(Refusal::Paused),
            SubscriptionState::Disabled { .. } => Err(Refusal::Disabled),
            SubscriptionState::Deleted { .. } => Err(Refusal::Deleted),
        }
    }

    /// Checks that it was not deleted.
    ///
    /// # Errors
    /// [`Refusal::Deleted`].
    pub fn require_not_deleted(&self) -> Result<(), Refusal> {
        if self.is_deleted() {
            return Err(Refusal::Deleted);
        }
        Ok(())
    }

    fn stop(&mut self, reason: Disabled, since: DateTime<Utc>) {
        self.state = SubscriptionState::Disabled { reason, since };
        self.emit(Change::Disabled);
    }

    fn emit(&mut self, change: Change) {
        let fact = Fact {
            id: self.id,
            partner_id: self.partner_id,
            target: self.target.clone(),
            description: self.settings.description.clone(),
            state: self.state,
            failing_since: self.failing_since(),
        };
        self.events.push(Event { change, fact });
    }
}

#[cfg(test)]
mod tests;
