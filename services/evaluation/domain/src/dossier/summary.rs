//! What lists show of a dossier: all but what was handed in and long texts. It is stored beside the dossier with each change,
//! so that a list reads no whole dossier.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::content::HandedIn;
use super::deadlines::{Basis, Deadline};
use super::ending::Closing;
use super::knock_out::KnockOutFound;
use super::notice::Notice;
use super::receipt::{Letter, Receipt};
use super::reconsidering::{End, LiftedEnd};
use super::recount::TakenBack;
use super::review::{Advice, ReplacedReport, Supplement};
use super::{Dossier, DossierKind, EarlierResult, Held, Lodged, State};
use crate::certificate::decision::Decision;
use crate::correction::Correction;
use crate::council::tally::Tally;

/// What lists show of a dossier. The texts of what stands in it are left out where they may be long: reasons, reports, what a
/// supplement asks for and what was seen of a knock-out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub id: Uuid,
    pub product_id: Uuid,
    pub product_name: String,
    pub producer_id: Uuid,
    pub province_code: String,
    pub place_code: String,
    pub kind: DossierKind,
    pub state: State,
    /// Number of the criteria set.
    pub criteria_set: u8,
    /// How many times it was handed in.
    pub revision: u32,
    /// Which vote on it is under way or was the last.
    pub ballot_attempt: u32,
    pub drafted_on: NaiveDate,
    /// The texts that the forms ask for and that are blank, as field paths.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    blank: Vec<String>,
    handed_in: HandedIn,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acknowledged: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lodged: Option<Lodged>,
    /// The day the province last gave it back to the commune.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_commune: Option<NaiveDate>,
    /// Whether the province approved five stars of it, and the centre has it.
    #[serde(default)]
    pub candidate: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endorsed_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<Letter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Acceptance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplement: Option<Supplement>,
    /// The day of the advisory team's last report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advised_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<ReplacedReport>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tally: Option<Tally>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// The day it ended, in whichever way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lifted: Vec<LiftedEnd>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub knock_outs: Vec<KnockOutFound>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<Receipt>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
}

/// That the last round accepted it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    pub round_id: Uuid,
    pub on: NaiveDate,
    /// The day by which the round is to be over, if one is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    round_ends_on: Option<NaiveDate>,
}

/// A result that another came after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    pub round_id: Uuid,
    pub tally: Tally,
    /// The authority's decision on it.
    pub decision: Option<Decision>,
    pub taken_back: Option<TakenBack>,
    /// The certificate that it led to before it was taken back.
    pub certificate_id: Option<Uuid>,
}

impl From<&EarlierResult> for Earlier {
    fn from(result: &EarlierResult) -> Self {
        let granted = result.granted.as_ref();
        let decision = result.approval.as_ref();
        Self {
            round_id: result.round_id,
            tally: result.tally.clone(),
            decision: decision
                .or_else(|| granted.map(|granted| &granted.decision))
                .cloned(),
            taken_back: result.taken_back.clone(),
            certificate_id: granted.map(|granted| granted.certificate_id),
        }
    }
}

/// A text that lists leave out.
fn left_out() -> String {
    String::new()
}

