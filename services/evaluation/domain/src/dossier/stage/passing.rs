//! What a dossier takes along from one stage to the next.

use chrono::NaiveDate;

use super::{Accepted, EarlierResult, Endorsed, Past, Scored};
use crate::certificate::decision::Decision;
use crate::council::round::Round;
use crate::dossier::reconsidering::Granted;
use crate::dossier::recount::TakenBack;
use crate::dossier::review::{Advice, Supplement};

impl Accepted {
    /// What a round accepts, straight from the commune.
    pub(in crate::dossier) fn first(endorsed: Endorsed, round: &Round, on: NaiveDate) -> Self {
        Self {
            endorsed,
            round_id: round.id,
            council_id: round.council_id,
            on,
            round_ends_on: round.ends_on,
            supplement: None,
            advice: None,
            replaced: Vec::new(),
            past: Past::default(),
        }
    }

    /// The day of the last step that the advisory team knows of.
    pub(in crate::dossier) fn last_step_on(&self) -> NaiveDate {
        let supplement = self.supplement.as_ref();
        let asked_on = supplement.map(|supplement| supplement.asked_on);
        let filed_on = supplement.and_then(|supplement| supplement.filed_on);
        let advised_on = self.advice.as_ref().map(|advice| advice.filed_on);
        let later = [asked_on, filed_on, advised_on].into_iter().flatten();
        later.fold(self.on, NaiveDate::max)
    }

    pub(in crate::dossier) fn with_supplement(self, supplement: Supplement) -> Self {
        Self {
            supplement: Some(supplement),
            ..self
        }
    }

    pub(in crate::dossier) fn with_advice(self, advice: Advice) -> Self {
        Self {
            advice: Some(advice),
            ..self
        }
    }
}

impl Scored {
    /// What another round accepts: this result becomes an earlier one. `approval` is the province's, if
    /// it is the centre's round.
    pub(in crate::dossier) fn into_next(
        self,
        approval: Option<Decision>,
        round: &Round,
        on: NaiveDate,
    ) -> Accepted {
        let Accepted { mut past, .. } = self.accepted;
        if let Some(approval) = &approval {
            past.forwarded_on = Some(approval.date);
        }
        past.earlier.push(EarlierResult {
            round_id: self.accepted.round_id,
            council_id: self.accepted.council_id,
            accepted_on: self.accepted.on,
            supplement: self.accepted.supplement,
            advice: self.accepted.advice,
            tally: self.tally,
            approval,
            taken_back: None,
            granted: None,
        });
        Accepted {
            past,
            ..Accepted::first(self.accepted.endorsed, round, on)
        }
    }

    /// The same on its way on after the centre sent it back.
    pub(in crate::dossier) fn sent_back(mut self) -> Self {
        self.accepted.past.sent_back_on = Some(self.tally.tallied_on);
        self
    }

    /// The same on its way to the centre: when it went there or came back before is over.
    pub(in crate::dossier) fn forwarded(mut self) -> Self {
        self.accepted.past.forwarded_on = None;
        self.accepted.past.sent_back_on = None;
        self
    }

    /// What the round accepted, after this result was taken back, and with it the recognition that it had led to.
    pub(in crate::dossier) fn taken_back(
        self,
        taken_back: TakenBack,
        granted: Option<Granted>,
    ) -> Accepted {
        let Self {
            mut accepted,
            tally,
        } = self;
        accepted.past.earlier.push(EarlierResult {
            round_id: accepted.round_id,
            council_id: accepted.council_id,
            accepted_on: accepted.on,
            supplement: accepted.supplement.clone(),
            advice: accepted.advice.clone(),
            tally,
            approval: None,
            taken_back: Some(taken_back),
            granted,
        });
        accepted
    }
}
