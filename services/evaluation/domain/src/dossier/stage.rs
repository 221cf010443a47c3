//! How far a dossier has come, with what is known there and nowhere else.
//!
//! Each stage holds what the steps before it left behind: what is lodged is in what the commune sent
//! on, that in what a round accepted, that in what a council scored.

use chrono::NaiveDate;
use uuid::Uuid;

use super::review::{Advice, Supplement};
use super::{Findings, State};
use crate::certificate::decision::Decision;
use crate::council::round::Round;
use crate::council::tally::Tally;
use crate::criteria::regulation::Code;

/// How far a dossier has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The producer is still writing it.
    Draft {
        /// Why the commune last gave it back; empty if it did not.
        returned: String,
    },
    /// Lodged at the commune.
    Submitted(Lodged),
    /// The commune has reported and sent it on.
    CommuneEndorsed(Endorsed),
    /// In a round of the province; the advisory team has it.
    InProvincialRound(Accepted),
    /// The producer is to hand in a supplement.
    SupplementRequested {
        /// What the round accepted; the supplement is not in it.
        accepted: Accepted,
        /// What was asked for.
        supplement: Supplement,
    },
    /// Before the council.
    ReadyForCouncil {
        /// What the round accepted; the report is not in it.
        accepted: Accepted,
        /// The advisory team's report.
        advice: Advice,
    },
    /// The province's council has scored it.
    ProvincialScored(Scored),
    /// The province approved five stars and sent it to the centre.
    ForwardedCentral {
        /// The province's result.
        scored: Scored,
        approval: Decision,
    },
    /// In a round of the centre.
    InCentralRound(Accepted),
    /// The centre's council found five stars.
    CentralScored(Scored),
    /// The centre's council found less and sent it back on the day of its minutes.
    CentralBelow90(Scored),
    /// Recognised.
    Certified {
        scored: Scored,
        /// The decision that recognised it.
        decision: Decision,
        certificate_id: Uuid,
    },
    /// Scored, and not recognised: it ended on the day of the minutes.
    NotRecognised(Scored),
    Rejected {
        /// How far it had come.
        reached: Reached,
        reason: String,
        on: NaiveDate,
    },
}

/// What was lodged, and under which law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lodged {
    /// The regulation of that day.
    pub regulation: Code,
    pub on: NaiveDate,
}

/// What the commune sent on; Article 7.2b.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endorsed {
    pub lodged: Lodged,
    pub findings: Findings,
    /// The day it was sent on.
    pub on: NaiveDate,
}

/// What a round accepted; Article 7.3a.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// What the commune sent on.
    pub endorsed: Endorsed,
    pub round_id: Uuid,
    pub council_id: Uuid,
    pub on: NaiveDate,
    /// The day by which the round is to be over, if one is set.
    pub round_ends_on: Option<NaiveDate>,
    /// The supplement last asked for and handed in.
    pub supplement: Option<Supplement>,
    /// The advisory team's last report.
    pub advice: Option<Advice>,
    /// What councils found before.
    pub past: Past,
}

/// What a council scored; Article 7.3d.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// What the round accepted.
    pub accepted: Accepted,
    /// The council's result.
    pub tally: Tally,
}

/// Results that others came after, and the way to the centre and back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The results, oldest first.
    pub earlier: Vec<EarlierResult>,
    /// The day the province approved five stars and sent it to the centre.
    pub forwarded_on: Option<NaiveDate>,
    /// The day the centre found less and sent it back.
    pub sent_back_on: Option<NaiveDate>,
}

/// A result that another council's came after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierResult {
    pub round_id: Uuid,
    pub council_id: Uuid,
    pub tally: Tally,
    /// The province's approval of five stars.
    pub approval: Option<Decision>,
}

/// How far a dossier had come that was rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// To the commune.
    Lodged(Lodged),
    /// Past the commune.
    Endorsed(Endorsed),
    /// Into a round.
    Accepted(Accepted),
    /// To a result.
    Scored(Scored),
    /// To the centre.
    Forwarded(Scored, Decision),
}

