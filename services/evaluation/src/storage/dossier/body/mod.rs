//! The stored form of a dossier: one flat record in which a stage leaves blank what it does not know.
//! The domain's stages are built from it ([`stage`]), and a record that fits none of them is corrupt.

mod stage;

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::certificate::decision::Decision;
use crate::domain::correction::Correction;
use crate::domain::council::tally::Tally;
use crate::domain::criteria::regulation::Code;
use crate::domain::criteria::star::Star;
use crate::domain::dossier::content::Content;
use crate::domain::dossier::ending::CloseGround;
use crate::domain::dossier::knock_out::KnockOutFound;
use crate::domain::dossier::notice::Notice;
use crate::domain::dossier::receipt::{Letter, Receipt};
use crate::domain::dossier::reconsidering::{Granted, LiftedEnd};
use crate::domain::dossier::recount::TakenBack;
use crate::domain::dossier::returning::ReturnedReport;
use crate::domain::dossier::review::{Advice, ReplacedReport, Supplement};
use crate::domain::dossier::since::Since;
use crate::domain::dossier::{Dossier, DossierKind, EarlierResult, Findings, Held, State};
use crate::domain::register::product::Place;

#[derive(Serialize, Deserialize)]
pub(super) struct Body {
    id: Uuid,
    product_id: Uuid,
    product_name: String,
    producer_id: Uuid,
    producer_name: String,
    place: Place,
    criteria_set: u8,
    kind: DossierKind,
    held_star: Option<Star>,
    held_until: Option<NaiveDate>,
    content: Content,
    revision: u32,
    #[serde(default)]
    acknowledged: Vec<String>,
    lodged_evidence: Vec<Uuid>,
    drafted_on: NaiveDate,
    ballot_attempt: u32,
    #[serde(default)]
    since: Since,
    state: State,
    regulation: Option<Code>,
    lodged_on: Option<NaiveDate>,
    findings: Option<Findings>,
    endorsed_on: Option<NaiveDate>,
    round_id: Option<Uuid>,
    council_id: Option<Uuid>,
    accepted_on: Option<NaiveDate>,
    round_ends_on: Option<NaiveDate>,
    supplement: Option<Supplement>,
    advice: Option<Advice>,
    replaced: Vec<ReplacedReport>,
    earlier: Vec<Earlier>,
    tally: Option<Tally>,
    decision: Option<Decision>,
    forwarded_on: Option<NaiveDate>,
    sent_back_on: Option<NaiveDate>,
    certificate_id: Option<Uuid>,
    closed_on: Option<NaiveDate>,
    reason: String,
    /// Of one that the office closed.
    close_ground: Option<CloseGround>,
    close_authority: Option<String>,
    corrections: Vec<Correction>,
    #[serde(default)]
    lifted: Vec<LiftedEnd>,
    #[serde(default)]
    letter: Option<Letter>,
    #[serde(default)]
    knock_outs: Vec<KnockOutFound>,
    #[serde(default)]
    receipts: Vec<Receipt>,
    #[serde(default)]
    notices: Vec<Notice>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    returned_reports: Vec<ReturnedReport>,
}

#[derive(Serialize, Deserialize)]
struct Earlier {
    round_id: Uuid,
    council_id: Uuid,
    accepted_on: NaiveDate,
    supplement: Option<Supplement>,
    advice: Option<Advice>,
    tally: Tally,
    approval: Option<Decision>,
    taken_back: Option<TakenBack>,
    #[serde(default)]
    granted: Option<Granted>,
}

impl Body {
    /// Takes the person out of the declaration, and whom the office told of a result by name.
    pub(super) fn forget_person(&mut self) {
        self.content.form.forget_person();
        for notice in &mut self.notices {
            notice.name.clear();
        }
    }
}

impl From<&Dossier> for Body {
    fn from(dossier: &Dossier) -> Self {
        let this = dossier.clone();
        let stage = this.stage;
        let endorsed = stage.endorsed();
        let accepted = stage.accepted();
        let earlier = |result: &EarlierResult| Earlier {
            round_id: result.round_id,
            council_id: result.council_id,
            accepted_on: result.accepted_on,
            supplement: result.supplement.clone(),
            advice: result.advice.clone(),
            tally: result.tally.clone(),
            approval: result.approval.clone(),
            taken_back: result.taken_back.clone(),
            granted: result.granted.clone(),
        };
        Self {
            id: this.id,
            product_id: this.product_id,
            product_name: this.product_name,
            producer_id: this.producer_id,
            producer_name: this.producer_name,
            place: this.place,
            criteria_set: this.criteria_set,
            kind: this.kind,
            held_star: this.held.map(|held| held.star),
            held_until: this.held.map(|held| held.until),
            content: this.content,
            revision: this.revision,
            acknowledged: this.acknowledged,
            lodged_evidence: this.lodged_evidence,
            drafted_on: this.drafted_on,
            ballot_attempt: this.ballot_attempt,
            since: this.since,
            state: stage.state(),
            regulation: stage.lodged().map(|lodged| lodged.regulation),
            lodged_on: stage.lodged().map(|lodged| lodged.on),
            findings: endorsed.map(|endorsed| endorsed.findings.clone()),
            endorsed_on: endorsed.map(|endorsed| endorsed.on),
            round_id: accepted.map(|accepted| accepted.round_id),
            council_id: accepted.map(|accepted| accepted.council_id),
            accepted_on: accepted.map(|accepted| accepted.on),
            round_ends_on: accepted.and_then(|accepted| accepted.round_ends_on),
            supplement: stage.supplement_of_round().cloned(),
            advice: stage.advice_of_round().cloned(),
            replaced: accepted
                .map(|accepted| accepted.replaced.clone())
                .unwrap_or_default(),
            earlier: stage.earlier().iter().map(earlier).collect(),
            tally: stage.scored().map(|scored| scored.tally.clone()),
            decision: stage.decision().cloned(),
            forwarded_on: stage.forwarded_on(),
            sent_back_on: stage.sent_back_on(),
            certificate_id: stage.certificate_id(),
            closed_on: stage.closed_on(),
            reason: stage.reason().to_owned(),
            close_ground: stage.closing().map(|closing| closing.ground),
            close_authority: stage.closing().map(|closing| closing.authority.clone()),
            corrections: this.corrections,
            lifted: this.lifted,
            letter: endorsed.and_then(|endorsed| endorsed.letter.clone()),
            knock_outs: this.knock_outs,
            receipts: this.receipts,
            notices: this.notices,
            returned_reports: this.returned_reports,
        }
    }
}

impl TryFrom<Body> for Dossier {
    type Error = StoreError;

    fn try_from(mut body: Body) -> Result<Self, StoreError> {
        let stage = body.take_stage()?;
        let held = body.held_star.zip(body.held_until);
        Ok(Self {
            id: body.id,
            events: Vec::new(),
            product_id: body.product_id,
            product_name: body.product_name,
            producer_id: body.producer_id,
            producer_name: body.producer_name,
            place: body.place,
            criteria_set: body.criteria_set,
            kind: body.kind,
            held: held.map(|(star, until)| Held { star, until }),
            content: body.content,
            revision: body.revision,
            acknowledged: body.acknowledged,
            lodged_evidence: body.lodged_evidence,
            frozen: None,
            drafted_on: body.drafted_on,
            ballot_attempt: body.ballot_attempt,
            stage,
            since: body.since,
            corrections: body.corrections,
            lifted: body.lifted,
            knock_outs: body.knock_outs,
            receipts: body.receipts,
            notices: body.notices,
            returned_reports: body.returned_reports,
        })
    }
}

#[cfg(test)]
mod tests;
