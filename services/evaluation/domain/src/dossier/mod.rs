//! A product's request to be evaluated (hồ sơ), from the producer's draft to the decision
//! (Articles 5 to 7).
//!
//! ```text
//! DRAFT ⇄ SUBMITTED → COMMUNE_ENDORSED → IN_PROVINCIAL_ROUND → READY_FOR_COUNCIL → PROVINCIAL_SCORED
//!                                            ⇅                                       ├→ CERTIFIED
//!                                   SUPPLEMENT_REQUESTED                             ├→ NOT_RECOGNISED
//!                                                                                    └→ FORWARDED_CENTRAL
//! FORWARDED_CENTRAL → IN_CENTRAL_ROUND → CENTRAL_SCORED → CERTIFIED
//!                                      └→ CENTRAL_BELOW_90 → CERTIFIED, or IN_PROVINCIAL_ROUND again
//! IN_PROVINCIAL_ROUND, COMMUNE_ENDORSED → SUBMITTED or DRAFT: the province gives it back (Article 7.3a)
//! any open state but a draft → REJECTED, WITHDRAWN or CLOSED
//! DRAFT → DELETED
//! REJECTED, CLOSED, NOT_RECOGNISED, CERTIFIED → evaluated again because of a complaint
//! ```
//!
//! What is lodged is frozen with the regulation and criteria set of that day ([`revision`]). The steps
//! are in [`writing`] (the producer's), [`lodging`], [`review`] (before the council), [`returning`] (back for completion), [`ending`]
//! (without a certificate), [`counting`] (at the council) and [`steps`] (the rest); what a complaint leads to is in [`reconsidering`]; mistakes are put right in [`correcting`]; by when something is to be
//! done is in [`deadlines`]; what lists show is a [`summary`].

pub mod completeness;
pub mod content;
pub mod correcting;
pub mod counting;
pub mod deadlines;
pub mod documents;
pub mod ending;
mod event;
pub mod findings;
mod held;
pub mod knock_out;
pub mod level;
pub mod lodging;
pub mod notice;
pub mod receipt;
pub mod reconsidering;
pub mod recount;
mod refusal;
pub mod returning;
pub mod review;
pub mod revision;
pub mod since;
pub mod stage;
pub mod state;
pub mod steps;
pub mod summary;
pub mod writing;

use chrono::NaiveDate;
use uuid::Uuid;

use self::content::Content;
pub use self::event::{Event, Step};
pub use self::findings::Findings;
pub use self::held::Held;
use self::knock_out::KnockOutFound;
use self::notice::Notice;
use self::receipt::Receipt;
use self::reconsidering::LiftedEnd;
pub use self::refusal::Refusal;
use self::returning::ReturnedReport;
use self::revision::Revision;
use self::since::Since;
pub use self::stage::{Accepted, EarlierResult, Endorsed, Lodged, Past, Reached, Scored, Stage};
pub use self::state::State;
use crate::certificate::certification::Certification;
use crate::correction::Correction;
use crate::council::ballot::OpenVote;
use crate::council::tally::Tally;
pub use crate::criteria::regulation::DossierKind;
use crate::register::product::{Place, Product};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    pub id: Uuid,
    pub events: Vec<Event>,
    pub product_id: Uuid,
    /// Name of the product when the dossier was last lodged, of a draft when it was made.
    pub product_name: String,
    pub producer_id: Uuid,
    /// Name of the producer, likewise.
    pub producer_name: String,
    /// Where the product is made: its commune and province are the offices in charge.
    pub place: Place,
    /// Number of the criteria set.
    pub criteria_set: u8,
    /// What it asks for.
    pub kind: DossierKind,
    /// The certificate that was valid on the day it was lodged, of a draft on the day it was made; `None` for a first
    /// evaluation.
    pub held: Option<Held>,
    /// What the producer hands in.
    pub content: Content,
    /// How many times it was handed in: the number of the last revision, 0 for a draft never lodged.
    pub revision: u32,
    /// What was advised, was lacking when it was last lodged, and was acknowledged by name.
    pub acknowledged: Vec<String>,
    /// The evidence that lodged revisions refer to.
    pub lodged_evidence: Vec<Uuid>,
    /// A revision that is to be stored with the dossier.
    pub frozen: Option<Revision>,
    /// The day the draft was made.
    pub drafted_on: NaiveDate,
    /// Which vote on it is under way or was the last, from 1. It only rises, with every second ballot
    /// and whenever else members are to vote anew, so that no ballot is ever counted in another vote.
    pub ballot_attempt: u32,
    pub stage: Stage,
    pub since: Since,
    /// What of it was put right, oldest first.
    pub corrections: Vec<Correction>,
    /// Ends of it that were lifted because of a complaint, oldest first.
    pub lifted: Vec<LiftedEnd>,
    /// Knock-outs and disqualifiers that were found, in the order of recording.
    pub knock_outs: Vec<KnockOutFound>,
    /// What the offices noted when they received it.
    pub receipts: Vec<Receipt>,
    /// Who was told of its results, in the order of recording.
    pub notices: Vec<Notice>,
    /// Reports of the commune with which it was sent on before the province gave it back, oldest first.
    pub returned_reports: Vec<ReturnedReport>,
}

