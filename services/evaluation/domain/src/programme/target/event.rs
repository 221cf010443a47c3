//! What happens to targets.

use chrono::NaiveDate;
use strum::IntoStaticStr;
use uuid::Uuid;

use super::Terms;

/// What happened to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(prefix = "target.", serialize_all = "snake_case")]
pub enum Step {
    Set,
    /// It says something else.
    Updated,
}

/// A target after it was set or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub step: Step,
    pub id: Uuid,
    pub province_code: String,
    /// The day for which the code was said.
    pub said_on: NaiveDate,
    pub terms: Terms,
}

impl Event {
    /// Its name as it stands in event types, such as `target.set`.
    pub fn name(&self) -> &'static str {
        self.step.into()
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        &self.province_code
    }
}
