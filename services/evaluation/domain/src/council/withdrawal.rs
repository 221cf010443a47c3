//! What was said in a session and taken back before the count. It stays on record and counts as if it had not been said.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Why something was taken back, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    pub reason: String,
    /// The subject of who took it back.
    pub by: String,
    pub at: DateTime<Utc>,
}