impl From<&Dossier> for Summary {
    fn from(dossier: &Dossier) -> Self {
        let stage = &dossier.stage;
        let (endorsed, accepted) = (stage.endorsed(), stage.accepted());
        let without_reason = |closing: &Closing| Closing {
            reason: left_out(),
            ..closing.clone()
        };
        let replaced = |report: &ReplacedReport| ReplacedReport {
            advice: Advice {
                text: left_out(),
                filed_on: report.advice.filed_on,
            },
            reason: left_out(),
        };
        let lifted = |one: &LiftedEnd| LiftedEnd {
            end: match &one.end {
                End::Rejected { on, .. } => End::Rejected {
                    reason: left_out(),
                    on: *on,
                },
                End::Closed(closing) => End::Closed(without_reason(closing)),
            },
            lifted: one.lifted.clone(),
        };
        let knock_out = |one: &KnockOutFound| KnockOutFound {
            note: left_out(),
            ..one.clone()
        };
        Self {
            id: dossier.id,
            product_id: dossier.product_id,
            product_name: dossier.product_name.clone(),
            producer_id: dossier.producer_id,
            province_code: dossier.place.province_code.clone(),
            place_code: dossier.place.code.clone(),
            kind: dossier.kind,
            state: stage.state(),
            criteria_set: dossier.criteria_set,
            revision: dossier.revision,
            ballot_attempt: dossier.ballot_attempt,
            drafted_on: dossier.drafted_on,
            blank: (dossier.content.blank(dossier.kind).into_iter())
                .map(str::to_owned)
                .collect(),
            handed_in: dossier.content.handed_in(),
            acknowledged: dossier.acknowledged.clone(),
            held: dossier.held,
            lodged: stage.lodged().cloned(),
            at_commune: dossier.since.at_commune,
            candidate: stage.state().is_central() && stage.forwarded_on().is_some(),
            endorsed_on: endorsed.map(|endorsed| endorsed.on),
            letter: endorsed.and_then(|endorsed| endorsed.letter.clone()),
            accepted: accepted.map(|accepted| Acceptance {
                round_id: accepted.round_id,
                on: accepted.on,
                round_ends_on: accepted.round_ends_on,
            }),
            supplement: stage.supplement().map(|supplement| Supplement {
                text: left_out(),
                ..supplement.clone()
            }),
            advised_on: stage.advice().map(|advice| advice.filed_on),
            replaced: accepted
                .map(|accepted| accepted.replaced.iter().map(replaced).collect())
                .unwrap_or_default(),
            earlier: stage.earlier().iter().map(Earlier::from).collect(),
            tally: dossier.tally().cloned(),
            certificate_id: stage.certificate_id(),
            closing: stage.closing().map(without_reason),
            closed_on: stage.closed_on(),
            corrections: dossier.corrections.clone(),
            lifted: dossier.lifted.iter().map(lifted).collect(),
            knock_outs: dossier.knock_outs.iter().map(knock_out).collect(),
            receipts: dossier.receipts.clone(),
            notices: dossier.notices.clone(),
        }
    }
}

impl Summary {
    /// Takes out what the forms ask for and is not there, as field paths; `samples` is what the criteria set asks for. Taken and not
    /// copied, since a page of a list does it fifty times.
    pub fn take_missing(&mut self, samples: u32) -> Vec<String> {
        let mut missing = std::mem::take(&mut self.blank);
        missing.extend(self.handed_in.missing(samples).map(str::to_owned));
        missing
    }

    /// The deadline that comes first; `None` if it is final or nothing is due.
    pub fn next_deadline(&self) -> Option<Deadline> {
        self.basis().next_deadline()
    }

    /// Every deadline that runs.
    pub fn deadlines(&self) -> Vec<Deadline> {
        self.basis().deadlines()
    }

    fn basis(&self) -> Basis {
        let accepted = self.accepted.as_ref();
        Basis {
            state: self.state,
            kind: self.kind,
            drafted_on: self.drafted_on,
            lodged: self.lodged.clone(),
            at_commune: self.at_commune,
            endorsed_on: self.endorsed_on,
            round_ends_on: accepted.and_then(|accepted| accepted.round_ends_on),
            supplement_by: self.supplement.as_ref().and_then(|one| one.due_on),
            held_until: self.held.map(|held| held.until),
        }
    }

    /// The knock-outs and disqualifiers that stand.
    pub fn standing_knock_outs(&self) -> impl Iterator<Item = &KnockOutFound> {
        self.knock_outs.iter().filter(|one| one.withdrawn.is_none())
    }

    /// Whether members may vote on it.
    pub fn is_before_council(&self) -> bool {
        matches!(self.state, State::ReadyForCouncil | State::InCentralRound)
            && self.standing_knock_outs().next().is_none()
    }
}
