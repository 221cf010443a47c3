//! Who was told of a result and when (Article 7.3g): the producer and the commune are informed, and the result is made public.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Dossier, Refusal, State, Step};
use crate::correction;
use crate::criteria::calendar::not_before;

/// Most notices that are kept of one dossier.
const MOST: usize = 50;

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    Producer,
    /// The People's Committee of the commune.
    Commune,
    /// Another agency.
    Agency,
    /// Everybody: the result is made public.
    Public,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub to: Recipient,
    /// Who by name, or where it was made public; may be empty.
    pub name: String,
    /// How: the number of the letter, an e-mail, a web page.
    pub means: String,
    /// What it was told of: where the dossier stood.
    pub of: State,
    pub on: NaiveDate,
    /// The subject of who recorded it.
    pub recorded_by: String,
    pub recorded_at: DateTime<Utc>,
}

impl Dossier {
    /// Records that somebody was told of the result.
    ///
    /// # Errors
    /// There is no result to tell of; dated before it; too many notices.
    pub fn record_notice(&mut self, notice: Notice) -> Result<(), Refusal> {
        let has_result = matches!(
            self.state(),
            State::Certified
                | State::NotRecognised
                | State::Rejected
                | State::Closed
                | State::ForwardedCentral
                | State::CentralBelow90
        );
        if !has_result {
            return Err(self.wrong_state());
        }
        let on = notice.on;
        not_before(on, self.last_step_on())?;
        if self.notices.len() >= MOST {
            return Err(correction::Refusal::TooManyCorrections.into());
        }
        let of = self.state();
        let notice = Notice { of, ..notice };
        self.emit(Step::Notified, on);
        if let Some(event) = self.events.last_mut() {
            event.notice = Some(notice.clone());
        }
        self.notices.push(notice);
        Ok(())
    }
}
