//! Registers a growing area.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Touched};

use crate::application::Error;
use crate::application::place::{self, NamedPlace};
use crate::domain::Event;
use crate::domain::growing_area::{Code, GrowingArea, Profile, Refusal};
use crate::storage::{self, Tx};

/// The area to register.
#[derive(Debug)]
pub struct RegisterArea {
    /// Who asks.
    pub caller: Caller,
    /// Its code, with its issuer.
    pub code: Code,
    /// The place where it is.
    pub place: NamedPlace,
    /// What is recorded of it.
    pub profile: Profile,
}

impl UseCase<Event> for RegisterArea {
    type Answer = Saved<GrowingArea>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<GrowingArea>, Error> {
        let location = self.place.site(tx).await?;
        let profile = super::led(tx, self.profile.clone()).await?;
        let attached = super::attached(tx, &profile, None).await?;
        let touched = Touched::new(place::target(&location)).and(attached);
        self.caller.within(touched)?;
        if storage::growing_area::is_given(tx, &self.code).await? {
            return Err(Refusal::CodeTaken.into());
        }
        let area = GrowingArea::register(tx.new_id(), self.code.clone(), &location, profile)?;
        let saved = tx.create(area).await?;
        storage::growing_area::index(tx, &saved).await?;
        Ok(saved)
    }
}
