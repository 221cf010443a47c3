//! Dossiers as they are shown: short in lists, and whole.

use chrono::NaiveDate;
use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{RpcError, timestamp};
use ocop_chassis::paging::Page;
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::view::v1::View;
use uuid::Uuid;

use crate::application::Resource;
use crate::application::dossier::target_of_dossier;
use crate::domain::criteria::CriteriaSet;
use crate::domain::criteria::library::Library;
use crate::domain::dossier::returning::ReturnedReport;
use crate::domain::dossier::summary::{Earlier, Summary};
use crate::domain::dossier::{Dossier, Findings, Lodged, State};
use crate::storage;
use crate::storage::dossier::DossierFilter;
use crate::transport::certificate::certificates::decision;
use crate::transport::correction;
use crate::transport::council::ballots::{answers_to_proto, tally_to_proto};
use crate::transport::dossier::dossiers::{kind_to_proto, state_to_proto};
use crate::transport::dossier::{contents, due, endings, knock_outs, receipts, reviews};
use crate::transport::fields::{day, id, stars};
use crate::transport::service::Service;

impl Service {
    /// The dossier with this id, if the caller's scope covers it.
    pub(crate) async fn read(&self, caller: &Caller, id: Uuid) -> Result<Saved<Dossier>, RpcError> {
        let record = Resource::Dossier.found(self.dossiers.get(id).await?, id)?;
        caller.within(target_of_dossier(&record))?;
        Ok(record)
    }

    pub(crate) fn dossier(&self, record: Saved<Dossier>) -> proto::Dossier {
        let today = self.store().clock().today();
        to_proto(record, &self.library, today)
    }

    /// A page of dossiers, whole if they are wanted so, and the token of the next.
    pub(super) async fn found_dossiers(
        &self,
        filter: &DossierFilter,
        page: &Page,
        view: View,
    ) -> Result<(Vec<proto::Dossier>, String), RpcError> {
        if view == View::Full {
            let (found, next) = storage::dossier::list_dossiers(self.store(), filter, page).await?;
            let whole = found.into_iter().map(|record| self.dossier(record));
            return Ok((whole.collect(), next));
        }
        let (found, next) = storage::dossier::list_summaries(self.store(), filter, page).await?;
        let today = self.store().clock().today();
        let short = found
            .into_iter()
            .map(|summary| summary_to_proto(summary, &self.library, today));
        Ok((short.collect(), next))
    }
}

fn returned_to_proto(report: &ReturnedReport) -> proto::ReturnedReport {
    proto::ReturnedReport {
        findings: Some(findings_to_proto(&report.findings)),
        letter: report.letter.as_ref().map(receipts::letter_to_proto),
        endorsed_on: report.sent_on.to_string(),
        returned_on: report.returned_on.to_string(),
        reason: report.reason.clone(),
    }
}

fn findings_to_proto(findings: &Findings) -> proto::CommuneFindings {
    let found = findings.clone();
    proto::CommuneFindings {
        raw_material: found.raw_material,
        labour: found.labour,
        idea_origin: found.idea_origin,
        identity: found.identity,
    }
}

