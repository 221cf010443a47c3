//! What dossiers publish: every event carries the whole fact, so that a subscriber can act without
//! asking back.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{DossierKind, State};
use crate::criteria::regulation::Code;
use crate::criteria::star::Star;

/// A step of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The draft was made.
    Created,
    /// The draft was changed.
    Updated,
    /// It was lodged at the commune.
    Submitted,
    /// It was given back for completion.
    Returned,
    /// The commune reported and sent it on.
    Endorsed,
    /// It was accepted into a round.
    Accepted,
    /// The advisory team asked for a supplement.
    SupplementRequested,
    /// The supplement was handed in.
    Supplemented,
    /// The advisory team reported, and it went before the council.
    Advised,
    /// The ballots lie too far apart: the council votes anew.
    SecondBallot,
    /// The council's ballots were counted.
    Scored,
    /// The province approved the result and sent it to the centre.
    Forwarded,
    /// The centre found less than five stars and sent it back to the province.
    SentBack,
    /// A decision recognised the product.
    Certified,
    /// It ended without recognition.
    NotRecognised,
    /// It was rejected.
    Rejected,
}

/// A dossier after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The step.
    pub step: Step,
    /// Id of the dossier.
    pub dossier_id: Uuid,
    /// Id of the product.
    pub product_id: Uuid,
    /// Its name.
    pub product_name: String,
    /// Id of the producer.
    pub producer_id: Uuid,
    /// Its name.
    pub producer_name: String,
    /// What the dossier asks for.
    pub kind: DossierKind,
    /// Where it stands now.
    pub state: State,
    /// Number of the criteria set.
    pub criteria_set: u8,
    /// The regulation it was lodged under; `None` while a draft.
    pub regulation: Option<Code>,
    /// Code of the province.
    pub province_code: String,
    /// The star of the result.
    pub star: Option<Star>,
    /// Why it was returned or rejected; empty otherwise.
    pub reason: String,
    /// Which vote on it is under way or was the last, from 1.
    pub ballot_attempt: u32,
    /// The day of the step.
    pub on: NaiveDate,
}

impl Event {
    /// Its name as it stands in event types, such as `dossier.created`.
    pub fn name(&self) -> &'static str {
        match self.step {
            Step::Created => "dossier.created",
            Step::Updated => "dossier.updated",
            Step::Submitted => "dossier.submitted",
            Step::Returned => "dossier.returned",
            Step::Endorsed => "dossier.endorsed",
            Step::Accepted => "dossier.accepted",
            Step::SupplementRequested => "dossier.supplement_requested",
            Step::Supplemented => "dossier.supplemented",
            Step::Advised => "dossier.advised",
            Step::SecondBallot => "dossier.second_ballot",
            Step::Scored => "dossier.scored",
            Step::Forwarded => "dossier.forwarded",
            Step::SentBack => "dossier.sent_back",
            Step::Certified => "dossier.certified",
            Step::NotRecognised => "dossier.not_recognised",
            Step::Rejected => "dossier.rejected",
        }
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        &self.province_code
    }
}
