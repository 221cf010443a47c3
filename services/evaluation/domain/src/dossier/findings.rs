//! What the commune found (Form 03, Appendix III).

use serde::{Deserialize, Serialize};

/// What the commune found on the four topics of Form 03; Article 7.2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// Local raw material.
    pub raw_material: String,
    /// Local labour.
    pub labour: String,
    pub idea_origin: String,
    /// Local identity and knowledge.
    pub identity: String,
}

impl Findings {
    /// The topics on which nothing is said.
    pub fn missing(&self) -> Vec<&'static str> {
        let topics = [
            ("raw_material", &self.raw_material),
            ("labour", &self.labour),
            ("idea_origin", &self.idea_origin),
            ("identity", &self.identity),
        ];
        let silent = topics
            .into_iter()
            .filter(|(_, text)| text.trim().is_empty());
        silent.map(|(topic, _)| topic).collect()
    }
}