/// A dossier as a list shows it.
fn summary_to_proto(saved: Saved<Summary>, library: &Library, today: NaiveDate) -> proto::Dossier {
    let (etag, created_at, updated_at) = (
        saved.version().to_string(),
        saved.created_at(),
        saved.updated_at(),
    );
    let mut summary = saved.into_inner();
    let set = set_of(
        library,
        summary.lodged.as_ref(),
        summary.criteria_set,
        summary.drafted_on,
    );
    let missing = set.map(|set| summary.take_missing(set.samples.into()));
    let (lodged, accepted) = (summary.lodged.as_ref(), summary.accepted.as_ref());
    let mut deadlines = summary.deadlines();
    deadlines.sort_by_key(|deadline| (deadline.due_on, deadline.duty));
    let rejection_grounds = match summary.state {
        State::Rejected => summary
            .standing_knock_outs()
            .map(|one| one.number)
            .collect(),
        _ => Vec::new(),
    };
    proto::Dossier {
        id: summary.id.to_string(),
        etag,
        create_time: Some(timestamp(created_at)),
        update_time: Some(timestamp(updated_at)),
        product_id: summary.product_id.to_string(),
        producer_id: summary.producer_id.to_string(),
        kind: kind_to_proto(summary.kind).into(),
        state: state_to_proto(summary.state).into(),
        criteria_set: summary.criteria_set.into(),
        regulation: lodged
            .map(|lodged| lodged.regulation.to_string())
            .unwrap_or_default(),
        lodged_on: day(lodged.map(|lodged| lodged.on)),
        endorsed_on: day(summary.endorsed_on),
        round_id: id(accepted.map(|accepted| accepted.round_id)),
        tally: (summary.tally.as_ref()).map(|tally| tally_to_proto(tally, set)),
        certificate_id: id(summary.certificate_id),
        revision: summary.revision,
        missing: missing.unwrap_or_default(),
        advised_on: day(summary.advised_on),
        earlier_results: (summary.earlier.into_iter())
            .map(|result| earlier_to_proto(result, set))
            .collect(),
        deadlines: deadlines
            .into_iter()
            .map(|deadline| due::deadline_to_proto(deadline, today))
            .collect(),
        held_star: stars(summary.held.map(|held| held.star)),
        held_until: day(summary.held.map(|held| held.until)),
        five_star_candidate: summary.candidate,
        ballot_attempt: summary.ballot_attempt,
        acknowledged: summary.acknowledged,
        closing: summary.closing.as_ref().map(endings::closing_to_proto),
        closed_on: day(summary.closed_on),
        accepted_on: day(accepted.map(|accepted| accepted.on)),
        replaced_reports: (summary.replaced.iter())
            .map(reviews::replaced_to_proto)
            .collect(),
        corrections: (summary.corrections.iter())
            .map(correction::to_proto)
            .collect(),
        knock_outs: (summary.knock_outs.iter())
            .map(|found| knock_outs::to_proto(found, set))
            .collect(),
        rejection_grounds,
        receipts: summary.receipts.iter().map(receipts::to_proto).collect(),
        letter: summary.letter.as_ref().map(receipts::letter_to_proto),
        notices: (summary.notices.iter())
            .map(receipts::notice_to_proto)
            .collect(),
        lifted_ends: (summary.lifted.iter())
            .map(endings::lifted_to_proto)
            .collect(),
        supplement: summary.supplement.map(reviews::supplement_to_proto),
        product_name: summary.product_name,
        province_code: summary.province_code,
        // What lists leave out.
        self_assessment: Vec::new(),
        findings: None,
        returned_reports: Vec::new(),
        content: None,
        reason: String::new(),
        advice: String::new(),
    }
}

/// The set that a dossier is written against: that of the law it was lodged under, of a draft that of the day it was made.
fn set_of<'a>(
    library: &'a Library,
    lodged: Option<&Lodged>,
    number: u8,
    drafted_on: NaiveDate,
) -> Option<&'a CriteriaSet> {
    lodged
        .and_then(|lodged| library.set(lodged.regulation, number))
        .or_else(|| library.set_on(drafted_on, number))
}

fn earlier_to_proto(result: Earlier, set: Option<&CriteriaSet>) -> proto::EarlierResult {
    let taken_back = result.taken_back;
    proto::EarlierResult {
        round_id: result.round_id.to_string(),
        tally: Some(tally_to_proto(&result.tally, set)),
        decision: result.decision.map(decision),
        taken_back_on: day(taken_back.as_ref().map(|back| back.on)),
        taken_back_reason: taken_back.map(|back| back.reason).unwrap_or_default(),
        certificate_id: id(result.certificate_id),
    }
}

/// A dossier, whole: what lists show of it, and what they leave out.
fn to_proto(saved: Saved<Dossier>, library: &Library, today: NaiveDate) -> proto::Dossier {
    let summary = Saved::stored(
        Summary::from(&*saved),
        saved.version().cast_signed(),
        saved.created_at(),
        saved.updated_at(),
    );
    let dossier = saved.into_inner();
    let stage = &dossier.stage;
    let set = set_of(
        library,
        stage.lodged(),
        dossier.criteria_set,
        dossier.drafted_on,
    );
    let replaced = stage.accepted().map(|accepted| accepted.replaced.iter());
    let advice = stage.advice().map(|advice| advice.text.clone());
    let endorsed = stage.endorsed();
    proto::Dossier {
        self_assessment: answers_to_proto(&dossier.content.self_assessment),
        findings: endorsed.map(|endorsed| findings_to_proto(&endorsed.findings)),
        returned_reports: (dossier.returned_reports.iter())
            .map(returned_to_proto)
            .collect(),
        reason: stage.reason().to_owned(),
        supplement: stage
            .supplement()
            .cloned()
            .map(reviews::supplement_to_proto),
        advice: advice.unwrap_or_default(),
        closing: stage.closing().map(endings::closing_to_proto),
        replaced_reports: (replaced.into_iter().flatten())
            .map(reviews::replaced_to_proto)
            .collect(),
        knock_outs: (dossier.knock_outs.iter())
            .map(|found| knock_outs::to_proto(found, set))
            .collect(),
        lifted_ends: (dossier.lifted.iter())
            .map(endings::lifted_to_proto)
            .collect(),
        content: Some(contents::to_proto(dossier.content)),
        ..summary_to_proto(summary, library, today)
    }
}
