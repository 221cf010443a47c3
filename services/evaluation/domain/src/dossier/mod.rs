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
//! any open state but a draft → REJECTED
//! ```
//!
//! What is lodged is frozen with the regulation and criteria set of that day ([`revision`]). The steps
//! are in [`writing`] (the producer's), [`review`] (before the council) and [`steps`] (the rest); by
//! when something is to be done is in [`deadlines`].

pub mod content;
pub mod deadlines;
pub mod documents;
mod event;
pub mod findings;
mod refusal;
pub mod review;
pub mod revision;
pub mod state;
pub mod steps;
pub mod writing;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::content::Content;
pub use self::event::{Event, Step};
pub use self::findings::Findings;
pub use self::refusal::Refusal;
use self::review::{Advice, Supplement};
use self::revision::Revision;
pub use self::state::State;
use crate::certificate::certification::Certification;
use crate::certificate::decision::Decision;
use crate::council::ballot::OpenVote;
use crate::council::tally::Tally;
pub use crate::criteria::regulation::DossierKind;
use crate::criteria::regulation::{Code, Regulation};
use crate::criteria::star::Star;
use crate::register::product::{Place, Product};
use crate::{certificate, criteria};

/// A result that another council's, or another count, came after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierResult {
    /// The round.
    pub round_id: Option<Uuid>,
    /// The council.
    pub council_id: Option<Uuid>,
    /// What it found.
    pub tally: Option<Tally>,
    /// The authority's decision on it.
    pub decision: Option<Decision>,
}

/// The vote of a dossier that was stored before votes were numbered.
fn first_vote() -> u32 {
    1
}

/// A dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// Its id.
    pub id: Uuid,
    /// Number of events stored.
    #[serde(skip)]
    pub version: u64,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<Event>,
    /// Id of the product.
    pub product_id: Uuid,
    /// Name of the product when the dossier was made.
    pub product_name: String,
    /// Id of the producer.
    pub producer_id: Uuid,
    /// Name of the producer when the dossier was made.
    pub producer_name: String,
    /// Where the product is made: its commune and province are the offices in charge.
    pub place: Place,
    /// Number of the criteria set.
    pub criteria_set: u8,
    /// What it asks for.
    pub kind: DossierKind,
    /// Where it stands.
    pub state: State,
    /// The star of the valid certificate when the dossier was made.
    pub held_star: Option<Star>,
    /// The last day of that certificate.
    pub held_until: Option<NaiveDate>,
    /// What the producer hands in.
    pub content: Content,
    /// How many times it was handed in: the number of the last revision, 0 for a draft never lodged.
    pub revision: u32,
    /// The evidence that lodged revisions refer to.
    pub lodged_evidence: Vec<Uuid>,
    /// A revision that is to be stored with the dossier.
    #[serde(skip)]
    pub frozen: Option<Revision>,
    /// The day the draft was made.
    pub drafted_on: NaiveDate,
    /// The regulation it was lodged under.
    pub regulation: Option<Code>,
    /// The day it was lodged.
    pub lodged_on: Option<NaiveDate>,
    /// What the commune found.
    pub findings: Option<Findings>,
    /// The day the commune sent it on.
    pub endorsed_on: Option<NaiveDate>,
    /// The round it was accepted into.
    pub round_id: Option<Uuid>,
    /// The council of that round.
    pub council_id: Option<Uuid>,
    /// The day it was accepted.
    pub accepted_on: Option<NaiveDate>,
    /// The day by which that round is to be over.
    pub round_ends_on: Option<NaiveDate>,
    /// The supplement last asked for.
    pub supplement: Option<Supplement>,
    /// The advisory team's report on what was last handed in.
    pub advice: Option<Advice>,
    /// Results that others came after, oldest first.
    pub earlier: Vec<EarlierResult>,
    /// Which vote on it is under way or was the last, from 1. It only rises, with every second ballot
    /// and whenever else members are to vote anew, so that no ballot is ever counted in another vote.
    #[serde(default = "first_vote")]
    pub ballot_attempt: u32,
    /// The council's result.
    pub tally: Option<Tally>,
    /// The authority's decision on the result.
    pub decision: Option<Decision>,
    /// The day the province approved five stars and sent it to the centre.
    pub forwarded_on: Option<NaiveDate>,
    /// The day the centre found less and sent it back.
    pub sent_back_on: Option<NaiveDate>,
    /// The certificate it led to.
    pub certificate_id: Option<Uuid>,
    /// The day it ended, in whichever way.
    pub closed_on: Option<NaiveDate>,
    /// Why it was last returned, or rejected; empty otherwise.
    pub reason: String,
}