impl Stage {
    /// Its name.
    pub fn state(&self) -> State {
        match self {
            Self::Draft { .. } => State::Draft,
            Self::Submitted(_) => State::Submitted,
            Self::CommuneEndorsed(_) => State::CommuneEndorsed,
            Self::InProvincialRound(_) => State::InProvincialRound,
            Self::SupplementRequested { .. } => State::SupplementRequested,
            Self::ReadyForCouncil { .. } => State::ReadyForCouncil,
            Self::ProvincialScored(_) => State::ProvincialScored,
            Self::ForwardedCentral { .. } => State::ForwardedCentral,
            Self::InCentralRound(_) => State::InCentralRound,
            Self::CentralScored(_) => State::CentralScored,
            Self::CentralBelow90(_) => State::CentralBelow90,
            Self::Certified { .. } => State::Certified,
            Self::NotRecognised(_) => State::NotRecognised,
            Self::Rejected { .. } => State::Rejected,
        }
    }

    /// What was lodged, unless it is a draft.
    pub fn lodged(&self) -> Option<&Lodged> {
        match self {
            Self::Draft { .. } => None,
            Self::Submitted(lodged) => Some(lodged),
            Self::Rejected {
                reached: Reached::Lodged(lodged),
                ..
            } => Some(lodged),
            _ => self.endorsed().map(|endorsed| &endorsed.lodged),
        }
    }

    /// What the commune sent on, once it has.
    pub fn endorsed(&self) -> Option<&Endorsed> {
        match self {
            Self::CommuneEndorsed(endorsed) => Some(endorsed),
            Self::Rejected {
                reached: Reached::Endorsed(endorsed),
                ..
            } => Some(endorsed),
            _ => self.accepted().map(|accepted| &accepted.endorsed),
        }
    }

    /// What the last round accepted, once one has.
    pub fn accepted(&self) -> Option<&Accepted> {
        match self {
            Self::InProvincialRound(accepted)
            | Self::InCentralRound(accepted)
            | Self::SupplementRequested { accepted, .. }
            | Self::ReadyForCouncil { accepted, .. } => Some(accepted),
            Self::Rejected {
                reached: Reached::Accepted(accepted),
                ..
            } => Some(accepted),
            _ => self.scored().map(|scored| &scored.accepted),
        }
    }

    /// What the council of the last round found, once it has.
    pub fn scored(&self) -> Option<&Scored> {
        match self {
            Self::ProvincialScored(scored)
            | Self::ForwardedCentral { scored, .. }
            | Self::CentralScored(scored)
            | Self::CentralBelow90(scored)
            | Self::Certified { scored, .. }
            | Self::NotRecognised(scored) => Some(scored),
            Self::Rejected {
                reached: Reached::Scored(scored) | Reached::Forwarded(scored, _),
                ..
            } => Some(scored),
            _ => None,
        }
    }

