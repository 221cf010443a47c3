//! What a complaint that is found right leads to (Law on Complaints 2011, Article 31): a council votes on the dossier anew, or a
//! dossier that was rejected or closed goes on where it had ended.
//!
//! A certificate that the first result led to stays in force until a new decision replaces it, or the recognition is withdrawn
//! (Article 10.1b).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ending::Closing;
use super::recount::TakenBack;
use super::{Accepted, Certification, Dossier, DossierKind, Reached, Refusal, Stage, State, Step};
use crate::certificate::decision::Decision;
use crate::certificate::{self, Certificate};
use crate::criteria::calendar::not_before;

/// The recognition that a result led to which was taken back since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    pub certificate_id: Uuid,
    pub decision: Decision,
}

/// How a dossier ended before that end was lifted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    Rejected { reason: String, on: NaiveDate },
    Closed(Closing),
}

/// An end that was lifted, with why, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiftedEnd {
    pub end: End,
    pub lifted: TakenBack,
}

impl Dossier {
    /// The day since which there is something to complain of: the first result of a council, or that it was rejected or closed
    /// without one.
    ///
    /// # Errors
    /// Nothing came of it yet.
    pub fn result_since(&self) -> Result<NaiveDate, Refusal> {
        let first = self.stage.earlier().first().map(|result| &result.tally);
        let counted = first.or(self.tally()).map(|tally| tally.tallied_on);
        let ended = match &self.stage {
            Stage::Rejected { on, .. } => Some(*on),
            Stage::Closed { closing, .. } => Some(closing.on),
            _ => None,
        };
        let lifted = self.lifted.first().map(LiftedEnd::ended_on);
        let days = [counted, ended, lifted].into_iter().flatten();
        days.min().ok_or_else(|| self.wrong_state())
    }

    /// Has it evaluated again because of a complaint: a result is taken back, signed and decided ones too, and the council
    /// votes anew; an end without a result is lifted. `open` are the kinds of the product's dossiers that are not final.
    ///
    /// # Errors
    /// Nothing was found of it yet, or the producer withdrew it; its certificate is revoked or another followed that does not
    /// go on from it; the product
    /// has another open dossier of the kind; dated before the last step; too many votes.
    pub fn evaluate_again(
        &mut self,
        because: TakenBack,
        certificates: &Certification,
        open: &[DossierKind],
    ) -> Result<(), Refusal> {
        let on = because.on;
        if self.state().is_final() && open.contains(&self.kind) {
            return Err(Refusal::OpenDossier { kind: self.kind });
        }
        let voted = match &self.stage {
            Stage::ReadyForCouncil { .. }
            | Stage::InCentralRound(_)
            | Stage::ProvincialScored(_)
            | Stage::CentralScored(_)
            | Stage::CentralBelow90(_) => return self.reopen(because),
            Stage::NotRecognised(scored) => (scored, None),
            Stage::Certified {
                scored,
                decision,
                certificate_id,
            } => {
                newest_in_force(certificates, *certificate_id)?;
                let granted = Granted {
                    certificate_id: *certificate_id,
                    decision: decision.clone(),
                };
                (scored, Some(granted))
            }
            Stage::Rejected {
                reached: Reached::Scored(scored),
                ..
            }
            | Stage::Closed {
                reached: Reached::Scored(scored),
                ..
            } => (scored, None),
            Stage::Rejected { .. } | Stage::Closed { .. } => return self.lift_end(because),
            _ => return Err(self.wrong_state()),
        };
        not_before(on, self.last_step_on())?;
        let (scored, granted) = (voted.0.clone(), voted.1);
        let reason = because.reason.clone();
        let ballot_attempt = self.another_vote()?;
        let lifted = self.lifted_by(&because);
        self.ballot_attempt = ballot_attempt;
        self.since.vote = Some(on);
        self.stage = before_its_council(scored.taken_back(because, granted));
        self.lifted.extend(lifted);
        self.emit_with(Step::VoteReopened, reason, on);
        Ok(())
    }

    /// The certificate that an earlier result led to, which a new decision replaces.
    pub fn granted_before(&self) -> Option<Uuid> {
        let mut latest = self.stage.earlier().iter().rev();
        let granted = latest.find_map(|result| result.granted.as_ref());
        granted.map(|granted| granted.certificate_id)
    }

