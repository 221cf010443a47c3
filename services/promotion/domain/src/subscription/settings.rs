//! How a subscription is served, besides where.

use super::{Headers, Selection};

/// How a subscription is served.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// What the partner calls it.
    pub description: String,
    /// Which events it takes.
    pub selection: Selection,
    /// What is sent with every event.
    pub headers: Headers,
    /// Most attempts in a minute; `None` for no limit of its own.
    pub rate_per_minute: Option<u32>,
}

impl Settings {
    /// A subscription that takes everything.
    pub fn named(description: String) -> Self {
        Self {
            description,
            ..Self::default()
        }
    }
}

/// The settings that a change names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsPatch {
    /// What the partner calls it.
    pub description: Option<String>,
    /// Which events it takes.
    pub selection: Option<Selection>,
    /// What is sent with every event.
    pub headers: Option<Headers>,
    /// Most attempts in a minute; `Some(None)` for no limit of its own.
    pub rate_per_minute: Option<Option<u32>>,
}

impl SettingsPatch {
    /// The settings with those that are named changed.
    pub fn apply(self, old: Settings) -> Settings {
        Settings {
            description: self.description.unwrap_or(old.description),
            selection: self.selection.unwrap_or(old.selection),
            headers: self.headers.unwrap_or(old.headers),
            rate_per_minute: self.rate_per_minute.unwrap_or(old.rate_per_minute),
        }
    }
}
