//! What is recorded of a product.

use serde::{Deserialize, Serialize};

use super::Gtin;
use super::details::{Details, DetailsPatch};

/// What is recorded of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Number of the criteria set.
    pub criteria_set: u32,
    /// Name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Its story.
    pub story: String,
    /// How it is packed.
    pub packaging: String,
    /// Its GTIN, if it has one.
    pub gtin: Option<Gtin>,
    /// The brand it is sold under; may be empty.
    pub brand: String,
    /// What buyers ask.
    pub details: Details,
}

/// The fields of a profile that a change names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductPatch {
    /// Number of the criteria set.
    pub criteria_set: Option<u32>,
    /// Name.
    pub name: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Its story.
    pub story: Option<String>,
    /// How it is packed.
    pub packaging: Option<String>,
    /// Its GTIN; `Some(None)` takes it away.
    pub gtin: Option<Option<Gtin>>,
    /// The brand it is sold under.
    pub brand: Option<String>,
    /// What buyers ask.
    pub details: DetailsPatch,
}

impl ProductPatch {
    /// The profile with the named fields changed.
    pub fn apply(&self, profile: &Profile) -> Profile {
        let old = profile.clone();
        let patch = self.clone();
        Profile {
            criteria_set: patch.criteria_set.unwrap_or(old.criteria_set),
            name: patch.name.unwrap_or(old.name),
            description: patch.description.unwrap_or(old.description),
            story: patch.story.unwrap_or(old.story),
            packaging: patch.packaging.unwrap_or(old.packaging),
            gtin: patch.gtin.unwrap_or(old.gtin),
            brand: patch.brand.unwrap_or(old.brand),
            details: patch.details.apply(&old.details),
        }
    }

    /// A new profile. `None` if a field is not named.
    pub fn complete(self) -> Option<Profile> {
        Some(Profile {
            criteria_set: self.criteria_set?,
            name: self.name?,
            description: self.description?,
            story: self.story?,
            packaging: self.packaging?,
            gtin: self.gtin?,
            brand: self.brand?,
            details: self.details.apply(&Details::default()),
        })
    }
}
