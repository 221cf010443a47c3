//! What is known of a dossier at its stage. Each stage knows what the ones before it left behind.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Accepted, EarlierResult, Endorsed, Lodged, Reached, Scored, Stage};
use crate::certificate::decision::Decision;
use crate::dossier::State;
use crate::dossier::ending::Closing;
use crate::dossier::review::{Advice, Supplement};

impl Stage {
    /// Its name.
    pub fn state(&self) -> State {
        match self {
            Self::Draft { .. } => State::Draft,
            Self::Submitted { .. } => State::Submitted,
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
            Self::Withdrawn { .. } => State::Withdrawn,
            Self::Closed { .. } => State::Closed,
            Self::Deleted { .. } => State::Deleted,
        }
    }

    /// How far it had come that ended before a decision.
    fn ended_at(&self) -> Option<&Reached> {
        match self {
            Self::Rejected { reached, .. }
            | Self::Withdrawn { reached, .. }
            | Self::Closed { reached, .. } => Some(reached),
            _ => None,
        }
    }

    /// What was lodged, unless it is a draft.
    pub fn lodged(&self) -> Option<&Lodged> {
        match (self, self.ended_at()) {
            (Self::Submitted { lodged, .. }, _) | (_, Some(Reached::Lodged(lodged))) => {
                Some(lodged)
            }
            _ => self.endorsed().map(|endorsed| &endorsed.lodged),
        }
    }

    /// What the commune sent on, once it has.
    pub fn endorsed(&self) -> Option<&Endorsed> {
        match (self, self.ended_at()) {
            (Self::CommuneEndorsed(endorsed), _) | (_, Some(Reached::Endorsed(endorsed))) => {
                Some(endorsed)
            }
            _ => self.accepted().map(|accepted| &accepted.endorsed),
        }
    }

    /// What the last round accepted, once one has.
    pub fn accepted(&self) -> Option<&Accepted> {
        match (self, self.ended_at()) {
            (
                Self::InProvincialRound(accepted)
                | Self::InCentralRound(accepted)
                | Self::SupplementRequested { accepted, .. }
                | Self::ReadyForCouncil { accepted, .. },
                _,
            )
            | (_, Some(Reached::Accepted(accepted))) => Some(accepted),
            _ => self.scored().map(|scored| &scored.accepted),
        }
    }

    /// What the council of the last round found, once it has.
    pub fn scored(&self) -> Option<&Scored> {
        match (self, self.ended_at()) {
            (
                Self::ProvincialScored(scored)
                | Self::ForwardedCentral { scored, .. }
                | Self::CentralScored(scored)
                | Self::CentralBelow90(scored)
                | Self::Certified { scored, .. }
                | Self::NotRecognised(scored),
                _,
            )
            | (_, Some(Reached::Scored(scored) | Reached::Forwarded(scored, _))) => Some(scored),
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
        match (self, self.ended_at()) {
            (Self::ForwardedCentral { approval, .. }, _)
            | (_, Some(Reached::Forwarded(_, approval))) => Some(approval),
            _ => None,
        }
    }

    /// The supplement last asked for, in this round or the one before.
    pub fn supplement(&self) -> Option<&Supplement> {
        let earlier = || self.earlier().last()?.supplement.as_ref();
        self.supplement_of_round().or_else(earlier)
    }

    pub fn supplement_of_round(&self) -> Option<&Supplement> {
        match self {
            Self::SupplementRequested { supplement, .. } => Some(supplement),
            _ => self.accepted()?.supplement.as_ref(),
        }
    }

    /// The advisory team's last report, in this round or the one before.
    pub fn advice(&self) -> Option<&Advice> {
        let earlier = || self.earlier().last()?.advice.as_ref();
        self.advice_of_round().or_else(earlier)
    }

    pub fn advice_of_round(&self) -> Option<&Advice> {
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
            Self::Rejected { on, .. } | Self::Withdrawn { on, .. } | Self::Deleted { on } => {
                Some(*on)
            }
            Self::Closed { closing, .. } => Some(closing.on),
            _ => None,
        }
    }

    /// The day it was rejected, withdrawn or closed.
    pub(in crate::dossier) fn ended_on(&self) -> Option<NaiveDate> {
        self.ended_at().and_then(|_| self.closed_on())
    }

    /// The ground and the authority of its closing, if the office closed it.
    pub fn closing(&self) -> Option<&Closing> {
        match self {
            Self::Closed { closing, .. } => Some(closing),
            _ => None,
        }
    }

    /// The day of the last step it took, which no later one may be dated before; `None` for a draft.
    pub fn last_step_on(&self) -> Option<NaiveDate> {
        match self {
            Self::NotRecognised(scored)
            | Self::ProvincialScored(scored)
            | Self::CentralScored(scored)
            | Self::CentralBelow90(scored) => scored.tally.settled_on(),
            Self::Submitted { lodged, .. } => Some(lodged.on),
            Self::CommuneEndorsed(endorsed) => Some(endorsed.on),
            Self::InProvincialRound(accepted) | Self::InCentralRound(accepted) => {
                Some(accepted.last_step_on())
            }
            Self::SupplementRequested { supplement, .. } => Some(supplement.asked_on),
            Self::ReadyForCouncil { advice, .. } => Some(advice.filed_on),
            Self::ForwardedCentral { approval, .. } => Some(approval.date),
            _ => self.closed_on(),
        }
    }

    /// Why it was last given back, or ended without a council's result; empty otherwise.
    pub fn reason(&self) -> &str {
        match self {
            Self::Draft { returned } | Self::Submitted { returned, .. } => returned,
            Self::Rejected { reason, .. } | Self::Withdrawn { reason, .. } => reason,
            Self::Closed { closing, .. } => &closing.reason,
            _ => "",
        }
    }

    /// How far it has come; `None` for a draft and for what has ended.
    pub(in crate::dossier) fn reached(&self) -> Option<Reached> {
        Some(match self {
            Self::Draft { .. }
            | Self::Certified { .. }
            | Self::NotRecognised(_)
            | Self::Rejected { .. }
            | Self::Withdrawn { .. }
            | Self::Closed { .. }
            | Self::Deleted { .. } => return None,
            Self::Submitted { lodged, .. } => Reached::Lodged(lodged.clone()),
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
