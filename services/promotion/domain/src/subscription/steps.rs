//! How deliveries to a subscription stop and go on.

use chrono::{DateTime, Utc};

use super::{Change, Disabled, Health, Refusal, Subscription, SubscriptionState};

impl Subscription {
    /// Stops deliveries until they are resumed.
    ///
    /// # Errors
    /// It is not active.
    pub fn pause(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.require_active()?;
        self.state = SubscriptionState::Paused { since: now };
        self.emit(Change::Paused);
        Ok(())
    }

    /// Resumes deliveries. Answers since when it was paused.
    ///
    /// # Errors
    /// It is not paused.
    pub fn resume(&mut self) -> Result<DateTime<Utc>, Refusal> {
        let SubscriptionState::Paused { since } = self.state else {
            self.require_active()?;
            return Err(Refusal::Active);
        };
        self.activate(Change::Resumed);
        Ok(since)
    }

    /// Disables it because somebody asked.
    ///
    /// # Errors
    /// It is disabled or deleted already.
    pub fn disable(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self.state {
            SubscriptionState::Active { .. } | SubscriptionState::Paused { .. } => {
                self.stop(Disabled::OnRequest, now);
                Ok(())
            }
            SubscriptionState::Disabled { .. } | SubscriptionState::Deleted { .. } => {
                self.require_active()
            }
        }
    }

    /// Makes it active again after it was disabled.
    ///
    /// # Errors
    /// It is not disabled.
    pub fn enable(&mut self) -> Result<(), Refusal> {
        if !matches!(self.state, SubscriptionState::Disabled { .. }) {
            self.require_active()?;
            return Err(Refusal::Active);
        }
        self.activate(Change::Enabled);
        Ok(())
    }

    /// Ends it for good.
    ///
    /// # Errors
    /// [`Refusal::Deleted`].
    pub fn delete(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.require_not_deleted()?;
        self.state = SubscriptionState::Deleted { since: now };
        self.emit(Change::Deleted);
        Ok(())
    }

    fn activate(&mut self, change: Change) {
        self.state = SubscriptionState::Active {
            health: Health::Untried,
        };
        self.told_failing = false;
        self.rests_until = None;
        self.emit(change);
    }
}
