//! What is known of a session of training that the catalog keeps: which producers attended it, and on which day it was held.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

/// A session of training as the catalog last described it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// Its id in the catalog.
    pub session_id: Uuid,
    /// The day on which it is held.
    pub held_on: NaiveDate,
    /// Ids of the producers that attended.
    pub producers: BTreeSet<Uuid>,
}