    /// The certificate that an earlier decision on this dossier gave, or that goes on from it, if a new decision replaces it.
    pub(super) fn own_in_force<'a>(&self, held: &'a Certification) -> Option<&'a Certificate> {
        let own = self.granted_before()?;
        let newest = held.newest()?;
        let in_force = newest.revocation.is_none() && held.goes_on_from(newest, own);
        in_force.then_some(newest)
    }

    /// The day on which its end was last lifted.
    pub(super) fn lifted_on(&self) -> Option<NaiveDate> {
        self.lifted.last().map(|end| end.lifted.on)
    }

    fn lift_end(&mut self, because: TakenBack) -> Result<(), Refusal> {
        let (Stage::Rejected { reached, .. } | Stage::Closed { reached, .. }) = &self.stage else {
            return Err(self.wrong_state());
        };
        let on = because.on;
        not_before(on, self.last_step_on())?;
        let reason = because.reason.clone();
        let stage = match reached.clone() {
            Reached::Lodged(lodged) => Stage::Submitted {
                lodged,
                returned: String::new(),
            },
            Reached::Endorsed(endorsed) => Stage::CommuneEndorsed(endorsed),
            Reached::Accepted(accepted) => self.in_its_round(accepted),
            // Its result counts anew only if a council votes anew; see `evaluate_again`.
            Reached::Scored(scored) => before_its_council(scored.accepted),
            Reached::Forwarded(scored, approval) => Stage::ForwardedCentral { scored, approval },
        };
        let lifted = self.lifted_by(&because);
        self.stage = stage;
        self.lifted.extend(lifted);
        self.emit_with(Step::Resumed, reason, on);
        Ok(())
    }

    /// Where a round has what it accepted: with the producer if a supplement is still waited for, before its council once
    /// the advisory team has reported on all of it, and with that team before.
    fn in_its_round(&self, mut accepted: Accepted) -> Stage {
        if let Some(supplement) = accepted.supplement.take() {
            if supplement.filed_on.is_none() {
                return Stage::SupplementRequested {
                    accepted,
                    supplement,
                };
            }
            accepted.supplement = Some(supplement);
        }
        let past = &accepted.past;
        let forwarded = past.forwarded_on.is_some() && past.sent_back_on.is_none();
        if forwarded || self.is_five_stars_again() {
            return Stage::InCentralRound(accepted);
        }
        let supplemented = accepted
            .supplement
            .as_ref()
            .and_then(|asked| asked.filed_on);
        match accepted.advice.take() {
            Some(advice) if Some(advice.filed_on) >= supplemented => {
                Stage::ReadyForCouncil { accepted, advice }
            }
            advice => Stage::InProvincialRound(Accepted { advice, ..accepted }),
        }
    }

    /// Its end as it is kept once it is lifted; `None` if it did not end so.
    fn lifted_by(&self, because: &TakenBack) -> Option<LiftedEnd> {
        let end = match &self.stage {
            Stage::Rejected { reason, on, .. } => End::Rejected {
                reason: reason.clone(),
                on: *on,
            },
            Stage::Closed { closing, .. } => End::Closed(closing.clone()),
            _ => return None,
        };
        let lifted = because.clone();
        Some(LiftedEnd { end, lifted })
    }
}

impl LiftedEnd {
    /// Where it stood.
    pub fn state(&self) -> State {
        match &self.end {
            End::Rejected { .. } => State::Rejected,
            End::Closed(_) => State::Closed,
        }
    }

    pub fn reason(&self) -> &str {
        match &self.end {
            End::Rejected { reason, .. } => reason,
            End::Closed(closing) => &closing.reason,
        }
    }

    /// The day it had ended.
    pub fn ended_on(&self) -> NaiveDate {
        match &self.end {
            End::Rejected { on, .. } => *on,
            End::Closed(closing) => closing.on,
        }
    }
}

/// Before the council that has what was accepted: the province's votes on the advisory team's report, the centre's has none.
fn before_its_council(mut accepted: Accepted) -> Stage {
    match accepted.advice.take() {
        Some(advice) => Stage::ReadyForCouncil { accepted, advice },
        None => {
            accepted.past.sent_back_on = None;
            Stage::InCentralRound(accepted)
        }
    }
}

fn newest_in_force(
    certificates: &Certification,
    certificate_id: Uuid,
) -> Result<(), certificate::Refusal> {
    let Some(newest) = certificates.newest() else {
        return Err(certificate::Refusal::NoSuchCertificate { id: certificate_id });
    };
    if !certificates.goes_on_from(newest, certificate_id) {
        return Err(certificate::Refusal::Replaced { by: newest.id });
    }
    match &newest.revocation {
        Some(end) => Err(certificate::Refusal::RevokedAlready {
            since: end.decision.date,
        }),
        None => Ok(()),
    }
}
