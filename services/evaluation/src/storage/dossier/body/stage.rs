//! The stage that a record tells of. What it is made of is taken out of the record, since a page of a list makes fifty.

use std::mem::take;

use ocop_chassis::database::StoreError;

use super::{Body, Earlier};
use crate::domain::council::tally::Tally;
use crate::domain::dossier::ending::Closing;
use crate::domain::dossier::{
    Accepted, EarlierResult, Endorsed, Lodged, Past, Reached, Scored, Stage, State,
};

impl Body {
    pub(super) fn take_stage(&mut self) -> Result<Stage, StoreError> {
        Ok(match self.state {
            State::Draft => Stage::Draft {
                returned: take(&mut self.reason),
            },
            State::Submitted => Stage::Submitted {
                lodged: self.lodged()?,
                returned: take(&mut self.reason),
            },
            State::CommuneEndorsed => Stage::CommuneEndorsed(self.endorsed()?),
            State::InProvincialRound => Stage::InProvincialRound(self.accepted()?),
            State::SupplementRequested => {
                let supplement = self.known("supplement", |body| body.supplement.take())?;
                Stage::SupplementRequested {
                    accepted: self.accepted()?,
                    supplement,
                }
            }
            State::ReadyForCouncil => {
                let advice = self.known("advice", |body| body.advice.take())?;
                Stage::ReadyForCouncil {
                    accepted: self.accepted()?,
                    advice,
                }
            }
            State::ProvincialScored => Stage::ProvincialScored(self.scored()?),
            State::ForwardedCentral => Stage::ForwardedCentral {
                scored: self.forwarded()?,
                approval: self.known("decision", |body| body.decision.take())?,
            },
            State::InCentralRound => Stage::InCentralRound(self.accepted()?),
            State::CentralScored => Stage::CentralScored(self.scored()?),
            State::CentralBelow90 => {
                let mut scored = self.scored()?;
                scored.accepted.past.sent_back_on = None;
                Stage::CentralBelow90(scored)
            }
            State::Certified => Stage::Certified {
                scored: self.scored()?,
                decision: self.known("decision", |body| body.decision.take())?,
                certificate_id: self.known("certificate_id", |body| body.certificate_id)?,
            },
            State::NotRecognised => Stage::NotRecognised(self.scored()?),
            State::Rejected => Stage::Rejected {
                reached: self.reached()?,
                reason: take(&mut self.reason),
                on: self.known("closed_on", |body| body.closed_on)?,
            },
            State::Withdrawn => Stage::Withdrawn {
                reached: self.reached()?,
                reason: take(&mut self.reason),
                on: self.known("closed_on", |body| body.closed_on)?,
            },
            State::Closed => Stage::Closed {
                reached: self.reached()?,
                closing: Closing {
                    ground: self.known("close_ground", |body| body.close_ground)?,
                    reason: take(&mut self.reason),
                    authority: self.known("close_authority", |body| body.close_authority.take())?,
                    on: self.known("closed_on", |body| body.closed_on)?,
                },
            },
            State::Deleted => Stage::Deleted {
                on: self.known("closed_on", |body| body.closed_on)?,
            },
        })
    }

    /// How far a dossier had come that ended without a decision: as far as something is known of it.
    fn reached(&mut self) -> Result<Reached, StoreError> {
        Ok(if let Some(approval) = self.decision.take() {
            Reached::Forwarded(self.forwarded()?, approval)
        } else if self.tally.is_some() {
            Reached::Scored(self.scored()?)
        } else if self.round_id.is_some() {
            Reached::Accepted(self.accepted()?)
        } else if self.findings.is_some() {
            Reached::Endorsed(self.endorsed()?)
        } else {
            Reached::Lodged(self.lodged()?)
        })
    }

    fn lodged(&mut self) -> Result<Lodged, StoreError> {
        Ok(Lodged {
            regulation: self.known("regulation", |body| body.regulation)?,
            on: self.known("lodged_on", |body| body.lodged_on)?,
        })
    }

    fn endorsed(&mut self) -> Result<Endorsed, StoreError> {
        Ok(Endorsed {
            lodged: self.lodged()?,
            findings: self.known("findings", |body| body.findings.take())?,
            letter: self.letter.take(),
            on: self.known("endorsed_on", |body| body.endorsed_on)?,
        })
    }

    fn accepted(&mut self) -> Result<Accepted, StoreError> {
        Ok(Accepted {
            endorsed: self.endorsed()?,
            round_id: self.known("round_id", |body| body.round_id)?,
            council_id: self.known("council_id", |body| body.council_id)?,
            on: self.known("accepted_on", |body| body.accepted_on)?,
            round_ends_on: self.round_ends_on,
            supplement: self.supplement.take(),
            advice: self.advice.take(),
            replaced: take(&mut self.replaced),
            past: Past {
                earlier: take(&mut self.earlier)
                    .into_iter()
                    .map(EarlierResult::from)
                    .collect(),
                forwarded_on: self.forwarded_on,
                sent_back_on: self.sent_back_on,
            },
        })
    }

    fn scored(&mut self) -> Result<Scored, StoreError> {
        let tally: Tally = self.known("tally", |body| body.tally.take())?;
        Ok(Scored {
            accepted: self.accepted()?,
            tally,
        })
    }

    /// What was scored of a dossier that is on its way to the centre: the day stands in the approval.
    fn forwarded(&mut self) -> Result<Scored, StoreError> {
        let mut scored = self.scored()?;
        scored.accepted.past.forwarded_on = None;
        scored.accepted.past.sent_back_on = None;
        Ok(scored)
    }

    /// What its state cannot be without.
    fn known<T>(
        &mut self,
        field: &str,
        value: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Result<T, StoreError> {
        value(self).ok_or_else(|| StoreError::Corrupt {
            what: format!("dossier {}: {:?} without {field}", self.id, self.state),
        })
    }
}

impl From<Earlier> for EarlierResult {
    fn from(stored: Earlier) -> Self {
        Self {
            round_id: stored.round_id,
            council_id: stored.council_id,
            accepted_on: stored.accepted_on,
            supplement: stored.supplement,
            advice: stored.advice,
            tally: stored.tally,
            approval: stored.approval,
            taken_back: stored.taken_back,
            granted: stored.granted,
        }
    }
}
