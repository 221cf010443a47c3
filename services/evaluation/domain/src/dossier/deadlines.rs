//! By when something is to be done with a dossier that is open.
//!
//! A term leaves out the day it starts on (Civil Code 2015, Article 147.2). Being late changes
//! nothing by itself: the law names the terms and no consequence, so they are shown and not enforced.

use chrono::{Days, NaiveDate};

use super::{Dossier, DossierKind, Lodged, State};
use crate::criteria::calendar::Calendar;
use crate::criteria::regulation::Regulation;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Duty {
    /// The producer files the re-evaluation within its window (Article 7.6).
    File,
    /// The commune checks and sends on (Article 7.2): 15 working days.
    CheckAtCommune,
    /// The producer hands in the supplement asked for (Article 7.3c).
    Supplement,
    /// The round is over (Article 5).
    FinishRound,
    /// The re-evaluation is decided (Article 7.6g): 45 days from the day on which the complete dossier was received.
    DecideAgain,
    /// A dossier of an earlier regulation is finished (Articles 11 and 12).
    FinishTransition,
    /// The result is there before the grace of the old certificate ends (Article 12.3).
    EndOfGrace,
}

/// A duty and the last day on which it is in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What is to be done.
    pub duty: Duty,
    pub due_on: NaiveDate,
}

impl Deadline {
    /// Whether it has passed.
    pub fn is_late(self, today: NaiveDate) -> bool {
        today > self.due_on
    }
}

/// What the deadlines of a dossier follow from.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    pub(super) state: State,
    pub(super) kind: DossierKind,
    pub(super) drafted_on: NaiveDate,
    pub(super) lodged: Option<Lodged>,
    /// The day the province last gave it back to the commune, which has its days anew.
    pub(super) at_commune: Option<NaiveDate>,
    /// The day on which the complete dossier was received.
    pub(super) endorsed_on: Option<NaiveDate>,
    pub(super) round_ends_on: Option<NaiveDate>,
    /// By when the supplement last asked for is to be handed in.
    pub(super) supplement_by: Option<NaiveDate>,
    /// The last day of the certificate held.
    pub(super) held_until: Option<NaiveDate>,
}

impl Basis {
    /// The deadline that comes first; `None` if the dossier is final or nothing is due.
    pub(super) fn next_deadline(&self) -> Option<Deadline> {
        self.deadlines()
            .into_iter()
            .min_by_key(|deadline| (deadline.due_on, deadline.duty))
    }

    /// Every deadline that runs.
    pub(super) fn deadlines(&self) -> Vec<Deadline> {
        if self.state.is_final() {
            return Vec::new();
        }
        let again = self.kind == DossierKind::ReEvaluation;
        let law = self
            .lodged
            .as_ref()
            .map(|lodged| lodged.regulation.regulation())
            .or_else(|| Regulation::in_force_on(self.drafted_on));
        let draft = self.lodged.is_none();
        let held_until = self.held_until;
        let check = || match (self.state, &self.lodged) {
            (State::Submitted, Some(lodged)) => {
                let days = law?.commune_working_days?;
                let from = self
                    .at_commune
                    .map_or(lodged.on, |back| back.max(lodged.on));
                Some(Calendar::viet_nam().after_working_days(from, days))
            }
            _ => None,
        };
        let again_by = || {
            let days = law?.re_evaluation_days?;
            self.endorsed_on?.checked_add_days(Days::new(days.into()))
        };
        let grace = || {
            let law = law.filter(|law| law.grants_grace(held_until))?;
            held_until?.checked_add_days(Days::new(law.grace_days))
        };
        let window = || {
            let closes = Days::new(law?.filing_closes_days);
            held_until?.checked_sub_days(closes)
        };
        let supplement = match self.state {
            State::SupplementRequested => self.supplement_by,
            _ => None,
        };
        let transition = || law?.successor()?.finish_earlier_by(self.kind);
        let all = [
            (Duty::File, (draft && again).then(window)),
            (Duty::CheckAtCommune, Some(check())),
            (Duty::Supplement, Some(supplement)),
            (Duty::FinishRound, Some(self.round_ends_on)),
            (Duty::DecideAgain, again.then(again_by)),
            (Duty::FinishTransition, (!draft).then(transition)),
            (Duty::EndOfGrace, (again && !draft).then(grace)),
        ];
        all.into_iter()
            .filter_map(|(duty, due_on)| Some((duty, due_on.flatten()?)))
            .map(|(duty, due_on)| Deadline { duty, due_on })
            .collect()
    }
}

impl Dossier {
    /// The deadline that comes first; `None` if it is final or nothing is due.
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.basis().next_deadline()
    }

    /// Every deadline that runs.
    pub fn deadlines(&self) -> Vec<Deadline> {
        self.basis().deadlines()
    }

    fn basis(&self) -> Basis {
        let stage = &self.stage;
        Basis {
            state: stage.state(),
            kind: self.kind,
            drafted_on: self.drafted_on,
            lodged: stage.lodged().cloned(),
            at_commune: self.since.at_commune,
            endorsed_on: stage.endorsed().map(|endorsed| endorsed.on),
            round_ends_on: stage.accepted().and_then(|accepted| accepted.round_ends_on),
            supplement_by: stage.supplement().and_then(|supplement| supplement.due_on),
            held_until: self.held.map(|held| held.until),
        }
    }
}