    /// The authority's decision on that result.
    pub fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Certified { decision, .. } => Some(decision),
            _ => self.approval(),
        }
    }

    /// The approval with which it went to the centre, until a round of the centre accepts it.
    fn approval(&self) -> Option<&Decision> {
        match self {
            Self::ForwardedCentral { approval, .. }
            | Self::Rejected {
                reached: Reached::Forwarded(_, approval),
                ..
            } => Some(approval),
            _ => None,
        }
    }

    pub fn supplement(&self) -> Option<&Supplement> {
        match self {
            Self::SupplementRequested { supplement, .. } => Some(supplement),
            _ => self.accepted()?.supplement.as_ref(),
        }
    }

    /// The advisory team's last report.
    pub fn advice(&self) -> Option<&Advice> {
        match self {
            Self::ReadyForCouncil { advice, .. } => Some(advice),
            _ => self.accepted()?.advice.as_ref(),
        }
    }

    /// Results that others came after, oldest first.
    pub fn earlier(&self) -> &[EarlierResult] {
        self.accepted()
            .map_or(&[], |accepted| accepted.past.earlier.as_slice())
    }

    /// The day the province approved five stars and sent it to the centre, the last time it did.
    pub fn forwarded_on(&self) -> Option<NaiveDate> {
        match self.approval() {
            Some(approval) => Some(approval.date),
            None => self.accepted()?.past.forwarded_on,
        }
    }

    /// The day the centre found less and sent it back, since it last went there.
    pub fn sent_back_on(&self) -> Option<NaiveDate> {
        match self {
            Self::CentralBelow90(scored) => Some(scored.tally.tallied_on),
            _ => self.accepted()?.past.sent_back_on,
        }
    }

    pub fn certificate_id(&self) -> Option<Uuid> {
        match self {
            Self::Certified { certificate_id, .. } => Some(*certificate_id),
            _ => None,
        }
    }

    /// The day it ended, in whichever way.
    pub fn closed_on(&self) -> Option<NaiveDate> {
        match self {
            Self::Certified { decision, .. } => Some(decision.date),
            Self::NotRecognised(scored) => Some(scored.tally.tallied_on),
            Self::Rejected { on, .. } => Some(*on),
            _ => None,
        }
    }

    /// Why it was last given back, or rejected; empty otherwise.
    pub fn reason(&self) -> &str {
        match self {
            Self::Draft { returned } => returned,
            Self::Rejected { reason, .. } => reason,
            _ => "",
        }
    }

    /// How far it has come; `None` for a draft and for what has ended.
    pub(super) fn reached(&self) -> Option<Reached> {
        Some(match self {
            Self::Draft { .. }
            | Self::Certified { .. }
            | Self::NotRecognised(_)
            | Self::Rejected { .. } => return None,
            Self::Submitted(lodged) => Reached::Lodged(lodged.clone()),
            Self::CommuneEndorsed(endorsed) => Reached::Endorsed(endorsed.clone()),
            Self::InProvincialRound(accepted) | Self::InCentralRound(accepted) => {
                Reached::Accepted(accepted.clone())
            }
            Self::SupplementRequested {
                accepted,
                supplement,
            } => Reached::Accepted(accepted.clone().with_supplement(supplement.clone())),
            Self::ReadyForCouncil { accepted, advice } => {
                Reached::Accepted(accepted.clone().with_advice(advice.clone()))
            }
            Self::ProvincialScored(scored) | Self::CentralScored(scored) => {
                Reached::Scored(scored.clone())
            }
            Self::CentralBelow90(scored) => Reached::Scored(scored.clone().sent_back()),
            Self::ForwardedCentral { scored, approval } => {
                Reached::Forwarded(scored.clone(), approval.clone())
            }
        })
    }
}

impl Accepted {
    /// What a round accepts, straight from the commune.
    pub(super) fn first(endorsed: Endorsed, round: &Round, on: NaiveDate) -> Self {
        Self {
            endorsed,
            round_id: round.id,
            council_id: round.council_id,
            on,
            round_ends_on: round.ends_on,
            supplement: None,
            advice: None,
            past: Past::default(),
        }
    }

    pub(super) fn with_supplement(self, supplement: Supplement) -> Self {
        Self {
            supplement: Some(supplement),
            ..self
        }
    }

    pub(super) fn with_advice(self, advice: Advice) -> Self {
        Self {
            advice: Some(advice),
            ..self
        }
    }
}

impl Scored {
    /// What another round accepts: this result becomes an earlier one. `approval` is the province's, if
    /// it is the centre's round.
    pub(super) fn into_next(
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
            tally: self.tally,
            approval,
        });
        Accepted {
            supplement: self.accepted.supplement,
            advice: self.accepted.advice,
            past,
            ..Accepted::first(self.accepted.endorsed, round, on)
        }
    }

    /// The same on its way on after the centre sent it back.
    pub(super) fn sent_back(mut self) -> Self {
        self.accepted.past.sent_back_on = Some(self.tally.tallied_on);
        self
    }

    /// The same on its way to the centre: when it went there or came back before is over.
    pub(super) fn forwarded(mut self) -> Self {
        self.accepted.past.forwarded_on = None;
        self.accepted.past.sent_back_on = None;
        self
    }
}
