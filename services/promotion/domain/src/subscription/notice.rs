//! What partners are written of a subscription by e-mail.

use strum::{Display, EnumString};

use super::{Change, Subscription};

/// What a notice says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum NoticeKind {
    /// The receiver has failed for a day.
    Failing,
    /// Nothing is delivered any more.
    Disabled,
}

impl NoticeKind {
    /// What a change is written of as, if it is.
    pub fn of(change: Change) -> Option<Self> {
        match change {
            Change::Failing => Some(Self::Failing),
            Change::Disabled => Some(Self::Disabled),
            Change::Created
            | Change::Updated
            | Change::SecretRotated
            | Change::Paused
            | Change::Resumed
            | Change::Enabled
            | Change::Deleted => None,
        }
    }
}

impl Subscription {
    /// Whether a notice still says what is.
    pub fn still(&self, notice: NoticeKind) -> bool {
        match notice {
            NoticeKind::Failing => self.told_failing && self.is_active(),
            NoticeKind::Disabled => self.gives_up() && !self.is_deleted(),
        }
    }
}