impl Dossier {
    /// Starts a dossier. `open` are the kinds of the product's dossiers that are not final; the answers
    /// in `content` were parsed against the set that counts today.
    ///
    /// # Errors
    /// The product is retired, has an open dossier of the kind, or its certificates do not allow it:
    /// a first dossier needs that none is valid, an upgrade one below five stars, a re-evaluation
    /// one whose last day is no more than 180 days away (Article 7.6). A re-evaluation later than
    /// 120 days before the end is taken while the certificate is valid (Article 12.3).
    pub fn draft(
        id: Uuid,
        product: &Product,
        kind: DossierKind,
        content: Content,
        certificates: &Certification,
        open: &[DossierKind],
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        if !product.active {
            return Err(Refusal::ProductRetired);
        }
        if open.contains(&kind) {
            return Err(Refusal::OpenDossier { kind });
        }
        let (held_star, held_until) = held_for(kind, certificates, today)?.unzip();
        let mut dossier = Self {
            id,
            version: 0,
            events: Vec::new(),
            product_id: product.id,
            product_name: product.name.clone(),
            producer_id: product.producer_id,
            producer_name: product.producer_name.clone(),
            place: product.place.clone(),
            criteria_set: product.criteria_set,
            kind,
            state: State::Draft,
            held_star,
            held_until,
            content,
            revision: 0,
            lodged_evidence: Vec::new(),
            frozen: None,
            drafted_on: today,
            regulation: None,
            lodged_on: None,
            findings: None,
            endorsed_on: None,
            round_id: None,
            council_id: None,
            accepted_on: None,
            round_ends_on: None,
            supplement: None,
            advice: None,
            earlier: Vec::new(),
            ballot_attempt: 1,
            tally: None,
            decision: None,
            forwarded_on: None,
            sent_back_on: None,
            certificate_id: None,
            closed_on: None,
            reason: String::new(),
        };
        dossier.emit(Step::Created, today);
        Ok(dossier)
    }

    /// The vote that is under way: ballots may be cast and counted.
    ///
    /// # Errors
    /// It is not before its council, which waits for the advisory team's report (Article 7.3c), or was
    /// counted already.
    pub fn open_vote(&self) -> Result<OpenVote, Refusal> {
        self.only_in(&[State::ReadyForCouncil, State::InCentralRound])?;
        Ok(OpenVote {
            dossier_id: self.id,
            attempt: self.ballot_attempt,
        })
    }

    /// The last vote whose count has a result; 0 before the first.
    pub fn last_counted(&self) -> u32 {
        let earlier = self.earlier.iter().map(|result| &result.tally);
        let counted = earlier.chain([&self.tally]).flatten();
        counted.map(|tally| tally.attempt).max().unwrap_or(0)
    }

    fn only_in(&self, states: &[State]) -> Result<(), Refusal> {
        if states.contains(&self.state) {
            Ok(())
        } else {
            Err(Refusal::WrongState { state: self.state })
        }
    }

    fn emit(&mut self, step: Step, on: NaiveDate) {
        if self.state.is_final() {
            self.closed_on = Some(on);
        }
        self.events.push(Event {
            step,
            dossier_id: self.id,
            product_id: self.product_id,
            product_name: self.product_name.clone(),
            producer_id: self.producer_id,
            producer_name: self.producer_name.clone(),
            kind: self.kind,
            state: self.state,
            criteria_set: self.criteria_set,
            regulation: self.regulation,
            province_code: self.place.province_code.clone(),
            star: self.tally.as_ref().and_then(|tally| tally.star),
            reason: self.reason.clone(),
            ballot_attempt: self.ballot_attempt,
            on,
        });
    }
}

/// The star held on a day and the last day it is held, if the certificates allow a dossier of the
/// kind.
fn held_for(
    kind: DossierKind,
    certificates: &Certification,
    today: NaiveDate,
) -> Result<Option<(Star, NaiveDate)>, Refusal> {
    let held = certificates
        .valid_on(today)
        .map(|held| (held.star, held.valid_to));
    match (kind, held) {
        (DossierKind::First, None) => Ok(None),
        (DossierKind::First, Some((_, until))) => {
            Err(certificate::Refusal::ValidCertificateExists { until }.into())
        }
        (_, None) => Err(certificate::Refusal::NoValidCertificate { on: today }.into()),
        (DossierKind::Upgrade, Some((Star::Five, _))) => {
            Err(certificate::Refusal::NoHigherStar { held: Star::Five }.into())
        }
        (DossierKind::Upgrade, Some(held)) => Ok(Some(held)),
        (DossierKind::ReEvaluation, Some((star, until))) => {
            let law = Regulation::in_force_on(today)
                .ok_or(criteria::Refusal::NoRegulation { on: today })?;
            let from = until - Days::new(law.filing_opens_days);
            if today < from {
                return Err(Refusal::FiledTooEarly { from });
            }
            Ok(Some((star, until)))
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
