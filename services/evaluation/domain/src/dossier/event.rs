//! What dossiers publish: every event carries the whole fact, so that a subscriber can act without
//! asking back.

use chrono::NaiveDate;
use strum::IntoStaticStr;
use uuid::Uuid;

use super::notice::Notice;
use super::{DossierKind, State};
use crate::criteria::regulation::Code;
use crate::criteria::star::Star;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(prefix = "dossier.", serialize_all = "snake_case")]
pub enum Step {
    Created,
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
    Supplemented,
    /// The advisory team reported, and it went before the council.
    Advised,
    /// The ballots lie too far apart: the council votes anew.
    SecondBallot,
    /// The chair had the council vote anew.
    VoteReopened,
    /// The council's ballots were counted.
    Scored,
    /// The minutes of the count were signed.
    MinutesSigned,
    /// The province approved the result and sent it to the centre.
    Forwarded,
    /// The centre found less than five stars and sent it back to the province.
    SentBack,
    /// A decision recognised the product.
    Certified,
    /// That decision was put right.
    DecisionCorrected,
    NotRecognised,
    Rejected,
    /// The producer took it back.
    Withdrawn,
    /// The office closed it: nothing could come of it any more.
    Closed,
    /// The draft is no more.
    Deleted,
    /// A value was put right.
    Corrected,
    /// Its end was lifted because of a complaint, and it goes on where it had ended.
    Resumed,
    /// A knock-out or a disqualifier was found.
    KnockOutFound,
    /// It was recorded wrongly and does not stand.
    KnockOutWithdrawn,
    /// An office noted who received it and what came with it.
    Received,
    /// Somebody was told of the result.
    Notified,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub step: Step,
    pub dossier_id: Uuid,
    pub product_id: Uuid,
    pub product_name: String,
    pub producer_id: Uuid,
    pub producer_name: String,
    pub kind: DossierKind,
    pub state: State,
    /// Number of the criteria set.
    pub criteria_set: u8,
    /// The regulation it was lodged under; `None` while a draft.
    pub regulation: Option<Code>,
    pub province_code: String,
    /// The star of the result.
    pub star: Option<Star>,
    /// Why it was returned, rejected, withdrawn or closed; empty otherwise.
    pub reason: String,
    /// Which vote on it is under way or was the last, from 1.
    pub ballot_attempt: u32,
    pub on: NaiveDate,
    /// Of [`Step::Notified`]: who was told, and how.
    pub notice: Option<Notice>,
}

impl Event {
    /// Its name as it stands in event types, such as `dossier.created`.
    pub fn name(&self) -> &'static str {
        self.step.into()
    }

    /// Code of the province it is about.
    pub fn province_code(&self) -> &str {
        &self.province_code
    }
}
