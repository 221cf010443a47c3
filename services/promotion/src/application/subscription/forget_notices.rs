//! Forgets notices: one that was sent, or all where nothing is sent by e-mail.

use ocop_chassis::database::UseCase;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::storage::{self, Tx};

/// Forgets one.
#[derive(Debug)]
pub struct ForgetNotice {
    /// Its id.
    pub id: Uuid,
}

impl UseCase<Event> for ForgetNotice {
    type Answer = ();
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<(), Error> {
        Ok(storage::subscription::notices::delete(tx, self.id).await?)
    }
}

/// Forgets all.
#[derive(Debug)]
pub struct ForgetNotices;

impl UseCase<Event> for ForgetNotices {
    type Answer = ();
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<(), Error> {
        Ok(storage::subscription::notices::delete_all(tx).await?)
    }
}
