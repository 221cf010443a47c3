//! Decides a complaint and does what the decision says: what it leads to is done in the same transaction, or the complaint
//! stays open (Law on Complaints 2011, Article 31).

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Role};
use uuid::Uuid;

use crate::application::step::Reachable as _;
use crate::application::{Error, certificate, dossier, on};
use crate::domain::Event;
use crate::domain::certificate::decision::Decision;
use crate::domain::correction::Grounds;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::recount::TakenBack;
use crate::domain::monitoring::complaint::{
    Against, Complaint, ComplaintOutcome, Refusal, Settlement,
};
use crate::storage::{self, Tx};

/// What is to come of a complaint.
#[derive(Clone, Debug)]
pub enum Wanted {
    Upheld,
    Amended(Amendment),
    ReEvaluated,
}

/// How a certificate is put right.
#[derive(Clone, Debug)]
pub enum Amendment {
    /// The decision that gave it reads so.
    Decision(Decision),
    /// It was not to be revoked.
    RevocationLifted,
    /// It was corrected on record since the complaint came in.
    Recorded,
}

#[derive(Debug)]
pub struct DecideComplaint {
    pub caller: Caller,
    /// Id of the complaint.
    pub id: Uuid,
    pub wanted: Wanted,
    pub decision_number: String,
    pub answer: String,
    /// The day; today if none.
    pub decided_on: Option<NaiveDate>,
    /// The day since which decisions are made here.
    pub before: NaiveDate,
}

impl UseCase<Event> for DecideComplaint {
    type Answer = Saved<Complaint>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Complaint>, Error> {
        let mut complaint = Complaint::reached(tx, &self.caller, self.id).await?;
        super::may_handle(tx, &self.caller, &complaint).await?;
        let on = on(tx, self.decided_on)?;
        complaint.waits_for_decision(on)?;
        let outcome = match &self.wanted {
            Wanted::Upheld => ComplaintOutcome::Upheld,
            Wanted::Amended(amendment) => self.amend(tx, &complaint, amendment).await?,
            Wanted::ReEvaluated => self.evaluate_again(tx, &complaint, on).await?,
        };
        complaint.decide(Settlement {
            on,
            outcome,
            decision_number: self.decision_number.clone(),
            answer: self.answer.clone(),
        })?;
        tx.save(&mut complaint).await?;
        Ok(complaint)
    }
}

impl DecideComplaint {
    async fn amend(
        &self,
        tx: &mut Tx,
        complaint: &Saved<Complaint>,
        amendment: &Amendment,
    ) -> Result<ComplaintOutcome, Error> {
        let id = match complaint.statement.against {
            Against::Certificate(id) => id,
            Against::Dossier(id) => {
                let dossier = Dossier::reached(tx, &self.caller, id).await?;
                dossier
                    .stage
                    .certificate_id()
                    .ok_or(Refusal::LeadsToNothing {
                        why: "the dossier led to no certificate; have it evaluated again",
                    })?
            }
        };
        let known = certificate::certificate(tx, id).await?;
        self.caller
            .within(certificate::target_of_authority(&known))?;
        let grounds = Grounds {
            reason: format!("Khiếu nại: {}", self.decision_number),
            by: self.caller.actor.subject.clone(),
            at: tx.now(),
        };
        let today = tx.today();
        let mut dossier = match (amendment, known.dossier_id) {
            // Dossiers are locked before certificates, as when they are decided.
            (Amendment::Decision(_), Some(of)) => {
                Some(Dossier::reached(tx, &self.caller, of).await?)
            }
            _ => None,
        };
        let mut certificates = storage::certificate::certification(tx, known.product_id).await?;
        match amendment {
            Amendment::Decision(decision) => {
                on(tx, Some(decision.date))?;
                certificates.correct_decision(id, decision, &grounds, self.before, today)?;
                if let Some(dossier) = &mut dossier {
                    dossier.correct_decision(decision.clone(), today)?;
                }
            }
            Amendment::RevocationLifted => {
                let authority = self.caller.only(&[Role::DecisionAuthority]);
                authority.within(certificate::target_of_authority(&known))?;
                certificates.lift_revocation(id, &grounds, today)?;
                super::reopen_inspections(tx, &known).await?;
            }
            Amendment::Recorded => {
                let since = complaint.created_at();
                if !known.corrections.iter().any(|one| one.at >= since) {
                    let why = "the certificate was not corrected since the complaint came in";
                    return Err(Refusal::LeadsToNothing { why }.into());
                }
                return Ok(ComplaintOutcome::Amended { certificate_id: id });
            }
        }
        tx.because(&grounds.reason);
        if let Some(dossier) = &mut dossier {
            tx.save(dossier).await?;
        }
        tx.save(&mut certificates).await?;
        Ok(ComplaintOutcome::Amended { certificate_id: id })
    }

    async fn evaluate_again(
        &self,
        tx: &mut Tx,
        complaint: &Complaint,
        on: NaiveDate,
    ) -> Result<ComplaintOutcome, Error> {
        let id = match complaint.statement.against {
            Against::Dossier(id) => id,
            Against::Certificate(id) => {
                let known = certificate::certificate(tx, id).await?;
                known.dossier_id.ok_or(Refusal::LeadsToNothing {
                    why: "the certificate was taken over from a register; no dossier led to it",
                })?
            }
        };
        let mut dossier = Dossier::reached(tx, &self.caller, id).await?;
        self.caller.within(dossier::target_of_round(&dossier))?;
        self.caller.within(dossier::target_in_charge(&dossier))?;
        let certificates = storage::certificate::certification(tx, dossier.product_id).await?;
        let open = storage::dossier::open_kinds(tx, dossier.product_id).await?;
        let because = TakenBack {
            reason: format!("Khiếu nại: {}", self.decision_number),
            by: self.caller.actor.subject.clone(),
            on,
        };
        tx.because(&because.reason);
        dossier.evaluate_again(because, &certificates, &open)?;
        let vote = dossier.ballot_attempt;
        tx.save(&mut dossier).await?;
        Ok(ComplaintOutcome::ReEvaluated {
            dossier_id: id,
            vote,
        })
    }
}
