//! Sessions of training. Producers that attended are recorded by id, persons by number only.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::Display;
use uuid::Uuid;

use super::{Event, Programme, Refusal, Spot};

/// What is recorded of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionTerms {
    /// What it is about.
    pub topic: String,
    /// The day on which it is held.
    pub on: NaiveDate,
    /// How many hours it takes.
    pub hours: u32,
}

/// How a session came to stand as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum SessionStep {
    /// It was planned.
    Planned,
    /// It changed.
    Updated,
    /// It was recorded who attended, or that was put right; or a producer that attended was merged into another.
    Attended,
    /// It was cancelled.
    Cancelled,
}

/// A session of training in a programme.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Its id.
    pub id: Uuid,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
    /// The programme in which it is.
    pub programme: Uuid,
    /// The place that the programme is for.
    pub for_spot: Spot,
    /// The place where it is held.
    pub spot: Spot,
    /// What is recorded of it.
    pub terms: SessionTerms,
    /// How many persons came for each producer that attended.
    pub attended: BTreeMap<Uuid, u32>,
    /// Why it was cancelled; `None` if it was not.
    pub cancelled: Option<String>,
}

impl Session {
    /// Plans a session, or records one that was held.
    ///
    /// # Errors
    /// [`Refusal::ProgrammeClosed`], [`Refusal::OutsideTheProgramme`].
    pub fn plan(
        id: Uuid,
        programme: &Programme,
        spot: Spot,
        terms: SessionTerms,
    ) -> Result<Self, Refusal> {
        programme.is_open()?;
        programme.terms.hold(terms.on)?;
        let mut session = Self {
            id,
            events: Vec::new(),
            programme: programme.id,
            for_spot: programme.spot.clone(),
            spot,
            terms,
            attended: BTreeMap::new(),
            cancelled: None,
        };
        session.emit(SessionStep::Planned);
        Ok(session)
    }

    /// Changes what is recorded of it.
    ///
    /// # Errors
    /// [`Refusal::SessionCancelled`], [`Refusal::OutsideTheProgramme`]; [`Refusal::Attended`] if its day would change after it is
    /// recorded who attended.
    pub fn update(
        &mut self,
        programme: &Programme,
        spot: Spot,
        terms: SessionTerms,
    ) -> Result<(), Refusal> {
        self.stands()?;
        programme.terms.hold(terms.on)?;
        if terms.on != self.terms.on && !self.attended.is_empty() {
            return Err(Refusal::Attended);
        }
        if terms != self.terms || spot != self.spot {
            self.terms = terms;
            self.spot = spot;
            self.emit(SessionStep::Updated);
        }
        Ok(())
    }

    /// Cancels it.
    ///
    /// # Errors
    /// [`Refusal::SessionCancelled`] if it is cancelled already, [`Refusal::Attended`].
    pub fn cancel(&mut self, reason: String) -> Result<(), Refusal> {
        self.stands()?;
        if !self.attended.is_empty() {
            return Err(Refusal::Attended);
        }
        self.cancelled = Some(reason);
        self.emit(SessionStep::Cancelled);
        Ok(())
    }

    /// The producers whose attendance would differ from what is recorded.
    pub fn differing(&self, attended: &BTreeMap<Uuid, u32>) -> BTreeSet<Uuid> {
        let all = self.attended.keys().chain(attended.keys());
        all.filter(|producer| self.attended.get(producer) != attended.get(producer))
            .copied()
            .collect()
    }

    /// Records all who attended, in place of what was recorded before. Whoever was left out is added without a word; what was
    /// recorded is changed or taken away with a reason.
    ///
    /// # Errors
    /// [`Refusal::SessionCancelled`], [`Refusal::NotHeldYet`], [`Refusal::ReasonMissing`].
    pub fn record_attendance(
        &mut self,
        attended: BTreeMap<Uuid, u32>,
        reason: &str,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        self.stands()?;
        if today < self.terms.on {
            return Err(Refusal::NotHeldYet(self.terms.on));
        }
        let mut recorded = self.attended.iter();
        let only_added =
            recorded.all(|(producer, persons)| attended.get(producer) == Some(persons));
        if !only_added && reason.is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        if attended != self.attended {
            self.attended = attended;
            self.emit(SessionStep::Attended);
        }
        Ok(())
    }

    /// Has a producer that was merged be the kept one: the persons of both are counted.
    pub fn follow_merge(&mut self, from: Uuid, into: Uuid) {
        if let Some(persons) = self.attended.remove(&from) {
            let of_kept = self.attended.entry(into).or_default();
            *of_kept = of_kept.saturating_add(persons);
            self.emit(SessionStep::Attended);
        }
    }

    /// How many persons attended.
    pub fn persons(&self) -> u64 {
        self.attended.values().copied().map(u64::from).sum()
    }

    fn stands(&self) -> Result<(), Refusal> {
        if self.cancelled.is_some() {
            return Err(Refusal::SessionCancelled);
        }
        Ok(())
    }

    fn emit(&mut self, step: SessionStep) {
        let stands = Self {
            events: Vec::new(),
            ..self.clone()
        };
        self.events.push(Event::Session(step, Box::new(stands)));
    }
}
