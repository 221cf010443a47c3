//! Programmes of support, the sessions of training in them, and grants.

mod figures;
mod grants;
mod programmes;
mod sessions;

use ocop_chassis::database::{Saved, StoreError};
use uuid::Uuid;

use super::Store;
use crate::domain::support::{Programme, Session};

pub use figures::{Figures, done, figures};
pub use grants::{GrantFilter, grant, grants_to, list_grants};
pub use programmes::{ProgrammeFilter, list_programmes};
pub use sessions::{SessionFilter, list_sessions, sessions_attended_by};

/// The programme with this id, to be read.
pub async fn programme(store: &Store, id: Uuid) -> Result<Option<Saved<Programme>>, StoreError> {
    store.database().read_one(id).await
}

/// The session with this id, to be read.
pub async fn session(store: &Store, id: Uuid) -> Result<Option<Saved<Session>>, StoreError> {
    store.database().read_one(id).await
}
