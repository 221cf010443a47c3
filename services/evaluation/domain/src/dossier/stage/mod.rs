//! How far a dossier has come, with what is known there and nowhere else.
//!
//! Each stage holds what the steps before it left behind: what is lodged is in what the commune sent
//! on, that in what a round accepted, that in what a council scored.

mod corrected;
mod known;
mod passing;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Findings;
use super::ending::Closing;
use super::receipt::Letter;
use super::reconsidering::Granted;
use super::recount::TakenBack;
use super::review::{Advice, ReplacedReport, Supplement};
use crate::certificate::decision::Decision;
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
    Submitted {
        lodged: Lodged,
        /// Why the province gave it back to the commune; empty if it did not.
        returned: String,
    },
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
    /// The producer took it back.
    Withdrawn {
        /// How far it had come.
        reached: Reached,
        /// Why; may be empty.
        reason: String,
        on: NaiveDate,
    },
    /// The office closed it.
    Closed {
        /// How far it had come.
        reached: Reached,
        closing: Closing,
    },
    /// The draft is no more.
    Deleted { on: NaiveDate },
}

/// What was lodged, and under which law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The commune's letter with which it was sent on.
    pub letter: Option<Letter>,
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
    /// The advisory team's last report in this round.
    pub advice: Option<Advice>,
    /// Its reports before that one.
    pub replaced: Vec<ReplacedReport>,
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

/// A result that another came after: of another round, or of the same council, which took this one back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierResult {
    pub round_id: Uuid,
    pub council_id: Uuid,
    /// The day that round accepted it.
    pub accepted_on: NaiveDate,
    /// The supplement last handed in then.
    pub supplement: Option<Supplement>,
    /// The report that its council had.
    pub advice: Option<Advice>,
    pub tally: Tally,
    /// The province's approval of five stars.
    pub approval: Option<Decision>,
    /// Why it was taken back, by its council or because of a complaint; `None` if another round's result came after it.
    pub taken_back: Option<TakenBack>,
    /// The recognition that it led to before it was taken back.
    pub granted: Option<Granted>,
}

/// How far a dossier had come that was rejected, withdrawn or closed.
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
