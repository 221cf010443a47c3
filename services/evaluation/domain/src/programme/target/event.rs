//! What happens to targets.

use uuid::Uuid;

use super::Terms;

/// What happened to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// It was set.
    Set,
    /// It says something else.
    Updated,
}

/// A target after it was set or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub step: Step,
    /// Id of the target.
    pub id: Uuid,
    /// Code of the province.
    pub province_code: String,
    /// What it says.
    pub terms: Terms,
}

impl Event {
    /// Its name as it stands in event types, such as `target.set`.
    pub fn name(&self) -> &'static str {
        match self.step {
            Step::Set => "target.set",
            Step::Updated => "target.updated",
        }
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        &self.province_code
    }
}