impl Dossier {
    /// Starts a dossier, which may be written at any time: what its product's certificates allow is asked when it is
    /// [lodged](Self::submit). `open` are the kinds of the product's dossiers that are not final; the answers in
    /// `content` were parsed against the set that counts today.
    ///
    /// # Errors
    /// The product is not made, or has an open dossier of the kind.
    pub fn draft(
        id: Uuid,
        product: &Product,
        kind: DossierKind,
        content: Content,
        certificates: &Certification,
        open: &[DossierKind],
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        lodging::check_made(product)?;
        if open.contains(&kind) {
            return Err(Refusal::OpenDossier { kind });
        }
        let held = match kind {
            DossierKind::First => None,
            DossierKind::Upgrade | DossierKind::ReEvaluation => Held::on(today, certificates),
        };
        let mut dossier = Self {
            id,
            events: Vec::new(),
            product_id: product.id,
            product_name: product.name.clone(),
            producer_id: product.producer_id,
            producer_name: product.producer_name.clone(),
            place: product.place.clone(),
            criteria_set: product.criteria_set,
            kind,
            held,
            content,
            revision: 0,
            acknowledged: Vec::new(),
            lodged_evidence: Vec::new(),
            frozen: None,
            drafted_on: today,
            ballot_attempt: 1,
            stage: Stage::Draft {
                returned: String::new(),
            },
            since: Since::default(),
            corrections: Vec::new(),
            lifted: Vec::new(),
            knock_outs: Vec::new(),
            receipts: Vec::new(),
            notices: Vec::new(),
            returned_reports: Vec::new(),
        };
        dossier.emit(Step::Created, today);
        Ok(dossier)
    }

    pub fn state(&self) -> State {
        self.stage.state()
    }

    /// The result of the council of the last round, once there is one.
    pub fn tally(&self) -> Option<&Tally> {
        self.stage.scored().map(|scored| &scored.tally)
    }

    /// The vote that is under way: ballots may be cast and counted.
    ///
    /// # Errors
    /// It is not before its council, which waits for the advisory team's report (Article 7.3c), or was
    /// counted already; or something stops its evaluation.
    pub fn open_vote(&self) -> Result<OpenVote, Refusal> {
        self.before_council().map(|(vote, _)| vote)
    }

    /// The vote that is under way, and what the round of the council accepted.
    ///
    /// # Errors
    /// As [`open_vote`](Self::open_vote).
    pub fn before_council(&self) -> Result<(OpenVote, &Accepted), Refusal> {
        match &self.stage {
            Stage::ReadyForCouncil { accepted, .. } | Stage::InCentralRound(accepted) => {
                self.not_stopped()?;
                let vote = OpenVote {
                    dossier_id: self.id,
                    attempt: self.ballot_attempt,
                };
                Ok((vote, accepted))
            }
            _ => Err(self.wrong_state()),
        }
    }

    /// The last vote whose count has a result; 0 before the first.
    pub fn last_counted(&self) -> u32 {
        let earlier = self.stage.earlier().iter().map(|result| &result.tally);
        let counted = earlier.chain(self.tally());
        counted.map(|tally| tally.attempt).max().unwrap_or(0)
    }

    /// What was lodged, and under which law.
    ///
    /// # Errors
    /// It is a draft.
    pub fn lodged(&self) -> Result<&Lodged, Refusal> {
        self.stage.lodged().ok_or_else(|| self.wrong_state())
    }

    fn wrong_state(&self) -> Refusal {
        let state = self.state();
        Refusal::WrongState { state }
    }

    fn emit(&mut self, step: Step, on: NaiveDate) {
        self.emit_with(step, self.stage.reason().to_owned(), on);
    }

    /// Records a step that has a reason of its own.
    fn emit_with(&mut self, step: Step, reason: String, on: NaiveDate) {
        self.events.push(Event {
            step,
            dossier_id: self.id,
            product_id: self.product_id,
            product_name: self.product_name.clone(),
            producer_id: self.producer_id,
            producer_name: self.producer_name.clone(),
            kind: self.kind,
            state: self.state(),
            criteria_set: self.criteria_set,
            regulation: self.stage.lodged().map(|lodged| lodged.regulation),
            province_code: self.place.province_code.clone(),
            star: self.tally().and_then(|tally| tally.star),
            reason,
            ballot_attempt: self.ballot_attempt,
            on,
            notice: None,
        });
    }
}

#[cfg(test)]
pub(crate) mod tests;
